"""Metrics against figures worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from enhance.errors import EnhanceError
from enhance.evaluate.enhancers import sinc
from enhance.evaluate.metrics import (
    MOST_DB,
    active_frames,
    artefacts,
    distances,
    low_band_snr_db,
)
from enhance.evaluate.spectra import HOP, LEAST_POWER, WINDOW, bins_between, log_power, power, spectra

RATE = 48_000


def noise(seconds: float = 1.0, seed: int = 0, level: float = 0.1) -> np.ndarray:
    chance = np.random.default_rng(seed)
    return (level * chance.standard_normal(int(seconds * RATE))).astype(np.float32)


def low_passed(sound: np.ndarray, cutoff_hz: float) -> np.ndarray:
    found = np.fft.rfft(sound)
    found[int(cutoff_hz * len(sound) / RATE) :] = 0
    return np.fft.irfft(found, len(sound)).astype(np.float32)


def speech_like(seconds: float = 3.0, seed: int = 0) -> np.ndarray:
    """Loud and quiet by turns, half a second each, 60 dB apart."""
    sound = noise(seconds, seed)
    loud = (np.arange(len(sound)) // (RATE // 2)) % 2 == 0
    return np.where(loud, sound, sound * np.float32(1e-3))


class TestSpectra:
    def test_a_sine_has_its_power_in_its_bin(self) -> None:
        bin_ = 100
        sine = np.sin(2 * np.pi * bin_ / WINDOW * np.arange(WINDOW)).astype(np.float32)
        assert power(spectra(sine))[0, bin_] == pytest.approx((WINDOW / 4) ** 2, rel=1e-5)

    @pytest.mark.parametrize(
        ("length", "frames"), [(100, 1), (WINDOW, 1), (WINDOW + HOP - 1, 1), (WINDOW + HOP, 2)]
    )
    def test_a_frame_lies_within_the_signal(self, length: int, frames: int) -> None:
        assert spectra(np.ones(length, np.float32)).shape == (frames, WINDOW // 2 + 1)

    def test_many_frames_are_what_each_is_alone(self) -> None:
        sound = noise(12.0)
        place = 1000
        alone = spectra(sound[place * HOP : place * HOP + WINDOW])[0]
        np.testing.assert_array_equal(spectra(sound)[place], alone)

    def test_silence_has_a_logarithm(self) -> None:
        assert log_power(np.zeros(3, np.float32)) == pytest.approx(-8.0)

    def test_bands_meet_without_gap_or_overlap(self) -> None:
        cut = bins_between(0, 8000, RATE), bins_between(8000, RATE, RATE)
        assert cut[0].stop == cut[1].start
        assert cut[1].stop == WINDOW // 2 + 1


class TestDistances:
    def test_what_is_identical_is_at_no_distance(self) -> None:
        sound = speech_like()
        found = distances(sound, sound, RATE, 8000)
        assert (found.lsd, found.high, found.low, found.active, found.quiet) == (0, 0, 0, 0, 0)
        assert found.bands == (0, 0, 0, 0, 0, 0)

    @pytest.mark.parametrize("gain_db", [10.0, -10.0, 5.0])
    def test_ten_decibels_everywhere_are_one(self, gain_db: float) -> None:
        sound = noise()
        found = distances(sound, sound * np.float32(10 ** (gain_db / 20)), RATE, 8000)
        assert found.lsd == pytest.approx(abs(gain_db) / 10, abs=1e-4)
        assert found.bands == pytest.approx([abs(gain_db) / 10] * 6, abs=1e-4)

    def test_the_root_of_the_mean_square_is_taken_over_frequency(self) -> None:
        sound = noise()
        low = low_passed(sound, 12_000)
        found = distances(sound, low + np.sqrt(np.float32(10)) * (sound - low), RATE, 12_000)
        assert found.high == pytest.approx(1.0, abs=0.03)
        assert found.low == pytest.approx(0.0, abs=0.03)
        assert found.lsd == pytest.approx(math.sqrt(1 / 2), abs=0.03)
        assert found.bands == pytest.approx([0, 0, 0, 1, 1, 1], abs=0.05)

    def test_the_mean_is_taken_over_time(self) -> None:
        sound = noise(2.0)
        gain = np.where(np.arange(len(sound)) < RATE, 1.0, 10 ** (10 / 20)).astype(np.float32)
        assert distances(sound, sound * gain, RATE, 8000).lsd == pytest.approx(0.5, abs=0.03)

    def test_silence_is_clamped(self) -> None:
        """A tone of known power against nothing: its bins are as far over the clamp as can be computed."""
        sine = (np.sin(2 * np.pi * 100 / WINDOW * np.arange(WINDOW))).astype(np.float32)
        wanted = log_power(power(spectra(sine)))[0] - math.log10(LEAST_POWER)
        found = distances(sine, np.zeros_like(sine), RATE, 8000).lsd
        assert found == pytest.approx(float(np.sqrt((wanted**2).mean())), rel=1e-5)

    def test_active_and_quiet_frames_are_told_apart(self) -> None:
        sound = speech_like()
        louder_pauses = np.where(np.abs(sound) < 1e-3, sound * np.float32(10**0.5), sound)
        found = distances(sound, louder_pauses, RATE, 8000)
        assert found.quiet > 0.9
        assert found.active < 0.1
        assert found.quiet == pytest.approx(found.high_quiet, abs=0.05)

    def test_a_recording_without_pauses_has_no_figure_for_them(self) -> None:
        assert math.isnan(distances(noise(), noise(seed=1), RATE, 8000).quiet)

    def test_a_band_above_half_the_rate_has_no_figure(self) -> None:
        sound = noise()[:22_050]
        bands = distances(sound, sound, 22_050, 8000).bands
        assert [math.isnan(band) for band in bands] == [False, False, False, True, True, True]

    def test_recordings_of_two_lengths_are_refused(self) -> None:
        with pytest.raises(EnhanceError, match="48000 and 47999 samples"):
            distances(noise(), noise()[1:], RATE, 8000)

    def test_quiet_is_forty_decibels_under_the_loud(self) -> None:
        levels = np.ones((100, 4), np.float32)
        levels[50:, :] = 1.01e-4
        levels[75:, :] = 0.99e-4
        assert active_frames(levels).sum() == 75


class TestLowBand:
    def test_ratio_of_known_noise(self) -> None:
        sound = low_passed(noise(), 6000)
        error = low_passed(noise(seed=1), 6000) * np.float32(1e-3)
        assert low_band_snr_db(sound, sound + error, RATE, 8000) == pytest.approx(60.0, abs=0.2)

    def test_what_is_made_above_does_not_count(self) -> None:
        sound = low_passed(noise(), 7000)
        above = noise(seed=1) - low_passed(noise(seed=1), 8000)
        assert low_band_snr_db(sound, sound + above, RATE, 8000) > 80

    def test_identical_is_the_most(self) -> None:
        assert low_band_snr_db(noise(), noise(), RATE, 8000) == MOST_DB

    def test_silence_has_no_ratio(self) -> None:
        assert math.isnan(low_band_snr_db(np.zeros(RATE, np.float32), noise(), RATE, 8000))


class TestArtefacts:
    CUT = 8000

    def look(self, reference: np.ndarray, enhanced: np.ndarray):
        given = sinc(low_passed(reference, 0.9 * self.CUT), RATE, 2 * self.CUT)
        resampled = sinc(given, 2 * self.CUT, RATE)[: len(reference)]
        resampled = np.pad(resampled, (0, len(reference) - len(resampled)))
        return artefacts(reference, enhanced, resampled, RATE, self.CUT, 2 * self.CUT)

    def above(self, sound: np.ndarray) -> np.ndarray:
        return sound - low_passed(sound, self.CUT)

    def test_the_reference_has_none(self) -> None:
        sound = speech_like()
        found = self.look(sound, sound)
        assert found.seam_step_db == 0
        assert found.seam_dip_db == 0
        assert found.tone_db == 0
        assert found.image_db == found.image_reference_db
        assert found.pause_step_db == pytest.approx(0.0, abs=0.5)

    @pytest.mark.parametrize("gain_db", [6.0, -6.0])
    def test_a_step_at_the_seam_is_measured(self, gain_db: float) -> None:
        sound = speech_like()
        found = self.look(sound, sound + self.above(sound) * np.float32(10 ** (gain_db / 20) - 1))
        assert found.seam_step_db == pytest.approx(gain_db, abs=0.3)
        assert found.pause_step_db - found.pause_step_reference_db == pytest.approx(gain_db, abs=0.3)

    def test_hiss_in_pauses_alone_is_measured(self) -> None:
        sound = speech_like()
        hiss = self.above(noise(3.0, seed=1)) * np.float32(1e-2)
        found = self.look(sound, sound + np.where(np.abs(sound) < 1e-3, hiss, 0).astype(np.float32))
        assert found.pause_step_db - found.pause_step_reference_db > 10
        assert abs(found.seam_step_db) < 1

    def test_a_hole_at_the_seam_is_measured(self) -> None:
        sound = speech_like()
        hole = low_passed(sound, self.CUT + 250) - low_passed(sound, self.CUT - 250)
        found = self.look(sound, sound - hole * np.float32(0.9))
        assert found.seam_dip_db < -10
        assert abs(found.seam_step_db) < 1

    def test_a_made_band_that_is_too_quiet_is_a_step_and_no_hole(self) -> None:
        sound = speech_like()
        found = self.look(sound, sound - self.above(sound) * np.float32(0.9))
        assert found.seam_step_db < -15
        assert found.seam_dip_db > -0.5

    def test_an_image_of_the_low_band_is_found(self) -> None:
        sound = speech_like()
        low = low_passed(sound, 0.9 * self.CUT)
        mirrored = low * np.cos(2 * np.pi * 2 * self.CUT * np.arange(len(low)) / RATE)
        found = self.look(sound, (low_passed(sound, self.CUT) + 2 * mirrored).astype(np.float32))
        assert found.image_db > -0.5
        assert found.image_reference_db < -10

    def test_other_noise_is_no_image(self) -> None:
        sound = speech_like()
        found = self.look(sound, low_passed(sound, self.CUT) + self.above(speech_like(seed=5)))
        assert found.image_db < -10

    def test_a_steady_line_is_found(self) -> None:
        sound = speech_like()
        buzz = 0.01 * np.sin(2 * np.pi * 12_000 * np.arange(len(sound)) / RATE)
        assert self.look(sound, (sound + buzz).astype(np.float32)).tone_db > 10

    def test_a_recording_without_pauses_has_no_figure_for_them(self) -> None:
        assert math.isnan(self.look(noise(), noise()).pause_step_db)

"""Loudness and true peak against the test signals that EBU Tech 3341 describes, made here."""

from __future__ import annotations

import numpy as np
import pytest

from editor.render.loudness import SILENT, LoudnessMeter
from editor.render.truepeak import REACH, TruePeakMeter, peaks
from tests.helpers.sounds import Array, noise, sine

RATE = 48000


def loudness_of(*parts: Array, rate: int = RATE, block: int = 50_000) -> float:
    sound = np.concatenate(parts)
    meter = LoudnessMeter(rate, sound.shape[1])
    for start in range(0, len(sound), block):
        meter.feed(sound[start : start + block])
    return meter.integrated()


def tone(dbfs: float, seconds: float, rate: int = RATE) -> Array:
    return sine(1000, round(seconds * rate), 10 ** (dbfs / 20), rate)


@pytest.mark.parametrize("rate", [1000, 2000, 3300, 3400, 4000, 6000])
def test_sound_of_every_rate_that_is_read_has_a_loudness_of_about_that(rate: int) -> None:
    low = loudness_of(sine(200, 20 * rate, 0.1, rate), rate=rate)
    assert low == pytest.approx(loudness_of(sine(200, 20 * RATE, 0.1, RATE)), abs=2.5)


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 32000, 44100, 48000, 96000])
def test_case_1_and_2_a_sine_is_as_loud_as_it_says(rate: int) -> None:
    assert loudness_of(tone(-23, 20, rate), rate=rate) == pytest.approx(-23, abs=0.1)
    assert loudness_of(tone(-33, 20, rate), rate=rate) == pytest.approx(-33, abs=0.1)


@pytest.mark.parametrize(
    "sequence",
    [
        pytest.param([(-36, 10), (-23, 60), (-36, 10)], id="case 3"),
        pytest.param([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], id="case 4"),
        pytest.param([(-26, 20), (-20, 20.1), (-26, 20)], id="case 5"),
    ],
)
def test_gates(sequence: list[tuple[float, float]]) -> None:
    assert loudness_of(*(tone(*part) for part in sequence)) == pytest.approx(-23, abs=0.1)


def test_one_channel_is_three_units_below_two() -> None:
    assert loudness_of(tone(-20, 5)[:, :1]) == pytest.approx(loudness_of(tone(-20, 5)) - 3.01, abs=0.01)


def test_bass_weighs_less_and_treble_more() -> None:
    """Gains of the K-weighting against 997 Hz, from the response that BS.1770 states."""
    at = {hz: loudness_of(sine(hz, 5 * RATE, 0.1, RATE)) for hz in (38, 997, 10000)}
    assert at[38] - at[997] == pytest.approx(-6.7, abs=0.3)
    assert at[10000] - at[997] == pytest.approx(3.3, abs=0.1)


@pytest.mark.parametrize("block", [1000, 4410, 65536, 10**7])
def test_blocks_do_not_matter(block: int) -> None:
    sound = noise(7 * RATE + 123, 0.1)
    assert loudness_of(sound, block=block) == pytest.approx(loudness_of(sound), abs=1e-4)


def test_nothing_and_near_nothing_are_silent() -> None:
    assert loudness_of(np.zeros((0, 2), np.float32)) == SILENT
    assert loudness_of(np.zeros((RATE, 2), np.float32)) == SILENT
    assert loudness_of(tone(-80, 5)) == SILENT


def test_sound_shorter_than_a_block_has_a_loudness() -> None:
    assert loudness_of(tone(-23, 0.3)) == pytest.approx(-23, abs=0.3)


def peak_of(sound: Array, block: int = 50_000) -> float:
    meter = TruePeakMeter(sound.shape[1])
    for start in range(0, len(sound), block):
        meter.feed(sound[start : start + block])
    return meter.peak_db()


@pytest.mark.parametrize(("divisor", "degrees"), [(4, 0), (4, 45), (6, 60), (8, 67.5)])
def test_true_peak_of_sines_between_the_samples(divisor: int, degrees: float) -> None:
    """Cases 15 to 18: -6 dBTP, within +0.2 and -0.4 dB."""
    sound = sine(RATE / divisor, RATE, 0.5, RATE, phase=np.radians(degrees))
    sound *= np.hanning(len(sound))[:, None].astype(np.float32)
    assert -6.4 <= peak_of(sound) <= -5.8
    assert peak_of(sound) == pytest.approx(-6.02, abs=0.02)


def test_true_peak_of_a_high_note() -> None:
    sound = sine(19000, RATE, 0.5, RATE, phase=0.3) * np.hanning(RATE)[:, None].astype(np.float32)
    assert peak_of(sound) == pytest.approx(-6.02, abs=0.1)


def test_true_peak_finds_the_loud_channel_and_instant() -> None:
    sound = noise(RATE, 0.01)
    whole = sine(RATE / 4, 2000, 0.5, RATE, phase=np.pi / 4)[:, 0] * np.hanning(2000).astype(np.float32)
    sound[30000:32000, 1] += whole
    assert peak_of(sound) == pytest.approx(-6.02, abs=0.5)
    assert peak_of(sound, block=777) == pytest.approx(peak_of(sound), abs=1e-4)


def test_a_peak_is_found_after_the_sample_that_it_follows() -> None:
    sound = np.zeros((1000 + 2 * REACH, 1), np.float32)
    sound[REACH + 500 : REACH + 502] = 0.5
    found = peaks(sound, 0.1)
    assert found.shape == (1000,)
    assert int(found.argmax()) == 500
    assert found[500] > 0.6

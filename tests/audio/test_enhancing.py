"""Laws of enhanced sound: the band that was there is the input's own, nothing is delayed, nothing shows at
the seam.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soxr

from enhance.card import Model
from enhance.generation import BLOCK_FRAMES
from tests.helpers.enhancing import a_model, enhanced
from tests.helpers.random_network import CONTEXT, NOISE, network_bytes

RATES_IN = (8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
RATES_OUT = (44_100, 48_000)
PAIRS = [(rate_in, rate_out) for rate_in in RATES_IN for rate_out in RATES_OUT]


@pytest.fixture(scope="module")
def clicking(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A model that gives the low band back and adds clicks of chance, as loud as the sound, all over the
    band.
    """
    return a_model(tmp_path_factory.mktemp("model"), context=3, noise_gain=1.0, offset=0.5, gain=0.8)


def hiss(samples: int, seed: int = 0) -> np.ndarray:
    return (0.1 * np.random.default_rng(seed).standard_normal((samples, 1))).astype(np.float32)


def spectrum(sound: np.ndarray) -> np.ndarray:
    """Power; Hann keeps the ends, where the sound is cut off, from leaking into the rest."""
    return np.abs(np.fft.rfft(sound[:, 0].astype(np.float64) * np.hanning(len(sound)))) ** 2


def snr_db(reference: np.ndarray, sound: np.ndarray, rate: int, below_hz: float) -> float:
    bins = int(below_hz * len(reference) / rate)
    difference = spectrum(sound.astype(np.float64) - reference.astype(np.float64))
    return float(10 * np.log10(spectrum(reference)[:bins].sum() / difference[:bins].sum()))


def cutoff_of(rate_in: int) -> float:
    """Half the rate of what is recorded at a low one; of high ones, those that are empty above 8 kHz."""
    return rate_in / 2 if rate_in < 40_000 else 8000.0


@pytest.mark.parametrize(("rate_in", "rate_out"), PAIRS)
def test_the_low_band_is_the_inputs_own(clicking: Model, rate_in: int, rate_out: int) -> None:
    sound = hiss(3 * rate_in)
    up = sound if rate_in == rate_out else soxr.resample(sound, rate_in, rate_out, quality="HQ")
    made = enhanced(sound, rate_in, rate_out, clicking)
    cutoff = cutoff_of(rate_in)
    passed = min(0.85 * cutoff, cutoff - 800)
    length = min(len(up), len(made))
    assert snr_db(up[:length], made[:length], rate_out, passed) >= 80
    # It is no echo of the input: above, there is what the model made.
    above = int((cutoff + 500) * length / rate_out)
    assert spectrum(made[:length])[above:].mean() > 1e-3 * spectrum(made[:length])[:above].mean()


@pytest.mark.parametrize(("rate_in", "rate_out"), PAIRS)
def test_nothing_is_delayed(tmp_path: Path, rate_in: int, rate_out: int) -> None:
    """A click stays where it is, and what is generated of it lies under it."""
    model = a_model(tmp_path)
    at_s = 1.0
    sound = np.zeros((2 * rate_in, 1), np.float32)
    sound[round(at_s * rate_in)] = 1.0
    made = enhanced(sound, rate_in, rate_out, model)[:, 0]
    assert abs(int(np.abs(made).argmax()) - at_s * rate_out) <= 0.5
    # Of even length around it: as much before as behind, to the last digits.
    place = round(at_s * rate_out)
    before, behind = made[place - 400 : place], made[place + 1 : place + 401][::-1]
    assert np.abs(before - behind).max() < 2e-3 * np.abs(made).max()


def test_blocks_equal_one_pass_over_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a network of the shape of the shipped models, over several blocks of it."""
    from enhance.card import make_card
    from tests.helpers.making_models import save

    path, said = save(
        tmp_path,
        network_bytes(channels=32),
        context=CONTEXT,
        noise_channels=NOISE,
        input_bandwidth_hz=[2e3, 2e4],
    )
    model = Model(**vars(make_card(said)), path=path, shipped=False)
    sound = hiss(10 * 16_000)
    in_blocks = enhanced(sound, 16_000, 44_100, model, sizes=(7000,))
    monkeypatch.setattr("enhance.generation.BLOCK_FRAMES", 8 * BLOCK_FRAMES)
    at_once = enhanced(sound, 16_000, 44_100, model)
    difference = np.sqrt(np.mean((in_blocks - at_once) ** 2) / np.mean(at_once**2))
    assert 20 * np.log10(difference) < -100
    assert spectrum(in_blocks)[: len(sound)].any()


@pytest.fixture(scope="module")
def hissing(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A model that answers with clicks of chance, one a frame: together they have the spectrum of `hiss`."""
    return a_model(tmp_path_factory.mktemp("model"), gain=0.0, noise_gain=4.8)


def furthest_from_flat_db(made: np.ndarray, below_hz: float) -> float:
    """How far the long-term spectrum of 48 kHz sound leaves that of its lower band."""
    frames = np.lib.stride_tricks.sliding_window_view(made[:, 0], 1024)[::256] * np.hanning(1024)
    power_db = 10 * np.log10((np.abs(np.fft.rfft(frames)) ** 2).mean(axis=0) + 1e-20)
    hz = np.fft.rfftfreq(1024, 1 / 48_000)
    return float(np.abs(power_db - np.median(power_db[hz < below_hz]))[hz > 200].max())


# Where two sounds that know nothing of each other cross, 3 dB are missing, and a little more to the filters.
SEAM_DB = 6


@pytest.mark.parametrize("cutoff", [2000.0, 3400.0, 7600.0, 12_000.0])
def test_nothing_is_missing_and_nothing_doubled_at_the_seam(hissing: Model, cutoff: float) -> None:
    bands = np.fft.rfft(hiss(8 * 48_000), axis=0)
    bands[int(cutoff * 8) :] = 0
    narrow = np.fft.irfft(bands, axis=0).astype(np.float32)
    made = enhanced(narrow, 48_000, 48_000, hissing, cutoff_hz=cutoff)
    assert furthest_from_flat_db(made, cutoff / 2) < SEAM_DB


@pytest.mark.parametrize("rate_in", [8000, 11_025, 16_000, 22_050, 24_000, 32_000])
def test_what_resampling_rounds_off_is_generated(hissing: Model, rate_in: int) -> None:
    narrow = soxr.resample(hiss(8 * 48_000), 48_000, rate_in, quality="VHQ")
    made = enhanced(narrow, rate_in, 48_000, hissing)
    assert furthest_from_flat_db(made, rate_in / 4) < SEAM_DB

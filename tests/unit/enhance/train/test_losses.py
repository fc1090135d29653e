"""Losses: nothing for the same signal, and nothing where a recording cannot be believed."""

from __future__ import annotations

import pytest
import torch

from enhance.net.discriminators import RESOLUTIONS, Discriminators, pictured
from enhance.train import losses
from enhance.train.spectra import stft

SAMPLES = 256 * 60


def spectra(signal):
    return [stft(signal, window, window // 4) for window in RESOLUTIONS]


def noise(seed, level=0.05):
    return level * torch.randn(2, SAMPLES, generator=torch.Generator().manual_seed(seed))


def low_passed(signal, fraction):
    spectrum = torch.fft.rfft(signal)
    spectrum[:, int(spectrum.shape[1] * fraction) :] = 0
    return torch.fft.irfft(spectrum, SAMPLES)


@pytest.fixture
def whole():
    return torch.ones(2)


def test_the_same_signal_is_no_distance_away(whole):
    signal = noise(1)
    known = losses.reference(signal, signal, 0 * signal, whole)
    assert float(losses.spectral(spectra(signal), known)) < 0.002


def test_ten_decibels_are_one_bel(whole):
    signal = noise(1)
    known = losses.reference(signal, signal, 0 * signal, whole)
    assert float(losses.spectral(spectra(signal * 10**0.5), known)) == pytest.approx(1.7, rel=0.02)


def test_what_lies_above_the_bandwidth_of_speech_does_not_count():
    speech = low_passed(noise(1), 0.5)
    bandwidth = torch.full((2,), 0.5)
    known = losses.reference(speech, speech, 0 * speech, bandwidth)
    filled = speech + (noise(2) - low_passed(noise(2), 0.55))
    assert float(losses.spectral(spectra(filled), known)) < 0.05
    everywhere = losses.reference(speech, speech, 0 * speech, torch.ones(2))
    assert float(losses.spectral(spectra(filled), everywhere)) > 1.0


def test_in_pauses_the_whole_band_counts():
    floor = noise(3, 1e-3)
    silent = torch.zeros_like(floor)
    known = losses.reference(floor, silent, floor, torch.full((2,), 0.5))
    emptied = low_passed(floor, 0.5)
    assert float(losses.spectral(spectra(emptied), known)) > 1.0


def test_discriminators_see_nothing_of_a_hidden_band():
    mask = torch.zeros(2, 257, 30)
    mask[:, :100] = 1
    spectrum = torch.randn(2, 257, 30, dtype=torch.complex64)
    other = spectrum.clone()
    other[:, 100:] = 5
    assert torch.equal(pictured(spectrum, mask), pictured(other, mask))


def test_the_game_has_two_sides():
    torch.manual_seed(0)
    judges = Discriminators(4)
    shown = [pictured(s, torch.ones_like(s.real)) for s in spectra(noise(1))]
    verdicts = judges(shown)
    assert len(verdicts) == len(RESOLUTIONS)
    sure = [(torch.full_like(v, 3.0), seen) for v, seen in verdicts]
    never = [(torch.full_like(v, -3.0), seen) for v, seen in verdicts]
    assert float(losses.telling_apart(sure, never)) == 0.0
    assert float(losses.deceiving(sure)) == -3.0
    assert float(losses.feature_matching(verdicts, verdicts).detach()) == 0.0

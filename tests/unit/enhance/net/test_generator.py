"""What fills the missing band: the voice's own fine structure, in step with it, and noise."""

from __future__ import annotations

import pytest
import torch

from enhance.net.generator import BINS, Excitation, Shape
from enhance.train.spectra import features, generated_signal

RATE = 48_000
SAMPLES = 256 * 80


def sine(hz):
    time = torch.arange(SAMPLES, dtype=torch.float64) / RATE
    return (0.2 * torch.sin(2 * torch.pi * hz * time)).float()[None]


def excited(signal, cutoff_hz, share, noise=None):
    """Real and imaginary parts of the excitation as one complex spectrum, (frames, 513)."""
    given, cutoff = features(signal, torch.tensor([cutoff_hz]), RATE)
    z = torch.zeros(1, given.shape[1], 8) if noise is None else noise(given.shape[1])
    parts = Excitation(8)(given, cutoff, z, torch.full((1, given.shape[1], BINS), share))
    return torch.complex(*parts)[0]


def test_the_copy_of_a_tone_is_a_tone_moved_up():
    """By whole steps, with its phase going on from frame to frame: the sound of it is one steady tone."""
    cutoff_hz, hz = 8000.0, 6000.0
    draw = torch.Generator().manual_seed(1)
    spectrum = excited(sine(hz) + 0.002 * torch.randn(1, SAMPLES, generator=draw), cutoff_hz, 1.0)
    top = int(cutoff_hz / RATE * 2 * (BINS - 1)) - 8
    spectrum[:, :top] = 0
    # One step only.
    step = top // 8 * 4
    spectrum[:, top + step :] = 0
    made = generated_signal(torch.cat((spectrum.real, spectrum.imag), -1)[None], SAMPLES)[0]
    middle = made[8192:-8192] * torch.hann_window(len(made) - 16384)
    power = torch.fft.rfft(middle).abs() ** 2
    found = power.argmax() * RATE / len(middle)
    assert found.item() == pytest.approx(hz + step * RATE / 1024, abs=20)
    # Flattening lifts what is around; still the tone stands out of it.
    assert power.max() > 100 * power[power > 0].median()


@pytest.mark.parametrize("cutoff_hz", [2500.0, 4000.0, 5500.0, 8000.0, 12_000.0, 18_000.0])
def test_it_is_about_equally_loud_everywhere(cutoff_hz):
    """Whatever the slope of the voice: 30 dB from 100 Hz to the cut-off here."""
    draw = torch.Generator().manual_seed(3)
    signal = torch.randn(1, SAMPLES, generator=draw)
    spectrum = torch.fft.rfft(signal)
    hz = torch.fft.rfftfreq(SAMPLES, 1 / RATE)
    tilted = torch.fft.irfft(spectrum * (1 + hz / 100) ** -0.75 * (hz < cutoff_hz), SAMPLES)
    power = excited(tilted, cutoff_hz, 1.0)[4:-4].abs() ** 2
    above = power[:, int(cutoff_hz / RATE * 1024) + 1 :].mean(0)
    assert above.min() > 0.15
    assert above.max() < 3.0


def test_noise_fills_every_bin_and_repeats_with_its_numbers():
    def noise(frames):
        return torch.randn(1, frames, 8, generator=torch.Generator().manual_seed(7))

    spectrum = excited(torch.zeros(1, SAMPLES), 8000.0, 0.0, noise)
    power = (spectrum.abs() ** 2).mean(0)
    assert 0.5 < power.mean() < 1.5
    assert power.min() > 0.05
    assert torch.equal(spectrum, excited(torch.zeros(1, SAMPLES), 8000.0, 0.0, noise))


def test_context_is_what_the_shape_says():
    assert Shape().context == 48
    assert Shape(dilations=(1, 2)).context == 9

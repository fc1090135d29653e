"""One convention in two libraries: what is trained in torch runs in numpy."""

from __future__ import annotations

import numpy as np
import torch

from enhance.net.generator import BINS
from enhance.train.spectra import features, generated_signal, spliced, stft

RATE = 48_000
SAMPLES = 256 * 40


def signal(seed=1):
    return 0.1 * torch.randn(2, SAMPLES, generator=torch.Generator().manual_seed(seed))


def test_a_spectrum_gives_its_signal_back():
    whole = signal()
    spectrum = stft(whole).transpose(1, 2)
    made = generated_signal(torch.cat((spectrum.real, spectrum.imag), -1), SAMPLES)
    torch.testing.assert_close(made, whole, atol=1e-5, rtol=1e-4)


def test_features_are_empty_above_the_cutoff():
    given, cutoff = features(signal(), torch.tensor([8000.0, 12_000.0]), RATE)
    assert torch.all(cutoff[0] == 8000 / 24_000)
    first = int(8000 / (RATE / 1024)) + 1
    level, cosine = given[0, :, :BINS], given[0, :, BINS : 2 * BINS]
    assert torch.all(level[:, first:] == level[:, first:].min())
    assert torch.all(cosine[:, first:] == 0)
    assert torch.all(cosine[:, 1 : first - 1] != 0)


def test_splicing_keeps_the_low_band_and_takes_the_high_one():
    low, high = signal(1), signal(2)
    made = spliced(low, high, torch.tensor([8000.0, 8000.0]), RATE)
    hz = np.fft.rfftfreq(SAMPLES, 1 / RATE)
    spectrum = torch.fft.rfft(made)
    below, above = hz < 7000, hz > 8100
    torch.testing.assert_close(spectrum[:, below], torch.fft.rfft(low)[:, below], atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(spectrum[:, above], torch.fft.rfft(high)[:, above], atol=1e-4, rtol=1e-4)


def test_the_runtime_sees_what_training_saw():
    """The features that `enhance.generation` makes of a sound are those that the network was trained with."""
    from enhance.dsp import Stft

    sound = signal()[0]
    padded = np.pad(sound.numpy(), 512)
    transform = Stft(1024)
    theirs = transform.spectra(transform.windowed(padded))
    np.testing.assert_allclose(theirs, stft(sound[None])[0].T.numpy(), atol=1e-4)

"""Training examples: drawn from their number alone, and true to what they claim."""

from __future__ import annotations

import numpy as np
import pytest

from enhance.train.degrade import FRAMES, Examples
from enhance.train.spectra import HOP

RATE = 48_000
SAMPLES = FRAMES * HOP
FIRST = range(24)


@pytest.fixture(scope="module")
def examples(corpus):
    return Examples(corpus, seed=3)


def test_the_same_number_gives_the_same_example(corpus, examples):
    again = Examples(corpus, seed=3)
    np.testing.assert_array_equal(again[7].narrow, examples[7].narrow)
    assert not np.array_equal(Examples(corpus, seed=4)[7].narrow, examples[7].narrow)


def test_an_example_is_as_long_as_was_asked_for(corpus):
    assert Examples(corpus, seed=3, frames=30)[0].narrow.shape == (30 * HOP,)


def test_signals_are_of_one_length_and_within_full_scale(examples):
    for number in FIRST:
        one = examples[number]
        for signal in (one.target, one.narrow, one.speech, one.floor):
            assert signal.shape == (SAMPLES,)
            assert signal.dtype == np.float32
        assert np.max(np.abs(one.target)) <= 1.0


def test_a_target_is_its_speech_and_its_floor(examples):
    for number in FIRST:
        one = examples[number]
        np.testing.assert_allclose(one.target, one.speech + one.floor, atol=1 / 32768)


def test_the_input_is_empty_well_above_the_edge(examples):
    for number in FIRST:
        one = examples[number]
        power = np.abs(np.fft.rfft(one.narrow * np.hanning(SAMPLES))) ** 2
        hz = np.fft.rfftfreq(SAMPLES, 1 / RATE)
        # Filters of low order fall slowly, and 16 bits, let alone mu-law, leave noise of their own.
        above, below = power[hz > 2.2 * one.cutoff_hz + 500], power[hz < one.cutoff_hz]
        if len(above):
            assert np.mean(above) < 0.02 * np.mean(below) + 1e-3


def test_the_input_is_the_target_below_the_edge(examples):
    close = 0
    for number in FIRST:
        one = examples[number]
        hz = np.fft.rfftfreq(SAMPLES, 1 / RATE)
        kept = (hz > 500) & (hz < 0.6 * one.cutoff_hz)
        apart = np.fft.rfft(one.narrow - one.target)[kept]
        close += np.sum(np.abs(apart) ** 2) < 0.05 * np.sum(np.abs(np.fft.rfft(one.target)[kept]) ** 2)
    # Telephones take some of the low end away, ripples some of the rest.
    assert close >= 0.8 * len(FIRST)


def test_faster_speech_reaches_higher(corpus):
    from dataclasses import replace

    narrow = Examples(corpus, seed=1)
    narrow._voices = [replace(take, bandwidth_hz=16_000.0) for take in narrow._voices]
    widths = {narrow[number].bandwidth_hz for number in range(40)}
    assert min(widths) == 15_700
    assert max(widths) > 17_500

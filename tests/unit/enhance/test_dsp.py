"""The arithmetic around the network: exact constants, perfect reconstruction, and pieces that equal the
whole.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enhance.dsp import OVERLAP, Crossing, Inverse, Stft, hann, length_at

WINDOWS = (16, 1024, 2048)


def noise(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def spectra_of(stft: Stft, sound: np.ndarray) -> np.ndarray:
    behind = (stft.frames(len(sound)) - 1) * stft.hop + stft.window // 2 - len(sound)
    return stft.spectra(stft.windowed(np.pad(sound, (stft.window // 2, behind))))


@pytest.mark.parametrize("window", WINDOWS)
def test_the_squares_of_the_windows_add_up_to_one_and_a_half(window: int) -> None:
    squares = (hann(window) ** 2).reshape(OVERLAP, -1).sum(axis=0)
    np.testing.assert_allclose(squares, 1.5, rtol=0, atol=1e-13)


@pytest.mark.parametrize("window", WINDOWS)
@given(samples=st.integers(1, 5000), cut=st.integers(1, 50))
def test_spectra_turn_back_into_the_sound_they_were_made_of(window: int, samples: int, cut: int) -> None:
    stft = Stft(window)
    sound = noise(samples)
    spectra = spectra_of(stft, sound)
    assert spectra.shape == (stft.frames(samples), window // 2 + 1)
    inverse = Inverse(stft)
    parts = [inverse.add(spectra[at : at + cut]) for at in range(0, len(spectra), cut)]
    back = np.concatenate((*parts, inverse.end()))
    assert len(back) == (stft.frames(samples) - 1) * stft.hop
    np.testing.assert_allclose(back[:samples], sound, rtol=0, atol=3e-6)
    np.testing.assert_allclose(back[samples:], 0, rtol=0, atol=3e-6)


def test_frame_t_is_centred_on_sample_t_times_hop() -> None:
    stft = Stft(1024)
    sound = np.zeros(4096, np.float32)
    sound[256 * 5] = 1.0
    # A single pulse in the middle of a frame has a real, flat spectrum but for the sign of odd bins.
    spectrum = spectra_of(stft, sound)[5]
    np.testing.assert_allclose(spectrum * (-1.0) ** np.arange(513), 1.0, atol=1e-6)


def test_noise_at_full_scale_has_level_one() -> None:
    stft = Stft(1024)
    level = stft.rms(stft.windowed(noise(1 << 17)))
    assert level.mean() == pytest.approx(1.0, abs=0.01)


def response(crossing: Crossing, hz: np.ndarray, rate: int) -> np.ndarray:
    """The filter's gain, found by sending a pulse through it; it is real, because nothing is delayed."""
    pulse = np.zeros((1, 1 << 15), np.float32)
    pulse[0, 1 << 14] = 1.0
    out = np.concatenate((crossing.add(pulse), crossing.end()), axis=1)[0]
    turned = np.roll(out, -(1 << 14))
    gain = np.fft.rfft(turned.astype(np.float64))
    assert np.abs(gain.imag).max() < 1e-5
    return np.interp(hz, np.fft.rfftfreq(len(turned), 1 / rate), gain.real)


@pytest.mark.parametrize(
    ("centre", "width", "rate"), [(7600, 580, 48000), (3750, 360, 44100), (1875, 180, 8000)]
)
def test_the_crossing_is_zero_below_half_at_its_centre_and_one_above(
    centre: int, width: int, rate: int
) -> None:
    crossing = Crossing(centre, width, rate, 1)
    assert crossing.taps % 2 == 1
    below = np.linspace(0, centre - width / 2, 300)
    above = np.linspace(centre + width / 2, rate / 2, 300)
    ripple = 2 * 10 ** (-96 / 20)
    assert np.abs(response(Crossing(centre, width, rate, 1), below, rate)).max() < ripple
    assert np.abs(response(Crossing(centre, width, rate, 1), above, rate) - 1).max() < ripple
    assert response(crossing, np.array([centre]), rate)[0] == pytest.approx(0.5, abs=0.01)


def test_the_usual_crossing_is_short() -> None:
    assert Crossing(7600, 580, 48000, 1).taps == 509


@settings(max_examples=30)
@given(samples=st.integers(0, 60_000), cut=st.integers(700, 40_000))
def test_the_crossing_keeps_length_and_does_not_depend_on_the_pieces(samples: int, cut: int) -> None:
    sound = noise(2, samples)
    whole = Crossing(7600, 580, 48000, 2)
    at_once = np.concatenate((whole.add(sound), whole.end()), axis=1)
    pieces = Crossing(7600, 580, 48000, 2)
    parts = [pieces.add(sound[:, at : at + cut]) for at in range(0, samples, cut)]
    assert at_once.shape == sound.shape
    np.testing.assert_array_equal(np.concatenate((*parts, pieces.end()), axis=1), at_once)


def test_the_crossing_is_the_convolution_it_says() -> None:
    sound = noise(1, 30_000)
    crossing = Crossing(7600, 580, 48000, 1)
    pulse = np.zeros((1, 2 * crossing.taps + 1), np.float32)
    pulse[0, crossing.taps] = 1.0
    shape = Crossing(7600, 580, 48000, 1)
    taps = np.concatenate((shape.add(pulse), shape.end()), axis=1)[0].astype(np.float64)
    expected = np.convolve(sound[0].astype(np.float64), taps)[crossing.taps : crossing.taps + 30_000]
    out = np.concatenate((crossing.add(sound), crossing.end()), axis=1)[0]
    np.testing.assert_allclose(out, expected, rtol=0, atol=1e-4)


@given(samples=st.integers(0, 10**10), rates=st.tuples(*[st.integers(4000, 400_000)] * 2))
def test_lengths_are_rounded_to_the_nearest_exactly(samples: int, rates: tuple[int, int]) -> None:
    length = length_at(samples, *rates)
    # |length - samples * out / in| <= 1/2, in whole numbers.
    assert 2 * abs(length * rates[0] - samples * rates[1]) <= rates[0]


@pytest.mark.parametrize("window", [0, 3, 1023])
def test_a_window_that_four_hops_do_not_fill_is_refused(window: int) -> None:
    with pytest.raises(ValueError):
        Stft(window)

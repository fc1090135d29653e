"""Random low-passes by their magnitude: textbook prototypes, linear-phase designs, and what EQs leave."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Curve = NDArray[np.float64]


def low_pass(draw: np.random.Generator, hz: Curve, near_hz: float) -> Curve:
    """Gains, at `hz` evenly from 0 to the Nyquist frequency, of some filter that ends near `near_hz`."""
    kinds = (_butterworth, _chebyshev, _equal_ripple, _even, _brickwall, _windowed_sinc)
    kind = kinds[draw.choice(len(kinds), p=(0.25, 0.1, 0.1, 0.3, 0.1, 0.15))]
    gain = kind(draw, hz, near_hz)
    # Down to a lower rate and up again is twice the same filter.
    return gain**2 if draw.random() < 0.2 else gain


def half_amplitude(gain: Curve, hz: Curve) -> float:
    """The highest frequency, in Hz, at which the gain is half of what it is in the pass band."""
    passed = gain[(hz > 300) & (gain > 0.5 * gain.max())]
    return float(hz[np.flatnonzero(gain >= 0.5 * np.median(passed))[-1]])


def gentle(draw: np.random.Generator, hz: Curve) -> Curve:
    """A slope of at most 12 dB an octave, which takes no content away."""
    corner_hz = _between(draw, 1000, 12_000)
    return np.asarray(1 / np.sqrt(1 + (hz / corner_hz) ** (2 * draw.uniform(0.5, 2.0))))


def telephone_low_end(draw: np.random.Generator, hz: Curve) -> Curve:
    """What a telephone takes away below some 300 Hz."""
    corner_hz = draw.uniform(60, 350)
    return np.asarray(1 / np.sqrt(1 + (corner_hz / np.maximum(hz, 1)) ** draw.integers(4, 14)))


def tone(draw: np.random.Generator, hz: Curve) -> Curve:
    """Another microphone at another distance: a wandering gain, and a tilt from 3 kHz on."""
    octaves = np.log2(np.maximum(hz, 60) / 60)
    wander_db = np.interp(octaves, np.arange(10), draw.normal(0, 1.8, 10))
    tilt_db = draw.normal(0, 1.5) * np.maximum(np.log2(np.maximum(hz, 1) / 3000), 0)
    return np.asarray(10 ** ((wander_db + tilt_db) / 20))


def _between(draw: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(draw.uniform(np.log(low), np.log(high))))


def _butterworth(draw: np.random.Generator, hz: Curve, near_hz: float) -> Curve:
    return np.asarray(1 / np.sqrt(1 + 3 * (hz / near_hz) ** (2 * draw.uniform(4, 16))))


def _chebyshev(draw: np.random.Generator, hz: Curve, near_hz: float) -> Curve:
    """Type I."""
    order, ripple_db = int(draw.integers(4, 11)), draw.uniform(0.1, 1.0)
    x = hz / near_hz
    inside = np.cos(order * np.arccos(np.clip(x, -1, 1)))
    outside = np.cosh(np.minimum(order * np.arccosh(np.maximum(x, 1)), 300))
    return np.asarray(1 / np.sqrt(1 + (10 ** (ripple_db / 10) - 1) * np.where(x <= 1, inside, outside) ** 2))


def _equal_ripple(draw: np.random.Generator, hz: Curve, near_hz: float) -> Curve:
    """Down to a stop band that ripples, as elliptic and Chebyshev type II filters have it."""
    width, stop_db = draw.uniform(0.02, 0.2), draw.uniform(-100, -38)
    beyond = np.maximum(hz / near_hz - 1, 0)
    fall = 10 ** (stop_db / 20 * np.clip(beyond / width, 0, 1) ** draw.uniform(0.6, 1.6))
    ripple = np.abs(np.cos(draw.uniform(3, 20) * np.sqrt(beyond)))
    return np.asarray(fall * np.where(beyond > width, ripple, 1.0))


def _even(draw: np.random.Generator, hz: Curve, near_hz: float) -> Curve:
    """Linear phase: the amplitude goes down evenly on both sides of the cut-off."""
    across = np.clip((hz / near_hz - 1) / _between(draw, 0.004, 0.4), -1, 1)
    return np.asarray(
        np.maximum(0.5 - 0.5 * np.sin(np.pi / 2 * across), 10 ** (draw.uniform(-110, -50) / 20))
    )


def _brickwall(_draw: np.random.Generator, hz: Curve, near_hz: float) -> Curve:
    return np.asarray(hz <= near_hz, np.float64)


def _windowed_sinc(draw: np.random.Generator, hz: Curve, near_hz: float) -> Curve:
    taps = round(_between(draw, 41, 500))
    windows = (np.hamming, np.hanning, np.blackman, lambda count: np.kaiser(count, 6.0))
    n = np.arange(taps) - (taps - 1) / 2
    response = np.sinc(near_hz / hz[-1] * n) * windows[draw.integers(len(windows))](taps)
    return np.asarray(np.abs(np.fft.rfft(response / response.sum(), 2 * (len(hz) - 1))))

"""The frames that every metric reads: Hann 2048, hop 512, whole frames only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

WINDOW = 2048
HOP = 512
BINS = WINDOW // 2 + 1
# Power is clamped here before its logarithm is taken, so that digital silence has one.
LEAST_POWER = 1e-8
# Frames transformed at a time: enough that the work per call costs nothing, few enough for little memory.
_AT_A_TIME = 512

# Double precision: the rounding of a single-precision transform of loud sound would lie near LEAST_POWER.
_HANN = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)


def spectra(samples: NDArray[np.float32]) -> NDArray[np.complex64]:
    """The short-time spectra (frames, BINS) of `samples` (n,), not scaled by the window.

    A frame lies within the signal; what is left at its end is not looked at. A signal shorter than one frame
    is one frame, filled up with silence.
    """
    sound = np.asarray(samples, dtype=np.float32)
    if len(sound) < WINDOW:
        sound = np.pad(sound, (0, WINDOW - len(sound)))
    frames = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::HOP]
    found = np.empty((len(frames), BINS), np.complex64)
    for start in range(0, len(frames), _AT_A_TIME):
        part = slice(start, start + _AT_A_TIME)
        found[part] = np.fft.rfft(frames[part] * _HANN, axis=1)
    return found


def power(found: NDArray[np.complex64]) -> NDArray[np.float32]:
    """The power of short-time spectra, in the same shape."""
    squared: NDArray[np.float32] = found.real**2 + found.imag**2
    return squared


def log_power(squared: NDArray[np.float32]) -> NDArray[np.float32]:
    """log10 of power clamped at LEAST_POWER, in the same shape: 1.0 is 10 dB."""
    logarithms: NDArray[np.float32] = np.log10(np.maximum(squared, np.float32(LEAST_POWER)))
    return logarithms


def bins_between(low_hz: float, high_hz: float, rate: int) -> slice:
    """The bins whose frequency is at least `low_hz` and under `high_hz`; may be empty."""
    step = rate / WINDOW
    first, last = int(np.ceil(low_hz / step)), int(np.ceil(high_hz / step))
    return slice(min(max(first, 0), BINS), min(max(last, 0), BINS))

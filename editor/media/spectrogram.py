"""A small picture of a stretch of sound: magnitudes in dB over time and frequency, of one fixed size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 1024, 128
"""Columns (time, evenly over the stretch) and rows (frequency, evenly from half the rate down to 0)."""

LOWEST_DB = -120.0
"""What is drawn as 0; full scale (a sine of peak 1) is 255."""

_WINDOW = 1024
_LOOKS = 4


def picture(read: Callable[[int, int], NDArray[Any]], start: int, stop: int) -> bytes:
    """The spectrogram of `[start, stop)` as `HEIGHT` rows of `WIDTH` bytes, the highest frequencies first.

    read: gives samples [a, b) as float (b - a, channels), zeros outside the sound; asked some four thousand
    times for a thousand samples, however long the stretch is. Each byte is the mean power in its band, of up
    to four looks in its time, 0 at `LOWEST_DB` and below, 255 at 0 dB.
    """
    window = np.hanning(_WINDOW + 1)[:_WINDOW].astype(np.float32)
    scale = 2.0 / float(window.sum())
    power = np.empty((WIDTH, HEIGHT), np.float64)
    span = (stop - start) / WIDTH
    looks = max(1, min(_LOOKS, round(span / (_WINDOW / 4))))
    for column in range(WIDTH):
        first = start + (column + 0.5) * span
        centres = [round(first + ((look + 0.5) / looks - 0.5) * span) for look in range(looks)]
        frames = np.stack([read(c - _WINDOW // 2, c + _WINDOW // 2).mean(axis=1) for c in centres])
        spectrum = np.abs(np.fft.rfft(frames * window, axis=1)[:, :-1]) * scale
        power[column] = np.square(spectrum).reshape(looks, HEIGHT, -1).mean(axis=(0, 2))
    level = 10 * np.log10(np.maximum(power, 10 ** (LOWEST_DB / 10)))
    bytes_ = np.clip(np.rint((level - LOWEST_DB) * (255 / -LOWEST_DB)), 0, 255).astype(np.uint8)
    return np.ascontiguousarray(bytes_.T[::-1]).tobytes()

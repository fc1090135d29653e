"""A look-ahead limiter that keeps true peaks below a ceiling and leaves everything else alone.

For each sample the gain that its true peak needs; of these the lowest within `REACH_S` to both sides; of that
a weighted mean over the same reach. Every value in that mean is at most what the sample in the middle needs,
so no peak gets through; and the gain moves so slowly that the wave between the samples follows it.
All channels get one gain, so the stereo picture stands still.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from editor.model.time import Samples
from editor.render.truepeak import REACH as PEAK_REACH
from editor.render.truepeak import overshoot, peaks

REACH_S = 0.015
MARGIN_DB = 0.1
"""Kept below the ceiling for what oversampling by four does not see, and for rounding to 16 bits."""

_TRANSFORM = 1 << 16


class Limiter:
    """Sound in, as much sound out, aligned to the sample: `feed` block by block, then `finish` once.

    However the sound is divided into blocks, the same samples come out. Sound that never comes near the
    ceiling comes out bit for bit. ceiling: highest magnitude between samples too, full scale 1.0.
    """

    def __init__(self, rate: int, channels: int, ceiling: float) -> None:
        self._aim = ceiling * 10 ** (-MARGIN_DB / 20)
        self._reach = max(round(REACH_S * rate), 1)
        angle = np.linspace(-np.pi, np.pi, 2 * self._reach + 3)[1:-1]
        shape = 1 + np.cos(angle)
        self._weights = shape / shape.sum()
        self._spectrum = np.fft.rfft(self._weights, _TRANSFORM)
        self._chunk = _TRANSFORM - 4 * self._reach
        # What a sample's gain depends on, to both sides.
        self._context: Samples = 2 * self._reach + PEAK_REACH
        self._waiting = [np.zeros((self._context, channels), np.float32)]
        self._count: Samples = self._context
        self._channels = channels

    def feed(self, block: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """What is settled now, shape (n, channels); n may be 0 and is not the length of `block`."""
        if len(block):
            self._waiting.append(np.array(block, np.float32))
            self._count += len(block)
        whole = (self._count - 2 * self._context) // self._chunk
        if whole <= 0:
            return np.zeros((0, self._channels), np.float32)
        sound = np.concatenate(self._waiting)
        out = [
            self._limited(sound[start : start + self._chunk + 2 * self._context])
            for start in range(0, whole * self._chunk, self._chunk)
        ]
        self._waiting = [sound[whole * self._chunk :].copy()]
        self._count = len(self._waiting[0])
        return np.concatenate(out)

    def finish(self) -> npt.NDArray[np.float32]:
        """The rest; nothing can be fed afterwards."""
        rest: Samples = self._count - self._context
        settled = self.feed(np.zeros((self._context + self._chunk, self._channels), np.float32))
        return settled[:rest]

    def _limited(self, sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The middle of `sound`, which has `_context` samples to both sides of it."""
        middle = sound[self._context : -self._context]
        if float(np.abs(sound).max()) * overshoot() <= self._aim:
            return middle
        found = peaks(sound, self._aim).astype(np.float64)
        if found.max() <= self._aim:
            return middle
        reduction = 1 - np.minimum(self._aim / np.maximum(found, self._aim), 1)
        held = _running_max(reduction, 2 * self._reach + 1)
        smooth = np.fft.irfft(np.fft.rfft(held, _TRANSFORM) * self._spectrum, _TRANSFORM)
        gain = 1 - np.maximum(smooth[2 * self._reach : 2 * self._reach + len(middle)], 0)
        return middle * gain.astype(np.float32)[:, None]


def _running_max(values: npt.NDArray[np.float64], width: int) -> npt.NDArray[np.float64]:
    """The maximum of each `width` neighbours, shape (n - width + 1,), in time that `width` has no part in.

    Any window of `width` values spans the end of one group of `width` and the start of the next.
    """
    count = len(values) - width + 1
    padded = np.zeros(-(-len(values) // width) * width)
    padded[: len(values)] = values
    groups = padded.reshape(-1, width)
    ahead = np.maximum.accumulate(groups, axis=1).reshape(-1)
    behind = np.maximum.accumulate(groups[:, ::-1], axis=1)[:, ::-1].reshape(-1)
    highest: npt.NDArray[np.float64] = np.maximum(behind[:count], ahead[width - 1 : width - 1 + count])
    return highest

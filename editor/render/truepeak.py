"""True peaks: how far the wave goes between its samples (ITU-R BS.1770-4, annex 2, with a longer filter)."""

from __future__ import annotations

from functools import lru_cache
from math import log10

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

REACH = 16
"""Samples on each side that decide about the wave between two samples."""

_GROUP = 32
_ROWS = 32


@lru_cache(maxsize=1)
def kernel() -> npt.NDArray[np.float32]:
    """(2 REACH, 3): weights of the samples around an interval for each instant inside it.

    A sinc under a Kaiser window; up to 0.85 of the highest frequency it is right within 0.02 dB.
    """
    at = np.arange(-REACH + 1, REACH + 1)[:, None]
    instants = np.array([0.25, 0.5, 0.75])
    away = at - instants
    window = np.i0(8.0 * np.sqrt(np.maximum(1 - (away / REACH) ** 2, 0))) / np.i0(8.0)
    weights = np.sinc(away) * window
    weights /= weights.sum(axis=0)
    found: npt.NDArray[np.float32] = weights.astype(np.float32)
    return found


@lru_cache(maxsize=1)
def overshoot() -> float:
    """No wave goes further beyond its samples than this factor, whatever they are."""
    return float(np.abs(kernel()).sum(axis=0).max())


@lru_cache(maxsize=1)
def _interpolator() -> npt.NDArray[np.float32]:
    """(_GROUP + 2 REACH - 1, 3 _GROUP): the samples that rule `_GROUP` intervals to all instants in them."""
    weights = kernel()
    matrix = np.zeros((_GROUP + 2 * REACH - 1, weights.shape[1], _GROUP), np.float32)
    for interval in range(_GROUP):
        matrix[interval : interval + 2 * REACH, :, interval] = weights
    return matrix.reshape(len(matrix), -1)


def peaks(padded: npt.NDArray[np.float32], above: float) -> npt.NDArray[np.float32]:
    """For each sample the highest magnitude that any channel reaches from it up to the next, shape (n,).

    padded: shape (n + 2 REACH, channels), REACH samples of context on both sides. Where a look at the samples
    shows that the wave stays below `above`, the value is that of the sample alone.
    """
    count, channels = len(padded) - 2 * REACH, padded.shape[1]
    groups = -(-count // _GROUP)
    sound = np.zeros((channels, (groups + 2) * _GROUP), np.float32)
    sound[:, _GROUP - REACH : _GROUP - REACH + len(padded)] = padded.T
    magnitude = np.abs(sound).max(axis=0).reshape(-1, _GROUP)
    found: npt.NDArray[np.float32] = magnitude[1:-1].copy()
    tops = magnitude.max(axis=1)
    near = np.maximum(np.maximum(tops[:-2], tops[1:-1]), tops[2:])
    wanted = np.flatnonzero(near * overshoot() > above)
    for channel in sound:
        # The interval after sample i is ruled by samples i - REACH + 1 to i + REACH.
        ruling = sliding_window_view(channel, _GROUP + 2 * REACH - 1)[_GROUP - REACH + 1 :: _GROUP]
        between = _product(ruling[wanted])
        found[wanted] = np.maximum(found[wanted], _highest_of_three(np.abs(between, out=between)))
    return found.reshape(-1)[:count]


def _product(ruling: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """`ruling @ _interpolator()` in products so small that the linear algebra library starts no threads.

    Its threads wait for each other by spinning, which on a busy machine takes ten times as long.
    """
    whole = -(-len(ruling) // _ROWS) * _ROWS
    stacked = np.zeros((whole, ruling.shape[1]), np.float32)
    stacked[: len(ruling)] = ruling
    product = stacked.reshape(whole // _ROWS, _ROWS, ruling.shape[1]) @ _interpolator()
    between: npt.NDArray[np.float32] = product.reshape(whole, product.shape[-1])[: len(ruling)]
    return between


def _highest_of_three(between: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    first, second, third = (between[:, part * _GROUP : (part + 1) * _GROUP] for part in range(3))
    highest: npt.NDArray[np.float32] = np.maximum(np.maximum(first, second), third)
    return highest


class TruePeakMeter:
    """The true peak of what it is fed; memory is that of one block."""

    def __init__(self, channels: int) -> None:
        self._held = np.zeros((2 * REACH, channels), np.float32)
        self._peak = 0.0

    def feed(self, block: npt.NDArray[np.float32]) -> None:
        """Go on with `block`, shape (n, channels)."""
        padded = np.concatenate((self._held, block))
        self._held = padded[len(padded) - 2 * REACH :].copy()
        if len(block):
            self._peak = max(self._peak, float(peaks(padded, self._peak).max()))

    def peak(self) -> float:
        """The highest magnitude so far, full scale 1.0, as if silence followed."""
        padded = np.concatenate((self._held, np.zeros_like(self._held)))
        return max(self._peak, float(peaks(padded, self._peak).max()))

    def peak_db(self) -> float:
        """The same in dBTP; minus infinity for silence."""
        peak = self.peak()
        return 20 * log10(peak) if peak > 0 else float("-inf")

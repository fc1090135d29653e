"""How loud a recording is from stretch to stretch, told while it is still being decoded."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

STEP = 4096
"""Samples of one value."""


class Outline:
    """Takes a recording block by block and gives the peak of every whole stretch of `STEP` samples."""

    def __init__(self) -> None:
        self._rest = np.empty(0, np.float32)

    def add(self, block: NDArray[Any]) -> NDArray[np.float32]:
        """The peaks (k,) that `block`, (n, channels) int16 or float32 of full scale 1.0, completes."""
        scale = np.float32(1 / 32768 if block.dtype == np.int16 else 1.0)
        loudest = np.maximum(block.max(axis=1) * scale, block.min(axis=1) * -scale).astype(np.float32)
        held = np.concatenate((self._rest, loudest))
        whole = len(held) // STEP * STEP
        self._rest = held[whole:].copy()
        peaks: NDArray[np.float32] = held[:whole].reshape(-1, STEP).max(axis=1)
        return peaks

"""How loud sound is, and what a meter shows of that: quick to rise, slow to fall, the loudest held."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from editor.player.ring import Frames

FLOOR_DB = -60.0
"""What is quieter is shown as nothing."""

FALL_DB_S = 24.0
"""How fast a peak falls, so that it can be read."""

SMOOTH_S = 0.15
"""Over what time the power of the RMS is averaged: syllables show, single waves do not."""

HOLD_S = 1.5
"""How long the loudest peak of late is held."""


class Level(NamedTuple):
    """Left and right: 1.0 is full scale."""

    peak: tuple[float, float]
    rms: tuple[float, float]


SILENCE = Level((0.0, 0.0), (0.0, 0.0))


def level_of(frames: Frames) -> Level:
    """How loud frames of shape (n, 2) are."""
    if not len(frames):
        return SILENCE
    left, right = np.abs(frames).max(0).tolist()
    power = np.mean(np.square(frames, dtype=np.float64), 0)
    low, high = np.sqrt(power).tolist()
    return Level((left, right), (low, high))


def decibels(share: float) -> float:
    """A share of full scale in dB, `FLOOR_DB` at least."""
    return max(20 * math.log10(share), FLOOR_DB) if share > 0 else FLOOR_DB


class Needle:
    """What one channel of a meter shows, in dB of full scale. `clipped` stays until it is cleared."""

    def __init__(self) -> None:
        self.clipped = False
        self.rest()

    def rest(self) -> None:
        """Nothing is heard: show nothing at once. What clipped is still told."""
        self.peak = self.rms = self.held = FLOOR_DB
        self._power = self._held_for = 0.0

    def move(self, peak: float, rms: float, elapsed_s: float) -> None:
        """`peak` and `rms` of full scale were heard in the last `elapsed_s`."""
        self.clipped = self.clipped or peak > 1.0
        self.peak = max(decibels(peak), self.peak - FALL_DB_S * elapsed_s)
        share = 1.0 - math.exp(-elapsed_s / SMOOTH_S)
        self._power += share * (rms * rms - self._power)
        self.rms = decibels(math.sqrt(self._power))
        self._held_for += elapsed_s
        if self.peak >= self.held:
            self.held, self._held_for = self.peak, 0.0
        elif self._held_for > HOLD_S:
            self.held = self.peak

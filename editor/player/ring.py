"""Frames between the thread that reads ahead and the device that plays, and which sample each of them is."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from editor.model.time import Samples

Frames = npt.NDArray[np.float32]
"""Sound of shape (n, 2)."""


class Ring:
    """A bounded queue of frames that remembers for a while what was taken. Callers hold a lock.

    Frames are numbered from 0 for the life of the ring; `read` is the next to be taken, `written` the next
    to be put.
    """

    def __init__(self, capacity: int) -> None:
        self._frames: Frames = np.zeros((capacity, 2), np.float32)
        self.read = 0
        self.written = 0

    @property
    def ahead(self) -> int:
        """Frames that are ready to be taken."""
        return self.written - self.read

    def put(self, frames: Frames) -> None:
        """Append frames; there must be room for them."""
        assert self.ahead + len(frames) <= len(self._frames)
        self._copy(self.written, frames)
        self.written += len(frames)

    def take(self, out: Frames) -> int:
        """Fill the front of `out` with what is ready, the rest with zeros; how many frames were ready."""
        count = min(len(out), self.ahead)
        for part, inside in self._spans(self.read, count):
            out[inside : inside + len(part)] = part
        out[count:] = 0.0
        self.read += count
        return count

    def cut(self, frame: int, most: int) -> Frames:
        """Forget what was put from `frame` on; the first `most` of it."""
        frame = min(max(frame, self.read), self.written)
        removed = self.look(frame, min(most, self.written - frame))
        self.written = frame
        return removed

    def look(self, frame: int, count: int) -> Frames:
        """A copy of `count` frames from `frame` on."""
        out = np.zeros((count, 2), np.float32)
        for part, inside in self._spans(frame, count):
            out[inside : inside + len(part)] = part
        return out

    def _copy(self, frame: int, frames: Frames) -> None:
        for part, inside in self._spans(frame, len(frames)):
            part[:] = frames[inside : inside + len(part)]

    def _spans(self, frame: int, count: int) -> list[tuple[Frames, int]]:
        """The one or two stretches of memory that hold these frames, each with how many come before it."""
        capacity = len(self._frames)
        begin = frame % capacity
        first = min(count, capacity - begin)
        return [(self._frames[begin : begin + first], 0), (self._frames[: count - first], first)]


class Leg(NamedTuple):
    """From `frame` on, each frame is `speed` samples further from `sample`."""

    frame: int
    sample: Samples
    speed: float

    def at(self, frame: int) -> Samples:
        """The sample that `frame` is."""
        return self.sample + round((frame - self.frame) * self.speed)


class Course:
    """Which sample of the compilation each frame of a ring is. Callers hold a lock."""

    def __init__(self) -> None:
        self._legs: list[Leg] = []

    def set(self, *legs: Leg) -> None:
        """Forget all legs for these, which are in order."""
        self._legs = list(legs)

    def add(self, leg: Leg) -> None:
        """Go on from the leg's frame as it says; what was to come from there on is forgotten."""
        while self._legs and self._legs[-1].frame >= leg.frame:
            self._legs.pop()
        self._legs.append(leg)

    def at(self, frame: int) -> Samples:
        """The sample that `frame` is; the first leg's before that begins. There must be a leg."""
        number = bisect_right(self._legs, frame, key=lambda leg: leg.frame) - 1
        return self._legs[number].at(frame) if number >= 0 else self._legs[0].sample

    def forget_before(self, frame: int) -> None:
        """Drop legs that end before `frame`."""
        while len(self._legs) > 1 and self._legs[1].frame <= frame:
            self._legs.pop(0)

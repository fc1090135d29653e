"""What a device is handed: one sound passes into the next without a click, and each frame has its sample."""

from __future__ import annotations

import numpy as np

from editor.model.time import Samples
from editor.player.reading import FADE, Block, blended, died_away
from editor.player.ring import Course, Frames, Leg, Ring

AHEAD_S = 0.3
"""How much sound is rendered ahead."""

KEPT_S = 0.05
"""What is still played of what was rendered ahead when playback jumps: time to render what comes instead."""

_REMEMBERED_S = 2.0


class Passage:
    """Frames in order, of one reading after the other. Callers hold a lock."""

    def __init__(self, rate: int) -> None:
        self.ring = Ring(round((AHEAD_S + _REMEMBERED_S) * rate))
        self._course = Course()
        self._kept = round(KEPT_S * rate)
        self._begun = 0
        self._tail: Frames | None = None

    @property
    def begun(self) -> int:
        """The first frame of the reading that is put now."""
        return self._begun

    def sample(self, frame: int) -> Samples:
        """The sample that `frame` is. Something must have begun."""
        return self._course.at(frame)

    def forget_before(self, frame: int) -> None:
        """Which samples earlier frames were is not asked any more."""
        self._course.forget_before(frame)

    def begin(self, sample: Samples, speed: float) -> None:
        """A reading from `sample` on comes next, out of silence."""
        self._begun = self.ring.written
        # A start in the midst of the sound would click; the very start is played as it is.
        self._tail = np.zeros((FADE, 2), np.float32) if sample else None
        self._course.set(Leg(self._begun, sample, speed))

    def leave(self) -> Samples:
        """Forget what was to be played a little later than now; the sample that would have come there.

        Its first frames are kept to pass over from. Where playback has just jumped, nothing was put since:
        then it is still passed over from what came before that jump.
        """
        ring = self.ring
        cut = ring.cut(min(ring.read + self._kept, ring.written - FADE), FADE)
        self._tail = cut if self._tail is None else np.concatenate([cut, self._tail])[:FADE]
        return self._course.at(ring.written)

    def go_on(self, heard: Leg, sample: Samples, speed: float) -> None:
        """After `leave`: a reading from `sample` on comes next; until then `heard` says what is played."""
        self._begun = self.ring.written
        self._course.set(heard)
        self._course.add(Leg(self._begun, sample, speed))

    def put(self, block: Block) -> None:
        """Append what the reading gave."""
        for leg in block.legs:
            self._course.add(leg._replace(frame=self._begun + leg.frame))
        frames = block.frames
        if self._tail is not None:
            frames = blended(self._tail, frames)
            self._tail = self._tail[len(block.frames) :] if len(block.frames) < len(self._tail) else None
            if block.last and self._tail is not None:
                frames, self._tail = np.concatenate([frames, died_away(self._tail)]), None
        self.ring.put(frames)

    def die_away(self) -> Samples:
        """Fade what is to be played now and forget the rest; the sample that would have come first."""
        at = self._course.at(self.ring.read)
        self.ring.put(died_away(self.ring.cut(self.ring.read, FADE)))
        return at

    def drop(self) -> None:
        """Forget all that is still to be played."""
        self.ring.cut(self.ring.read, 0)

"""What is read next of a renderer: on to an end or round a loop, at a speed. Blocks of frames come out."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np

from editor.model.time import Samples
from editor.player.ring import Frames, Leg
from editor.player.stretch import Stretch

BLOCK = 2048
"""Samples that are rendered at a time: 46 ms at 44.1 kHz."""

FADE = 192
"""Frames over which one sound passes into another where playback jumps: 4 ms at 44.1 kHz."""

SHORTEST_LOOP: Samples = 1024


class Renders(Protocol):
    """What a player plays: a renderer, which the player calls from one thread of its own."""

    @property
    def length(self) -> Samples:
        """Samples that there are to play."""

    def read(self, start: Samples, stop: Samples) -> Frames:
        """Samples `[start, stop)`, float32 (stop - start, 2), zeros outside the sound; may raise."""


class Block(NamedTuple):
    """frames to play next; legs: what they are, counted from the reading's first; last: no more come."""

    frames: Frames
    legs: tuple[Leg, ...]
    last: bool


def blended(old: Frames, new: Frames) -> Frames:
    """`new`, its front passing over from `old`; to the last bit `new` where the two are the same.

    `old` is the last part of `FADE` frames, or all of them: a front may be blended in parts.
    """
    count = min(len(old), len(new))
    left = len(old) - np.arange(count, dtype=np.float32)
    weight = (1 - left / np.float32(FADE + 1))[:, None]
    out = new.copy()
    front = old[:count] + weight * (new[:count] - old[:count])
    out[:count] = np.where(old[:count] == new[:count], new[:count], front)
    return out


def died_away(frames: Frames) -> Frames:
    """`frames` fading to nothing."""
    return blended(frames, np.zeros_like(frames))


class Reading:
    """Reads `renderer` from `at` to `end`, or, while `at` is before the loop's end, round and round the loop.

    Where a loop closes, its start passes over from what would have come after its end; an end inside the
    sound fades. Not thread-safe.
    """

    def __init__(
        self,
        renderer: Renders,
        at: Samples,
        end: Samples | None = None,
        loop: tuple[Samples, Samples] | None = None,
        speed: float = 1.0,
        rate: int = 44100,
    ) -> None:
        self._renderer = renderer
        length = renderer.length
        self.begin = self._at = min(max(at, 0), length)
        self.stop_at = end
        self.end = length if end is None else min(max(end, 0), length)
        self.loop: tuple[Samples, Samples] | None = None
        if loop is not None and loop[0] < loop[1]:
            a, b = max(loop[0], 0), min(max(loop[1], loop[0] + SHORTEST_LOOP), length)
            self.loop = (a, b) if a < b and at < b else None
        self.speed = speed
        self._rate = rate
        self._stretch: Stretch | None = None
        self._taken = 0

    def next(self) -> Block:
        """The next block. Raises what the renderer raises."""
        legs = [Leg(0, self._at, self.speed)] if not self._taken else []
        before: Frames | None = None
        if self.loop and self._at == self.loop[1]:
            before = self._renderer.read(self._at, self._at + FADE)
            self._at = self.loop[0]
            legs.append(Leg(round(self._taken / self.speed), self._at, self.speed))
        end = self.loop[1] if self.loop else self.end
        count = max(min(BLOCK, end - self._at), 0)
        samples = self._renderer.read(self._at, self._at + count)
        if before is not None:
            samples = blended(before, samples)
        if not self.loop and end < self._renderer.length:
            samples = self._fading(samples, end)
        self._at += count
        self._taken += count
        last = not self.loop and self._at >= end
        if self.speed != 1.0:
            # Made here, on the thread that reads, because making one takes long.
            self._stretch = self._stretch or Stretch(self.speed, self._rate)
            samples = self._stretch.feed(samples)
            if last:
                samples = np.concatenate([samples, self._stretch.finish()])
        return Block(samples, tuple(legs), last)

    def _fading(self, samples: Frames, end: Samples) -> Frames:
        """`samples`, which begin at `_at`, with the last `FADE` before `end` fading."""
        left = end - self._at - np.arange(len(samples))
        if not len(left) or left[-1] > FADE:
            return samples
        weight = np.clip(left / np.float32(FADE + 1), 0.0, 1.0).astype(np.float32)
        return np.asarray(samples * weight[:, None], np.float32)

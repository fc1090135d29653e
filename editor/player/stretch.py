"""Faster or slower at the same pitch: libavfilter's atempo, a WSOLA time stretcher, block by block."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from editor.player.ring import Frames

SLOWEST, FASTEST = 0.5, 3.0


class Stretch:
    """Sound at `speed` times its pace; output frame n is about input sample n * speed. Not thread-safe."""

    def __init__(self, speed: float, rate: int) -> None:
        import av
        import av.filter

        self._rate = rate
        self._frame = av.AudioFrame
        self._sent = 0
        self._done: tuple[type[BaseException], ...] = (av.BlockingIOError, av.EOFError)
        graph = av.filter.Graph()
        chain: list[Any] = [
            graph.add_abuffer(sample_rate=rate, format="flt", layout="stereo", time_base=Fraction(1, rate))
        ]
        # Above 2 the filter skips samples instead of blending them, so larger steps are taken in two.
        for tempo in (speed,) if speed <= 2 else (speed**0.5, speed**0.5):
            chain.append(graph.add("atempo", f"{tempo:.9f}"))
        # What comes out has the form of what went in only where the sink insists.
        chain.append(graph.add("aformat", "sample_fmts=flt:channel_layouts=stereo"))
        chain.append(graph.add("abuffersink"))
        for left, right in pairwise(chain):
            left.link_to(right)
        graph.configure()
        self._graph = graph
        self._into, self._out = chain[0], chain[-1]

    def feed(self, frames: Frames) -> Frames:
        """Take more sound; what of the stretched sound is ready, maybe nothing."""
        if not len(frames):
            return np.zeros((0, 2), np.float32)
        frame = self._frame.from_ndarray(
            np.ascontiguousarray(frames, np.float32).reshape(1, -1), format="flt", layout="stereo"
        )
        frame.sample_rate = self._rate
        frame.pts = self._sent
        self._sent += len(frames)
        self._into.push(frame)
        return self._ready()

    def finish(self) -> Frames:
        """The rest, when no more sound will come."""
        self._into.push(None)
        return self._ready()

    def _ready(self) -> Frames:
        found: list[Frames] = [np.zeros((0, 2), np.float32)]
        while True:
            try:
                found.append(self._out.pull().to_ndarray().reshape(-1, 2))
            except self._done:
                return np.concatenate(found)

"""The one path from a document to sound, for playback and export alike."""

from __future__ import annotations

from threading import Lock

import numpy as np

from editor.model.document import Document, SourceId
from editor.model.time import Samples
from editor.render.joins import crossed, curves
from editor.render.plan import Fade, Plan, Segment
from editor.render.source import Block, Sounds, Tones


class Renderer:
    """The sound of one root. Cheap to make: an edit while playing makes a new one and reads on from it.

    A pure function of the root and its sources: any split of any stretch into blocks, read in any order and
    from any thread, gives the same samples to the last bit. Where a source runs on, its samples come through
    unchanged; the joins are described in `editor.render.plan` and `editor.render.joins`. Nothing is limited
    to full scale here. Memory is that of the block asked for.

    sounds, tones: what sources sound like, at `rate`. Whatever they raise passes through.
    """

    def __init__(self, document: Document, sounds: Sounds, tones: Tones, rate: int) -> None:
        self.document = document
        self.rate = rate
        self._sounds = sounds
        self._tones = tones
        self._plan = Plan(document, self._length_of, rate)
        self._planning = Lock()

    @property
    def length(self) -> Samples:
        """Samples that the compilation plays for."""
        return self.document.length

    def read(self, start: Samples, stop: Samples) -> Block:
        """Samples `[start, stop)` of the compilation's clock, float32 (stop - start, 2); zeros outside it."""
        out = np.zeros((max(stop - start, 0), 2), np.float32)
        low, high = max(start, 0), min(stop, self.length)
        if low >= high:
            return out
        with self._planning:
            segments, fades = self._plan.around(low, high)
        for segment in segments:
            a, b = max(low, segment.at), min(high, segment.end)
            out[a - start : b - start] = self._heard(segment, a, b)
        for fade in fades:
            a, b = max(low, fade.start), min(high, fade.stop)
            out[a - start : b - start] = self._faded(fade)[a - fade.start : b - fade.start]
        return out

    def _length_of(self, source: SourceId) -> Samples:
        return self._sounds(source).length

    def _heard(self, segment: Segment, start: Samples, stop: Samples) -> Block:
        """What the segment holds at `[start, stop)` of the compilation's clock, beyond its ends too."""
        if not segment.tone:
            assert segment.source is not None
            shift = segment.start - segment.at
            return self._sounds(segment.source).read(start + shift, stop + shift)
        tone = self._tones(segment.source) if segment.source is not None else None
        if tone is None or not len(tone):
            return np.zeros((stop - start, 2), np.float32)
        played = np.arange(start - segment.at, stop - segment.at)
        return np.take(tone, played, axis=0, mode="wrap")

    def _faded(self, fade: Fade) -> Block:
        """The whole of a fade, however little of it is wanted: its gains depend on all of its sound."""
        out, into = (
            self._heard(side, fade.start, fade.stop) if side is not None else None
            for side in (fade.out, fade.into)
        )
        going, coming = curves(fade.stop - fade.start)
        if out is None:
            assert into is not None
            return into * coming
        return crossed(out, into) if into is not None else out * going

"""The document as the renderer plays it: segments one after another, and the fades between them.

A segment is a stretch of one source, or of a source's room tone: a gap sounds of the source before it (of the
one after it at the very start), and so does what a piece claims beyond the end of its source.

Between two segments stands a fade: normally both sound at once for `FADE_S`, half of it on each side of the
join, each with what its source holds beyond the cut:

        left    ________________
                                \\_______          p samples before the join, q after it
        right            _______/________________

Where one side has nothing beyond the cut (the recording begins or ends there) the fade moves over to the
other side; where neither has, the left one fades out before the join and the right one in after it. A fade
takes at most half of a segment, so at any instant at most two sound. At the very start and end of the
compilation there is a short fade, unless the recording itself begins or ends there: a whole recording is
played as it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from editor.derive.runs import Run, runs
from editor.model.document import Document, SourceId
from editor.model.time import Samples

FADE_S = 0.015
"""How long a crossfade is where there is room for it."""

EDGE_S = 0.005
"""How long the fade at the compilation's start and end is."""

MEETING_S = 0.003
"""Two sides that can sound together for less than this do not: each fades on its own side of the join."""


SKIP: Samples = 1 << 20
"""A question this far beyond what is known is answered by a search, a nearer one by walking on."""

KEPT = 64
"""Segments behind the present question that are kept for questions a little way back."""


class Segment(NamedTuple):
    """`[start, stop)` of a source, or of its room tone, played from `at` of the compilation's clock.

    tone: it is room tone, whose clock begins at 0 with the segment and which goes on for ever both ways.
    source None (always with tone): nobody to take the tone from; digital silence.
    """

    source: SourceId | None
    start: Samples
    stop: Samples
    at: Samples
    tone: bool = False

    @property
    def end(self) -> Samples:
        """Where it ends on the compilation's clock."""
        return self.at + self.stop - self.start


class Fade(NamedTuple):
    """`[start, stop)` of the compilation in which `out` goes away and `into` comes; either may be nobody."""

    start: Samples
    stop: Samples
    out: Segment | None
    into: Segment | None


class Plan:
    """Segments and fades of any stretch of a document, found where they are asked for.

    Making one costs nothing. Asking on from where the last question ended costs only what is new; asking
    elsewhere costs a search. Not for two threads at once.

    length_of: samples that a source holds. rate: samples a second, for the length of fades.
    """

    def __init__(self, document: Document, length_of: Callable[[SourceId], Samples], rate: int) -> None:
        self._document = document
        self._length_of = length_of
        self._half = round(FADE_S * rate / 2)
        self._edge = round(EDGE_S * rate)
        self._meeting = round(MEETING_S * rate)
        self._ahead: Iterator[Segment] = iter(())
        self._segments: list[Segment] = []
        self._complete = False

    def around(self, start: Samples, stop: Samples) -> tuple[list[Segment], list[Fade]]:
        """Every segment and every fade that has a part in `[start, stop)`, which lies in `[0, length)`."""
        self._reach(start, stop)
        found = self._segments
        first = max(bisect_right(found, start, key=_at) - 1, 0)
        after = first
        while after < len(found) and found[after].at < stop:
            after += 1
        fades: list[Fade] = []
        for index in range(first, after + 1):
            left = found[index - 1] if index else None
            right = found[index] if index < len(found) else None
            if left or right:
                fades.extend(f for f in self._fades(left, right) if f.start < stop and f.stop > start)
        return found[first:after], fades

    def _reach(self, start: Samples, stop: Samples) -> None:
        """Have the segments of `[start, stop)` at hand, and one more on each side where there is one."""
        held = self._segments
        knows_before = bool(held) and (held[0].at == 0 or (len(held) > 1 and held[1].at <= start))
        if not knows_before or start > held[-1].end + SKIP:
            self._seek(start)
            held = self._segments
        while not self._complete and (not held or held[-1].at < stop):
            following = next(self._ahead, None)
            if following is None:
                self._complete = True
            else:
                held.append(following)
        behind = bisect_right(held, start, key=_at) - 2
        if behind > KEPT:
            del held[:behind]

    def _seek(self, start: Samples) -> None:
        """Begin anew with a segment that lies before the one of `start`, if there is any before it."""
        first = next(runs(self._document, start), None)
        while first is not None and first.at > 0:
            first = next(runs(self._document, first.at - 1))
            if first.source is not None and first.at < start:
                break
        begin = first.at if first is not None else 0
        self._ahead = self._cut_to_sources(runs(self._document, begin))
        self._segments = []
        self._complete = False

    def _cut_to_sources(self, found: Iterator[Run]) -> Iterator[Segment]:
        """Runs as segments. The first run must not be a gap unless the compilation begins with it."""
        previous: Run | None = None
        for run in found:
            if run.source is not None:
                if previous is not None and previous.source is None:
                    yield Segment(run.source, 0, previous.stop - previous.start, previous.at, tone=True)
                yield from self._inside_and_beyond(run, run.source)
            elif previous is not None:
                yield Segment(previous.source, 0, run.stop - run.start, run.at, tone=True)
                continue  # `previous` stays what it is: no gap waits for a tone any more
            previous = run
        if previous is not None and previous.source is None:
            yield Segment(None, 0, previous.stop - previous.start, previous.at, tone=True)

    def _inside_and_beyond(self, run: Run, source: SourceId) -> Iterator[Segment]:
        end = max(min(run.stop, self._length_of(source)), run.start)
        if end > run.start:
            yield Segment(source, run.start, end, run.at)
        if end < run.stop:
            yield Segment(source, 0, run.stop - end, run.at + end - run.start, tone=True)

    def _fades(self, left: Segment | None, right: Segment | None) -> Sequence[Fade]:
        """The fades at the join of two neighbours, or at the compilation's start or end."""
        if left is None:
            assert right is not None
            length = min(self._edge, (right.stop - right.start) // 2)
            at_beginning = right.start == 0 and not right.tone
            return () if at_beginning or not length else (Fade(right.at, right.at + length, None, right),)
        if right is None:
            length = min(self._edge, (left.stop - left.start) // 2)
            at_end = self._beyond(left) == 0
            return () if at_end or not length else (Fade(left.end - length, left.end, left, None),)
        join, whole = right.at, 2 * self._half
        room_before, room_after = (left.stop - left.start) // 2, (right.stop - right.start) // 2
        left_has, right_has = self._beyond(left), whole if right.tone else right.start
        p, q = min(self._half, room_before, right_has), min(self._half, room_after, left_has)
        if left_has < self._half:
            p = min(whole - q, room_before, right_has)
        elif right_has < self._half:
            q = min(whole - p, room_after, left_has)
        if p + q >= min(self._meeting, room_before + room_after):
            return (Fade(join - p, join + q, left, right),) if p + q else ()
        p, q = min(self._half, room_before), min(self._half, room_after)
        parts = (Fade(join - p, join, left, None), Fade(join, join + q, None, right))
        return tuple(part for part in parts if part.start < part.stop)

    def _beyond(self, segment: Segment) -> Samples:
        """How many samples there are after the segment's end to fade out with."""
        if segment.tone or segment.source is None:
            return 2 * self._half
        return self._length_of(segment.source) - segment.stop


def _at(segment: Segment) -> Samples:
    return segment.at

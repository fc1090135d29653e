"""The document as the renderer sees it: stretches of sources to be played one after another.

Ignored pieces are skipped and what then runs on in a source is one run, so every boundary between two runs is
a join (or an edge of a gap) and every join is such a boundary.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from editor.model.document import Document, Paragraph, Place, SourceId
from editor.model.time import Samples


class Run(NamedTuple):
    """`[start, stop)` of the source's clock, played from `at` of the compilation's; a gap has no source."""

    source: SourceId | None
    start: Samples
    stop: Samples
    at: Samples

    @property
    def end(self) -> Samples:
        """Where the run ends on the compilation's clock."""
        return self.at + self.stop - self.start


def runs(document: Document, time: Samples = 0) -> Iterator[Run]:
    """The runs in order, from the one that plays at `time` on; the last alone where that is past the end.

    Each is given once and whole, also where it began paragraphs ago.
    """
    place, _ = document.place_at(time)
    number = _run_begin(document, min(place.paragraph, max(len(document.paragraphs) - 1, 0)))
    pending: Run | None = None
    now = document.time_of(Place(number, 0))
    for paragraph in document.paragraphs[number:]:
        for run in _paragraph_runs(paragraph):
            moved = run._replace(at=now + run.at)
            if pending and moved.source == pending.source and _runs_on(pending, moved):
                pending = pending._replace(stop=pending.stop + moved.stop - moved.start)
                continue
            if pending and pending.end > time:
                yield pending
            pending = moved
        now += paragraph.length
    if pending:
        yield pending


def join_before(document: Document, time: Samples) -> Samples | None:
    """The last instant up to `time`, itself included, at which one run passes into the next, or None."""
    if not document.length:
        return None
    following: Run | None = None
    for number in range(document.place_at(time)[0].paragraph, -1, -1):
        base = document.time_of(Place(number, 0))
        for run in reversed(_paragraph_runs(document.paragraphs[number])):
            if following is not None and (run.source != following.source or not _runs_on(run, following)):
                return following.at
            following = run._replace(at=base + run.at) if base + run.at <= time else None
    return None


def _runs_on(run: Run, following: Run) -> bool:
    return run.source is None or run.stop == following.start


def _run_begin(document: Document, number: int) -> int:
    """The paragraph at which the run that plays at the start of paragraph `number` begins."""
    while number > 0:
        here = _paragraph_runs(document.paragraphs[number])
        earlier = _paragraph_runs(document.paragraphs[number - 1])
        if here and earlier and (here[0].source != earlier[-1].source or not _runs_on(earlier[-1], here[0])):
            return number
        number -= 1
    return number


def _paragraph_runs(paragraph: Paragraph) -> tuple[Run, ...]:
    """The runs of one paragraph, `at` counted from its start; kept on the paragraph, which never changes."""
    cached: tuple[Run, ...] | None = paragraph.__dict__.get("_runs")
    if cached is None:
        found: list[Run] = []
        now = 0
        for piece in paragraph.pieces:
            if not piece.kept:
                continue
            if (
                found
                and found[-1].source == piece.source
                and (piece.source is None or found[-1].stop == piece.start)
            ):
                found[-1] = found[-1]._replace(stop=found[-1].stop + piece.stop - piece.start)
            else:
                found.append(Run(piece.source, piece.start, piece.stop, now))
            now += piece.length
        cached = tuple(found)
        paragraph.__dict__["_runs"] = cached
    return cached

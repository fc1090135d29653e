"""What of a document is in view: its runs, its words and its clips, found without looking far beyond it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from editor.derive.marks import MarkerAt, marks
from editor.derive.runs import Run, runs
from editor.derive.words import WordAt, words
from editor.model.document import Document, Place, Stretch
from editor.model.time import Samples
from editor.ui.timeline.scale import Scale

TOO_MANY = 2000

_WHOLE = 0.25
"""Where so much of a document is in view, its runs are found for all of it and kept."""


class Clip(NamedTuple):
    """One clip, heard in `[start, stop)`; see `editor.model.clips`."""

    start: Samples
    stop: Samples
    paragraph: int
    stretch: Stretch


class Whole:
    """What is found once for the whole of a document: that of the one that was asked for last."""

    def __init__(self) -> None:
        self._of: Document | None = None
        self._marked: Document | None = None
        self._runs: list[Run] = []
        self._starts: list[Samples] = []
        self._marks: tuple[MarkerAt, ...] = ()

    def marks(self, document: Document) -> tuple[MarkerAt, ...]:
        """The markers that are heard."""
        if self._marked is not document:
            self._marked, self._marks = document, marks(document) if document.markers else ()
        return self._marks

    def runs(self, document: Document, start: Samples, stop: Samples) -> list[Run]:
        """Those that are heard in `[start, stop)`."""
        if self._of is not document:
            self._of, self._runs = document, list(runs(document))
            self._starts = [run.at for run in self._runs]
        first = max(bisect_right(self._starts, start) - 1, 0)
        return self._runs[first : bisect_right(self._starts, stop)]


class Seen:
    """One stretch of one document, `width` pixels wide at `scale`. It never changes.

    whole: keeps what it finds from one view of a document to the next.
    """

    def __init__(self, document: Document, scale: Scale, width: float, whole: Whole) -> None:
        self.document, self.scale, self.width = document, scale, width
        self._whole = whole
        self.start, self.stop = max(scale.time(0), 0), scale.time(width)

    @cached_property
    def words(self) -> list[WordAt]:
        """The heard words that touch the view, up to `TOO_MANY`; none where there are more."""
        document = self.document
        if not document.word_count:
            return []
        first = max(document.word_at_place(document.place_at(self.start)[0]) - 1, 0)
        last = document.word_at_place(document.place_at(self.stop)[0])
        if last - first > TOO_MANY:
            return []
        found = words(document, first, min(last + 1, document.word_count))
        return [
            word for word in found if word.piece.kept and word.stop > self.start and word.start < self.stop
        ]

    @cached_property
    def runs(self) -> list[Run]:
        """The runs in view; those at its ends may be cut where a paragraph far beyond it begins or ends."""
        document = self.document
        if self.stop - self.start > _WHOLE * document.length:
            return self._whole.runs(document, self.start, self.stop)
        first, last = (document.place_at(time)[0].paragraph for time in (self.start, self.stop))
        part = Document(document.paragraphs[first : last + 1])
        base = document.time_of(Place(first, 0))
        moved = (run._replace(at=run.at + base) for run in runs(part))
        return [run for run in moved if run.end > self.start and run.at < self.stop]

    @cached_property
    def marks(self) -> list[MarkerAt]:
        """The markers in view, and the one before it, whose name may reach into it."""
        found = self._whole.marks(self.document)
        first = max(bisect_right([mark.time for mark in found], self.start) - 1, 0)
        return [mark for mark in found[first:] if mark.time < self.stop]

    @cached_property
    def breaks(self) -> list[Samples]:
        """When paragraphs begin in view; none where there are too many to be told apart."""
        document = self.document
        first, last = (document.place_at(time)[0].paragraph for time in (self.start, self.stop))
        if last - first > self.width / 8:
            return []
        return [document.time_of(Place(number, 0)) for number in range(first + 1, last + 1)]


def clips(document: Document, start: Samples, stop: Samples) -> list[Clip]:
    """The clips that touch `[start, stop]`."""
    if not document.paragraphs:
        return []
    first, last = (document.place_at(max(time, 0))[0].paragraph for time in (start, stop))
    found: list[Clip] = []
    for number in range(first, last + 1):
        base, paragraph = document.time_of(Place(number, 0)), document.paragraphs[number]
        for stretch in paragraph.stretches:
            a, b = (base + paragraph.starts[index] for index in (stretch.first, stretch.after))
            if stretch.source is not None and a < b and b >= start and a <= stop:
                found.append(Clip(a, b, number, stretch))
    return found


def clip_at(document: Document, time: Samples) -> Clip | None:
    """The clip that is heard at `time`, or None."""
    return next((clip for clip in clips(document, time, time) if clip.start <= time < clip.stop), None)


def between(document: Document, start: Samples, stop: Samples) -> list[WordAt]:
    """The heard words whose middle lies in `[start, stop)`."""
    if not document.word_count or start >= stop:
        return []
    first = max(document.word_at_place(document.place_at(max(start, 0))[0]) - 1, 0)
    near = takewhile(lambda word: word.start < stop, words(document, first))
    return [word for word in near if word.piece.kept and start <= (word.start + word.stop) / 2 < stop]


def words_between(document: Document, start: Samples, stop: Samples) -> Iterator[str]:
    """What they read."""
    return (word.piece.text for word in between(document, start, stop))

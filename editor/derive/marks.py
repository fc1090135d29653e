"""When the markers of a document are heard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from editor.model.document import Document, Marker, Paragraph, Piece, Place, Stretch
from editor.model.time import Samples


class MarkerAt(NamedTuple):
    """Marker number `number` of a document, heard at `time` of the compilation's clock."""

    time: Samples
    number: int
    marker: Marker


def marks(document: Document) -> tuple[MarkerAt, ...]:
    """The markers in the order in which they are heard, each where it is heard first; not those that are cut.

    One that is in ignored words alone is where the first would be. 3 ms in 100,000 words, nothing where there
    are none.
    """
    wanted: dict[str, list[tuple[Samples, int]]] = {}
    for number, marker in enumerate(document.markers):
        wanted.setdefault(marker.source, []).append((marker.at, number))
    heard: dict[int, Samples] = {}
    ignored: dict[int, Samples] = {}
    for index, paragraph in enumerate(document.paragraphs):
        if len(heard) == len(document.markers):
            break
        for stretch in paragraph.stretches:
            for at, number in wanted.get(stretch.source or "", ()):
                if stretch.start <= at < stretch.stop and number not in heard:
                    inside, kept = _inside(paragraph, stretch, at)
                    time = document.time_of(Place(index, 0)) + inside
                    (heard if kept else ignored).setdefault(number, time)
    placed = (MarkerAt(time, number, document.markers[number]) for number, time in (ignored | heard).items())
    return tuple(sorted(placed))


def chapters(document: Document, start: Samples = 0, stop: Samples | None = None) -> tuple[MarkerAt, ...]:
    """The markers as chapters of `[start, stop)`: one an instant, the last where several stand at it.

    The chapter that a part begins in the middle of begins with the part.
    """
    stop = document.length if stop is None else stop
    found: dict[Samples, MarkerAt] = {}
    for mark in marks(document):
        if mark.time < stop:
            time = max(mark.time, start)
            found[time] = mark._replace(time=time)
    return tuple(found.values())


def _inside(paragraph: Paragraph, stretch: Stretch, at: Samples) -> tuple[Samples, bool]:
    """When in the paragraph a stretch comes to sample `at` of its source, and whether that is heard."""
    pieces: Sequence[Piece] = paragraph.pieces
    for index in range(stretch.first, stretch.after):
        piece = pieces[index]
        if piece.start <= at < piece.stop:
            return paragraph.starts[index] + (at - piece.start if piece.kept else 0), piece.kept
    raise AssertionError("a stretch is made of its pieces")

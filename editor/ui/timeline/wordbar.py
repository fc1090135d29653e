"""The word bar: which words are in view, and dragging an edge of one."""

from __future__ import annotations

from dataclasses import dataclass

from editor.derive.words import WordAt, words
from editor.model.document import Document
from editor.model.time import Samples
from editor.model.words import SHORTEST_WORD
from editor.ui.timeline.scale import Scale

GRAB_PX = 5
"""How near to an edge it is taken hold of."""

TOO_MANY = 2000


def words_in_view(document: Document, scale: Scale, width: float) -> list[WordAt]:
    """The heard words that touch the view, up to `TOO_MANY`; none where there are more."""
    if not document.word_count:
        return []
    start, stop = scale.time(0), scale.time(width)
    place, _ = document.place_at(max(start, 0))
    first = max(document.word_at_place(place) - 1, 0)
    last = document.word_at_place(document.place_at(stop)[0])
    if last - first > TOO_MANY:
        return []
    found = [word for word in words(document, first, min(last + 1, document.word_count)) if word.piece.kept]
    return [word for word in found if word.stop > start and word.start < stop]


@dataclass
class EdgeDrag:
    """One edge of a word on its way. left: which one. time: where it is now."""

    word: WordAt
    left: bool
    time: Samples

    @property
    def span(self) -> tuple[Samples, Samples]:
        """The word's span as it would be."""
        if self.left:
            return min(self.time, self.word.stop - SHORTEST_WORD), self.word.stop
        return self.word.start, max(self.time, self.word.start + SHORTEST_WORD)

    @property
    def moved(self) -> Samples:
        """How far the edge has come."""
        start, stop = self.span
        return start - self.word.start if self.left else stop - self.word.stop


def edge_at(found: list[WordAt], scale: Scale, x: float) -> EdgeDrag | None:
    """The edge under `x`, the nearer one where two words meet: left of the meeting the earlier word's end."""
    best: tuple[float, EdgeDrag] | None = None
    for word in found:
        if scale.x(word.stop) - scale.x(word.start) < 3 * GRAB_PX or word.piece.source is None:
            continue
        for left, time in ((True, word.start), (False, word.stop)):
            distance = abs(scale.x(time) - x)
            inside = scale.x(word.start) <= x <= scale.x(word.stop)
            rank = distance + (0 if inside else 0.5)
            if distance <= GRAB_PX and (best is None or rank < best[0]):
                best = rank, EdgeDrag(word, left, time)
    return best[1] if best else None

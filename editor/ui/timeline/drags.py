"""What can be held in the timeline and dragged: each says which edit it would be, while it is on its way.

Instants are those of the document as it was when the thing was taken hold of. The view shows what the edit
would give, so that a drag is seen as it will be, and is one edit when it is let go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from editor.app.session import Edit
from editor.derive.marks import MarkerAt
from editor.derive.words import WordAt, words
from editor.model.cutting import Cutting
from editor.model.document import Document
from editor.model.markers import move_marker
from editor.model.silences import SHORTEST_SILENCE, Silence, resize_silence, set_gap
from editor.model.time import Samples
from editor.model.words import SHORTEST_WORD, retime
from editor.ui.wording import seconds_moved

EVERYWHERE: Samples = 1 << 60


class Drag(Protocol):
    """Something held."""

    @property
    def held(self) -> Samples:
        """Where it was taken hold of: the edge itself, not the pointer beside it."""

    @property
    def shift(self) -> Samples:
        """How far the view goes along, so that what is held stays under the pointer."""

    @property
    def label_time(self) -> Samples:
        """The instant of the document to be that the label stands at."""

    @property
    def within(self) -> tuple[Samples, Samples]:
        """The instants at which it snaps to what anything snaps to: the playhead, joins and markers."""

    def pull(self, time: Samples) -> None:
        """Take it to `time`, or as near as it can go."""

    def snaps_to(self, document: Document, start: Samples, stop: Samples) -> Iterator[Samples]:
        """Instants in `[start, stop)` that only this one snaps to."""

    def edit(self) -> Edit | None:
        """What it would be if it were let go; None where it has not moved."""

    def label(self, document: Document, rate: int) -> str:
        """How far it has come and what that does to the words of `document`, which is as it was."""


@dataclass
class EdgeDrag:
    """One edge of a word on its way. left: which one. time: where it is now."""

    word: WordAt
    left: bool
    time: Samples
    cutting: Cutting
    shift: Samples = 0

    @property
    def held(self) -> Samples:
        """See `Drag`."""
        return self.word.start if self.left else self.word.stop

    @property
    def span(self) -> tuple[Samples, Samples]:
        """The word's span as it would be."""
        if self.left:
            return min(self.time, self.word.stop - SHORTEST_WORD), self.word.stop
        return self.word.start, max(self.time, self.word.start + SHORTEST_WORD)

    @property
    def label_time(self) -> Samples:
        """See `Drag`."""
        return self.span[0 if self.left else 1]

    @property
    def within(self) -> tuple[Samples, Samples]:
        """See `Drag`."""
        return (0, EVERYWHERE)

    def pull(self, time: Samples) -> None:
        """See `Drag`."""
        self.time = time

    def snaps_to(self, document: Document, start: Samples, stop: Samples) -> Iterator[Samples]:  # noqa: ARG002
        """The quietest instant, at a zero crossing."""
        piece = self.word.piece
        if piece.source is not None and start < stop:
            at = piece.start - self.word.start
            yield self.cutting.quiet(piece.source, start + at, stop + at, (start + stop) // 2 + at) - at

    def edit(self) -> Edit | None:
        """See `Drag`."""
        start, stop = self.span
        if (start, stop) == (self.word.start, self.word.stop):
            return None
        return lambda document: retime(document, self.word.number, start, stop)

    def label(self, document: Document, rate: int) -> str:  # noqa: ARG002
        """See `Drag`."""
        return seconds_moved(self.label_time - self.held, rate)


@dataclass
class GapDrag:
    """The silence before a word: longer to the right, shorter to the left; from nothing where words touch."""

    silence: Silence
    held: Samples
    cutting: Cutting
    more: Samples = 0
    shift: Samples = 0

    @property
    def length(self) -> Samples:
        """How long it would be."""
        return self.silence.stop - self.silence.start + self.more

    @property
    def label_time(self) -> Samples:
        """See `Drag`."""
        return self.silence.start + self.length // 2

    @property
    def within(self) -> tuple[Samples, Samples]:
        """See `Drag`."""
        return (0, 0)

    def pull(self, time: Samples) -> None:
        """See `Drag`."""
        now = self.silence.stop - self.silence.start
        self.more = max(time - self.held, min(SHORTEST_SILENCE - now, 0))

    def snaps_to(self, document: Document, start: Samples, stop: Samples) -> Iterator[Samples]:  # noqa: ARG002
        """See `Drag`."""
        return iter(())

    def edit(self) -> Edit | None:
        """See `Drag`."""
        if not self.more:
            return None
        if self.silence.start == self.silence.stop:
            return lambda document: set_gap(document, self.silence.word, self.more, self.cutting)
        at, length = self.silence.start, self.length
        return lambda document: resize_silence(document, at, length, self.cutting)

    def label(self, document: Document, rate: int) -> str:  # noqa: ARG002
        """See `Drag`."""
        return f"{seconds_moved(self.more, rate)}   pause {self.length / rate:.2f} s"


@dataclass
class MarkDrag:
    """A marker on its way. time: where it is now."""

    mark: MarkerAt
    time: Samples
    shift: Samples = 0

    @property
    def held(self) -> Samples:
        """See `Drag`."""
        return self.mark.time

    @property
    def label_time(self) -> Samples:
        """See `Drag`."""
        return self.time

    @property
    def within(self) -> tuple[Samples, Samples]:
        """See `Drag`."""
        return (0, EVERYWHERE)

    def pull(self, time: Samples) -> None:
        """See `Drag`."""
        self.time = max(time, 0)

    def snaps_to(self, document: Document, start: Samples, stop: Samples) -> Iterator[Samples]:
        """Where words begin and end."""
        return edges(document, start, stop)

    def edit(self) -> Edit | None:
        """See `Drag`."""
        number, time = self.mark.number, self.time
        return (lambda document: move_marker(document, number, time)) if time != self.held else None

    def label(self, document: Document, rate: int) -> str:  # noqa: ARG002
        """See `Drag`."""
        return seconds_moved(self.time - self.held, rate)


def edges(document: Document, start: Samples, stop: Samples) -> Iterator[Samples]:
    """Where words of a document begin and end in `[start, stop]`."""
    if not document.word_count or start > stop:
        return
    first = max(document.word_at_place(document.place_at(max(start, 0))[0]) - 1, 0)
    for word in words(document, first):
        if word.start > stop:
            return
        yield from (edge for edge in (word.start, word.stop) if start <= edge <= stop)

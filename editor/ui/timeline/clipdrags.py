"""Clips as they are dragged: an edge of one, or the whole of it to another place. See `drags.Drag`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from editor.app.session import Edit
from editor.derive.words import WordAt, words
from editor.model import edits
from editor.model.clips import SHORTEST_CLIP, Side, cut_beyond, trim
from editor.model.cutting import Cutting
from editor.model.document import Document
from editor.model.time import Samples
from editor.ui.timeline.drags import edges
from editor.ui.timeline.seen import Clip, words_between
from editor.ui.wording import quoted, seconds_moved


@dataclass
class TrimDrag:
    """The start or end of a clip. room: how much of what was cut away there can come back."""

    clip: Clip
    side: Side
    room: Samples
    by: Samples = 0

    @classmethod
    def of(cls, document: Document, clip: Clip, side: Side) -> TrimDrag:
        """An edge of a clip of `document`."""
        return cls(clip, side, cut_beyond(document, clip.stretch, side))

    @property
    def held(self) -> Samples:
        """See `Drag`."""
        return self.clip.start if self.side is Side.START else self.clip.stop

    @property
    def shift(self) -> Samples:
        """See `Drag`."""
        return self.by if self.side is Side.START else 0

    @property
    def label_time(self) -> Samples:
        """See `Drag`."""
        return self.held if self.side is Side.START else self.held + self.by

    @property
    def within(self) -> tuple[Samples, Samples]:
        """See `Drag`."""
        return (self.clip.start, self.clip.stop)

    def pull(self, time: Samples) -> None:
        """See `Drag`."""
        longer = self.held - time if self.side is Side.START else time - self.held
        self.by = max(min(longer, self.room), SHORTEST_CLIP - (self.clip.stop - self.clip.start))

    def snaps_to(self, document: Document, start: Samples, stop: Samples) -> Iterator[Samples]:
        """Ends of the clip's words, of those that were cut away, and of what was cut away."""
        clip, source = self.clip, self.clip.stretch.source
        yield from edges(document, max(start, clip.start), min(stop, clip.stop))
        transcript = document.transcript(source) if source is not None and self.room else None
        if transcript is None:
            return
        end = self.side is Side.END
        shift = (clip.stretch.stop if end else clip.stretch.start) - self.held
        low, high = (self.held, self.held + self.room) if end else (self.held - self.room, self.held)
        a, b = max(start, low), min(stop, high)
        yield from (edge - shift for edge in edges(transcript.text, a + shift, b + shift))
        yield from (edge for edge in (low, high) if start <= edge < stop)

    def edit(self) -> Edit | None:
        """See `Drag`."""
        held, side, by = self.held, self.side, self.by
        return (lambda document: trim(document, held, side, by)) if by else None

    def label(self, document: Document, rate: int) -> str:
        """See `Drag`."""
        moved = seconds_moved(self.by, rate)
        if self.by > 0:
            after = trim(document, self.held, self.side, self.by).document
            at = self.held
            told = quoted(words_between(after, at, at + self.by))
            return f"{moved}   restores {told}" if told else moved
        gone = (
            (self.held, self.held - self.by) if self.side is Side.START else (self.held + self.by, self.held)
        )
        told = quoted(words_between(document, *gone))
        return f"{moved}   cuts {told}" if told else moved


@dataclass
class MoveDrag:
    """Words `[first, stop)`, heard in `[start, end)`, on their way to stand before word `before`."""

    first: int
    stop: int
    start: Samples
    end: Samples
    held: Samples
    cutting: Cutting
    before: int | None = None
    mark: Samples = 0
    shift: Samples = 0
    _boundaries: tuple[tuple[Samples, int], ...] = ()

    @property
    def label_time(self) -> Samples:
        """See `Drag`."""
        return self.mark

    def offer(self, found: list[WordAt], document: Document) -> None:
        """Positions that it may land at: those beside the words in view."""
        boundaries = [(word.start, word.number) for word in found]
        if found and found[-1].number + 1 == document.word_count:
            boundaries.append((found[-1].stop, document.word_count))
        self._boundaries = tuple(boundaries)

    @property
    def within(self) -> tuple[Samples, Samples]:
        """See `Drag`."""
        return (0, 0)

    def pull(self, time: Samples) -> None:
        """See `Drag`."""
        if not self._boundaries:
            return
        self.mark, before = min(self._boundaries, key=lambda boundary: abs(boundary[0] - time))
        self.before = None if self.first <= before <= self.stop else before

    def snaps_to(self, document: Document, start: Samples, stop: Samples) -> Iterator[Samples]:  # noqa: ARG002
        """See `Drag`."""
        return iter(())

    def edit(self) -> Edit | None:
        """See `Drag`."""
        first, stop, before = self.first, self.stop, self.before
        if before is None:
            return None
        return lambda document: edits.move(document, first, stop, before, self.cutting)

    def label(self, document: Document, rate: int) -> str:  # noqa: ARG002
        """See `Drag`."""
        told = quoted(word.piece.text for word in words(document, self.first, self.stop))
        return f"move {told}" if self.before is not None else f"{told} stays"

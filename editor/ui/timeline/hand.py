"""The mouse over the timeline: what a press takes hold of, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from editor.derive.marks import MarkerAt
from editor.derive.words import span_of, word_at
from editor.model.clips import Side
from editor.model.cutting import EditError
from editor.model.document import Document
from editor.model.folds import folds, restore
from editor.model.time import Samples, from_seconds
from editor.ui.desk import Desk
from editor.ui.timeline import clipedges, wordbar
from editor.ui.timeline.clipdrags import MoveDrag
from editor.ui.timeline.drags import Drag, EdgeDrag, GapDrag, MarkDrag
from editor.ui.timeline.layout import GUTTER_PX, Layout
from editor.ui.timeline.seen import Clip, Seen, between
from editor.ui.timeline.snapping import Snapped, snapped

DRAG_PX = 4

AROUND_WORD_S = 0.15
"""How much is heard on each side of a word whose edge was moved."""

_ALT, _CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


class Board(Protocol):
    """What the mouse needs of the view."""

    @property
    def seen(self) -> Seen:
        """What is in view; while something is dragged, of the document that there would be."""

    @property
    def layout_(self) -> Layout:
        """Where the parts are."""

    @property
    def points(self) -> Iterable[Samples]:
        """What anything snaps to: the playhead and markers; nothing where snapping is off."""

    @property
    def snapping(self) -> bool:
        """Whether what is dragged snaps."""

    def preview(self, document: Document | None, shift: Samples = 0) -> None:
        """Show what the document would be, moved along by `shift`; None is what it is."""

    def changed(self) -> None:
        """Something that moves looks different."""

    def mark_at(self, point: QPointF) -> MarkerAt | None:
        """The marker whose flag is under a point."""

    def ask_marker(self, number: int) -> None:
        """Have its name and colour asked for."""

    def play(self, start: Samples, stop: Samples) -> None:
        """Have a stretch heard."""

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """How the pointer looks."""


class Hand:
    """The mouse. drag: what is held; snap: what it snapped to; handle: the clip's edge under the pointer."""

    def __init__(self, board: Board, desk: Desk) -> None:
        self._board, self._desk = board, desk
        self._press: QPointF | None = None
        self._pressed_in = ""
        self._sweeping = False
        self._moved = False
        self._held: Seen | None = None
        self._offset: Samples = 0
        self.drag: Drag | None = None
        self.snap = Snapped(0)
        self.handle: tuple[Clip, Side] | None = None

    @property
    def pressed(self) -> bool:
        """Whether a button is down on something."""
        return self._press is not None

    @property
    def dragging(self) -> Drag | None:
        """What is held, once it has been moved."""
        return self.drag if self._moved else None

    def press(self, event: QMouseEvent) -> None:
        """Take hold of what is under the pointer, put the playhead, or begin to sweep over time."""
        point, board = event.position(), self._board
        x = point.x() - GUTTER_PX
        self._press, self._sweeping, self._moved, self._held = point, False, False, board.seen
        time = board.seen.scale.time(x)
        mark = board.mark_at(point)
        if mark is None and point.y() < board.layout_.area.top():
            self._pressed_in = "ruler"
            self._desk.seek(time)
            return
        self._pressed_in = "bar" if board.layout_.bar.contains(point) else "lanes"
        self.drag = (
            MarkDrag(mark, mark.time)
            if mark is not None
            else self._take(point, bool(event.modifiers() & _CONTROL))
        )
        if self.drag is not None:
            self._offset = self.drag.held - time
        board.changed()

    def _take(self, point: QPointF, control: bool) -> Drag | None:
        seen, cutting = self._board.seen, self._desk.session.cutting
        x = point.x() - GUTTER_PX
        time = seen.scale.time(x)
        if not 0 <= time <= seen.document.length:
            return None
        if self._board.layout_.bar.contains(point):
            made = wordbar.meeting_at(seen.words, seen.scale, x, cutting) if control else None
            edge = wordbar.edge_at(seen.words, seen.scale, x, cutting)
            return made or edge or wordbar.gap_at(seen.document, seen.scale, time, cutting)
        if control:
            return clipedges.move_at(seen, time, self._desk.selection, cutting)
        return clipedges.trim_at(seen, x)

    def move(self, event: QMouseEvent) -> None:
        """Drag what is held, or point at a word."""
        point, press = event.position(), self._press
        if press is None:
            self._hover(point, bool(event.modifiers() & _CONTROL))
            return
        assert self._held is not None
        x = point.x() - GUTTER_PX
        far = self._moved or self._sweeping or abs(point.x() - press.x()) >= DRAG_PX
        if self._pressed_in == "ruler":
            self._desk.seek(self._held.scale.time(x))
        elif self.drag is not None:
            # A word's edge or a pause follows from the first pixel: there is nothing else it could be.
            if far or self._pressed_in == "bar":
                self._moved = True
                self._pull(self.drag, x, snap=not event.modifiers() & _ALT)
        elif far:
            self._sweeping = True
            self._sweep(self._held.scale.time(press.x() - GUTTER_PX), self._held.scale.time(x))

    def _pull(self, drag: Drag, x: float, *, snap: bool) -> None:
        seen, board = self._held, self._board
        assert seen is not None
        document = self._desk.document
        time = seen.scale.time(x) + self._offset
        snap = snap and board.snapping
        self.snap = snapped(drag, time, document, seen, board.points, seen.scale) if snap else Snapped(time)
        drag.pull(self.snap.time)
        if isinstance(drag, MoveDrag):
            board.changed()
            return
        edit = drag.edit()
        try:
            board.preview(edit(document).document if edit else document, drag.shift)
        except EditError:
            board.changed()  # It cannot go there: what is shown stays, and letting go says why.

    def release(self, event: QMouseEvent) -> None:
        """Let go: a drag becomes one edit, a click puts the playhead and the caret."""
        press, drag, moved, sweeping = self._press, self.drag, self._moved, self._sweeping
        self._press, self.drag, self._sweeping, self._moved = None, None, False, False
        if press is None:
            return
        if drag is not None and moved:
            self._let_go(drag)
        elif sweeping:
            self._desk.seek_word(self._desk.selection[0])
        elif isinstance(drag, MarkDrag):
            self._desk.seek(drag.held)
        elif self._pressed_in != "ruler":
            self._click(self._board.seen.scale.time(event.position().x() - GUTTER_PX))
        self._board.changed()

    def _let_go(self, drag: Drag) -> None:
        self._board.preview(None, drag.shift)
        edit = drag.edit()
        if edit is None or not self._desk.do(edit):
            self._board.preview(None)
        elif isinstance(drag, EdgeDrag):
            self.hear_word(drag.word.number)

    def hear_word(self, number: int) -> None:
        """Play a word and a little around it."""
        start, stop = span_of(self._desk.document, number, number + 1)
        around = from_seconds(AROUND_WORD_S, self._desk.rate)
        self._board.play(max(start - around, 0), stop + around)

    def cancel(self) -> bool:
        """Let go of what is held as if it had never been; False where nothing is."""
        held = self._press is not None and (self.drag is not None or self._sweeping)
        self.drop()
        if held:
            self._board.preview(None)
        return held

    def drop(self) -> None:
        """Forget what is held: the document has changed under it."""
        self._press, self.drag, self.handle, self._sweeping, self._moved = None, None, None, False, False

    def _click(self, time: Samples) -> None:
        word = word_at(self._desk.document, time)
        if word is not None:
            self._desk.select(word)
        self._desk.seek(time)

    def _sweep(self, a: Samples, b: Samples) -> None:
        """Choose the words whose middle lies between two instants."""
        chosen = between(self._desk.document, min(a, b), max(a, b))
        if chosen:
            span = (chosen[0].number, chosen[-1].number + 1)
            self._desk.select(*(span if a <= b else span[::-1]))

    def double_click(self, event: QMouseEvent) -> None:
        """Choose the word; on the edge of a clip bring back what was cut away there."""
        x = event.position().x() - GUTTER_PX
        self.drop()
        mark = self._board.mark_at(event.position())
        if mark is not None:
            self._board.ask_marker(mark.number)
            return
        if self._board.layout_.area.contains(event.position()) and self._restore(x):
            return
        word = word_at(self._desk.document, self._board.seen.scale.time(x))
        if word is not None:
            self._desk.select(word, word + 1)

    def _restore(self, x: float) -> bool:
        trim = clipedges.trim_at(self._board.seen, x)
        if trim is None or not trim.room:
            return False
        stretch, end = trim.clip.stretch, trim.side is Side.END
        found = (
            number
            for number, fold in enumerate(folds(self._desk.document))
            if fold.source == stretch.source
            and (fold.start == stretch.stop if end else fold.stop == stretch.start)
        )
        number = next(found, None)
        return number is not None and self._desk.do(lambda document: restore(document, number))

    def _hover(self, point: QPointF, control: bool) -> None:
        board = self._board
        x = point.x() - GUTTER_PX
        inside = x >= 0 and board.layout_.area.top() <= point.y() < board.layout_.bar.bottom()
        handle, shape = None, Qt.CursorShape.ArrowCursor
        if inside and board.layout_.bar.contains(point):
            shape = _CURSORS.get(type(self._take(point, control)), shape)
        elif board.mark_at(point) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif inside and control:
            shape = Qt.CursorShape.OpenHandCursor
        elif inside:
            handle = clipedges.handle_at(board.seen, x)
            shape = Qt.CursorShape.SizeHorCursor if handle else shape
        if handle != self.handle:
            self.handle = handle
            board.changed()
        board.show_cursor(shape)
        time = board.seen.scale.time(x)
        self._desk.point_at(word_at(self._desk.document, time) if inside else None)

    def leave(self) -> None:
        """The pointer is over nothing."""
        self.handle = None
        self._desk.point_at(None)
        self._board.changed()


_CURSORS: dict[type, Qt.CursorShape] = {
    EdgeDrag: Qt.CursorShape.SizeHorCursor,
    GapDrag: Qt.CursorShape.SplitHCursor,
}

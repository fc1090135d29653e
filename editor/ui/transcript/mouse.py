"""Choosing and moving words with the mouse: click, drag, double, triple and shift-click, drag and drop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from editor.model import edits
from editor.model.document import Document
from editor.ui.desk import Desk
from editor.ui.transcript import motions
from editor.ui.transcript.composing import Mark, MarkKind
from editor.ui.transcript.geometry import Hit


class Page(Protocol):
    """What the mouse needs to know of the view."""

    def hit(self, point: QPointF) -> Hit | None:
        """What lies under a point of the viewport."""

    def mark_clicked(self, hit: Hit) -> None:
        """A speaker's label or the mark of a cut was clicked."""

    def caret_put(self, *, after: bool) -> None:
        """The caret was put by a click, right after a word or before one."""

    def scroll_by(self, pixels: float) -> None:
        """Scroll the page."""


class Mouse(QObject):
    """The mouse over a transcript. drop: the position that a dragged choice would land at, or None."""

    def __init__(self, page: Page, viewport: QWidget, desk: Desk) -> None:
        super().__init__(viewport)
        self._page = page
        self._viewport = viewport
        self._desk = desk
        self._press: Hit | None = None
        self._press_at = QPoint()
        self._by: Callable[[Document, int], tuple[int, int]] | None = None
        self._choice = (0, 0)
        self._dragging = False
        self._clicks = 0
        self._clicked_ms = -10_000
        self.drop: int | None = None
        self.hover_mark: tuple[int, Mark] | None = None
        self._timer = QTimer(self, interval=30)
        self._timer.timeout.connect(self._scroll)

    @property
    def pressed(self) -> bool:
        """Whether a choice is being made."""
        return self._press is not None

    def press(self, event: QMouseEvent) -> None:
        """Choose a word, sentence or paragraph; extend with shift; or begin to drag what is chosen."""
        self._count_click(event)
        hit = self._page.hit(event.position())
        if hit is None:
            return
        if hit.label or (hit.mark is not None and hit.mark.kind is MarkKind.FOLD):
            self._page.mark_clicked(hit)
            return
        document, desk = self._desk.document, self._desk
        if not document.word_count:
            return
        self._press = hit
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            desk.select(desk.anchor, hit.word + 1 if hit.word >= desk.anchor else hit.word)
            return
        first, stop = desk.selection
        if self._clicks == 1 and first <= hit.word < stop and hit.on_text and not hit.past:
            self._dragging = True
            return
        self._by = {1: None, 2: _word, 3: motions.sentence_of}.get(self._clicks, motions.paragraph_of)
        if self._by is None:
            self._put_caret(hit)
        else:
            self._choice = self._by(document, hit.word)
            desk.select(*self._choice)

    def _count_click(self, event: QMouseEvent) -> None:
        """Single, double (which the system tells us), triple and further clicks, by its own interval."""
        at = event.position().toPoint()
        near = (at - self._press_at).manhattanLength() < QApplication.startDragDistance()
        quick = event.timestamp() - self._clicked_ms < QApplication.doubleClickInterval()
        second = event.type() is QEvent.Type.MouseButtonDblClick
        further = second or (near and quick and self._clicks > 1)
        self._clicks = min(max(self._clicks, 1) + 1, 4) if further else 1
        self._clicked_ms, self._press_at = event.timestamp(), at

    def _put_caret(self, hit: Hit) -> None:
        position = hit.word + hit.past
        self._desk.select(position)
        self._desk.seek_word(hit.word if hit.on_text else position)
        self._page.caret_put(after=hit.past)

    def move(self, event: QMouseEvent) -> None:
        """Extend the choice, drag it, or point at a word."""
        point = event.position()
        if self._press is None:
            self._hover(point)
            return
        far = (point.toPoint() - self._press_at).manhattanLength() >= QApplication.startDragDistance()
        if self._dragging and (far or self.drop is not None):
            self._show_drop(point)
        elif not self._dragging and (far or self._by is not None or self._desk.anchor != self._desk.caret):
            self._extend(point)
        outside = not 0 <= point.y() <= self._viewport.height()
        if outside and not self._timer.isActive():
            self._timer.start()
        elif not outside:
            self._timer.stop()

    def _extend(self, point: QPointF) -> None:
        hit, press = self._page.hit(point), self._press
        if hit is None or press is None:
            return
        if self._by is not None:
            first, stop = self._by(self._desk.document, hit.word)
            back = first < self._choice[0]
            self._desk.select(
                self._choice[1] if back else self._choice[0], first if back else max(stop, self._choice[1])
            )
        elif hit.word > press.word or (hit.word == press.word and not press.past):
            self._desk.select(press.word + press.past, hit.word + 1)
        else:
            self._desk.select(press.word + 1, hit.word + hit.past)

    def _show_drop(self, point: QPointF) -> None:
        hit = self._page.hit(point)
        if hit is not None:
            self.drop = hit.word + hit.past
            self._viewport.setCursor(Qt.CursorShape.DragMoveCursor)
            self._viewport.update()

    def _scroll(self) -> None:
        point = QPointF(self._viewport.mapFromGlobal(self._viewport.cursor().pos()))
        beyond = min(point.y(), 0) + max(point.y() - self._viewport.height(), 0)
        self._page.scroll_by(max(min(beyond, 60), -60))
        if self._dragging:
            self._show_drop(point)
        else:
            self._extend(point)

    def release(self, event: QMouseEvent) -> None:
        """Drop what was dragged; a press on the choice that dragged nothing is a click."""
        press, drop, dragging = self._press, self.drop, self._dragging
        self.stop()
        if press is None or not dragging:
            return
        first, stop = self._desk.selection
        cutting = self._desk.session.cutting
        if drop is None:
            self._put_caret(press)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._desk.do(lambda document: edits.copy(document, first, stop, drop, cutting))
        elif not first <= drop <= stop:
            self._desk.do(lambda document: edits.move(document, first, stop, drop, cutting))

    def stop(self) -> None:
        """Forget what was pressed: it was let go, or the document changed under it."""
        self._press, self.drop, self._dragging, self._by = None, None, False, None
        self._timer.stop()
        self._viewport.setCursor(Qt.CursorShape.IBeamCursor)
        self._viewport.update()

    def _hover(self, point: QPointF) -> None:
        hit = self._page.hit(point)
        mark = (hit.paragraph, hit.mark) if hit is not None and hit.mark is not None else None
        if mark != self.hover_mark:
            self.hover_mark = mark
            self._viewport.update()
        fold = mark is not None and mark[1].kind is MarkKind.FOLD
        hand = fold or (hit is not None and hit.label)
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.IBeamCursor
        if self._viewport.cursor().shape() is not shape:
            self._viewport.setCursor(shape)
        over = hit is not None and hit.on_text and not hit.past and hit.mark is None
        self._desk.point_at(hit.word if hit is not None and over else None)


def _word(_document: Document, word: int) -> tuple[int, int]:
    return word, word + 1

"""The transcript on screen: paints what is seen of the page and follows the desk."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget

from editor.derive.changes import changed
from editor.derive.finding import Found
from editor.model import folds
from editor.model.document import Document
from editor.model.edits import Change
from editor.ui.desk import Desk
from editor.ui.theme import Theme, fonts
from editor.ui.transcript import painting
from editor.ui.transcript.geometry import Hit
from editor.ui.transcript.keys import Keys, typed
from editor.ui.transcript.laying import Type
from editor.ui.transcript.mouse import Mouse
from editor.ui.transcript.page import Page
from editor.ui.transcript.painting import Brushes, Look, draw_paragraph
from editor.ui.transcript.sight import MARGIN_PX, MEASURE_EM, Sight
from editor.ui.transcript.telling import told_of
from editor.ui.transcript.writing import Writing

FOLDS_AT_ONCE_S = 0.002
"""Where finding the cuts took longer the last time, their marks come right after the text."""


class TranscriptView(QAbstractScrollArea):
    """The words of the document, as a page. Words are chosen at the desk; edits are made there."""

    speaker_clicked = Signal(int, QRect)
    """A paragraph's label was clicked: the paragraph, and the label's rectangle on the screen."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._brushes = Brushes(theme)
        self._font = fonts.reading()
        self._page = Page(self._type(600.0))
        self.sight = Sight(self, desk, self._page, lambda name: self._brushes.name_width(name))
        self._lit: int | None = None
        self._hover: int | None = None
        self._found: Found | None = None
        self._after = False
        self._folds_s = 0.0
        self._fold_timer = QTimer(self, singleShot=True, interval=0)
        self._fold_timer.timeout.connect(self._find_folds)
        self._keys = Keys()
        self._mouse = Mouse(self, self.viewport(), desk)
        self.writing = Writing(self, desk, self._page, self.sight, theme)
        self.writing.closed.connect(self.setFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Transcript")
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        theme.changed.connect(self._restyle)
        desk.edited.connect(self._edited)
        desk.selection_changed.connect(self._selection_changed)
        desk.playhead_changed.connect(self._playhead_changed)
        desk.hover_changed.connect(self._hover_changed)
        desk.modes.changed.connect(self._modes_changed)
        self._page.reset(desk.document.paragraphs)
        self._fold_timer.start()

    # What is where

    def _type(self, width: float) -> Type:
        return Type(self._font, self._theme.tokens, width, self._desk.rate)

    def word_rects(self, first: int, stop: int) -> list[QRectF]:
        """Where words are in the viewport; only those seen."""
        return self.sight.word_rects(first, stop)

    def caret_rect(self, position: int, *, after: bool = False) -> QRectF:
        """Where the caret of a position is in the viewport; empty where that is not seen."""
        return self.sight.caret_rect(position, after=after)

    def mark_rects(self) -> list[tuple[Hit, QRectF]]:
        """The marks that are seen, as they would be hit, and where."""
        return self.sight.mark_rects()

    def hit(self, point: QPointF) -> Hit | None:
        """What lies under a point of the viewport; None where the document is empty."""
        return self.sight.hit(point)

    def scroll_by(self, pixels: float) -> None:
        """The user scrolls: following the playhead yields for a while."""
        self.sight.scroll_by(pixels)

    def show_word(self, word: int) -> None:
        """Scroll so that a word is comfortably seen."""
        self.sight.show_word(word)

    @property
    def standing(self) -> tuple[int, float]:
        """Where the view stands: the paragraph at its top edge, and how far into it."""
        return self.sight.standing

    def stand(self, paragraph: int, offset: float) -> None:
        """Stand there, as nearly as the text allows."""
        self.sight.stand(paragraph, offset)

    def follow_playhead(self) -> None:
        """Keep the playing word in view, unless the user has just scrolled."""
        self.sight.follow(self._lit)

    def follow_again(self) -> None:
        """Follow the playhead from now on, whoever scrolled."""
        self.sight.follow_again()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the paragraphs that touch what has to be drawn."""
        painter = QPainter(self.viewport())
        clip = event.rect()
        painter.fillRect(clip, self._brushes.page)
        look = self._look()
        for shown in self.sight.visible():
            if shown.y < clip.bottom() + 1 and shown.y + shown.laid.height > clip.top():
                draw_paragraph(painter, self._brushes, self._desk, shown, self.sight.column[0], look, clip)
        if not self._desk.document.paragraphs and not self.writing.drafting:
            painting.draw_empty(painter, self._brushes, QRectF(self.viewport().rect()))
        self._paint_caret(painter)
        painter.end()

    def _paint_caret(self, painter: QPainter) -> None:
        desk, modes = self._desk, self._desk.modes
        if self._mouse.drop is not None:
            painter.fillRect(self.caret_rect(self._mouse.drop), self._brushes.accent)
        elif desk.anchor == desk.caret and self.hasFocus() and not self.writing.drafting:
            colour = self._brushes.typing(modes.mode) if modes.writes else self._brushes.quiet
            painter.fillRect(self.caret_rect(desk.caret, after=self._after), colour)

    def _look(self) -> Look:
        """What of the words looks different now."""
        desk = self._desk
        active = self.hasFocus() or self.writing.field is not None or self._found is not None
        colour = self._brushes.chosen(desk.modes.mode) if active else self._brushes.selected_away
        return Look(desk.selection, colour, self._hover, self._lit, self._found, self._mouse.hover_mark)

    # Scrolling

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The page is painted anew; nothing is moved as pixels."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by exact pixels where the device gives them, else by lines a notch."""
        pixels = event.pixelDelta().y()
        if not pixels:
            lines = QApplication.wheelScrollLines()
            pixels = round(event.angleDelta().y() / 120 * lines * self._page.type.line_height)
        self.scroll_by(-pixels)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break lines anew only where the column's width changed."""
        super().resizeEvent(event)
        width = self.sight.column[1]
        if width != self._page.type.width:
            self._page.retype(self._type(width))
        self.sight.changed()

    def sizeHint(self) -> QSize:
        """The column and its margins."""
        return QSize(self._font.pixelSize() * MEASURE_EM + 2 * MARGIN_PX, 480)

    def minimumSizeHint(self) -> QSize:
        """Enough for a few words."""
        return QSize(240, 120)

    def show_found(self, found: Found | None) -> None:
        """Mark what a search found, None for no more; chosen words that are of it are brought into view."""
        self._found = found
        if found is not None and found.at(self._desk.selection) is not None:
            self.show_word(self._desk.selection[0])
        self.viewport().update()

    # Following the desk

    def _edited(self, old: Document, new: Document) -> None:
        self._page.replace(new.paragraphs, changed(old, new))
        self._lit = self._desk.lit if self._lit is not None else None
        self._hover, self._found, self._after = None, None, False
        self._mouse.stop()
        if self._folds_s <= FOLDS_AT_ONCE_S:
            self._find_folds()
        else:
            self._fold_timer.start()
        self.sight.changed()
        self.writing.follow()

    def _find_folds(self) -> None:
        self._fold_timer.stop()
        began = time.perf_counter()
        found = folds.folds(self._desk.document)
        self._folds_s = time.perf_counter() - began
        self._page.fold(found)
        self.sight.changed()

    def _selection_changed(self) -> None:
        self._after = False
        self.viewport().update()
        everything = self._desk.selection == (0, self._desk.document.word_count)
        if not self._mouse.pressed and not everything:
            self.show_word(self._desk.caret)

    def _playhead_changed(self) -> None:
        lit = self._desk.lit
        if lit != self._lit:
            before, self._lit = self._lit, lit
            self._update_words(before, lit)

    def _hover_changed(self) -> None:
        before, self._hover = self._hover, self._desk.hover
        self._update_words(before, self._hover)

    def _update_words(self, *changed_words: int | None) -> None:
        """Repaint words alone: all that a highlight costs."""
        for word in changed_words:
            if word is not None and word < self._desk.document.word_count:
                for rect in self.word_rects(word, word + 1):
                    self.viewport().update(rect.adjusted(-3, 0, 3, 0).toAlignedRect())

    def _restyle(self) -> None:
        self._brushes = Brushes(self._theme)
        self._page.retype(self._type(self._page.type.width))
        self.writing.dress()
        self.sight.changed()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The caret and the selection look different in focus."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The caret and the selection look different out of focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """See `Mouse.press`."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._keys.forget()
            self._desk.modes.caret_put()
            self._mouse.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of a double click is a press like any other."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """See `Mouse.move`."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """See `Mouse.release`."""
        self._mouse.release(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is over nothing."""
        self._desk.point_at(None)
        super().leaveEvent(event)

    def caret_put(self, *, after: bool) -> None:
        """A click put the caret: follow playback again from there."""
        self._after = after
        self.follow_again()
        self.viewport().update()
        self.updateMicroFocus()

    def mark_clicked(self, hit: Hit) -> None:
        """Ask for a speaker's name, or bring back what was cut at a mark."""
        if hit.label:
            label = self.sight.label_rect(hit.paragraph).toRect()
            corner = self.viewport().mapToGlobal(label.topLeft())
            self.speaker_clicked.emit(hit.paragraph, QRect(corner, label.size()))
        elif hit.mark is not None and hit.mark.fold is not None:
            self.restore(hit.mark.fold)

    def restore(self, fold: folds.Fold) -> None:
        """Bring back what was cut at a mark; marks drawn before an edit elsewhere are still good."""
        wanted = (fold.source, fold.start, fold.stop)

        def edit(document: Document) -> Change:
            marks = [(mark.source, mark.start, mark.stop) for mark in folds.folds(document)]
            return folds.restore(document, marks.index(wanted) if wanted in marks else -1)

        self._desk.do(edit)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what a mark stands for."""
        if not isinstance(event, QHelpEvent) or event.type() is not QEvent.Type.ToolTip:
            return super().viewportEvent(event)
        hit = self.hit(QPointF(event.pos()))
        if hit is not None and hit.label:
            QToolTip.showText(event.globalPos(), "Click to change the speaker.", self.viewport())
        elif hit is not None and hit.mark is not None:
            told = told_of(hit.mark, self._desk.document, self._desk.rate)
            QToolTip.showText(event.globalPos(), told, self.viewport())
        else:
            QToolTip.hideText()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret, with Shift the end of the choice. Commands have shortcuts of their own."""
        desk = self._desk
        if event.matches(QKeySequence.StandardKey.SelectAll):
            desk.select(0, desk.document.word_count)
            return
        if event.key() == Qt.Key.Key_Escape and desk.anchor != desk.caret:
            desk.select(desk.caret)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.correct() if desk.modes.correcting else self.write()
            return
        if desk.modes.writes and typed(event):
            self.writing.type(event, after=self._after)
            return
        viewport = self.viewport().height()
        moved = self._keys.moved(
            event, desk.document, self._page, viewport, desk.anchor, desk.caret, self._after
        )
        if moved is None:
            super().keyPressEvent(event)
            return
        desk.modes.caret_put()
        if moved.extend:
            desk.select(desk.anchor, moved.position)
        else:
            desk.select(moved.position)
        self._after = moved.after
        self.show_word(moved.position - 1 if moved.after else moved.position)
        self.viewport().update()

    # Typing

    def event(self, event: QEvent) -> bool:
        """While letters are text they are no commands."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and self._desk.modes.writes
            and typed(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """See `Writing.compose`."""
        self.writing.compose(event, after=self._after)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        """Where the caret is, for the window of candidates, and whether text is welcome."""
        if query is Qt.InputMethodQuery.ImEnabled:
            return self._desk.modes.writes
        if query is Qt.InputMethodQuery.ImCursorRectangle:
            caret = self.caret_rect(self._desk.caret, after=self._after)
            return self.writing.caret_rect(self) if self.writing.field is not None else caret
        return super().inputMethodQuery(query)

    def correct(self) -> None:
        """Open a field over the chosen words, or over the one after the caret."""
        self.writing.correct()

    def correct_beside(self, *, before: bool) -> None:
        """As `correct`, or where no words are chosen correct the one before the caret."""
        first, stop = self._desk.selection
        if before and first == stop > 0:
            self._desk.select(first - 1, stop)
        self.writing.correct()

    def write(self) -> None:
        """Write draft text at the caret, or over the chosen words."""
        self.writing.write(after=self._after)
        self.writing.focus()

    def _modes_changed(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, self._desk.modes.writes)
        self.updateMicroFocus()
        self.viewport().update()

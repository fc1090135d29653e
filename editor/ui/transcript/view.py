"""The transcript on screen: paints what is seen of the page and follows the desk."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
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
from editor.model import folds, words
from editor.model.document import Document, Place
from editor.model.edits import Change
from editor.ui.clipboard import text_of
from editor.ui.desk import Desk
from editor.ui.theme import Theme, fonts
from editor.ui.transcript import geometry, painting
from editor.ui.transcript.geometry import Hit
from editor.ui.transcript.inline import CorrectingField
from editor.ui.transcript.keys import Keys
from editor.ui.transcript.laying import HEADER_PX, Type
from editor.ui.transcript.mouse import Mouse
from editor.ui.transcript.page import Page, Shown
from editor.ui.transcript.telling import told_of

MEASURE_EM = 34
"""Width of the column: some 70 characters of a book face."""

MARGIN_PX = 24
FOLLOW_AFTER_S = 4.0
"""How long following the playhead yields to somebody who scrolls."""

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
        self._brushes = painting.Brushes(theme)
        self._font = fonts.reading()
        self._page = Page(self._type(600.0))
        self._shown: list[Shown] | None = None
        self._lit: int | None = None
        self._hover: int | None = None
        self._found: Found | None = None
        self._after = False
        self._scrolled_s = -1e9
        self._setting_bar = False
        self._folds_s = 0.0
        self._fold_timer = QTimer(self, singleShot=True, interval=0)
        self._fold_timer.timeout.connect(self._find_folds)
        self._keys = Keys()
        self._mouse = Mouse(self, self.viewport(), desk)
        self._correcting = (0, 0)
        self._field = CorrectingField(self.viewport(), self._font)
        self._field.taken.connect(self._take_correction)
        self._field.dropped.connect(self.setFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Transcript")
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.verticalScrollBar().valueChanged.connect(self._bar_moved)
        theme.changed.connect(self._restyle)
        desk.edited.connect(self._edited)
        desk.selection_changed.connect(self._selection_changed)
        desk.playhead_changed.connect(self._playhead_changed)
        desk.hover_changed.connect(self._hover_changed)
        self._page.reset(desk.document.paragraphs)
        self._fold_timer.start()

    # What is where

    def _type(self, width: float) -> Type:
        return Type(self._font, self._theme.tokens, width, self._desk.rate)

    @property
    def _column(self) -> tuple[float, float]:
        """(left edge, width) of the column of text."""
        room = self.viewport().width() - 2 * MARGIN_PX
        width = max(min(self._font.pixelSize() * MEASURE_EM, room), 120)
        return float((self.viewport().width() - width) // 2), float(width)

    def _visible(self) -> list[Shown]:
        if self._shown is None:
            self._shown = self._page.shown(self.viewport().height())
            self._set_bar()
        return self._shown

    def word_rects(self, first: int, stop: int) -> list[QRectF]:
        """Where words are in the viewport; only those seen."""
        return geometry.word_rects(self._desk.document, self._visible(), self._column[0], first, stop)

    def caret_rect(self, position: int, *, after: bool = False) -> QRectF:
        """Where the caret of a position is in the viewport; empty where that is not seen."""
        return geometry.caret_rect(self._desk.document, self._visible(), self._column[0], position, after)

    def mark_rects(self) -> list[tuple[Hit, QRectF]]:
        """The marks that are seen, as they would be hit, and where."""
        document, left = self._desk.document, self._column[0]
        return [
            (
                Hit(shown.number, document.first_word(shown.number), mark=mark, on_text=True),
                rect.translated(geometry.origin(shown, left)),
            )
            for shown in self._visible()
            for mark, rect in zip(shown.laid.composed.marks, shown.laid.mark_rects, strict=True)
        ]

    def hit(self, point: QPointF) -> Hit | None:
        """What lies under a point of the viewport; None where the document is empty."""
        visible = self._visible()
        shown = next((s for s in reversed(visible) if s.y <= point.y()), None)
        label = self._brushes.name_width(shown.laid.paragraph.speaker) if shown else 0.0
        return geometry.hit(self._desk.document, visible, self._column[0], label, point)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the paragraphs that touch what has to be drawn."""
        painter = QPainter(self.viewport())
        clip = event.rect()
        painter.fillRect(clip, self._brushes.page)
        for shown in self._visible():
            if shown.y < clip.bottom() + 1 and shown.y + shown.laid.height > clip.top():
                self._paint_paragraph(painter, shown, clip)
        if not self._desk.document.paragraphs:
            painting.draw_empty(painter, self._brushes, QRectF(self.viewport().rect()))
        if self._mouse.drop is not None:
            painter.fillRect(self.caret_rect(self._mouse.drop), self._brushes.accent)
        elif self._desk.anchor == self._desk.caret and self.hasFocus():
            painter.fillRect(self.caret_rect(self._desk.caret, after=self._after), self._brushes.accent)
        painter.end()

    def _paint_paragraph(self, painter: QPainter, shown: Shown, clip: QRect) -> None:
        document, laid, brushes = self._desk.document, shown.laid, self._brushes
        origin = geometry.origin(shown, self._column[0])
        if origin.y() > clip.top():
            speaker = laid.paragraph.speaker
            corner = QPointF(origin.x(), origin.y() - HEADER_PX)
            time_ = document.time_of(Place(shown.number, 0))
            number = self._desk.speaker_number(speaker)
            painting.draw_header(painter, brushes, corner, speaker, number, time_, self._desk.rate)
        for words_found in self._found.in_paragraph(shown.number) if self._found is not None else ():
            a, b = geometry.words_in(document, shown.number, *words_found)
            painting.draw_chip_of_word(painter, laid.word_rects(a, b), origin, brushes.found)
        a, b = geometry.words_in(document, shown.number, *self._desk.selection)
        if a < b:
            active = self.hasFocus() or self._field.isVisible() or self._found is not None
            colour = brushes.selected if active else brushes.selected_away
            painting.draw_backgrounds(painter, laid.word_rects(a, b), origin, colour)
        for word, colour in ((self._hover, brushes.hover), (self._lit, brushes.lit)):
            a, b = (0, 0) if word is None else geometry.words_in(document, shown.number, word, word + 1)
            if a < b:
                painting.draw_chip_of_word(painter, laid.word_rects(a, b), origin, colour)
        painting.draw_lines(painter, laid, origin, clip.top(), clip.bottom() + 1, brushes.ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = QRectF(clip)
        for mark, inside in zip(laid.composed.marks, laid.mark_rects, strict=True):
            rect = inside.translated(origin)
            if rect.intersects(seen):
                hovered = self._mouse.hover_mark == (shown.number, mark)
                painting.draw_mark(painter, brushes, mark, rect, self._desk.rate, hovered=hovered)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    # Scrolling

    def _set_bar(self) -> None:
        bar, viewport = self.verticalScrollBar(), self.viewport().height()
        self._setting_bar = True
        bar.setPageStep(viewport)
        bar.setSingleStep(int(self._page.type.line_height))
        bar.setRange(0, round(self._page.total(viewport)))
        bar.setValue(round(self._page.value))
        bar.setEnabled(bar.maximum() > 0)
        self._setting_bar = False

    def _bar_moved(self, value: int) -> None:
        if not self._setting_bar:
            self._scrolled_s = time.monotonic()
            self._page.scroll_to(value, self.viewport().height())
            self._moved()

    def _moved(self) -> None:
        """What stands where has changed."""
        self._shown = None
        if self._field.isVisible() and (rects := self.word_rects(*self._correcting)):
            self._field.move(
                self._field.x(), rects[0].toAlignedRect().center().y() - self._field.height() // 2
            )
        self.viewport().update()

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

    def scroll_by(self, pixels: float) -> None:
        """The user scrolls: following the playhead yields for a while."""
        self._scrolled_s = time.monotonic()
        self._page.scroll_by(pixels, self.viewport().height())
        self._moved()

    def show_word(self, word: int, *, share: float = 0.35) -> None:
        """Scroll so that a word is comfortably seen, at `share` of the height; nothing where it is seen."""
        document = self._desk.document
        if not document.word_count:
            return
        word = min(word, document.word_count - 1)
        paragraph = document.place_of_word(word).paragraph
        laid, viewport = self._page.laid(paragraph), self.viewport().height()
        inside = laid.word_rects(*geometry.words_in(document, paragraph, word, word + 1))[0]
        down = HEADER_PX + inside.top()
        for shown in self._visible():
            if shown.number == paragraph and 8 <= shown.y + down <= viewport - 8 - inside.height():
                return
        self._page.bring(paragraph, viewport * share - down, viewport)
        self._moved()

    @property
    def standing(self) -> tuple[int, float]:
        """Where the view stands: the paragraph at its top edge, and how far into it."""
        return self._page.top, self._page.offset

    def stand(self, paragraph: int, offset: float) -> None:
        """Stand there, as nearly as the text allows."""
        last = max(len(self._desk.document.paragraphs) - 1, 0)
        self._page.bring(min(max(paragraph, 0), last), -offset, self.viewport().height())
        self._moved()

    def follow_playhead(self) -> None:
        """Keep the playing word in view, unless the user has just scrolled."""
        if self._lit is not None and time.monotonic() - self._scrolled_s > FOLLOW_AFTER_S:
            self.show_word(self._lit)

    def follow_again(self) -> None:
        """Follow the playhead from now on, whoever scrolled."""
        self._scrolled_s = -1e9

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break lines anew only where the column's width changed."""
        super().resizeEvent(event)
        width = self._column[1]
        if width != self._page.type.width:
            self._page.retype(self._type(width))
        self._page.scroll_by(0.0, self.viewport().height())
        self._moved()

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
        self._field.hide()
        if self._folds_s <= FOLDS_AT_ONCE_S:
            self._find_folds()
        else:
            self._fold_timer.start()
        self._page.scroll_by(0.0, self.viewport().height())
        self._moved()

    def _find_folds(self) -> None:
        self._fold_timer.stop()
        began = time.perf_counter()
        found = folds.folds(self._desk.document)
        self._folds_s = time.perf_counter() - began
        self._page.fold(found)
        self._moved()

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
        self._brushes = painting.Brushes(self._theme)
        self._page.retype(self._type(self._page.type.width))
        self._moved()

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

    def mark_clicked(self, hit: Hit) -> None:
        """Ask for a speaker's name, or bring back what was cut at a mark."""
        if hit.label:
            shown = next(shown for shown in self._visible() if shown.number == hit.paragraph)
            corner = QPoint(round(self._column[0]), round(shown.y))
            size = QSize(round(self._brushes.name_width(shown.laid.paragraph.speaker)), 22)
            self.speaker_clicked.emit(hit.paragraph, QRect(self.viewport().mapToGlobal(corner), size))
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
        viewport = self.viewport().height()
        moved = self._keys.moved(
            event, desk.document, self._page, viewport, desk.anchor, desk.caret, self._after
        )
        if moved is None:
            super().keyPressEvent(event)
            return
        if moved.extend:
            desk.select(desk.anchor, moved.position)
        else:
            desk.select(moved.position)
        self._after = moved.after
        self.show_word(moved.position - 1 if moved.after else moved.position)
        self.viewport().update()

    # Correcting in place

    def correct(self) -> None:
        """Open a field over the chosen words, or over the one after the caret."""
        first, stop = self._desk.chosen()
        if first == stop:
            return
        self.show_word(first)
        self._desk.select(first, stop)
        self._correcting = (first, stop)
        if rects := self.word_rects(first, stop):
            text = text_of(self._desk.document, first, stop)
            self._field.open_over(rects[0].toAlignedRect(), text)

    def _take_correction(self, text: str, on: bool) -> None:
        first, stop = self._correcting
        self.setFocus()
        if " ".join(text.split()) != text_of(self._desk.document, first, stop):
            self._desk.do(lambda document: words.correct(document, first, stop, text))
        following = self._desk.selection[1]
        if on and following < self._desk.document.word_count:
            self._desk.select(following, following + 1)
            self.correct()

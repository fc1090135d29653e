"""Typing into the page: draft text at the caret, or words corrected in place. The page makes room for it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QTextEdit, QWidget

from editor.derive.drafting import drafted
from editor.model import drafts, words
from editor.model.document import Document
from editor.model.edits import Change
from editor.ui.clipboard import text_of
from editor.ui.desk import Desk
from editor.ui.theme import Theme
from editor.ui.transcript.drafting import DraftField
from editor.ui.transcript.inline import CorrectingField
from editor.ui.transcript.laying import HEADER_PX, Opening
from editor.ui.transcript.page import TOP_PX, Page
from editor.ui.transcript.sight import Sight


class Writing(QObject):
    """The two fields over a page. moved: the page makes other room. closed: the page has the keys again."""

    moved = Signal()
    closed = Signal()

    def __init__(self, area: QAbstractScrollArea, desk: Desk, page: Page, sight: Sight, theme: Theme) -> None:
        super().__init__(area)
        self._desk, self._page, self._sight, self._theme = desk, page, sight, theme
        self._span = (0, 0)
        self._after = False
        self._said = ""
        self._draft = DraftField(area.viewport())
        self._draft.taken.connect(self._take_draft)
        self._draft.dropped.connect(self._drop_draft)
        self._draft.grown.connect(self._make_room)
        self._correction = CorrectingField(area.viewport(), page.type.font)
        self._correction.taken.connect(self._take_correction)
        self._correction.dropped.connect(self.closed)
        sight.moved.connect(self._place)
        self.dress()

    @property
    def drafting(self) -> bool:
        """Whether draft text is being written."""
        return self._draft.active

    @property
    def correcting(self) -> bool:
        """Whether words are being corrected."""
        return not self._correction.isHidden()

    @property
    def field(self) -> QTextEdit | QLineEdit | None:
        """What is typed into now."""
        return self._draft if self.drafting else self._correction if self.correcting else None

    def dress(self) -> None:
        """Follow the page's type."""
        type_ = self._page.type
        self._draft.dress(type_.font, type_.line_height, type_.tokens)
        self._correction.setFont(type_.font)

    # How it begins

    def type(self, event: QKeyEvent, *, after: bool) -> None:
        """A letter was typed over the page: it is the first of what is written."""
        self._hand(event, self._begin(after=after))
        if (field := self.field) is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def compose(self, event: QInputMethodEvent, *, after: bool) -> None:
        """An input method composes over the page: the page keeps the focus until it is done with a word.

        To hand the focus on while a word is being composed would end the composing.
        """
        begins = event.preeditString() or event.commitString()
        field = self.field if self.field is not None or not begins else self._begin(after=after)
        if field is None:
            return
        self._hand(event, field)
        if not event.preeditString():
            if self.drafting and not self._draft.text:
                self._draft.end(take=False)
            else:
                field.setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _hand(event: QKeyEvent | QInputMethodEvent, field: QWidget | None) -> None:
        if field is not None:
            QApplication.sendEvent(field, event)

    def _begin(self, *, after: bool) -> QTextEdit | QLineEdit | None:
        if self._desk.modes.correcting:
            self.correct()
        else:
            self.write(after=after)
        return self.field

    def write(self, *, after: bool) -> None:
        """Write at the caret, or over the chosen words; after: at the end of the line before."""
        self._span = self._desk.selection
        self._after = after and self._span[0] == self._span[1] > 0
        self._sight.show_word(max(self._span[0] - self._after, 0))
        self._draft.begin()
        self._make_room()

    def correct(self) -> None:
        """Open a field over the chosen words, or over the one after the caret."""
        first, stop = self._desk.chosen()
        if first == stop:
            return
        self._sight.show_word(first)
        self._desk.select(first, stop)
        self._span = (first, stop)
        self._said = text_of(self._desk.document, first, stop)
        if rects := self._sight.word_rects(first, stop):
            self._correction.open_over(rects[0].toAlignedRect(), self._said)

    def focus(self) -> None:
        """Have the keys."""
        if (field := self.field) is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    # While it goes on

    def _make_room(self) -> None:
        """Have what follows stand below what is written."""
        document = self._desk.document
        if not document.word_count:
            self._place()
            return
        at = self._span[0]
        after = self._after or at == document.word_count
        paragraph = document.place_of_word(at - after).paragraph
        opening = Opening(at - document.first_word(paragraph), after, self._draft.lines)
        self._page.open(paragraph, opening)
        self._sight.changed()
        self._show_end(paragraph)
        self.moved.emit()

    def _show_end(self, paragraph: int) -> None:
        """Scroll on where what is written has come to the lower edge."""
        shown = next((shown for shown in self._sight.visible() if shown.number == paragraph), None)
        if shown is not None:
            lines = self._draft.lines * self._page.type.line_height
            bottom = shown.y + HEADER_PX + shown.laid.opened.y() + lines
            if bottom > self._sight.height - 8:
                self._sight.scroll_by(bottom - self._sight.height + 8)

    def _place(self) -> None:
        """The fields where their words are."""
        if self.drafting:
            self._place_draft()
        elif self.correcting and (rects := self._sight.word_rects(*self._span)):
            middle = rects[0].toAlignedRect().center().y()
            self._correction.move(self._correction.x(), middle - self._correction.height() // 2)

    def _place_draft(self) -> None:
        document, (left, width) = self._desk.document, self._sight.column
        if not document.word_count:
            self._draft.lie(left, TOP_PX + HEADER_PX, width, 0.0, right_to_left=False)
            return
        # The page moves before `follow` is called.
        at_word = min(self._span[0], document.word_count)
        after = (self._after and at_word > 0) or at_word == document.word_count
        number = document.place_of_word(at_word - after).paragraph
        shown = next((shown for shown in self._sight.visible() if shown.number == number), None)
        if shown is None:
            self._draft.move(self._draft.x(), -2 * self._sight.height)
            return
        at, back = shown.laid.opened, shown.laid.right_to_left
        top = round(shown.y) + HEADER_PX + at.y()
        self._draft.lie(left, top, width, width - at.x() if back else at.x(), right_to_left=back)

    def caret_rect(self, in_view: QWidget) -> QRectF:
        """Where the field's own caret is, in a widget's coordinates: candidates are shown beside it."""
        field = self.field
        if field is None:
            return QRectF()
        rect = field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        inside = QRect(rect) if isinstance(rect, QRect) else QRectF(rect).toRect()
        return QRectF(inside.translated(field.mapTo(in_view, QPointF().toPoint())))

    def follow(self) -> None:
        """The document changed: keep a draft, and a correction where its words are still there."""
        document = self._desk.document
        if self.drafting:
            count = document.word_count
            self._span = (min(self._span[0], count), min(self._span[1], count))
            self._after = self._after and self._span[0] > 0
            self._make_room()
        elif self.correcting and (
            self._span[1] > document.word_count or text_of(document, *self._span) != self._said
        ):
            self._correction.hide()

    # How it ends

    def _take_draft(self, text: str) -> None:
        self._page.open(None)
        desk, cutting, after = self._desk, self._desk.session.cutting, self._after
        first, stop = self._span
        paragraphs = drafted(text, desk.rate)

        def edit(document: Document) -> Change:
            if first < stop:
                return drafts.write_over(document, first, stop, paragraphs, cutting)
            return drafts.insert_draft(document, first, paragraphs, cutting, after=after)

        desk.do(edit)
        self._sight.changed()
        self.closed.emit()

    def _drop_draft(self) -> None:
        self._page.open(None)
        self._sight.changed()
        self.closed.emit()

    def _take_correction(self, text: str, on: bool) -> None:
        first, stop = self._span
        self.closed.emit()
        if " ".join(text.split()) != text_of(self._desk.document, first, stop):
            self._desk.do(lambda document: words.correct(document, first, stop, text))
        following = self._desk.selection[1]
        if on and following < self._desk.document.word_count:
            self._desk.select(following, following + 1)
            self.correct()

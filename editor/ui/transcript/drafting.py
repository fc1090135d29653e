"""The writing field: draft text typed in place, in the column of the page and at its lines."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from editor.ui.theme.tokens import Tokens

BLOCK_PX = 4
"""What the field reaches beyond its column on both sides, so that nothing that leans out is cut off."""


class DraftField(QTextEdit):
    """Return or leaving it takes the text, Escape drops it, Shift+Return begins a paragraph.

    grown: it has come to have another number of lines.
    """

    taken = Signal(str)
    dropped = Signal()
    grown = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = True
        self._lines = 1
        self._line_height = 1.0
        self._start = 0.0
        self._right_to_left = False
        self.setAccessibleName("Write draft text")
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCursorWidth(2)
        for setting in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            setting(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().documentLayout().documentSizeChanged.connect(self._count_lines)
        self.hide()

    @property
    def lines(self) -> int:
        """How many lines the text takes."""
        return self._lines

    @property
    def text(self) -> str:
        """What is written, a line for each paragraph."""
        return self.toPlainText()

    @property
    def active(self) -> bool:
        """Whether somebody writes."""
        return not self._over

    def dress(self, font: QFont, line_height: float, tokens: Tokens) -> None:
        """Look like the page's lines, in the colour of drafts."""
        self._line_height = line_height
        self.setFont(font)
        self.setStyleSheet(
            f"QTextEdit {{ background: transparent; border: none; padding: 0; color: {tokens.draft};"
            f" selection-background-color: {tokens.draft}; selection-color: {tokens.page}; }}"
        )

    def begin(self) -> None:
        """Begin with nothing written."""
        self._over = False
        self.clear()
        self._lines = 1

    def lie(self, left: float, top: float, width: float, start: float, *, right_to_left: bool) -> None:
        """Lie in the column at `left`; the first line begins `start` pixels from its leading side."""
        cursor = QTextCursor(self.document())
        format_ = QTextBlockFormat()
        format_.setLineHeight(self._line_height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        format_.setTextIndent(start)
        if right_to_left:
            format_.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if cursor.blockFormat() != format_:
            cursor.joinPreviousEditBlock()
            cursor.setBlockFormat(format_)
            cursor.endEditBlock()
        self.setViewportMargins(BLOCK_PX, 0, BLOCK_PX, 0)
        height = round(self._lines * self._line_height)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setLineWrapColumnOrWidth(round(width))
        self._start, self._right_to_left = start, right_to_left
        left, top, width = round(left) - BLOCK_PX, round(top + self._lift()), round(width) + 2 * BLOCK_PX
        self.setGeometry(QRect(left, top, width, height))
        self.show()

    def _lift(self) -> float:
        """How much lower than here the page has its letters within the height of a line."""
        line, metrics = self.document().firstBlock().layout().lineAt(0), QFontMetricsF(self.font())
        if not line.isValid():
            return 0.0
        page = round((self._line_height - metrics.ascent() - metrics.descent()) / 2) + metrics.ascent()
        return page - line.y() - line.ascent()

    def _count_lines(self) -> None:
        lines = max(self.document().firstBlock().layout().lineCount(), 1)
        if lines != self._lines:
            self._lines = lines
            if self.active:
                self.grown.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return takes, Escape drops; the rest edits the text."""
        keys, shift = (Qt.Key.Key_Return, Qt.Key.Key_Enter), Qt.KeyboardModifier.ShiftModifier
        if event.key() in keys and not event.modifiers() & shift:
            self.end(take=True)
        elif event.key() == Qt.Key.Key_Escape:
            self.end(take=False)
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Plain text, its line breaks as Shift+Return makes them."""
        self.insertPlainText("\u2028".join(source.text().splitlines()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Beside the first line's beginning stands what was said before: a click there is a click away."""
        if self._beside(event.position()):
            event.ignore()
            self.end(take=True)
            return
        super().mousePressEvent(event)

    def _beside(self, point: QPointF) -> bool:
        inside = self.width() - point.x() if self._right_to_left else point.x()
        return point.y() < self._line_height and inside < self._start - 2

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls."""
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving takes the text; a menu or another window is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.end(take=True)

    def end(self, *, take: bool) -> None:
        """Close it, and hand over or drop what was written."""
        if self._over:
            return
        self._over = True
        self.hide()
        if take and self.text.strip():
            self.taken.emit(self.text)
        else:
            self.dropped.emit()

"""The correcting field: a line over the words it corrects. The sound is not touched by it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class CorrectingField(QLineEdit):
    """Return or leaving it takes the text, Tab takes it and goes on to the next word, Escape drops it."""

    taken = Signal(str, bool)
    dropped = Signal()

    def __init__(self, parent: QWidget, font: QFont) -> None:
        super().__init__(parent)
        self._parent = parent
        self._over = False
        self.setFont(font)
        self.setAccessibleName("Correct the words")
        self.setStyleSheet("QLineEdit { padding: 0 6px; }")
        self.textEdited.connect(self._widen)
        self._rect = QRect()
        self.hide()

    def open_over(self, rect: QRect, text: str) -> None:
        """Begin to correct `text`, which stands at `rect` of the parent."""
        self._over = False
        self._rect = rect
        self.setText(text)
        self._widen()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def _widen(self) -> None:
        """Follow the text, inside the parent."""
        wanted = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 40
        room = self._parent.width() - 16
        width = min(max(wanted, self._rect.width() + 20, 64), room)
        left = min(max(self._rect.left() - 7, 8), room + 8 - width)
        height = max(self._rect.height() + 4, 30)
        self.setGeometry(left, self._rect.center().y() - height // 2, width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return takes, Escape drops; the rest edits the line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(take=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._end(take=False)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab would leave the field before `keyPressEvent` saw it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Tab
        ):
            self._end(take=True, on=True)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving takes the text, as a table does; a menu or another window is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._end(take=True)

    def _end(self, *, take: bool, on: bool = False) -> None:
        if self._over or not self.isVisible():
            return
        self._over = True
        self.hide()
        if take:
            self.taken.emit(self.text(), on)
        else:
            self.dropped.emit()

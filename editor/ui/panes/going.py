"""Going to a time: a small field over the clock, which answers what is no time in place."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from editor.model.clock import EXAMPLES, TimeError, read_instant
from editor.model.time import clock_text
from editor.ui.desk import Desk

WIDTH_PX = 296


class TimePopup(QFrame):
    """Return goes there, Escape nowhere. went(instant): on the compilation's clock."""

    went = Signal(int)

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self._desk = desk
        self._field = QLineEdit(clock_text(desk.playhead, desk.rate, tenths=True))
        self._field.setAccessibleName("Go to time")
        self._field.returnPressed.connect(self._go)
        self._field.textEdited.connect(lambda: self._answer(""))
        self._wrong = _lines("", "error")
        self._said = QStackedWidget()
        self._said.addWidget(_lines(f"{EXAMPLES}.", "quiet"))
        self._said.addWidget(self._wrong)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._field)
        column.addWidget(self._said)
        self.setFixedWidth(WIDTH_PX)

    @property
    def wrong(self) -> str:
        """Why the text is no time to go to, or ""."""
        return self._wrong.text()

    def open_above(self, corner: QPoint) -> None:
        """Show it with its lower left corner there, and the present time in it to be typed over."""
        self._field.ensurePolished()  # Its height is that of the look.
        self.adjustSize()
        self.move(corner.x(), corner.y() - self.height())
        self.show()
        self._field.setFocus()
        self._field.selectAll()

    def _go(self) -> None:
        desk = self._desk
        try:
            instant = read_instant(self._field.text(), desk.playhead, desk.document.length, desk.rate)
        except TimeError as error:
            self._answer(str(error))
            self._field.selectAll()
            return
        self.close()
        self.went.emit(instant)

    def _answer(self, sentence: str) -> None:
        self._wrong.setText(sentence)
        self._said.setCurrentIndex(int(bool(sentence)))


def _lines(text: str, role: str) -> QLabel:
    """Room for two lines, so that nothing moves when a sentence takes the place of the hint."""
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setFixedHeight(2 * label.fontMetrics().lineSpacing())
    return label

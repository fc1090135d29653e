"""Markers: a small form for one, and the list of all to go to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.derive.marks import MarkerAt
from editor.model.document import Marker
from editor.model.markers import COLOURS, LONGEST_NAME
from editor.model.time import clock_text
from editor.ui.theme import Theme

NAMES = ("Blue", "Orange", "Green", "Pink", "Amber", "Sky")
"""What the colours are called, in the order of the look's."""

WIDTH_PX = 320
SWATCH_PX = 14


class MarkerPopup(QFrame):
    """Name and colour of one marker. named(name), coloured(number), removed()."""

    named = Signal(str)
    coloured = Signal(int)
    removed = Signal()

    def __init__(self, parent: QWidget, marker: Marker, theme: Theme) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self._old = marker.name
        self._field = QLineEdit(marker.name)
        self._field.setAccessibleName("Name of the marker")
        self._field.setMaxLength(LONGEST_NAME)
        self._field.returnPressed.connect(self._end)
        row = QHBoxLayout()
        row.setSpacing(2)
        for number in range(COLOURS):
            button = QToolButton()
            button.setIcon(swatch(theme, number))
            button.setIconSize(QSize(SWATCH_PX, SWATCH_PX))
            button.setToolTip(NAMES[number])
            button.setAccessibleName(f"{NAMES[number]} marker")
            button.setCheckable(True)
            button.setChecked(number == marker.colour)
            button.clicked.connect(lambda _on=False, number=number: self._colour(number))
            row.addWidget(button)
        row.addStretch(1)
        remove = QPushButton("Remove")
        remove.clicked.connect(self._remove)
        row.addWidget(remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._field)
        column.addLayout(row)
        self.setFixedWidth(WIDTH_PX)

    def open_above(self, corner: QPoint) -> None:
        """Show it with its lower left corner there."""
        self._field.ensurePolished()
        self.adjustSize()
        self.move(corner.x(), corner.y() - self.height())
        self.show()
        self._field.setFocus()
        self._field.selectAll()

    def _end(self) -> None:
        name = " ".join(self._field.text().split())
        self.close()
        if name and name != self._old:
            self.named.emit(name)

    def _colour(self, number: int) -> None:
        self.close()
        self.coloured.emit(number)

    def _remove(self) -> None:
        self.close()
        self.removed.emit()


class MarkerList(QFrame):
    """All markers in order: Return goes to one, F2 asks what it is called, Delete removes it.

    went(time); asked(number); removed(number).
    """

    went = Signal(int)
    asked = Signal(int)
    removed = Signal(int)

    def __init__(self, parent: QWidget, found: Sequence[MarkerAt], rate: int, theme: Theme) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self._found = tuple(found)
        self._list = QListWidget()
        self._list.setAccessibleName("Markers")
        self._list.setIconSize(QSize(SWATCH_PX, SWATCH_PX))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        for mark in found:
            text = f"{clock_text(mark.time, rate)}   {mark.marker.name}"
            self._list.addItem(QListWidgetItem(swatch(theme, mark.marker.colour), text))
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(self._go)
        self._list.itemClicked.connect(self._go)
        hint = QLabel("Return goes there, F2 renames, Delete removes.")
        hint.setProperty("role", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._list)
        column.addWidget(hint)
        self._list.setFixedHeight(min(max(len(self._found), 2), 10) * 28 + 4)
        self.setFixedWidth(WIDTH_PX)

    def open_above(self, corner: QPoint) -> None:
        """Show it with its lower left corner there."""
        self.ensurePolished()
        self.adjustSize()
        self.move(corner.x(), corner.y() - self.height())
        self.show()
        self._list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the list leaves: F2 and Delete, for the one that is current."""
        row = self._list.currentRow()
        signal = {Qt.Key.Key_F2: self.asked, Qt.Key.Key_Delete: self.removed}.get(Qt.Key(event.key()))
        if signal is None or row < 0:
            super().keyPressEvent(event)
            return
        self.close()
        signal.emit(self._found[row].number)

    def _go(self) -> None:
        mark = self._found[self._list.currentRow()]
        self.close()
        self.went.emit(mark.time)


def swatch(theme: Theme, number: int) -> QIcon:
    """A dot in a marker's colour."""
    side = 2 * SWATCH_PX
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.lane(number)))
    painter.drawEllipse(2, 2, side - 4, side - 4)
    painter.end()
    return QIcon(picture)

"""Who says this: a small field at a speaker's label."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget


class SpeakerPopup(QFrame):
    """A name, for this paragraph or everywhere. named(name, everywhere)."""

    named = Signal(str, bool)

    def __init__(self, parent: QWidget, name: str, known: Sequence[str], what: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self._old = name
        self._field = QLineEdit(name)
        self._field.setAccessibleName("Name of the speaker")
        self._field.setMinimumWidth(240)
        completer = QCompleter(self)
        completer.setModel(QStringListModel(list(known), completer))
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._field.setCompleter(completer)
        self._here, self._everywhere = QPushButton(what), QPushButton("Everywhere")
        self._everywhere.setProperty("primary", True)
        self._here.clicked.connect(lambda: self._end(everywhere=False))
        self._everywhere.clicked.connect(lambda: self._end(everywhere=True))
        self._field.returnPressed.connect(lambda: self._end(everywhere=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._here)
        buttons.addWidget(self._everywhere)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._field)
        column.addLayout(buttons)

    def open_at(self, point: QPoint) -> None:
        """Show it with its top left corner there."""
        self.move(point)
        self.show()
        self._field.setFocus()
        self._field.selectAll()

    def _end(self, *, everywhere: bool) -> None:
        name = " ".join(self._field.text().split())
        self.close()
        if name and name != self._old:
            self.named.emit(name, everywhere)

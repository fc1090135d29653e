"""Words as they are recognised, dimmed, until the recording is whole and they are part of the document."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from editor.ui.theme import fonts

SHOWN_WORDS = 40
MEASURE_PX = 544


class Incoming(QWidget):
    """The last words heard; nothing where nobody listens."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        title = QLabel("Words coming in")
        title.setProperty("role", "section")
        self._text = QLabel()
        self._text.setFont(fonts.reading(fonts.READING_PX - 1))
        self._text.setProperty("role", "incoming")
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._text.setMinimumHeight(66)
        inner = QWidget()
        inner.setMaximumWidth(MEASURE_PX)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 8, 0, 12)
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)
        self.hide()

    def hear(self, words: list[str]) -> None:
        """More words have come in."""
        self._words = [*self._words, *words][-SHOWN_WORDS:]
        self._text.setText(" ".join(self._words))
        self.show()

    def end(self) -> None:
        """They are in the document now, or never will be."""
        self._words = []
        self.hide()

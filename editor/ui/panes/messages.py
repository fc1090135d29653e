"""What was done, and what could not be and why: a line that asks for nothing and blocks nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from editor.ui.theme import Theme
from editor.ui.theme.icons import pixmap

TOLD_MS = 4000


class MessageBar(QWidget):
    """Refusals stay until they are closed or something is done; what was done goes by itself."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._kind = "told"
        self._action: Callable[[], object] | None = None
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._do = QPushButton()
        self._do.clicked.connect(self._act)
        self._close = QToolButton()
        self._close.setIconSize(QSize(16, 16))
        self._close.setToolTip("Close the message")
        self._close.setAccessibleName("Close the message")
        self._close.clicked.connect(self.hide)
        self._timer = QTimer(self, singleShot=True, interval=TOLD_MS)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 12, 2)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._do)
        row.addWidget(self._close)
        self.setMinimumHeight(34)
        self.hide()
        theme.changed.connect(self._restyle)

    @property
    def text(self) -> str:
        """What is said now, or ""."""
        return self._text.text() if not self.isHidden() else ""

    def tell(self, sentence: str, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Say what was done; with something to do about it, stay until it is closed."""
        self._show("told", _closed(sentence), action, do)
        if do is None:
            self._timer.start()

    def refuse(self, sentence: str) -> None:
        """Say what could not be done."""
        self._show("refused", sentence, "", None)

    def _show(self, kind: str, text: str, action: str, do: Callable[[], object] | None) -> None:
        self._timer.stop()
        self._kind, self._action = kind, do
        self._text.setText(text)
        self._do.setText(action)
        self._do.setVisible(do is not None)
        self._restyle()
        self.show()

    def _act(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()

    def _restyle(self) -> None:
        tokens = self._theme.tokens
        refused = self._kind == "refused"
        self._sign.setPixmap(
            pixmap("warning" if refused else "saved", tokens.error if refused else tokens.quiet, 16)
        )
        self._close.setIcon(self._theme.icon("close"))


def _closed(sentence: str) -> str:
    return sentence if sentence[-1:] in ".!?" else f"{sentence}."

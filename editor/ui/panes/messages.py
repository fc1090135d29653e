"""What could not be done and why, and what has come to its end: a card over the page that blocks nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from editor.ui.theme import Theme
from editor.ui.theme.icons import pixmap

WIDEST_PX = 680
MARGIN_PX = 12


class MessageBar(QFrame):
    """Lies over the lower edge of another widget, so that nothing moves when it comes; stays until closed."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("message")
        self._theme = theme
        self._over: QWidget = parent
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
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._do)
        row.addWidget(self._close)
        self.setMinimumHeight(40)
        self.hide()
        theme.changed.connect(self._restyle)

    @property
    def text(self) -> str:
        """What is said now, or ""."""
        return self._text.text() if not self.isHidden() else ""

    @property
    def offers(self) -> bool:
        """Whether what is said now comes with something to be done."""
        return not self.isHidden() and self._action is not None

    def tell(self, sentence: str, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Say what came to its end, and what can be done with it."""
        self._show("told", _closed(sentence), action, do)

    def refuse(self, sentence: str, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Say what could not be done, and what can be done instead."""
        self._show("refused", sentence, action, do)

    def _show(self, kind: str, text: str, action: str, do: Callable[[], object] | None) -> None:
        self._kind, self._action = kind, do
        self._text.setText(text)
        self._do.setText(action)
        self._do.setVisible(do is not None)
        self._restyle()
        self.show()
        self.raise_()
        self.place()

    def lie_over(self, widget: QWidget) -> None:
        """Lie over the lower edge of `widget`, a descendant of the parent, from now on."""
        self._over.removeEventFilter(self)
        self._over = widget
        widget.installEventFilter(self)
        self.place()

    def place(self) -> None:
        """Take the place that the text needs."""
        parent, over = self._parent, self._over
        corner = over.mapTo(parent, QPoint(0, 0)) if over is not parent else QPoint(0, 0)
        width = min(WIDEST_PX, over.width() - 2 * MARGIN_PX)
        height = max(self.heightForWidth(width), self.minimumHeight())
        left = corner.x() + (over.width() - width) // 2
        self.setGeometry(left, corner.y() + over.height() - height - MARGIN_PX, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what it lies over."""
        if watched is self._over and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.place()
        return super().eventFilter(watched, event)

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

"""The quiet line over a pane: its name, what can be done with it, and a cross."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from editor.ui.theme import Theme

HEIGHT_PX = 28


class TitleBar(QWidget):
    """Drags its pane; where a tab says the name already, it makes itself flat.

    closed: the cross was pressed. asked: the menu was; it is to open at the button.
    """

    closed = Signal()
    asked = Signal()

    def __init__(self, title: str, theme: Theme) -> None:
        super().__init__()
        self._theme, self._flat = theme, False
        self.setObjectName("title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        label = QLabel(title)
        label.setProperty("role", "section")
        self.menu_button = _button(f"Move or float {title}")
        self.menu_button.clicked.connect(self.asked)
        self._close = _button(f"Close {title}")
        self._close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 4, 0)
        row.setSpacing(0)
        row.addWidget(label, 1)
        row.addWidget(self.menu_button)
        row.addWidget(self._close)
        theme.changed.connect(self._restyle)
        self._restyle()

    def flatten(self, flat: bool) -> None:
        """Take no room, or the usual."""
        if flat != self._flat:
            self._flat = flat
            for part in self.findChildren(QWidget):
                part.setVisible(not flat)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """One quiet row."""
        return QSize(120, 0 if self._flat else HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        """The buttons; the name may be cut."""
        return QSize(64, 0 if self._flat else HEIGHT_PX)

    def _restyle(self) -> None:
        self.menu_button.setIcon(self._theme.icon("more"))
        self._close.setIcon(self._theme.icon("close"))


def _button(name: str) -> QToolButton:
    made = QToolButton()
    made.setIconSize(QSize(14, 14))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setProperty("small", True)
    return made

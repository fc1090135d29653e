"""A part of a pane under a heading that folds it away, and rows of facts to put into one."""

from __future__ import annotations

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from editor.ui.theme import Theme

LABEL_PX = 72


class Section(QWidget):
    """A heading and a body. Whether it is folded is remembered by its title."""

    def __init__(self, title: str, body: QWidget, theme: Theme, settings: QSettings) -> None:
        super().__init__()
        self._theme, self._settings, self._body = theme, settings, body
        self._key = f"folded/{title}"
        self._head = QToolButton()
        self._head.setText(title)
        self._head.setCheckable(True)
        self._head.setProperty("heading", True)
        self._head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._head.setIconSize(QSize(14, 14))
        self._head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._head.setToolTip(f"Shows or folds away what is said under {title}")
        self._head.toggled.connect(self._toggled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(body)
        theme.changed.connect(self._restyle)
        self._head.setChecked(not settings.value(self._key, False, bool))
        self._toggled(self._head.isChecked())

    def _toggled(self, shown: bool) -> None:
        self._body.setVisible(shown)
        if shown:
            self._settings.remove(self._key)
        else:
            self._settings.setValue(self._key, True)
        self._restyle()

    def _restyle(self) -> None:
        self._head.setIcon(self._theme.icon("down" if self._head.isChecked() else "right"))


class Facts(QWidget):
    """Rows of a quiet label and what is so."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, LABEL_PX)
        self._grid.setColumnStretch(1, 1)
        self._shown: tuple[tuple[str, str], ...] = ()

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """These and no others; an empty label goes on with the row above."""
        if facts == self._shown:
            return
        self._shown = facts
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, value) in enumerate(facts):
            self._grid.addWidget(quiet(name), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value_label(value), row, 1)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What is shown."""
        return self._shown


def quiet(text: str = "") -> QLabel:
    """A small label."""
    label = QLabel(text)
    label.setProperty("role", "quiet")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def value_label(text: str) -> QLabel:
    """What is so, to be marked and copied with the mouse; wraps anywhere rather than being cut."""
    label = QLabel(text)
    label.setProperty("role", "fact")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setToolTip(text)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label

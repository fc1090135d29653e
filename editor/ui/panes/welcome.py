"""What is seen with no project open: how to begin."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.theme import Theme
from editor.ui.theme.icons import pixmap


class DropPlace(QFrame):
    """A dashed field that says that files can be dropped."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text = QLabel("Drop a recording here")
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        more = QLabel("Any audio or video file; its words appear as they are recognised.")
        more.setProperty("role", "quiet")
        more.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(8)
        for label in (self._icon, text, more):
            column.addWidget(label)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self._icon.setPixmap(pixmap("wave", self._theme.tokens.accent, 40))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """A dashed line around a page."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self._theme.tokens.quiet), 1.2)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(self._theme.tokens.page))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 10, 10)
        painter.end()


class Welcome(QWidget):
    """New, open, recent projects, and a place to drop a file."""

    new = Signal()
    open = Signal()
    recent = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        title = QLabel("Wordtape")
        title.setProperty("role", "title")
        about = QLabel("Edit a recording by editing its words.")
        about.setProperty("role", "quiet")
        new, open_ = QPushButton("New project…"), QPushButton("Open project…")
        new.setProperty("primary", True)
        new.clicked.connect(self.new)
        open_.clicked.connect(self.open)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(new)
        buttons.addWidget(open_)
        buttons.addStretch()
        self._heading = QLabel("Recent projects")
        self._heading.setProperty("role", "section")
        self._list = QListWidget()
        self._list.setAccessibleName("Recent projects")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemActivated.connect(self._activated)
        self._list.itemClicked.connect(self._activated)
        inner = QVBoxLayout()
        inner.setSpacing(8)
        inner.addStretch(2)
        inner.addWidget(title)
        inner.addWidget(about)
        inner.addSpacing(12)
        inner.addLayout(buttons)
        inner.addSpacing(16)
        inner.addWidget(DropPlace(theme))
        inner.addSpacing(16)
        inner.addWidget(self._heading)
        inner.addWidget(self._list)
        inner.addStretch(3)
        column = QWidget()
        column.setLayout(inner)
        column.setFixedWidth(480)
        row = QHBoxLayout(self)
        row.addStretch()
        row.addWidget(column)
        row.addStretch()

    def show_recent(self, projects: Sequence[Path]) -> None:
        """List these, the latest first."""
        self._list.clear()
        for path in projects:
            item = QListWidgetItem(self._theme.icon("folder"), path.name.removesuffix(".wordtape"))
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(str(path))
            item.setSizeHint(QSize(0, 32))
            self._list.addItem(item)
        self._heading.setVisible(bool(projects))
        self._list.setVisible(bool(projects))
        self._list.setFixedHeight(32 * min(len(projects), 6) + 4)

    def _activated(self, item: QListWidgetItem) -> None:
        self.recent.emit(item.data(Qt.ItemDataRole.UserRole))

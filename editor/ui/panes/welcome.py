"""What is seen with no project open: how to begin."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from editor.ui.panes.recents import Recents
from editor.ui.recent import Recent
from editor.ui.theme import Theme
from editor.ui.theme.icons import pixmap


class DropPlace(QAbstractButton):
    """A dashed field that says that files can be dropped; a click or Return chooses one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("Drop a recording here, or choose one")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icon = QLabel()
        text = QLabel("Drop a recording here, or click to choose one")
        more = QLabel("Any audio or video file. Its words appear as they are recognised.")
        more.setProperty("role", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(8)
        for label in (self._icon, text, more):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        theme.changed.connect(self._restyle)
        self._restyle()

    def sizeHint(self) -> QSize:
        """What its lines need."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return is as good as Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        self._icon.setPixmap(pixmap("wave", self._theme.tokens.accent, 40))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """A dashed line around a page, in the accent where it has the focus or the pointer."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lively = self.hasFocus() or self.underMouse()
        pen = QPen(QColor(tokens.accent if lively else tokens.quiet), 1.6 if self.hasFocus() else 1.2)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.page))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 10, 10)
        painter.end()


class Welcome(QWidget):
    """New, open, an example, recent projects, and a place to drop a file.

    recent, forgotten: the path of a project. choosing: a recording is to be chosen from disk.
    """

    new = Signal()
    open = Signal()
    example = Signal()
    choosing = Signal()
    recent = Signal(str)
    forgotten = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        title = QLabel("Wordtape")
        title.setProperty("role", "title")
        about = QLabel("Edit a recording by editing its words. Everything stays on this machine.")
        about.setProperty("role", "quiet")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for text, signal, hint in (
            ("New project…", self.new, "Begin with an empty project where you want it."),
            ("Open project…", self.open, "Open a project that is on this machine."),
            ("Try the example", self.example, "Open a copy of the example project, yours to play with."),
        ):
            button = QPushButton(text)
            button.setToolTip(hint)
            button.clicked.connect(signal)
            buttons.addWidget(button)
        buttons.addStretch()
        place = DropPlace(theme)
        place.clicked.connect(self.choosing)
        self._heading = QLabel("Recent projects")
        self._heading.setProperty("role", "section")
        self._list = Recents(theme)
        self._list.opened.connect(self.recent)
        self._list.forgotten.connect(self.forgotten)
        inner = QVBoxLayout()
        inner.setSpacing(8)
        inner.addStretch(2)
        inner.addWidget(title)
        inner.addWidget(about)
        inner.addSpacing(12)
        inner.addWidget(place)
        inner.addSpacing(8)
        inner.addLayout(buttons)
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

    def show_recent(self, projects: Sequence[Recent]) -> None:
        """List these, the latest first."""
        self._list.show_projects(projects)
        self._heading.setVisible(bool(projects))
        self._list.setVisible(bool(projects))

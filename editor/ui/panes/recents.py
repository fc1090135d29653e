"""The projects of late: two lines each, what is missing told, removed from the list with Delete."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from editor.model.time import clock_text
from editor.ui.recent import Recent
from editor.ui.theme import Theme, fonts
from editor.ui.theme.tokens import blend

ROW_PX = 48
ROWS_SHOWN = 5

_PROJECT = Qt.ItemDataRole.UserRole
_MARGIN_PX = 12


class RecentRow(QStyledItemDelegate):
    """A title, and under it how long, opened when, and where."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = fonts.chrome(weight=QFont.Weight.DemiBold)
        self._small = fonts.chrome(fonts.SMALL_PX)

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        """Two lines."""
        return QSize(200, ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The title in ink, quiet where the project is gone."""
        tokens, rect = self._theme.tokens, QRect(option.rect)
        state = option.state
        chosen, hover = QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_MouseOver
        if state & (chosen | hover):
            shade = (
                blend(tokens.accent, tokens.pane, 0.18)
                if state & chosen
                else blend(tokens.ink, tokens.pane, 0.07)
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shade))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 6, 6)
        project: Recent = index.data(_PROJECT)
        inside = rect.adjusted(_MARGIN_PX, 6, -_MARGIN_PX, -6)
        half = inside.height() // 2
        for font, colour, text, top in (
            (self._title, tokens.ink if project.there else tokens.quiet, project.title, inside.top()),
            (self._small, tokens.quiet, told(project), inside.top() + half),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            line = QRect(inside.left(), top, inside.width(), half)
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, elided)


class Recents(QListWidget):
    """Return or a click opens; Delete removes from the list, never from the disk."""

    opened = Signal(str)
    forgotten = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName("Recent projects")
        self.setToolTip("Return opens; Delete removes from this list and leaves the project alone.")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(RecentRow(theme, self))
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.itemActivated.connect(self._open)
        self.itemClicked.connect(self._open)

    def show_projects(self, projects: Sequence[Recent]) -> None:
        """List these."""
        self.clear()
        for project in projects:
            item = QListWidgetItem(f"{project.title}, {told(project)}")
            item.setData(_PROJECT, project)
            item.setToolTip(str(project.path))
            self.addItem(item)
        self.setFixedHeight(ROW_PX * min(len(projects), ROWS_SHOWN) + 4)
        if projects:
            self.setCurrentRow(0)
            self.clearSelection()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Enter open on every system; Delete forgets."""
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.forgotten.emit(str(item.data(_PROJECT).path))
        elif item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(item)
        else:
            super().keyPressEvent(event)

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(str(item.data(_PROJECT).path))

    def _open_menu(self, at: QPoint) -> None:
        item = self.itemAt(at)
        if item is None:
            return
        path = str(item.data(_PROJECT).path)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Open", lambda: self.opened.emit(path))
        menu.addAction("Remove from the List", lambda: self.forgotten.emit(path))
        menu.popup(self.viewport().mapToGlobal(at))


def told(project: Recent) -> str:
    """What is known of a project, in one line."""
    folder = _short(project.path.parent)
    if not project.there:
        return f"Not found in {folder} any more"
    known = project.about
    parts = [clock_text(round(known.length_s), 1)] if known.words or known.length_s else []
    if known.opened:
        parts.append(f"opened {_day(known.opened)}")
    return "  ·  ".join((*parts, folder))


def _day(moment: float) -> str:
    day, today = date.fromtimestamp(moment), date.fromtimestamp(time.time())
    days = (today - day).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    return f"{days} days ago" if days < 7 else f"on {day:%d %B %Y}".replace(" 0", " ")


def _short(folder: Path) -> str:
    home = Path.home()
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)

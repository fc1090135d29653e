"""The named versions of a project: a list to go back from, and to rename and remove in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QMenu

from editor.store import Version
from editor.ui.moments import date_and_time, day_or_time, local_now, when
from editor.ui.panes.rows import HEIGHT_PX, Role, RowDelegate
from editor.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

MOST_ROWS = 6
"""So many are seen without scrolling."""


class _Names(QAbstractListModel):
    """One row for each version, the newest first. renamed(old, new): somebody typed another name."""

    renamed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.versions: Sequence[Version] = ()

    def show_versions(self, versions: Sequence[Version]) -> None:
        self.beginResetModel()
        self.versions = versions[::-1]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.versions)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        version = self.versions[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return version.name
        if role == Role.WHEN:
            return when(version.made, local_now())
        if role == Role.BRIEFLY:
            return day_or_time(version.made, local_now())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            how = "\nDouble-click to go back to it" if role == Qt.ItemDataRole.ToolTipRole else ""
            gone = "" if version.revision is not None else "\nThe edits that led to it are no longer kept"
            return f"Version “{version.name}”\n{date_and_time(version.made, local_now())}{gone}{how}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.renamed.emit(self.versions[index.row()].name, str(value))
        return True


class VersionList(QListView):
    """Return or a double click goes back, F2 renames, Delete removes; each is in the menu too.

    wanted, removed: of a name. renamed(old, new).
    """

    wanted = Signal(str)
    removed = Signal(str)
    renamed = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rows")
        self.setAccessibleName("Versions")
        self._names = _Names()
        self._delegate = RowDelegate(theme)
        self.setModel(self._names)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.doubleClicked.connect(lambda _index: self.go())
        # What is typed is told after the editor has closed: the names may be read anew then.
        self._names.renamed.connect(self.renamed, Qt.ConnectionType.QueuedConnection)
        theme.changed.connect(self.viewport().update)

    @property
    def current(self) -> str | None:
        """The name of the version that is meant, or None."""
        index = self.currentIndex()
        return self._names.versions[index.row()].name if index.isValid() else None

    def show_versions(self, versions: Sequence[Version]) -> None:
        """Show these; the one that was meant stays so where it is still there."""
        row, name = self.currentIndex().row(), self.current
        known = [version.name for version in self._names.versions]
        self._names.show_versions(versions)
        now = [version.name for version in self._names.versions]
        fresh = [name for name in now if name not in known] if known else []
        name = fresh[0] if len(fresh) == 1 else name
        if name in now:
            self.setCurrentIndex(self._names.index(now.index(name)))
        elif row >= 0 and now:
            self.setCurrentIndex(self._names.index(min(row, len(now) - 1)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as there are rows, up to so many."""
        rows = min(max(self._names.rowCount(), 1), MOST_ROWS)
        return QSize(208, rows * HEIGHT_PX + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        """One row."""
        return QSize(140, HEIGHT_PX)

    def go(self) -> None:
        """Go back to the version that is meant."""
        if self.current is not None:
            self.wanted.emit(self.current)

    def remove(self) -> None:
        """Remove the version that is meant."""
        if self.current is not None:
            self.removed.emit(self.current)

    def rename(self) -> None:
        """Have the name of the version that is meant typed over."""
        self.edit(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes, on every system; elsewhere it would edit."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove()
        elif event.key() == Qt.Key.Key_F2:
            self.rename()
        else:
            super().keyPressEvent(event)

    def _open_menu(self, at: QPoint) -> None:
        if self.indexAt(at).isValid():
            self.open_menu(self.viewport().mapToGlobal(at))

    def open_menu(self, at: QPoint) -> None:
        """What can be done with the version that is meant."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Behind the tab stands the key alone: the list itself knows it.
        menu.addAction("Go to This Version\tReturn", self.go)
        menu.addAction("Rename…\tF2", self.rename)
        menu.addAction("Remove\tDel", self.remove)
        menu.popup(at)

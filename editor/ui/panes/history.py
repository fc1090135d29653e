"""Every edit by its sentence, and the versions that have names: a click goes there."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.desk import Desk
from editor.ui.dialogs.naming import NameVersion
from editor.ui.panes.messages import MessageBar
from editor.ui.panes.rows import HEIGHT_PX, RowDelegate
from editor.ui.panes.steps import Steps
from editor.ui.panes.versions import VersionList
from editor.ui.theme import Theme
from editor.ui.travelling import Travelling
from editor.ui.versioning import Versioning
from editor.ui.working import Work


class StepList(QTableView):
    """The history, oldest first. A click or Return goes to a step; the present one is kept in view.

    A table of one column: unlike Qt's list it asks nothing of the rows that are not seen, and there may be a
    hundred thousand. dropped: an edit took the place of undone ones, so that versions of those have none in
    the history now.
    """

    dropped = Signal()

    def __init__(self, desk: Desk, travelling: Travelling, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rows")
        self.setAccessibleName("History")
        self._travelling = travelling
        self.steps = Steps(desk.session.history)
        self._delegate = RowDelegate(theme)
        self.setModel(self.steps)
        self.setItemDelegate(self._delegate)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(HEIGHT_PX)
        rows.setDefaultSectionSize(HEIGHT_PX)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._go)
        desk.edited.connect(self._edited)
        theme.changed.connect(self.viewport().update)
        self._come_to_present()

    def minimumSizeHint(self) -> QSize:
        """A few rows."""
        return QSize(140, 3 * HEIGHT_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes, on every system; Home and End are those of the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            last = self.steps.rowCount() - 1
            self.setCurrentIndex(self.steps.index(0 if event.key() == Qt.Key.Key_Home else last))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """However high it becomes, the present stays in view."""
        super().resizeEvent(event)
        self._come_to_present()

    def _go(self, index: QModelIndex) -> None:
        if index.isValid():
            self._travelling.go(index.row())

    def _edited(self) -> None:
        gone = self.steps.follow()
        self._come_to_present()
        if gone:
            self.dropped.emit()

    def _come_to_present(self) -> None:
        present = self.steps.index(self.steps.revision)
        self.setCurrentIndex(present)
        self.scrollTo(present, QTableView.ScrollHint.EnsureVisible)


class HistoryPane(QWidget):
    """Versions over steps."""

    def __init__(self, desk: Desk, work: Work, messages: MessageBar, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.versioning = Versioning(desk, work, messages)
        self.steps = StepList(desk, Travelling(desk, work), theme)
        self.versions = VersionList(theme)
        self._save = QToolButton()
        self._save.setToolTip("Save a version")
        self._save.setAccessibleName("Save a version")
        self._save.setIconSize(QSize(16, 16))
        self._save.clicked.connect(self.ask_version)
        self._none = QLabel("Save a version to come back to it later, whatever you edit.")
        self._none.setProperty("role", "quiet")
        self._none.setWordWrap(True)
        self._none.setContentsMargins(8, 0, 8, 4)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.addWidget(_section("Versions"), 1)
        head.addWidget(self._save)
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedHeight(1)
        title = _section("Edits")
        title.setContentsMargins(8, 4, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._none)
        column.addWidget(self.versions)
        column.addWidget(line)
        column.addWidget(title)
        column.addWidget(self.steps, 1)
        self.versions.wanted.connect(self.versioning.go)
        self.versions.removed.connect(self.versioning.remove)
        self.versions.renamed.connect(self.versioning.rename)
        self.versioning.changed.connect(self._show)
        self.steps.dropped.connect(self.versioning.refresh)
        theme.changed.connect(self._restyle)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocusProxy(self.steps)
        self._restyle()
        self._show()

    def sizeHint(self) -> QSize:
        """A sentence and a time."""
        return QSize(248, 400)

    def ask_version(self) -> None:
        """Ask for a name and save the document under it."""
        dialog = NameVersion(self.window(), self.versioning.suggested(), self.versioning.save)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _show(self) -> None:
        versions = self.versioning.versions
        self.versions.show_versions(versions)
        self.versions.setVisible(bool(versions))
        self._none.setVisible(not versions)
        self.steps.steps.name(self.versioning.named)

    def _restyle(self) -> None:
        self._save.setIcon(self._theme.icon("add"))


def _section(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "section")
    return label

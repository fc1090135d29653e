"""The left half of the models window: filters, the list, what is to be said where it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from editor.app.catalogue import Catalogue, Unusable
from editor.app.project_recordings import ProjectRecording
from editor.ui.models.filters import FilterBar
from editor.ui.models.table import NAME, WIDTHS_PX, ModelsTable
from editor.ui.theme import Theme
from editor.ui.wording import kilohertz

if TYPE_CHECKING:
    from enhance.registry import Model


class Shelf(QWidget):
    """The models that are let through. chosen: another one, or none, is meant now. opened: read its card."""

    chosen = Signal()
    opened = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._catalogue = Catalogue()
        self._chosen = ""
        self.filters = FilterBar()
        self.filters.changed.connect(self._refill)
        self.table = ModelsTable(theme)
        self.view = QTreeView()
        self.view.setModel(self.table)
        self.view.setObjectName("rows")
        self.view.setAccessibleName("Models")
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setAllColumnsShowFocus(True)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setIconSize(QSize(16, 16))
        self.view.setSortingEnabled(True)
        self.view.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
        self.view.header().setStretchLastSection(True)
        self.view.header().setMinimumSectionSize(48)
        for number, width in enumerate(WIDTHS_PX):
            self.view.setColumnWidth(number, width)
        self.view.selectionModel().currentRowChanged.connect(self._moved)
        self.view.activated.connect(lambda _index: self.opened.emit())
        self._sentence = QLabel()
        self._sentence.setProperty("role", "quiet")
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._clear = QPushButton("Clear Filters")
        self._clear.clicked.connect(self._clear_filters)
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch()
        column.addWidget(self._sentence)
        column.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.filters)
        whole.addWidget(self._stack, 1)

    def minimumSizeHint(self) -> QSize:
        """Three fields beside each other."""
        return QSize(340, 200)

    def sizeHint(self) -> QSize:
        """Every column."""
        return QSize(sum(WIDTHS_PX) + 24, 480)

    @property
    def row(self) -> Model | Unusable | None:
        """What is chosen, or None."""
        number = self.table.row_of(self._chosen)
        return None if number is None else self.table.at(number)

    def show_catalogue(self, catalogue: Catalogue, recordings: Sequence[ProjectRecording]) -> None:
        """List these; what is chosen stays so where it is still there."""
        self._catalogue = catalogue
        self.filters.offer(catalogue.models, recordings)
        self._refill()

    def choose(self, name: str) -> None:
        """Mean the model of that id, also where filters hide it."""
        if self.table.row_of(name) is None and any(one.id == name for one in self._catalogue.models):
            self.filters.clear()
        self._chosen = name
        self._show_choice()
        self.chosen.emit()

    def _refill(self) -> None:
        sieve = self.filters.sieve
        rows: list[Model | Unusable] = [one for one in self._catalogue.models if sieve.lets(one)]
        rows += [one for one in self._catalogue.unusable if sieve.text.casefold() in one.id.casefold()]
        self.table.show(rows, self.filters.condition)
        self._stack.setCurrentIndex(int(not rows))
        self._sentence.setText(self._why_empty())
        self._clear.setVisible(bool(self._catalogue.models))
        if self.table.row_of(self._chosen) is None:
            self._chosen = self.table.at(0).id if rows else ""
        self._show_choice()
        self.chosen.emit()

    def _why_empty(self) -> str:
        if not self._catalogue.models:
            return "There is no model yet. Add… takes one in from a file, Train… makes one from recordings."
        sieve = self.filters.sieve
        rates = [model.rate for model in self._catalogue.models]
        if sieve.rate is not None and sieve.rate > max(rates):
            return f"No model makes sound at {kilohertz(sieve.rate)}. Train… makes one from recordings."
        return "No model is like that."

    def _show_choice(self) -> None:
        number = self.table.row_of(self._chosen)
        if number is None:
            return
        index = self.table.index(number, NAME)
        flags = QItemSelectionModel.SelectionFlag
        chosen = self.view.selectionModel()
        chosen.blockSignals(True)
        chosen.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        chosen.blockSignals(False)
        self.view.scrollTo(index)
        self.view.viewport().update()

    def _moved(self, *_indices: object) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self._chosen = str(index.data(Qt.ItemDataRole.UserRole))
            self.chosen.emit()

    def _clear_filters(self) -> None:
        self.filters.clear()
        self.view.setFocus()

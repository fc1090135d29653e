"""The list of models as Qt shows it: what each column says of a model, and by what it is sorted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from editor.app.catalogue import FIGURES, Unusable, fault, origin
from editor.ui.theme import Theme
from editor.ui.wording import kilohertz, megabytes

if TYPE_CHECKING:
    from enhance.registry import Model

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

NAME, TASK, FROM, TO, LSD, VISQOL, SIZE, WHOSE = range(8)
TITLES = ("Model", "Task", "From", "To", "LSD", "ViSQOL", "Size", "Where From")
WIDTHS_PX = (148, 84, 104, 76, 60, 68, 72, 84)
FIGURE_OF = {LSD: "lsd", VISQOL: "visqol"}
_HINTS = {
    FROM: "Up to where the recordings reach that it is for",
    TO: "Up to which sampling rate it makes sound",
    **{column: FIGURES[name][1] for column, name in FIGURE_OF.items()},
}


class _Cell(NamedTuple):
    """What is shown, and what it is sorted by; None comes last, whichever way."""

    text: str
    key: Any


class ModelsTable(QAbstractTableModel):
    """Models and those that cannot be used, in the order of one column. Each row has its id as user data."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[Model | Unusable] = []
        self._wrong: dict[str, str] = {}
        self._condition = ""
        self._column, self._order = NAME, Qt.SortOrder.AscendingOrder

    def show(self, rows: Sequence[Model | Unusable], condition: str) -> None:
        """List these; figures are those at `condition`."""
        self.beginResetModel()
        self._rows, self._condition = list(rows), condition
        # It looks at the disk, which is not to be done for every painted cell.
        self._wrong = {row.id: trouble_of(row) for row in rows}
        self._put_in_order()
        self.endResetModel()

    def row_of(self, name: str) -> int | None:
        """Where the model of that id is."""
        return next((number for number, row in enumerate(self._rows) if row.id == name), None)

    def at(self, row: int) -> Model | Unusable:
        """What is shown there."""
        return self._rows[row]

    # For Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        """One for each."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The same for all."""
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Titles, and what they mean."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Role.DisplayRole:
                return TITLES[section]
            if role == Role.ToolTipRole:
                return _HINTS.get(section)
            if role == Role.TextAlignmentRole:
                return _alignment(section)
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Text, a sign where something is wrong, and what that is."""
        row, column = self._rows[index.row()], index.column()
        if role == Role.DisplayRole:
            return self._cell(row, column).text
        if role == Role.UserRole:
            return row.id
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        wrong = self._wrong[row.id]
        if role == Role.DecorationRole and column == NAME and wrong:
            return self._theme.icon("warning")
        if role == Role.ToolTipRole:
            return wrong or self._hint(row, column)
        if role == Role.AccessibleTextRole:
            said = self._cell(row, column).text
            return f"{said}. {wrong}" if wrong and column == NAME else said
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By one column; equals stay by name."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._rows[index.row()].id for index in before]
        self._column, self._order = column, order
        self._put_in_order()
        for index, name in zip(before, ids, strict=True):
            row = self.row_of(name)
            assert row is not None
            self.changePersistentIndex(index, self.index(row, index.column()))
        self.layoutChanged.emit()

    def _put_in_order(self) -> None:
        self._rows.sort(key=lambda row: row.id)
        key: Callable[[Model | Unusable], Any] = lambda row: self._cell(row, self._column).key  # noqa: E731
        known = [row for row in self._rows if key(row) is not None]
        rest = [row for row in self._rows if key(row) is None]
        known.sort(key=key, reverse=self._order is Qt.SortOrder.DescendingOrder)
        self._rows = known + rest

    def _cell(self, row: Model | Unusable, column: int) -> _Cell:
        if column == NAME:
            return _Cell(row.id, row.id)
        if isinstance(row, Unusable):
            return _Cell("Yours", "Yours") if column == WHOSE else _Cell("", None)
        low, high = row.input_bandwidth_hz
        if column in FIGURE_OF:
            return self._figure(row, FIGURE_OF[column])
        return (
            _Cell(row.task, row.task),
            _Cell(f"{low / 1000:g}–{high / 1000:g} kHz", (low, high)),
            _Cell(kilohertz(row.rate), row.rate),
            _Cell("", None),
            _Cell("", None),
            _Cell(megabytes(row.bytes), row.bytes),
            _Cell(origin(row), origin(row)),
        )[column - TASK]

    def _figure(self, model: Model, name: str) -> _Cell:
        value = model.metrics.get(self._condition, {}).get(name)
        if value is None:
            return _Cell("–", None)
        return _Cell(f"{value:.2f}" + "*" * (self._condition in model.claimed), value)

    def _hint(self, row: Model | Unusable, column: int) -> str | None:
        if isinstance(row, Unusable) or column not in FIGURE_OF:
            return row.id if column == NAME else None
        if self._condition not in row.metrics:
            return "It was not measured at these rates; Measure… does it."
        return "Its card claims this; it was not measured here." if self._condition in row.claimed else None


def trouble_of(row: Model | Unusable) -> str:
    """Why it cannot be used, in a sentence; "" where it can."""
    if isinstance(row, Unusable):
        return f"This model cannot be used: its card is damaged. {row.why}"
    return fault(row)


def _alignment(column: int) -> Qt.AlignmentFlag:
    right = column in (LSD, VISQOL, SIZE)
    return Qt.AlignmentFlag.AlignVCenter | (
        Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    )

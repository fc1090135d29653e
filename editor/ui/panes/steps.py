"""The history as rows: one for each revision, the beginning first, read as they come into view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from editor.model.history import History
from editor.ui.moments import date_and_time, day_or_time, local_now, when
from editor.ui.panes.rows import Role, State

Index = QModelIndex | QPersistentModelIndex

BEGINNING = "New project"
_STANDS = {State.PLAIN: "", State.NOW: ", where the document is", State.UNDONE: ", undone"}


class Steps(QAbstractListModel):
    """Row n is revision n. `follow` is to be called after every change of the history.

    now: the time on the wall.
    """

    def __init__(self, history: History, now: Callable[[], datetime] = local_now) -> None:
        super().__init__()
        self._history = history
        self._now = now
        self._shown = list(history.steps)
        self._revision = history.revision
        self._named: Mapping[int, Sequence[str]] = {}

    @property
    def revision(self) -> int:
        """The row where the document is."""
        return self._revision

    def follow(self) -> bool:
        """Take over what has happened; returns whether steps are gone."""
        history, before = self._history, self._revision
        now = history.revision
        new = bool(now) and (now > len(self._shown) or self._shown[now - 1] is not history.step(now))
        gone = new and now <= len(self._shown)
        self._revision = min(now, len(self._shown))
        if gone:
            self.beginRemoveRows(QModelIndex(), now, len(self._shown))
            del self._shown[now - 1 :]
            self._revision = now - 1
            self.endRemoveRows()
        if new:
            self.beginInsertRows(QModelIndex(), now, now)
            self._shown.append(history.step(now))
            self._revision = now
            self.endInsertRows()
        if before != self._revision:
            first, last = sorted((min(before, len(self._shown)), self._revision))
            self.dataChanged.emit(self.index(first), self.index(last))
        return gone

    def name(self, named: Mapping[int, Sequence[str]]) -> None:
        """The names of versions, by the revision that has them; what had one may be gone with its row."""
        changed = {revision for revision in (*self._named, *named) if revision <= len(self._shown)}
        self._named = named
        for revision in changed:
            index = self.index(revision)
            self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index | None = None) -> int:
        """One more than there are steps: revision 0 is the empty document."""
        return 0 if parent is not None and parent.isValid() else len(self._shown) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The sentence, the time, how it stands to the present, and whether it has a name."""
        if not index.isValid():
            return None
        revision = index.row()
        step = self._shown[revision - 1] if revision else None
        if role == Qt.ItemDataRole.DisplayRole:
            return step.label if step else BEGINNING
        if role == Role.WHEN:
            return when(step.made, self._now()) if step else ""
        if role == Role.BRIEFLY:
            return day_or_time(step.made, self._now()) if step else ""
        if role == Role.STATE:
            return self._state(revision)
        if role == Role.NAMED:
            return revision in self._named
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._told(revision)
        return None

    def _state(self, revision: int) -> State:
        if revision == self._revision:
            return State.NOW
        return State.PLAIN if revision < self._revision else State.UNDONE

    def _told(self, revision: int) -> str:
        """All that there is to say of a row."""
        label, made = BEGINNING, ""
        if revision:
            step = self._shown[revision - 1]
            label, made = step.label, date_and_time(step.made, self._now())
        names = ", ".join(f"“{name}”" for name in self._named.get(revision, ()))
        lines = (f"{label}{_STANDS[self._state(revision)]}", made, names and f"Version {names}")
        return "\n".join(filter(None, lines))

"""Slow work in one place: what goes on, what waits, and what it came to in this sitting."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from editor.jobs import Job
from editor.ui.panes.job_rows import EndedRow, JobRow, Row
from editor.ui.theme import Theme
from editor.ui.working import Work
from editor.ui.worklog import Ended

NOTHING = "Nothing is going on. Importing, exporting and enhancing show here how far they are."


class JobsPane(QWidget):
    """The jobs that have not ended, in their order, over those that have, the last one first."""

    def __init__(self, work: Work, theme: Theme) -> None:
        super().__init__()
        self._work, self._theme = work, theme
        self._going: dict[int, JobRow] = {}
        self._ended: dict[int, EndedRow] = {}
        self._nothing = QLabel(NOTHING)
        self._nothing.setProperty("role", "quiet")
        self._nothing.setWordWrap(True)
        self._nothing.setContentsMargins(8, 4, 8, 0)
        self._clear = QPushButton("Clear Ended")
        self._clear.setToolTip("Take what has ended off the list")
        self._clear.clicked.connect(work.log.clear)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(8, 0, 8, 0)
        self._rows.setSpacing(4)
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.addWidget(self._nothing)
        self._inside.addLayout(self._rows)
        self._inside.addStretch()
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self._area = area
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 8, 0)
        foot.addStretch()
        foot.addWidget(self._clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(4)
        column.addWidget(area, 1)
        column.addLayout(foot)
        self.setAccessibleName("Jobs")
        work.moved.connect(self._moved)
        work.log.added.connect(self._add)
        work.log.removed.connect(self._remove)
        for ended in work.log.ended:
            self._add(ended)
        for job in work.jobs:
            self._moved(job)
        self._fit()

    def sizeHint(self) -> QSize:
        """A title and its buttons."""
        return QSize(248, 300)

    @property
    def rows(self) -> list[Row]:
        """The rows from above."""
        items = (self._rows.itemAt(number) for number in range(self._rows.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [row for row in widgets if isinstance(row, Row)]

    def _moved(self, job: Job[Any]) -> None:
        row = self._going.get(id(job))
        if job.final:
            if row is not None:
                del self._going[id(job)]
                self._drop(row)
        elif row is None:
            made = JobRow(job, self._theme)
            self._put(len(self._going), made)
            self._going[id(job)] = made
        else:
            row.show_job()
        self._fit()

    def _add(self, ended: Ended) -> None:
        row = EndedRow(ended, self._theme)
        row.again.connect(self._work.log.do_again)
        row.forgotten.connect(self._work.log.remove)
        self._put(len(self._going), row)
        self._ended[id(ended)] = row
        self._fit()

    def _remove(self, ended: Ended) -> None:
        row = self._ended.pop(id(ended), None)
        if row is not None:
            self._drop(row)
        self._fit()

    def _put(self, at: int, row: Row) -> None:
        row.stepped.connect(self._step)
        self._rows.insertWidget(at, row)

    def _drop(self, row: Row) -> None:
        """Take a row away; a focus in it goes to the next."""
        focus = self.window().focusWidget()
        if focus is not None and (focus is row or row.isAncestorOf(focus)):
            rows = self.rows
            at = rows.index(row)
            others = rows[at + 1 :] or rows[:at][::-1]
            (others[0] if others else self).setFocus()
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _step(self, by: int) -> None:
        """From the row that has the focus to a neighbour."""
        rows = self.rows
        at = next((number for number, row in enumerate(rows) if row.hasFocus()), 0)
        there = rows[min(max(at + by, 0), len(rows) - 1)]
        there.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(there)

    def _fit(self) -> None:
        self._nothing.setVisible(not self._going and not self._ended)
        self._clear.setVisible(bool(self._ended))

"""What goes on, row by row, in a window that has no pane for its jobs."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from editor.jobs import Job
from editor.ui.panes.job_rows import JobRow
from editor.ui.theme import Theme
from editor.ui.working import Work


class GoingOn(QWidget):
    """The jobs that have not ended; nothing at all where there are none."""

    def __init__(self, work: Work, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: dict[int, JobRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 0, 8, 0)
        self._column.setSpacing(0)
        self.hide()
        work.moved.connect(self._moved)

    def _moved(self, job: Job[Any]) -> None:
        row = self._rows.get(id(job))
        if job.final:
            if row is not None:
                del self._rows[id(job)]
                self._column.removeWidget(row)
                row.hide()
                row.deleteLater()
        elif row is None:
            row = self._rows[id(job)] = JobRow(job, self._theme)
            self._column.addWidget(row)
        else:
            row.show_job()
        self.setVisible(bool(self._rows))

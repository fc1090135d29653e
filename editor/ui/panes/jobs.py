"""Slow work in place: one row for each job, with how far it is and how to stop it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.jobs import Job
from editor.model.time import clock_text
from editor.ui.theme import Theme
from editor.ui.working import Work


class JobRow(QWidget):
    """One job: title, note, progress, time left, cancel."""

    def __init__(self, job: Job[Any], theme: Theme) -> None:
        super().__init__()
        self._job, self._theme = job, theme
        self._title = QLabel(job.title)
        self._note = QLabel()
        self._note.setProperty("role", "quiet")
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(200)
        self._bar.setAccessibleName(job.title)
        self._left = QLabel()
        self._left.setProperty("role", "quiet")
        self._left.setMinimumWidth(88)
        self._left.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._cancel = QToolButton()
        self._cancel.setIconSize(QSize(16, 16))
        self._cancel.setToolTip("Stop; nothing is left behind")
        self._cancel.setAccessibleName(f"Stop {job.title}")
        self._cancel.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._note, 1)
        row.addWidget(self._bar)
        row.addWidget(self._left)
        row.addWidget(self._cancel)
        self.setFixedHeight(32)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_job(self) -> None:
        """Look at the job again."""
        self._bar.setValue(round(self._job.fraction * 1000))
        self._note.setText(self._job.note)
        left = self._job.seconds_left
        self._left.setText("" if left is None else f"{clock_text(round(left), 1)} left")

    def _stop(self) -> None:
        self._job.cancel()
        self._cancel.setEnabled(False)
        self._left.setText("Stopping…")

    def _restyle(self) -> None:
        self._cancel.setIcon(self._theme.icon("close"))


class JobStrip(QWidget):
    """The jobs that have not ended; nothing at all where there are none."""

    def __init__(self, work: Work, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: dict[int, JobRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
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
        else:
            if row is None:
                row = self._rows[id(job)] = JobRow(job, self._theme)
                self._column.addWidget(row)
            row.show_job()
        self.setVisible(bool(self._rows))

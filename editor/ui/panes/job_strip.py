"""The quiet line that says that work goes on while nobody looks at the jobs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QToolButton, QWidget

from editor.jobs import Job, JobState
from editor.ui.moments import Countdown
from editor.ui.working import Work

PATIENCE_MS = 400
"""Work that is over before is not worth a line that comes and goes."""


class JobStrip(QWidget):
    """`2 jobs, 1 min left`. wanted: somebody wants to see them."""

    wanted = Signal()

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work, self._countdown = work, Countdown()
        self._covered = self._due = False
        self._text = QToolButton()
        self._text.setProperty("small", True)
        self._text.setToolTip("Show the jobs")
        self._text.clicked.connect(self.wanted)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._bar.setAccessibleName("Progress of the jobs")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 4)
        row.setSpacing(12)
        row.addWidget(self._text)
        row.addWidget(self._bar)
        row.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._timer.timeout.connect(self._begin)
        self.hide()
        work.moved.connect(self._moved)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def cover(self, covered: bool) -> None:
        """Whether the jobs themselves are seen, so that this need not be."""
        self._covered = covered
        self._fit()

    def _moved(self) -> None:
        jobs = self._work.jobs
        if not jobs:
            self._due = False
            self._timer.stop()
        elif not self._due and not self._timer.isActive():
            self._timer.start()
        self._fit()

    def _begin(self) -> None:
        self._due = True
        self._fit()

    def _fit(self) -> None:
        jobs = self._work.jobs
        shown = bool(jobs) and self._due and not self._covered
        if shown:
            said = summary(jobs, self._countdown)
            self._text.setText(said)
            self._text.setAccessibleName(f"{said}. Show the jobs")
            self._bar.setValue(round(1000 * sum(job.fraction for job in jobs) / len(jobs)))
        self.setVisible(shown)


def summary(jobs: Sequence[Job[Any]], countdown: Countdown) -> str:
    """`2 jobs, 1 min left`; one alone is named. The time is that of the longest, and not told where one of
    them waits or has no pace yet."""
    what = jobs[0].title if len(jobs) == 1 else f"{len(jobs)} jobs"
    lefts = [job.seconds_left for job in jobs]
    known = [left for left in lefts if left is not None]
    able = len(known) == len(jobs) and all(job.state is JobState.RUNNING for job in jobs)
    left = countdown.text(max(known) if able else None)
    return f"{what}, {left}" if left else what

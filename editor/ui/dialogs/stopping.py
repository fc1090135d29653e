"""Whether work that still goes on may be stopped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QMessageBox, QWidget

from editor.jobs import Job, JobState
from editor.ui.moments import Countdown

MOST_NAMED = 6


def ask_to_stop(parent: QWidget, jobs: Sequence[Job[Any]]) -> bool:
    """Ask; True where the user wants them stopped. Escape keeps them."""
    question = QMessageBox(parent)
    question.setWindowTitle("Wordtape")
    question.setIcon(QMessageBox.Icon.Question)
    question.setText(sentence(jobs))
    question.setInformativeText(reasons(jobs))
    stop = question.addButton("Stop and Close", QMessageBox.ButtonRole.DestructiveRole)
    keep = question.addButton("Keep Working", QMessageBox.ButtonRole.RejectRole)
    question.setDefaultButton(keep)
    question.setEscapeButton(keep)
    question.exec()
    stopped = question.clickedButton() is stop
    question.deleteLater()
    return stopped


def sentence(jobs: Sequence[Job[Any]]) -> str:
    """What is asked."""
    if len(jobs) == 1:
        return "Work is still going on. Stop it?"
    return f"{len(jobs)} jobs are still going on. Stop them?"


def reasons(jobs: Sequence[Job[Any]]) -> str:
    """Which jobs those are and how far, and what stopping means."""
    lines = [_line(job) for job in jobs[:MOST_NAMED]]
    if len(jobs) > MOST_NAMED:
        lines.append(f"and {len(jobs) - MOST_NAMED} more")
    return "\n".join((*lines, "", "What is not finished leaves nothing behind."))


def _line(job: Job[Any]) -> str:
    if job.state is JobState.WAITING:
        return f"{job.title}: waiting"
    left = Countdown().text(job.seconds_left)
    return f"{job.title}: {job.fraction:.0%}{f', {left}' if left else ''}"

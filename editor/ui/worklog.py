"""What work came to in this sitting: done, stopped, or failed and why, and how to do it again."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from editor.jobs import Job, JobState
from editor.model.errors import Refusal

MOST_KEPT = 100


@dataclass(eq=False)
class Ended:
    """A job that has ended. seconds: how long it worked. made: when it ended, in ISO 8601.

    sentence: why it failed, or "". details: reasons one by one, where there are more to tell. again: does it
    once more, None where that makes no sense.
    """

    title: str
    state: JobState
    seconds: float
    made: str
    sentence: str = ""
    details: tuple[str, ...] = ()
    again: Callable[[], object] | None = None


class WorkLog(QObject):
    """The jobs that have ended, oldest first. added(ended); removed(ended)."""

    added = Signal(object)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._ended: list[Ended] = []

    @property
    def ended(self) -> Sequence[Ended]:
        """The last of them; so many are kept."""
        return tuple(self._ended)

    def add(self, ended: Ended) -> None:
        """A job has ended."""
        self._ended.append(ended)
        self.added.emit(ended)
        for old in self._ended[:-MOST_KEPT]:
            self.remove(old)

    def remove(self, ended: Ended) -> None:
        """Forget one."""
        if ended in self._ended:
            self._ended.remove(ended)
            self.removed.emit(ended)

    def clear(self) -> None:
        """Forget all."""
        for ended in tuple(self._ended):
            self.remove(ended)

    def do_again(self, ended: Ended) -> None:
        """Do once more what failed or was stopped; the new job stands for the old one."""
        if ended.again is not None:
            self.remove(ended)
            ended.again()

    def settle(self) -> None:
        """Nothing of all this can be done again: what it was for is gone."""
        for ended in self._ended:
            ended.again = None


def sentence_of(title: str, error: BaseException) -> str:
    """Why a job failed: what it says itself, or that the fault is ours."""
    if isinstance(error, Refusal):
        return str(error)
    return (
        f"{title} stopped because of a fault in Wordtape; the project is as it was. ({type(error).__name__})"
    )


def details_of(job: Job[Any]) -> tuple[str, ...]:
    """The remarks of a result, the notes of a refusal, or where in the program a fault is."""
    if job.error is None:
        return tuple(getattr(job.result, "remarks", ()))
    if isinstance(job.error, Refusal):
        return tuple(getattr(job.error, "__notes__", ()))
    return tuple(line.strip("\n") for line in traceback.format_exception(job.error)[-3:])

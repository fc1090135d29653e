"""Slow work of the window: started here, done elsewhere, its end brought back to the window's thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from editor.app.moments import moment
from editor.jobs import Job, JobState, Report, Runner
from editor.model.errors import Refusal
from editor.ui.worklog import Ended, WorkLog, details_of, sentence_of

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Wish:
    """What was submitted; see `Work.submit`."""

    title: str
    work: Callable[[Report], Any]
    done: Callable[[Any], None]
    failed: Callable[[BaseException], bool]
    ended: Callable[[], None]
    serial: bool
    again: Callable[[], object] | None


class Work(QObject):
    """The jobs of a window. moved(job): it has begun, come further or ended; on the window's thread.

    log: what has ended.
    """

    moved = Signal(object)
    refused = Signal(str)
    _woken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.log = WorkLog()
        self._lock = threading.Lock()
        self._news: dict[int, Job[Any]] = {}
        self._wishes: dict[int, _Wish] = {}
        self._woken.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._runner = Runner(self._hear)

    @property
    def jobs(self) -> tuple[Job[Any], ...]:
        """The jobs that have not ended, oldest first."""
        return self._runner.jobs

    @property
    def running(self) -> bool:
        """Whether any job has not ended."""
        return bool(self._runner.jobs)

    def submit(
        self,
        title: str,
        work: Callable[[Report], T],
        done: Callable[[T], None] = lambda _result: None,
        *,
        failed: Callable[[BaseException], bool] = lambda _error: False,
        ended: Callable[[], None] = lambda: None,
        serial: bool = False,
        again: Callable[[], object] | None = None,
    ) -> Job[Any]:
        """Do `work` on another thread; `done` gets its result here, unless it failed or was cancelled.

        failed: gets the error where it did, and says whether that was all that is to be said of it. ended:
        called before either, and where it was cancelled too; not where everything was stopped. again: what
        does it once more where submitting the same again is not enough.
        """
        return self._submit(_Wish(title, work, done, failed, ended, serial, again))

    def _submit(self, wish: _Wish) -> Job[Any]:
        with self._lock:
            job = self._runner.submit(wish.title, wish.work, serial=wish.serial)
            self._wishes[id(job)] = wish
            self._news[id(job)] = job
        self._woken.emit()
        return job

    def stop(self) -> None:
        """Cancel every job and return when each has ended; what they would have brought is dropped."""
        with self._lock:
            self._wishes.clear()
        self.log.settle()
        for job in self._runner.jobs:
            job.cancel()
            job.wait()

    def close(self) -> None:
        """Cancel everything and return when every thread has ended."""
        self._runner.close()
        with self._lock:
            self._news.clear()
            self._wishes.clear()

    def _hear(self, job: Job[Any]) -> None:
        """Called on the worker's thread, as often as work reports: many reports wake the window once."""
        with self._lock:
            asleep = not self._news
            self._news[id(job)] = job
        if asleep:
            self._woken.emit()

    def _tell(self) -> None:
        with self._lock:
            news, self._news = self._news, {}
            wishes = {key: self._wishes.pop(key, None) for key, job in news.items() if job.final}
        for key, job in news.items():
            self.moved.emit(job)
            if key in wishes:
                self._end(job, wishes[key])

    def _end(self, job: Job[Any], wish: _Wish | None) -> None:
        if wish is not None:
            wish.ended()
        if job.state is JobState.DONE and wish is not None:
            wish.done(job.result)
        elif job.state is JobState.FAILED and not (wish and job.error and wish.failed(job.error)):
            self._fail(job)
        self.log.add(self._told(job, wish))

    def _told(self, job: Job[Any], wish: _Wish | None) -> Ended:
        again = None
        if wish is not None and job.state is not JobState.DONE:
            again = wish.again or partial(self._submit, wish)
        sentence = sentence_of(job.title, job.error) if job.error else ""
        return Ended(job.title, job.state, job.seconds, moment(), sentence, details_of(job), again)

    def _fail(self, job: Job[Any]) -> None:
        error = job.error
        assert error is not None
        if not isinstance(error, Refusal):
            _log.error("%s failed", job.title, exc_info=error)
        self.refused.emit(sentence_of(job.title, error))

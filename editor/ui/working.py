"""Slow work of the window: started here, done elsewhere, its end brought back to the window's thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from editor.jobs import Job, JobState, Report, Runner
from editor.model.errors import Refusal

T = TypeVar("T")

_log = logging.getLogger(__name__)


class _Ends(NamedTuple):
    """What is to be called when a job has ended; see `Work.submit`."""

    done: Callable[[Any], None]
    failed: Callable[[BaseException], bool]
    ended: Callable[[], None]


class Work(QObject):
    """The jobs of a window. moved(job): it has begun, come further or ended; on the window's thread."""

    moved = Signal(object)
    refused = Signal(str)
    _woken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._news: dict[int, Job[Any]] = {}
        self._ends: dict[int, _Ends] = {}
        self._woken.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._runner = Runner(self._hear)

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
    ) -> None:
        """Do `work` on another thread; `done` gets its result here, unless it failed or was cancelled.

        failed: gets the error where it did, and says whether that was all that is to be said of it. ended:
        called before either, and where it was cancelled too; not where everything was stopped.
        """
        with self._lock:
            job = self._runner.submit(title, work, serial=serial)
            self._ends[id(job)] = _Ends(done, failed, ended)
            self._news[id(job)] = job
        self._woken.emit()

    def stop(self) -> None:
        """Cancel every job and return when each has ended; what they would have brought is dropped."""
        with self._lock:
            self._ends.clear()
        for job in self._runner.jobs:
            job.cancel()
            job.wait()

    def close(self) -> None:
        """Cancel everything and return when every thread has ended."""
        self._runner.close()
        with self._lock:
            self._news.clear()
            self._ends.clear()

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
            ends = {key: self._ends.pop(key, None) for key, job in news.items() if job.final}
        for key, job in news.items():
            self.moved.emit(job)
            if key in ends:
                self._end(job, ends[key])

    def _end(self, job: Job[Any], ends: _Ends | None) -> None:
        if ends is not None:
            ends.ended()
        if job.state is JobState.DONE and ends is not None:
            ends.done(job.result)
        elif job.state is JobState.FAILED and not (ends and job.error and ends.failed(job.error)):
            self._fail(job)

    def _fail(self, job: Job[Any]) -> None:
        if isinstance(job.error, Refusal):
            self.refused.emit(str(job.error))
            return
        _log.error("%s failed", job.title, exc_info=job.error)
        self.refused.emit(
            f"{job.title} stopped because of a fault in Wordtape; the project is as it was. "
            f"({type(job.error).__name__})"
        )

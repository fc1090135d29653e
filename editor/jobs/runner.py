"""Two executors, one serial (everything that writes the project) and one parallel, or neither (in tests)."""

from __future__ import annotations

import enum
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from editor.jobs.pace import Pace
from editor.jobs.progress import Cancelled, Report

T = TypeVar("T")


class JobState(enum.Enum):
    """Where a job is in its life; the last three are final."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Generic[T]):
    """One piece of slow work. Fields are written by the worker and may be read from any thread.

    `fraction` is 0 to 1; `error` is the exception of a failed job; `seconds` is how long it has worked and
    `seconds_left` how long it still will, or None; that one is for one thread.
    """

    def __init__(self, title: str, work: Callable[[Report], T], changed: Callable[[Job[T]], None]) -> None:
        self.title = title
        self.state = JobState.WAITING
        self.fraction = 0.0
        self.note = ""
        self.result: T | None = None
        self.error: BaseException | None = None
        self._work = work
        self._changed = changed
        self._stop = threading.Event()
        self._finished = threading.Event()
        self._pace = Pace()
        self._began = self._stopped = 0.0

    @property
    def final(self) -> bool:
        """Whether the job has ended, in whichever way."""
        return self._finished.is_set()

    @property
    def seconds(self) -> float:
        """How long it has worked until now, or did; 0 where it never began."""
        if not self._began:
            return 0.0
        return (self._stopped or time.monotonic()) - self._began

    @property
    def seconds_left(self) -> float | None:
        """Time left as far as the pace tells; None before there is a pace to go by."""
        return self._pace.left(time.monotonic()) if self.state is JobState.RUNNING else None

    def cancel(self) -> None:
        """Ask the work to stop at its next report; a job that has not begun never will."""
        self._stop.set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Block until the job has ended; False where `timeout_s` passed first."""
        return self._finished.wait(timeout_s)

    def run(self) -> None:
        """Do the work on the calling thread. Called by `Runner` alone."""
        state = JobState.FAILED
        try:
            if not self._stop.is_set():
                self._began = time.monotonic()
                self.state = JobState.RUNNING
            self._report(0.0)
            self.result = self._work(self._report)
            self.fraction, state = 1.0, JobState.DONE
        except Cancelled:
            state = JobState.CANCELLED
        except Exception as error:
            self.error = error
        finally:
            self._stopped = time.monotonic()
            self.state = state
            self._finished.set()
            self._changed(self)

    def _report(self, fraction: float, note: str = "") -> None:
        if self._stop.is_set():
            raise Cancelled
        self.fraction = min(max(fraction, 0.0), 1.0)
        self.note = note or self.note
        self._pace.moved(self.fraction, time.monotonic())
        self._changed(self)


class Runner:
    """Runs jobs: serial ones in the order they came, parallel ones beside each other.

    `changed` is called on the worker's thread whenever a job moves; a window passes it on to its own thread.
    `inline=True` runs each job to its end inside `submit`, which is how tests use it.
    """

    def __init__(self, changed: Callable[[Job[object]], None] | None = None, *, inline: bool = False) -> None:
        self._changed = changed or (lambda _job: None)
        self._serial: ThreadPoolExecutor | None = None
        self._parallel: ThreadPoolExecutor | None = None
        if not inline:
            self._serial = ThreadPoolExecutor(1, "job-serial")
            self._parallel = ThreadPoolExecutor(max(2, (os.cpu_count() or 2) - 1), "job")
        self._jobs: list[Job[object]] = []

    @property
    def jobs(self) -> tuple[Job[object], ...]:
        """The jobs that have not ended, oldest first."""
        self._jobs = [job for job in self._jobs if not job.final]
        return tuple(self._jobs)

    def submit(self, title: str, work: Callable[[Report], T], *, serial: bool = False) -> Job[T]:
        """Queue `work`; its single argument is the `Report` that it must call as it goes."""
        job: Job[T] = Job(title, work, self._changed)  # type: ignore[arg-type]
        self._jobs = [*self.jobs, job]  # type: ignore[list-item]
        executor = self._serial if serial else self._parallel
        if executor is None:
            job.run()
        else:
            executor.submit(job.run)
        return job

    def close(self) -> None:
        """Cancel what is running or waiting and return when every thread has ended."""
        for job in self.jobs:
            job.cancel()
        for executor in (self._serial, self._parallel):
            if executor is not None:
                executor.shutdown(wait=True)

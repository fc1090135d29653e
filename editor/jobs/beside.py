"""Two pieces of work at once inside one job: the second on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

from editor.jobs.progress import Cancelled, Report

T = TypeVar("T")


class Beside(Generic[T]):
    """`work` goes on while the body of the `with` block does its own; `result` waits for it.

    share: the body's part of the progress; the rest is that of `work`, so that both only ever add up. Where
    the body leaves without asking for the result, in whichever way, `work` is cancelled, and has ended
    when the block has. An error of `work` is raised by `result`.
    """

    def __init__(self, work: Callable[[Report], T], report: Report, share: float) -> None:
        self._work, self._report, self._share = work, report, share
        self._lock = threading.Lock()
        self._fractions = [0.0, 0.0]
        self._stop = threading.Event()
        self._value: list[T] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="beside")

    def report(self, fraction: float, note: str = "") -> None:
        """The body's `Report`."""
        self._add(0, fraction, note)

    def result(self) -> T:
        """What `work` returns, once it has; raises what it raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._value[0]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._value.append(self._work(self._report_work))
        except BaseException as error:  # Raised anew on the thread that asks for the result.
            self._error = error

    def _report_work(self, fraction: float, note: str = "") -> None:
        if self._stop.is_set():
            raise Cancelled
        # While the body has something to say of itself, that is what is said.
        self._add(1, fraction, note if self._fractions[0] >= 1.0 else "")

    def _add(self, side: int, fraction: float, note: str) -> None:
        with self._lock:
            self._fractions[side] = max(self._fractions[side], fraction)
            body, work = self._fractions
            self._report(self._share * body + (1 - self._share) * work, note)

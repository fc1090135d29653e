"""Two pieces of work at once: progress adds up, an error is raised where it is asked for, nothing goes on."""

from __future__ import annotations

import threading

import pytest

from editor.jobs import Cancelled, Report
from editor.jobs.beside import Beside
from tests.helpers.waiting import wait_until


def test_both_progresses_add_up_and_never_go_back() -> None:
    seen: list[tuple[float, str]] = []
    with Beside(lambda report: report(1.0, "Work"), lambda f, note="": seen.append((f, note)), 0.25) as other:
        wait_until(lambda: seen, "the work")
        other.report(0.5, "Body")
        other.report(0.4)
        other.result()
    assert seen == [(0.75, ""), (0.875, "Body"), (0.875, "")]


def test_leaving_without_the_result_ends_the_work() -> None:
    ended, begun = threading.Event(), threading.Event()

    def work(report: Report) -> None:
        try:
            while True:
                begun.set()
                report(0.5)
        except Cancelled:
            ended.set()
            raise

    with Beside(work, lambda *_: None, 0.5):
        assert begun.wait(10)
    assert ended.is_set()


def test_an_error_of_the_work_is_raised_with_the_result() -> None:
    def work(report: Report) -> None:
        raise OSError("no disk")

    with Beside(work, lambda *_: None, 0.5) as other, pytest.raises(OSError, match="no disk"):
        other.result()


def test_cancelling_cancels_both() -> None:
    stop = threading.Event()

    def report(fraction: float, note: str = "") -> None:
        if stop.is_set():
            raise Cancelled

    def work(report: Report) -> None:
        while True:
            report(0.5)

    with Beside(work, report, 0.5) as other:
        stop.set()
        with pytest.raises(Cancelled):
            other.report(0.1)
        with pytest.raises(Cancelled):
            other.result()

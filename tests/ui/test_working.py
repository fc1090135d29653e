"""Slow work: its end comes back to the window's thread, its failure as a sentence."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from editor.jobs import JobState, Report
from editor.model.errors import Refusal
from editor.ui.working import Work
from tests.helpers.waiting import wait_until


@pytest.fixture
def work(application: QApplication) -> Iterator[Work]:
    made = Work()
    yield made
    made.close()


def until(application: QApplication, true: Callable[[], object], what: str) -> None:
    def turned() -> object:
        application.processEvents()
        return true()

    wait_until(turned, what)


def test_the_result_comes_on_the_windows_thread(application: QApplication, work: Work) -> None:
    came: list[tuple[int, int]] = []
    work.submit("Counting", lambda report: 42, lambda result: came.append((result, threading.get_ident())))
    until(application, lambda: came, "the result")
    assert came == [(42, threading.get_ident())]
    assert not work.running


def test_a_refusal_is_said(application: QApplication, work: Work) -> None:
    said: list[str] = []
    work.refused.connect(said.append)

    def refuse(report: Report) -> None:
        raise Refusal("It cannot be done, because it is Sunday.")

    work.submit("Trying", refuse)
    until(application, lambda: said, "the sentence")
    assert said == ["It cannot be done, because it is Sunday."]


def test_a_fault_is_said_and_logged(
    application: QApplication, work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    said: list[str] = []
    work.refused.connect(said.append)

    def fail(report: Report) -> None:
        raise KeyError("x")

    with caplog.at_level(logging.ERROR):
        work.submit("Trying", fail)
        until(application, lambda: said, "the sentence")
    assert said[0].startswith("Trying stopped because of a fault")
    assert "KeyError" in caplog.text


def test_stopping_cancels_and_brings_nothing(application: QApplication, work: Work) -> None:
    came: list[object] = []
    states: list[JobState] = []
    work.moved.connect(lambda job: states.append(job.state))
    begun = threading.Event()

    def endless(report: Report) -> None:
        while True:
            begun.set()
            report(0.5)

    work.submit("Running", endless, came.append)
    assert begun.wait(10)
    work.stop()
    application.processEvents()
    assert not came
    assert states[-1] is JobState.CANCELLED
    assert not work.running


def test_its_end_is_told_however_it_came(application: QApplication, work: Work) -> None:
    ended: list[str] = []
    begun = threading.Event()

    def endless(report: Report) -> None:
        while True:
            begun.set()
            report(0.5)

    def refuse(report: Report) -> None:
        raise Refusal("No.")

    work.moved.connect(lambda job: job.cancel() if begun.is_set() else None)
    work.submit("Running", endless, ended=lambda: ended.append("cancelled"))
    until(application, lambda: "cancelled" in ended, "the end of what was cancelled")
    work.submit("Trying", refuse, ended=lambda: ended.append("failed"))
    until(application, lambda: "failed" in ended, "the end of what failed")
    begun.clear()
    work.submit(
        "Doing", lambda report: 1, lambda _: ended.append("done"), ended=lambda: ended.append("ended")
    )
    until(application, lambda: "done" in ended, "the end of what was done")
    assert ended == ["cancelled", "failed", "ended", "done"]


def test_many_reports_wake_the_window_seldom(application: QApplication, work: Work) -> None:
    moved: list[float] = []
    work.moved.connect(lambda job: moved.append(job.fraction))
    done = threading.Event()

    def busy(report: Report) -> None:
        for number in range(20_000):
            report(number / 20_000)
        done.set()

    work.submit("Counting", busy)
    assert done.wait(20)
    until(application, lambda: moved and moved[-1] == 1.0, "the end")
    assert len(moved) < 200

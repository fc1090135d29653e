"""Jobs: told how far they are, stopped when asked, never lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from editor.jobs import Cancelled, Job, JobState, Report, Runner, part, silent

LONG_S = 20.0
"""Far longer than anything here takes; reached only where a test fails."""


@pytest.fixture
def runner() -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.close()


def until_stopped(report: Report) -> None:
    """Work without an end but the cancel."""
    while True:
        report(0.5, "Working")


def test_a_job_gives_its_result_and_all_of_its_progress() -> None:
    seen: list[tuple[JobState, float, str]] = []
    runner = Runner(lambda job: seen.append((job.state, job.fraction, job.note)), inline=True)

    def work(report: Report) -> int:
        report(0.25, "Reading")
        report(0.5)
        report(0.75, "Writing")
        return 42

    job = runner.submit("Importing", work)
    assert (job.result, job.error, job.state, job.final, job.title) == (
        42,
        None,
        JobState.DONE,
        True,
        "Importing",
    )
    assert seen == [
        (JobState.RUNNING, 0.0, ""),
        (JobState.RUNNING, 0.25, "Reading"),
        (JobState.RUNNING, 0.5, "Reading"),
        (JobState.RUNNING, 0.75, "Writing"),
        (JobState.DONE, 1.0, "Writing"),
    ]


def test_progress_stays_between_nothing_and_all() -> None:
    seen: list[float] = []
    runner = Runner(lambda job: seen.append(job.fraction), inline=True)
    runner.submit("Importing", lambda report: (report(-1.0), report(7.0)))
    assert set(seen) == {0.0, 1.0}


def test_a_failure_is_kept_and_does_not_end_the_thread(runner: Runner) -> None:
    def work(report: Report) -> None:
        report(0.3)
        raise ValueError("broken")

    failed = runner.submit("Importing", work, serial=True)
    after = runner.submit("Importing", lambda report: "fine", serial=True)
    assert failed.wait(LONG_S)
    assert after.wait(LONG_S)
    assert failed.state is JobState.FAILED
    assert isinstance(failed.error, ValueError)
    assert failed.result is None
    assert failed.fraction == 0.3
    assert after.result == "fine"


def test_a_running_job_stops_at_its_next_report_and_can_clean_up(runner: Runner) -> None:
    working, cleaned = threading.Event(), threading.Event()

    def work(report: Report) -> None:
        try:
            working.set()
            until_stopped(report)
        finally:
            cleaned.set()

    job = runner.submit("Importing", work)
    assert working.wait(LONG_S)
    assert job.state is JobState.RUNNING
    job.cancel()
    assert job.wait(LONG_S)
    assert job.state is JobState.CANCELLED
    assert job.error is None
    assert cleaned.is_set()


def test_a_job_cancelled_before_it_begins_never_does(runner: Runner) -> None:
    began = threading.Event()
    first = runner.submit("Importing", until_stopped, serial=True)
    second = runner.submit("Exporting", lambda report: began.set(), serial=True)
    second.cancel()
    first.cancel()
    assert second.wait(LONG_S)
    assert second.state is JobState.CANCELLED
    assert not began.is_set()


def test_a_cancel_that_comes_too_late_changes_nothing() -> None:
    job = Runner(inline=True).submit("Importing", lambda report: 1)
    job.cancel()
    assert (job.state, job.result) == (JobState.DONE, 1)


def test_serial_jobs_run_one_by_one_in_their_order(runner: Runner) -> None:
    order: list[int] = []
    running = threading.Lock()

    def work(number: int) -> None:
        assert running.acquire(blocking=False)
        order.append(number)
        running.release()

    jobs = [runner.submit("Saving", lambda report, n=n: work(n), serial=True) for n in range(50)]  # type: ignore[misc]
    assert all(job.wait(LONG_S) for job in jobs)
    assert [job.error for job in jobs] == [None] * 50
    assert order == list(range(50))


def test_parallel_jobs_run_beside_each_other_and_beside_the_serial_one(runner: Runner) -> None:
    together = threading.Barrier(3)
    jobs = [runner.submit("Job", lambda report: together.wait(LONG_S), serial=n == 0) for n in range(3)]
    assert all(job.wait(LONG_S) for job in jobs)
    assert {job.state for job in jobs} == {JobState.DONE}


def test_jobs_are_listed_until_they_end(runner: Runner) -> None:
    first = runner.submit("Importing", until_stopped, serial=True)
    second = runner.submit("Exporting", lambda report: None, serial=True)
    assert runner.jobs == (first, second)
    first.cancel()
    assert second.wait(LONG_S)
    assert runner.jobs == ()


def test_closing_cancels_everything_and_ends_every_thread() -> None:
    before = set(threading.enumerate())
    runner = Runner()
    jobs = [runner.submit("Job", until_stopped, serial=n % 2 == 0) for n in range(8)]
    runner.close()
    assert {job.state for job in jobs} == {JobState.CANCELLED}
    assert set(threading.enumerate()) == before


def test_nothing_is_left_waiting_by_a_listener_that_fails() -> None:
    """The job ends whatever its listener does: a wait for it would never return otherwise."""

    def listener(job: Job[object]) -> None:
        raise RuntimeError("a window that is gone")

    runner = Runner(listener)
    job = runner.submit("Importing", lambda report: report(0.5), serial=True)
    runner.close()
    assert job.final
    assert isinstance(job.error, RuntimeError)


def test_inline_work_is_over_when_submit_returns() -> None:
    runner = Runner(inline=True)
    here = threading.current_thread()
    job = runner.submit("Importing", lambda report: threading.current_thread())
    assert job.result is here
    assert runner.jobs == ()
    runner.close()


def test_time_left_follows_from_the_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("editor.jobs.runner.time.monotonic", lambda: now[0])
    left: list[float | None] = []

    def work(report: Report) -> None:
        left.append(job_of[0].seconds_left)
        for step in range(1, 6):
            now[0] += 2.0
            report(step / 10)
        left.append(job_of[0].seconds_left)

    job_of: list[Job[object]] = []
    runner = Runner(lambda job: job_of.append(job), inline=True)
    job = runner.submit("Importing", work)
    assert left == [None, pytest.approx(10.0)]
    assert job.seconds_left is None
    assert job.seconds == 10.0


def test_a_part_of_the_work_is_a_part_of_the_progress() -> None:
    seen: list[tuple[float, str]] = []

    def report(fraction: float, note: str = "") -> None:
        seen.append((fraction, note))

    step = part(report, 0.5, 0.9, "Writing")
    for fraction in (0.0, 0.5, 2.0):
        step(fraction)
    step(1.0, "Closing")
    assert seen == [(0.5, "Writing"), (0.7, "Writing"), (0.9, "Writing"), (0.9, "Closing")]


def test_a_part_passes_the_cancel_on() -> None:
    def report(fraction: float, note: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        part(report, 0.0, 1.0)(0.5)
    silent(0.5, "nobody listens")

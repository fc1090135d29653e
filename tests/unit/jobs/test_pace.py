"""Time left is told only where there is evidence, runs down as the clock does, and does not jump."""

from __future__ import annotations

from itertools import pairwise

import pytest

from editor.jobs.pace import ENOUGH_S, Pace


def worked(
    pace: Pace, start_s: float, seconds: float, fraction: float, to: float, every_s: float = 0.5
) -> None:
    """Reports at an even pace from `fraction` to `to`."""
    count = round(seconds / every_s)
    for step in range(count + 1):
        pace.moved(fraction + (to - fraction) * step / count, start_s + every_s * step)


def test_an_even_pace_tells_the_time_that_is_left() -> None:
    pace = Pace()
    worked(pace, 100.0, 20.0, 0.0, 0.2)
    assert pace.left(120.0) == pytest.approx(80.0)
    assert pace.left(121.0) == pytest.approx(79.0)


def test_nothing_is_told_before_there_is_evidence() -> None:
    pace = Pace()
    assert pace.left(0.0) is None
    worked(pace, 0.0, ENOUGH_S - 1, 0.0, 0.5)
    assert pace.left(ENOUGH_S - 1) is None
    leap = Pace()
    leap.moved(0.0, 0.0)
    leap.moved(0.6, 60.0)
    assert leap.left(60.0) is None
    slow = Pace()
    worked(slow, 0.0, 60.0, 0.0, 0.01)
    assert slow.left(60.0) is None


def test_work_that_stands_still_has_no_time_left_to_tell() -> None:
    pace = Pace()
    worked(pace, 0.0, 10.0, 0.0, 0.1)
    assert pace.left(15.0) is not None
    assert pace.left(40.0) is None
    worked(pace, 41.0, 10.0, 0.1, 0.2)
    assert pace.left(51.0) is not None


def test_what_is_told_never_jumps_when_the_pace_changes() -> None:
    pace = Pace()
    worked(pace, 0.0, 20.0, 0.0, 0.4)
    told = [pace.left(20.0)]
    for step in range(1, 81):
        # Five times slower from here on.
        now = 20.0 + step / 2
        pace.moved(0.4 + 0.002 * step, now)
        told.append(pace.left(now))
    known = [seconds for seconds in told if seconds is not None]
    assert len(known) == len(told)
    rises = [b - a for a, b in pairwise(known)]
    assert max(rises) < 0.12 * known[0] + 2.0
    assert known[-1] > 60.0


def test_it_is_never_less_than_nothing() -> None:
    pace = Pace()
    worked(pace, 0.0, 10.0, 0.0, 1.0)
    left = pace.left(12.0)
    assert left == 0.0


def test_a_burst_is_believed_little_by_little() -> None:
    pace = Pace()
    worked(pace, 0.0, 20.0, 0.0, 0.2)
    before = pace.left(20.0)
    pace.moved(0.6, 20.5)
    after = pace.left(20.5)
    assert before is not None
    assert after is not None
    assert 0.8 * before < after < before

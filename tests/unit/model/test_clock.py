"""Times as people write them, and sentences for what is none."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.model.clock import TimeError, read_instant
from editor.model.time import clock_text

RATE = 1000
HOURS = 10 * 3600 * RATE


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("62.5", 62.5),
        ("62,5", 62.5),
        ("0", 0),
        ("7.", 7),
        ("1:02:03.5", 3723.5),
        ("01:02:03", 3723),
        ("2:03", 123),
        ("90:00", 5400),
        ("12m", 720),
        ("1.5h", 5400),
        ("1h2m3.5s", 3723.5),
        ("1h 30", 3630),
        ("12 min", 720),
        ("45s", 45),
        ("2 M 5", 125),
        ("  5  ", 5),
    ],
)
def test_a_time_is_read_as_it_is_meant(text: str, seconds: float) -> None:
    assert read_instant(text, 99 * RATE, HOURS, RATE) == round(seconds * RATE)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("+10", 110), ("-5", 95), ("−5", 95), ("- 1:00", 40), ("+1m", 160), ("-1h", 0), ("+11h", HOURS // RATE)],
)
def test_with_a_sign_it_is_so_far_from_here_and_no_further_than_the_ends(text: str, seconds: float) -> None:
    assert read_instant(text, 100 * RATE, HOURS, RATE) == seconds * RATE


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "+", "-", "--5", "+-5", "abc", "nan", "inf", "h", ".", "5x", "1e3", "5 % 3", "١٢"),
        *("1:75", "1:60:00", "1:2:3:4", ":5", "5:", "1m2h", "9" * 5000, "1:" + "0" * 5000),
    ],
)
def test_what_is_no_time_is_answered_with_how_one_is_written(text: str) -> None:
    with pytest.raises(TimeError, match=r"no time\. Write it as .*\.$"):
        read_instant(text, 0, HOURS, RATE)


def test_past_the_end_there_is_nothing() -> None:
    with pytest.raises(TimeError, match=r"past the end, which is at 10:00:00\.0\.$"):
        read_instant("10:00:01", 0, HOURS, RATE)
    assert read_instant("10:00:00", 0, HOURS, RATE) == HOURS


@given(st.integers(0, HOURS), st.integers(0, HOURS))
def test_what_a_clock_shows_is_read_as_that_time(instant: int, now: int) -> None:
    read = read_instant(clock_text(instant, RATE, tenths=True), now, HOURS, RATE)
    assert 0 <= instant - read < RATE // 10


@given(st.text(st.sampled_from("0123456789:.,hms+- "), max_size=9), st.integers(0, 90_000))
def test_every_text_is_a_time_of_the_document_or_none(text: str, now: int) -> None:
    with contextlib.suppress(TimeError):
        assert 0 <= read_instant(text, now, 90_000, RATE) <= 90_000

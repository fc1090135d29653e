"""Moments as people say them, and how long something will still take."""

from __future__ import annotations

from datetime import datetime
from math import ceil

_STEPS = ((9, 9.0), (60, 10.0), (3600, 60.0), (float("inf"), 600.0))

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def local_now() -> datetime:
    """The time on the wall."""
    return datetime.now().astimezone()


def when(made: str, now: datetime) -> str:
    """`14:32` today, `Mon 14:32` in the last days, `12 Nov` this year, else `12 Nov 2025`; "" if unknown.

    made: ISO 8601. now: with its time zone, in which the moment is told.
    """
    moment = _read(made, now)
    if moment is None:
        return ""
    days = (now.date() - moment.date()).days
    clock = f"{moment:%H:%M}"
    if days == 0:
        return clock
    if 0 < days < 7:
        return f"{_DAYS[moment.weekday()]} {clock}"
    day = f"{moment.day} {_MONTHS[moment.month - 1]}"
    return day if moment.year == now.year else f"{day} {moment.year}"


def day_or_time(made: str, now: datetime) -> str:
    """What `when` says where there is little room: `14:32`, `Mon`, `12 Nov`, `2025`."""
    words = when(made, now).split()
    return (
        words[0] if len(words) == 2 and ":" in words[1] else words[2] if len(words) == 3 else " ".join(words)
    )


def date_and_time(made: str, now: datetime) -> str:
    """`Tue 24 Nov 2026, 14:32`; "" where the moment is not known."""
    moment = _read(made, now)
    if moment is None:
        return ""
    day = f"{_DAYS[moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    return f"{day}, {moment:%H:%M}"


class Countdown:
    """Time left in words that do not flicker: another step is told only where it is clearly another."""

    def __init__(self) -> None:
        self._told_s: float | None = None

    def text(self, seconds: float | None) -> str:
        """`a few seconds left`, `20 s left`, `3 min left`, `1 h 10 min left`; "" where it is not known."""
        if seconds is None:
            self._told_s = None
            return ""
        step = _step(seconds)
        if self._told_s is None or not self._told_s - 1.1 * step <= seconds <= self._told_s + 0.25 * step:
            self._told_s = max(ceil(seconds / step), 1) * step
        return f"{duration(self._told_s)} left"


def duration(seconds: float) -> str:
    """`a few seconds`, `20 s`, `3 min`, `1 h 10 min`."""
    if seconds < 10:
        return "a few seconds"
    if seconds < 60:
        return f"{round(seconds)} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"


def _step(seconds: float) -> float:
    """How finely so much time is told, in seconds."""
    return next(step for most, step in _STEPS if seconds <= most)


def _read(made: str, now: datetime) -> datetime | None:
    try:
        moment = datetime.fromisoformat(made)
        return moment.astimezone(now.tzinfo) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None

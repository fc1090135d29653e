"""How long work will still take: nothing before there is evidence, and no jumping when there is."""

from __future__ import annotations

from math import exp

ENOUGH_S, ENOUGH_DONE, ENOUGH_MOVES = 3.0, 0.02, 4
"""What has to have been seen before anything is told: so many seconds, so much done, in so many moves."""

NEAREST_S = 0.25
"""Moves nearer to each other than this are one."""

_MEMORY_S, _MEMORY_SHARE = 5.0, 0.3
"""How far back the pace is looked at: so long, or that share of the time so far where it is more."""

_STALLED_S, _STALLED_TIMES = 10.0, 4.0
"""Work that has stood so long, and so many times longer than before, has no pace to go by."""

_SETTLING_S = 4.0
"""What is told comes nearer to what is reckoned with this time constant."""


class Pace:
    """Fed with how far work is. Clocks are in seconds from any zero, the same for both methods."""

    def __init__(self) -> None:
        self._first: tuple[float, float] | None = None
        self._last = (0.0, 0.0)
        self._moves = 0
        self._rate = 0.0
        self._longest_s = 0.0
        self._told: tuple[float, float] | None = None

    def moved(self, fraction: float, now: float) -> None:
        """At `now`, `fraction` (0 to 1) of the work is done."""
        if self._first is None:
            self._first = self._last = (now, fraction)
            return
        then, before = self._last
        taken, done = now - then, fraction - before
        if taken < NEAREST_S or done <= 0.0:
            return
        if not self._moves:
            self._rate = done / taken
        else:
            memory_s = max(_MEMORY_S, _MEMORY_SHARE * (now - self._first[0]))
            self._rate += (done / taken - self._rate) * (1.0 - exp(-taken / memory_s))
        self._longest_s = max(self._longest_s, taken)
        self._last = (now, fraction)
        self._moves += 1

    def left(self, now: float) -> float | None:
        """Seconds that the work will still take from `now` on, or None where nothing speaks for a number.

        Between two moves it runs down as the clock does; what is told turns to a new pace little by little.
        """
        if not self._known(now):
            self._told = None
            return None
        then, fraction = self._last
        reckoned = max((1.0 - fraction) / self._rate - (now - then), 0.0)
        if self._told is not None:
            at, told = self._told
            running = max(told - (now - at), 0.0)
            reckoned = running + (reckoned - running) * (1.0 - exp(-(now - at) / _SETTLING_S))
        self._told = (now, reckoned)
        return reckoned

    def _known(self, now: float) -> bool:
        if self._first is None or self._rate <= 0.0:
            return False
        began, at_first = self._first
        then, fraction = self._last
        stalled = now - then > max(_STALLED_S, _STALLED_TIMES * self._longest_s)
        return (
            not stalled
            and then - began >= ENOUGH_S
            and fraction - at_first >= ENOUGH_DONE
            and self._moves >= ENOUGH_MOVES
        )

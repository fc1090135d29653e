"""Progress and cancel are one call: work that reports is work that can be stopped."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):
    """The user asked for the work to stop. Raised out of a `Report` call; work cleans up and lets it pass."""


class Report(Protocol):
    """What slow work is handed to say how far it is, at least every 0.2 s of its own time.

    Raises `Cancelled` where the work is to stop: the call is the cancel point.
    """

    def __call__(self, fraction: float, note: str = "") -> None:
        """Say that `fraction` (0 to 1) is done; `note` is a short present-tense phrase ("Reading sound")."""


def silent(fraction: float, note: str = "") -> None:
    """A `Report` for callers that neither show progress nor cancel."""


def part(report: Report, start: float, stop: float, note: str = "") -> Report:
    """A `Report` for one step of larger work: its 0 to 1 is `start` to `stop` of the whole."""

    whole_note = note

    def step(fraction: float, note: str = "") -> None:
        report(start + (stop - start) * min(max(fraction, 0.0), 1.0), note or whole_note)

    return step

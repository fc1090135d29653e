"""What may not grow while a monkey is at work: threads, timers, widgets; nor references to None shrink."""

from __future__ import annotations

import gc
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from tests.helpers.monkey.opened import leave_all, reopen
from tests.helpers.monkey.scene import Scene

MOST_LOST_NONE = 500
"""Whatever holds None may go; one lost with each call would be tens of thousands."""


SLACK = 4
"""So many widgets of a kind may come at a time: tooltips and the like that Qt makes once and keeps."""

_LAZY = ("job",)
"""Threads of executors come as they are needed, up to a number, and stay."""


@dataclass(frozen=True)
class _Now:
    threads: Counter[str]
    timers: Counter[str]
    widgets: Counter[str]
    none: int
    memory_mb: float


class Left:
    """How it was at first, with no project open."""

    def __init__(self, scene: Scene) -> None:
        self._grew: frozenset[str] = frozenset()
        # Twice, since what is made at first use stays.
        for _ in range(2):
            self._first = self._last = _closed(scene)
            reopen(scene)
            scene.settle()

    def check(self, scene: Scene) -> str:
        """With the project closed there is no more than at first. Opens it again, and says how it is.

        Windows that are made once and kept may come; what grows from check to check may not.
        """
        now, first = _closed(scene), self._first
        reopen(scene)
        scene.settle()
        assert not now.threads - first.threads, f"more threads than at first: {now.threads - first.threads}"
        assert not now.timers - first.timers, f"more timers than at first: {now.timers - first.timers}"
        self._grew, grew = _grown(self._last.widgets, now.widgets), self._grew
        self._last = now
        again = self._grew & grew
        assert not again, f"more and more widgets: {again}"
        lost = first.none - now.none
        assert lost < MOST_LOST_NONE, f"{lost} references to None are lost"
        return f"{now.memory_mb:.0f} MB (at first {first.memory_mb:.0f}), {-lost:+d} references to None"


def _grown(before: Counter[str], after: Counter[str]) -> frozenset[str]:
    return frozenset(name for name, count in (after - before).items() if count > SLACK)


def _closed(scene: Scene) -> _Now:
    leave_all()
    scene.window.work.stop()
    scene.settle()
    assert scene.window.close_project(), "the project would not close"
    scene.settle()
    gc.collect()
    scene.settle()
    names = (thread.name for thread in threading.enumerate())
    return _Now(
        Counter(name for name in names if not name.startswith(_LAZY)),
        Counter(_timers()),
        Counter(type(widget).__name__ for widget in QApplication.allWidgets()),
        sys.getrefcount(None),
        memory_mb(),
    )


def _timers() -> Iterator[str]:
    """Running timers that Python made."""
    for thing in gc.get_objects():
        if issubclass(type(thing), QTimer) and isValid(thing) and thing.isActive():
            yield f"{type(thing.parent()).__name__}, {thing.interval()} ms"


def memory_mb() -> float:
    """What this process has in memory; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024

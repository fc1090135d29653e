"""What a test may leave behind: nothing. Threads, processes, Qt timers and windows are counted, and the
processor is to compute as it did."""

from __future__ import annotations

import gc
import math
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

#: How long what a test started may take to end after it, before it counts as left behind.
GRACE_S = 2.0

#: Helper processes of the standard library that live as long as the interpreter.
_LASTING_CHILDREN = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Raises AssertionError, naming each, where the body leaves threads, processes, Qt timers or windows."""
    _set_aside(len(sys.modules))
    threads, children, timers, windows = _threads(), _children(), _timers(), _windows()
    yield
    left = _wait_for_none(lambda: [*_new(_threads(), threads), *_new(_children(), children)])
    left += [*_new(_timers(), timers), *_new(_windows(), windows)]
    if not math.ulp(0.0) > 0.0:
        left.append("denormal numbers are flushed to zero")
    assert not left, "left behind: " + "; ".join(left)


@cache
def _set_aside(_modules: int) -> None:
    """Take what there is, large libraries above all, out of what is searched for timers, once for each number
    of modules: the search would otherwise cost every test more than the test."""
    gc.collect()
    gc.freeze()


def _new(now: dict[Any, str], before: dict[Any, str]) -> list[str]:
    return [said for key, said in now.items() if key not in before]


def _wait_for_none(find: Callable[[], list[str]]) -> list[str]:
    """What `find` still finds when the grace is over; polls, because the ends of others cannot be awaited."""
    deadline = time.monotonic() + GRACE_S
    while (left := find()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return left


def _threads() -> dict[Any, str]:
    """Threads of Python alone: those that libraries keep for themselves show up as dummies, or not at all."""
    return {
        thread: f"thread {thread.name!r}"
        for thread in threading.enumerate()
        if not isinstance(thread, threading._DummyThread)
    }


def _children() -> dict[Any, str]:
    """Living child processes of this one, by process id; known on Linux only, and empty elsewhere."""
    found: dict[Any, str] = {}
    for task in Path("/proc/self/task").glob("*/children"):
        for pid in _read(task).split():
            command = _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ").strip()
            # One that has just been started has no command yet; one that has ended has none any more.
            living = command or _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()[:1] not in (
                [],
                ["Z"],
            )
            if living and not any(name in command for name in _LASTING_CHILDREN):
                found[pid] = f"process {pid} ({command[:100]})"
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # It ended between being listed and being read.
        return ""


def _timers() -> dict[Any, str]:
    """Running Qt timers that Python made, by identity."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None or core.QCoreApplication.instance() is None:
        return {}
    _finish_deletions(core)
    from shiboken6 import isValid

    return {
        id(thing): f"Qt timer of {type(thing.parent()).__name__}, {thing.interval()} ms"
        for thing in gc.get_objects()
        if issubclass(type(thing), core.QTimer) and isValid(thing) and thing.isActive()
    }


def _windows() -> dict[Any, str]:
    """Top-level widgets, shown or hidden, by identity; Qt keeps one of its own for drag and drop."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return {}
    gc.collect()
    return {
        id(widget): f"window {type(widget).__name__} {widget.windowTitle()!r}"
        for widget in widgets.QApplication.topLevelWidgets()
        if type(widget) is not widgets.QWidget or widget.isVisible()
    }


def _finish_deletions(core: Any) -> None:
    """Let `deleteLater` and closing come true, which need a turn of the event loop."""
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)
    core.QCoreApplication.processEvents()

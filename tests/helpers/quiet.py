"""Silence is the passing state: whatever is logged at warning or above fails the test that caused it."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

#: What Qt says about the machine it runs on rather than about us: no screen, no session, no theme.
_OF_THE_MACHINE = (
    "This plugin does not support",
    "QStandardPaths: XDG_RUNTIME_DIR",
    "QStandardPaths: runtime directory",
    "Unable to create basic Accelerated",
    "libEGL",
    "MESA",
)


class _Collector(logging.Handler):
    def __init__(self, *, traced: bool) -> None:
        super().__init__(logging.WARNING)
        self._traced = traced
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = f"{record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info:
            line += "\n" + "".join(traceback.format_exception(*record.exc_info))
        elif self._traced:
            line += "\n" + "".join(traceback.format_stack())
        self.lines.append(line)


@contextmanager
def collecting(*, traced: bool = False) -> Iterator[list[str]]:
    """The lines that are logged at warning or above in the body, and what Qt complains of, as they come.

    traced: with where in the program that was.
    """
    collector = _Collector(traced=traced)
    root = logging.getLogger()
    root.addHandler(collector)
    core = sys.modules.get("PySide6.QtCore")
    before = core.qInstallMessageHandler(_to_log) if core else None
    try:
        yield collector.lines
    finally:
        root.removeHandler(collector)
        if core:
            core.qInstallMessageHandler(before)


@contextmanager
def nothing_logged() -> Iterator[None]:
    """Raises AssertionError with the lines where the body logs at warning or above, or makes Qt complain."""
    with collecting() as lines:
        yield
    assert not lines, "logged:\n" + "\n".join(lines)


def _to_log(kind: Any, _context: Any, message: str) -> None:
    if "Debug" not in kind.name and "Info" not in kind.name and not message.startswith(_OF_THE_MACHINE):
        logging.getLogger("Qt").warning(message)

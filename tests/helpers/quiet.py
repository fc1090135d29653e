"""Silence is the passing state: whatever is logged at warning or above fails the test that caused it."""

from __future__ import annotations

import logging
import sys
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
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@contextmanager
def nothing_logged() -> Iterator[None]:
    """Raises AssertionError with the lines where the body logs at warning or above, or makes Qt complain."""
    collector = _Collector()
    root = logging.getLogger()
    root.addHandler(collector)
    core = sys.modules.get("PySide6.QtCore")
    before = core.qInstallMessageHandler(_to_log) if core else None
    try:
        yield
    finally:
        root.removeHandler(collector)
        if core:
            core.qInstallMessageHandler(before)
    assert not collector.lines, "logged:\n" + "\n".join(collector.lines)


def _to_log(kind: Any, _context: Any, message: str) -> None:
    if "Debug" not in kind.name and "Info" not in kind.name and not message.startswith(_OF_THE_MACHINE):
        logging.getLogger("Qt").warning(message)

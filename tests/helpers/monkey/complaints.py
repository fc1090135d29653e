"""Everything that Python or Qt says went wrong: log lines, warnings, exceptions that nobody caught."""

from __future__ import annotations

import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from tests.helpers.quiet import collecting


class Complaints:
    """What was said since it was last asked for."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def take(self) -> list[str]:
        """The complaints so far, which are then forgotten."""
        taken = list(self._lines)
        del self._lines[: len(taken)]
        return taken


@contextmanager
def complaints() -> Iterator[Complaints]:
    """Hears what is logged at warning or above, and every exception that reaches the top of a thread."""
    with collecting(traced=True) as lines, warnings.catch_warnings():
        warnings.simplefilter("error")

        def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            lines.append("uncaught: " + "".join(traceback.format_exception(kind, error, trace)))

        def unraisable(found: Any) -> None:
            text = "".join(traceback.format_exception(found.exc_type, found.exc_value, found.exc_traceback))
            lines.append(f"unraisable in {found.object!r}: {found.err_msg or ''} {text}")

        def in_thread(found: Any) -> None:
            uncaught(found.exc_type, found.exc_value, found.exc_traceback)

        before = sys.excepthook, sys.unraisablehook, threading.excepthook
        sys.excepthook, sys.unraisablehook, threading.excepthook = uncaught, unraisable, in_thread
        try:
            yield Complaints(lines)
        finally:
            sys.excepthook, sys.unraisablehook, threading.excepthook = before

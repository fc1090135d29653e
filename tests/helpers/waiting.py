"""Waiting for something outside this process, or on another thread, that cannot be awaited."""

from __future__ import annotations

import time
from collections.abc import Callable


def wait_until(true: Callable[[], object], what: str, timeout_s: float = 60.0) -> None:
    """Return as soon as `true()` is; AssertionError naming `what` was awaited after `timeout_s`."""
    deadline = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < deadline, f"waited {timeout_s:.0f} s in vain for {what}"
        time.sleep(0.01)

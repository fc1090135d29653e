"""The watch over tests is itself watched: each kind of left-over is seen, and named."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from tests.helpers import leaks
from tests.helpers.leaks import nothing_left_behind


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "GRACE_S", 0.05)


def test_a_thread_left_running_is_named() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="straggler")
    with pytest.raises(AssertionError, match="thread 'straggler'"), nothing_left_behind():
        thread.start()
    stop.set()
    thread.join()


@pytest.mark.skipif(sys.platform != "linux", reason="child processes are listed on Linux only")
def test_a_process_left_running_is_named() -> None:
    with pytest.raises(AssertionError, match=r"process .*stdin\.read"), nothing_left_behind():
        child = subprocess.Popen(
            [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE
        )
    child.communicate()


def test_another_arithmetic_is_named() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    with pytest.raises(AssertionError, match="flushed to zero"), nothing_left_behind():
        torch.set_flush_denormal(True)
    torch.set_flush_denormal(False)


def test_what_ended_in_time_is_no_leak() -> None:
    with nothing_left_behind():
        thread = threading.Thread(target=lambda: None)
        thread.start()
        subprocess.run([sys.executable, "-c", ""], check=True)

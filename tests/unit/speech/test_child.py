from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from editor.jobs import Cancelled, silent
from editor.speech.child import run
from editor.speech.errors import SpeechError
from tests.unit.speech import work_for_children as work


def test_the_child_answers_and_hands_over_parts_in_order() -> None:
    parts: list[int] = []
    notes: list[tuple[float, str]] = []

    def note_it(fraction: float, note: str = "") -> None:
        notes.append((fraction, note))

    assert run(work.add, (2, 3), note_it, parts.append) == 5
    assert parts == [2, 3]
    assert (0.5, "Adding") in notes


def test_cancelling_kills_the_child_within_a_second() -> None:
    began: list[float] = []

    def cancel_when_it_runs(fraction: float, note: str = "") -> None:
        if began:
            raise Cancelled

    with pytest.raises(Cancelled):
        run(work.hang, (), cancel_when_it_runs, lambda _pid: began.append(time.monotonic()))
    # The fixture of every test fails where the child is still there.
    assert time.monotonic() - began[0] < 1.0


def test_a_refusal_of_the_child_is_one_of_the_parent() -> None:
    with pytest.raises(SpeechError, match=r"^There is nothing to hear\.$"):
        run(work.refuse, (), silent)


def test_a_mistake_in_the_child_shows_where_it_was() -> None:
    with pytest.raises(RuntimeError, match=r"(?s)work_for_children.*KeyError: 'a mistake'"):
        run(work.fail, (), silent)


def test_a_child_that_dies_is_a_sentence() -> None:
    with pytest.raises(SpeechError, match="stopped in the middle of its work"):
        run(work.die, (), silent)


_PARENT = """
from editor.jobs import silent
from editor.speech.child import run
from tests.unit.speech import work_for_children as work

if __name__ == "__main__":
    run(work.hang, (), silent, lambda pid: print(pid, flush=True))
"""


def test_the_child_ends_with_its_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT)
    root = str(Path(__file__).resolve().parents[3])
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.kill()
    deadline = time.monotonic() + 2.0
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_running(child)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/status")
    return not status.is_file() or "State:\tZ" not in status.read_text()

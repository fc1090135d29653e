"""Training a model of one's own: a process that takes minutes to hours, watched from here."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from editor.app.models import CHECKPOINT, check_new, model, models, training_folder
from editor.app.trainings import Plan, alone, keep_plan
from editor.jobs import Report, silent
from editor.model.errors import Refusal

# How often the process is asked to stop, when the user wants that.
_LOOK_S = 0.1
# How long it may take to leave its checkpoint; then it is stopped hard, and goes on from the one before.
_LEAVE_S = 20.0
# So much of what it complained about is looked at, from the end.
_COMPLAINT_BYTES = 4096


class TrainingStopped(Refusal):
    """A training that ended without a model. why: a sentence; what else is said is about the command line.

    kept: what was learned is there, and the same training goes on from it.
    """

    def __init__(self, name: str, why: str, *, kept: bool) -> None:
        super().__init__(f"{why} What was learned is kept: {going_on(name)}." if kept else why)
        self.why, self.kept = why, kept


def train_model(
    rate: int,
    data: Sequence[Path],
    *,
    name: str | None = None,
    parent: str | None = None,
    minutes: float = 60.0,
    steps: int = 0,
    seed: int = 1,
    judge: Path | None = None,
    further: Sequence[str] = (),
    report: Report = silent,
) -> str:
    """Train a model that makes sound at `rate` (Hz), and put it into the registry; returns its id.

    data: recordings, folders of them, or projects, whose recordings are taken. name: its id; None makes one
    up. parent: a model to train further. minutes: of computing, or `steps` where that is not 0. judge:
    recordings to measure it with. further: options of `python -m enhance.train`, as they are.

    A training that was broken off goes on when the same one is asked for again; one that had not begun to
    learn leaves nothing. Raises Refusal where it cannot be done; where `report` raises, the process has left
    a checkpoint, if there was anything to keep, and is gone.
    """
    if parent is not None:
        model(parent)
    name = name or training_name(rate)
    check_new(name)
    into = training_folder(name)
    command = [sys.executable, "-m", "enhance.train", "--rate", str(rate), "--into", str(into), "--id", name]
    for folder in data:
        command += ["--data", str(recordings_of(folder))]
    command += ["--minutes", str(minutes), "--steps", str(steps), "--seed", str(seed)]
    command += ["--from", parent] if parent is not None else []
    command += ["--judge", str(judge)] if judge is not None else []
    plan = Plan(name, rate, tuple(path.absolute() for path in data), parent, minutes, steps, seed)
    with alone(name):
        try:
            keep_plan(plan)
            said = _watched([*command, *further], report)
        finally:
            _clear_unless_it_can_go_on(into)
    if "model" not in said:
        raise TrainingStopped(name, str(said["error"]), kept=(into / CHECKPOINT).is_file())
    # Its recordings, decoded, are large, and its checkpoint has done its work.
    shutil.rmtree(into / "corpus", ignore_errors=True)
    for checkpoint in into.glob("*.pt"):
        checkpoint.unlink(missing_ok=True)
    return str(said["model"])


def going_on(name: str) -> str:
    """What can be done with a training that was stopped, as a clause."""
    return (
        f"the same command goes on with the training of {name} where it was, and "
        f"`wordtape models remove {name}` clears it"
    )


def _clear_unless_it_can_go_on(into: Path) -> None:
    """What a training without a checkpoint has left is of no use to anybody."""
    if not (into / CHECKPOINT).is_file():
        shutil.rmtree(into, ignore_errors=True)
        with suppress(OSError):
            into.parent.rmdir()


def recordings_of(path: Path) -> Path:
    """A recording, or the folder that holds them: of a project, its media. Raises Refusal for neither."""
    inside = path / "media" if path.suffix == ".wordtape" else path
    if not inside.exists():
        raise Refusal(f"There is no folder {path} with recordings to train on, nor a recording of that name.")
    return inside.resolve()


def training_name(rate: int) -> str:
    """A name that no model has; the same one until it is taken, so that a training goes on."""
    taken = {one.id for one in models()}
    first = f"own-{rate / 1000:g}k"
    names = (first if number == 1 else f"{first}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _watched(command: list[str], report: Report) -> dict[str, Any]:
    """What the process said in the end: "model", or "error". What `report` raises stops it."""
    # What libraries and Python itself complain about is nothing for a user, except the last of it where it
    # is all that says why. WORDTAPE_DEBUG shows all of it.
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            stderr=None if "WORDTAPE_DEBUG" in os.environ else complaints,
            text=True,
            encoding="utf-8",
        )
        last = _followed(process, report)
        if "model" in last or "error" in last:
            return last
        complaints.seek(max(complaints.seek(0, os.SEEK_END) - _COMPLAINT_BYTES, 0))
        lines = complaints.read().decode("utf-8", "replace").strip().splitlines()
    why = f" ({lines[-1].strip()[:200]})" if lines else ""
    return {"error": f"The training stopped in the middle of its work{why}."}


def _followed(process: subprocess.Popen[str], report: Report) -> dict[str, Any]:
    """The last line that the process said, as it was read; the process is gone then."""
    assert process.stdout is not None
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    reader = threading.Thread(target=_read, args=(process.stdout, lines), name="training")
    reader.start()
    fraction, note = 0.0, "Starting"
    last: dict[str, Any] = {}
    try:
        while True:
            report(fraction, note)
            try:
                line = lines.get(timeout=_LOOK_S)
            except queue.Empty:
                continue
            if line is None:
                return last
            last = _said(line) or last
            fraction, note = last.get("fraction", fraction), last.get("note", note)
    finally:
        _stop(process)
        reader.join()
        process.stdout.close()


def _read(stream: IO[str], lines: queue.SimpleQueue[str | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)


def _said(line: str) -> dict[str, Any]:
    """A line of JSON; empty for what a library printed."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _stop(process: subprocess.Popen[str]) -> None:
    """End the process, with a checkpoint where it can leave one."""
    if process.poll() is None and sys.platform != "win32":
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LEAVE_S)
    if process.poll() is None:
        process.kill()
    process.wait()

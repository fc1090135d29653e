"""Whether models can be trained on this machine, and on what."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec

from editor.jobs import Report, silent
from editor.model.errors import Refusal

PACKAGES = {"torch": "PyTorch", "onnx": "ONNX", "onnxscript": "ONNX Script"}
"""What training needs beside the program, by the name that it is imported by."""

INSTALL = 'pip install "wordtape[train]"'

_LOOK_S = 0.1


def lacking() -> str:
    """What is missing to train, and what to do, in a sentence; "" where all is there."""
    missing = [name for package, name in PACKAGES.items() if find_spec(package) is None]
    if not missing:
        return ""
    listed = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
    are = "is" if len(missing) == 1 else "are"
    return (
        f"Training needs {listed}, which {are} not installed: close Wordtape, run {INSTALL}, and come back."
    )


def where_it_runs(report: Report = silent) -> str:
    """What a training would run on, in a few words; found out in a process of its own, which takes seconds.

    Raises Refusal where PyTorch cannot be used; what `report` raises passes through.
    """
    command = [sys.executable, "-m", "enhance.train.where"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True
    )
    try:
        while True:
            report(0.0, "Looking for a graphics card")
            try:
                said, _ = process.communicate(timeout=_LOOK_S)
                break
            except subprocess.TimeoutExpired:
                continue
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    try:
        return str(json.loads(said.splitlines()[-1])["where"])
    except (ValueError, KeyError, TypeError, IndexError):
        raise Refusal(f"PyTorch is installed but does not work; run {INSTALL} again.") from None

"""Measuring a model in a process of its own, so that a window stays smooth and a cancel is felt at once."""

from __future__ import annotations

from pathlib import Path

from editor.app.evaluating_models import Measured, evaluate_model
from editor.jobs import Report
from editor.jobs.process import Lost, Refused, Tell, run
from editor.model.errors import Refusal


def evaluate_apart(name: str, folder: Path, heard: int, report: Report) -> Measured:
    """As `evaluate_model` does it. Raises Refusal; what `report` raises passes through."""
    try:
        found: Measured = run(_measured, (name, folder, heard), report, refusals=(Refusal,), name="measuring")
    except Refused as error:
        raise Refusal(str(error)) from None
    except (Lost, MemoryError):
        raise Refusal(
            f"Measuring {name} stopped in the middle of its work, most likely for lack of memory; nothing "
            "was kept. Close other programs and try again."
        ) from None
    return found


def _measured(tell: Tell, name: str, folder: Path, heard: int) -> Measured:
    """In the child."""
    return evaluate_model(name, folder, heard=heard, report=tell.progress)

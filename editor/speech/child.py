"""Listening happens in a process of its own (`editor.jobs.process`); what goes wrong there is a sentence."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from editor.jobs import Report
from editor.jobs.process import Lost, Refused, Tell
from editor.jobs.process import run as run_in_process
from editor.model.errors import Refusal
from editor.speech.errors import SpeechError

__all__ = ["Tell", "run"]


def run(
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    report: Report,
    on_part: Callable[[Any], None] = lambda _value: None,
) -> Any:
    """What `work(tell, *arguments)` returns, done in a child; `on_part` gets what it hands over early.

    Both callbacks run on the calling thread. Raises `Cancelled` out of `report` within 0.1 s of being asked;
    SpeechError where the child says so or dies. The child is gone when this returns or raises.
    """
    try:
        return run_in_process(
            work,
            arguments,
            report,
            on_part,
            refusals=(Refusal,),
            prepare=_lock_without_semaphore,
            name="speech",
        )
    except Refused as error:
        raise SpeechError(str(error)) from None
    except MemoryError:
        raise SpeechError("There is not enough memory for this model: choose a smaller one.") from None
    except Lost:
        raise SpeechError(
            "The recogniser stopped in the middle of its work, most likely for lack of memory: close "
            "other programs or choose a smaller model."
        ) from None


def _lock_without_semaphore() -> None:
    """tqdm, which the recogniser uses, would make a semaphore that a killed process leaves behind."""
    from tqdm import tqdm  # type: ignore[import-untyped]

    tqdm.set_lock(threading.RLock())

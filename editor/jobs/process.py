"""Work in a process of its own: it can be killed at any instant and never holds up the window.

The work is a function at the top of an importable module. It gets a `Tell` to speak to the parent with;
whatever it returns ends the conversation. A program that calls this from its main module must guard its main
code with `if __name__ == "__main__"`, as `multiprocessing` asks wherever processes are spawned.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import parent_process
from typing import Any

from editor.jobs.progress import Report

#: How often the parent looks whether it should stop.
_LOOK_S = 0.1


class Refused(Exception):
    """The work said in a sentence why it could not be done; that sentence."""


class Lost(Exception):
    """The process died in the middle of its work."""


class Tell:
    """How the child speaks to its parent."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def progress(self, fraction: float, note: str = "") -> None:
        """How far the work is. A `Report`, though it never raises `Cancelled` (the child is killed)."""
        self._pipe.send(("progress", (fraction, note)))

    def part(self, value: object) -> None:
        """Hand over a piece of the result early."""
        self._pipe.send(("part", value))


def _nothing() -> None:
    """For work that needs no preparation."""


def run(
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    report: Report,
    on_part: Callable[[Any], None] = lambda _value: None,
    *,
    refusals: tuple[type[Exception], ...] = (),
    prepare: Callable[[], None] = _nothing,
    name: str = "work",
) -> Any:
    """What `work(tell, *arguments)` returns, done in a child; `on_part` gets what it hands over early.

    refusals: errors whose text is a sentence for the user. prepare: called in the child first. Both callbacks
    run on the calling thread. Raises `Cancelled` out of `report` within 0.1 s of being asked; `Refused` and
    MemoryError where the child raised such, `Lost` where it died, RuntimeError with its traceback for
    anything else. The child is gone when this returns or raises.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=_main, args=(theirs, work, arguments, refusals, prepare), daemon=True, name=name
    )
    with _surroundings():
        process.start()
    theirs.close()
    fraction, note = 0.0, ""
    try:
        while True:
            report(fraction, note)
            if not ours.poll(_LOOK_S):
                continue
            try:
                kind, value = ours.recv()
            except (EOFError, OSError):
                raise Lost from None
            if kind == "progress":
                fraction, note = value
            elif kind == "part":
                on_part(value)
            elif kind == "done":
                return value
            elif kind == "refused":
                raise Refused(value)
            elif kind == "memory":
                raise MemoryError
            else:
                raise RuntimeError(f"the {name} process failed:\n{value}")
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()


def _main(
    pipe: Connection,
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    refusals: tuple[type[Exception], ...],
    prepare: Callable[[], None],
) -> None:
    """Where the child begins."""
    # The parent decides what an interrupt means; a child that outlives it is of no use to anybody.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _give_way()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answer: tuple[str, Any]
    try:
        prepare()
        answer = ("done", work(Tell(pipe), *arguments))
    except refusals as error:
        answer = ("refused", str(error))
    except MemoryError:
        answer = ("memory", None)
    except Exception:
        answer = ("failed", traceback.format_exc())
    pipe.send(answer)
    pipe.close()


@contextmanager
def _surroundings() -> Iterator[None]:
    """What a process started in the body finds in its environment, unless the user set it otherwise.

    The matrix products of alignment are small: one core does them faster than several that wait for each
    other (six times on a busy machine), and the recogniser's threads must not spin while the aligner works.
    Libraries read this as they load, which may be before any code of ours runs in the child.
    """
    added = {
        name: value
        for name, value in (("OPENBLAS_NUM_THREADS", "1"), ("OMP_WAIT_POLICY", "PASSIVE"))
        if name not in os.environ
    }
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


def _give_way() -> None:
    """Let the window have the processor first where both want it; a machine with room loses nothing."""
    if sys.platform == "win32":
        import ctypes

        below_normal = 0x4000
        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), below_normal)
    else:
        os.nice(10)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)

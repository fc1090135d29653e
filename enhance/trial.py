"""A model is tried once, before it is taken in, in a process of its own with little memory.

Looking at a file cannot tell what running it takes: tensors multiply. So a model that would exhaust memory,
never end or crash the runtime does that to a child, which is thrown away. In the same go the model's promises
are tested: it answers in the right shape and with finite numbers, and no frame depends on more frames than
its card says, on which block-wise inference rests.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from enhance.card import Card
from enhance.modelfile import session_of, unusable

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    import numpy as np
    from numpy.typing import NDArray

    from enhance.modelfile import Session

    Inputs = dict[str, NDArray[np.float32]]

LIMIT_S = 120.0
"""How long a trial may take; the largest models take a second or two."""
MEMORY_BYTES = 2 << 30
"""What a trial may take beside the program, where the system can limit it (Linux)."""

_LOOK_S = 0.1
_BATCH, _FRAMES, _LONG = 2, 64, 512
# Rounding differs with the length; a frame too little shows far above this, relative to the loudest number.
_TOLERANCE = 1e-4
_TOO_LARGE = "it needs more memory than a model may"


def try_model(data: bytes, card: Card, waiting: Callable[[], None] = lambda: None) -> None:
    """Run the checked file `data` on made-up sound. Raises ModelError where it does not do as its card says.

    waiting: called ten times a second meanwhile; whatever it raises ends the trial and passes through.

    The caller's main module is imported anew in the child, as `multiprocessing` does where it spawns.
    """
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(theirs, data, card), daemon=True, name="model trial")
    try:
        process.start()
        theirs.close()
        limit = time.monotonic() + LIMIT_S
        waiting()
        while not ours.poll(_LOOK_S):
            waiting()
            if time.monotonic() > limit:
                raise unusable(card.id, f"it gave no answer within {LIMIT_S:.0f} s when it was tried")
        why = ours.recv()
    except EOFError:
        raise unusable(card.id, "it stopped when it was tried, most likely for lack of memory") from None
    finally:
        if process.pid is not None:
            process.kill()
            process.join()
        process.close()
        ours.close()
        theirs.close()
    if why is not None:
        raise unusable(card.id, why)


def _child(pipe: Connection, data: bytes, card: Card) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Loading numpy takes what it takes on this machine, so the limit comes after it.
    short, long = _sound(card, 4 * card.context + _FRAMES), _sound(card, 2 * card.context + _LONG)
    _limit_memory()
    try:
        session = session_of(data, card.id, 1, gpu=False)
        why = _fault(session, card, short)
        if why is None:
            _run(session, long)
    except MemoryError:
        why = _TOO_LARGE
    except Exception as error:
        # Of the model's making, whatever it is; onnxruntime has no error of its own for want of memory.
        short_of_memory = any(word in str(error).lower() for word in ("alloc", "bfcarena"))
        why = _TOO_LARGE if short_of_memory else f"it failed when it was tried ({type(error).__name__})"
    pipe.send(why)
    pipe.close()


def _limit_memory() -> None:
    if sys.platform != "linux":
        return
    import resource

    now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = now + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))


def _fault(session: Session, card: Card, inputs: Inputs) -> str | None:
    """What of its promises the model does not keep, as a clause; None where it keeps them."""
    import numpy as np

    reach = card.context
    whole = _run(session, inputs)
    if whole.shape != (_BATCH, 4 * reach + _FRAMES, 2 * card.bins):
        return f"it answers in the shape {whole.shape}"
    middle = slice(reach, 3 * reach + _FRAMES)
    part = _run(session, {name: value[:, middle] for name, value in inputs.items()})
    if not (np.isfinite(whole).all() and np.isfinite(part).all()):
        return "it answers with numbers that are none"
    inner = slice(reach, reach + _FRAMES)
    apart = np.abs(part[:, inner] - whole[:, middle][:, inner]).max()
    if apart > _TOLERANCE * np.abs(whole).max():
        return f"its frames depend on more than the {reach} frames on each side that its card promises"
    return None


def _run(session: Session, inputs: Inputs) -> NDArray[np.float32]:
    (generated,) = session.run(["generated"], inputs)
    answer: NDArray[np.float32] = generated
    return answer


def _sound(card: Card, frames: int) -> Inputs:
    """Inputs such as noise up to a third of the band gives."""
    import numpy as np

    random = np.random.default_rng(0)
    level = random.normal(-3.0, 2.0, (_BATCH, frames, card.bins))
    phase = random.uniform(-np.pi, np.pi, level.shape)
    parts = [level, np.cos(phase), np.sin(phase)]
    for part, nothing in zip(parts, (np.log(1e-4), 0.0, 0.0), strict=True):
        part[..., card.bins // 3 :] = nothing
    inputs = {
        "spectrum": np.concatenate(parts, axis=2),
        "cutoff": np.full((_BATCH, frames, 1), 1 / 3),
        "noise": random.standard_normal((_BATCH, frames, card.noise_channels)),
    }
    return {name: value.astype(np.float32) for name, value in inputs.items()}

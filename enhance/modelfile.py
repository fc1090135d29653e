"""Model files: checked against their card before anything runs them, then opened for inference.

A file from outside is data until all of it was looked at: its size and hash are the card's, it is ONNX with
standard operators and all numbers inside (`enhance.onnxfile`), and it takes and gives what the engine's
models take and give. What cannot be seen without running it is tried by `enhance.trial`.
"""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from enhance.card import MAX_BYTES, Card, Model
from enhance.errors import ModelError
from enhance.onnxfile import FLOAT, Contents, Unfit, Value, read_onnx

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

    Session: TypeAlias = InferenceSession

#: Where onnxruntime has one of these it runs there; the processor does what they cannot.
_GPU_PROVIDERS = ("CUDAExecutionProvider", "ROCMExecutionProvider", "DmlExecutionProvider")
_CPU_PROVIDER = "CPUExecutionProvider"
_SILENT = 4


def open_session(model: Model, threads: int | None = None) -> Session:
    """A session of `model`, whose file is checked again. threads: None is one for each processor.

    Its inputs are `spectrum` (batch, frames, 3 * bins), `cutoff` (batch, frames, 1) and `noise` (batch,
    frames, noise_channels), its output `generated` (batch, frames, 2 * bins), all float32. Raises ModelError.
    """
    data = read_model(model.path, model)
    return session_of(data, model.id, threads)


def read_model(path: Path, card: Card) -> bytes:
    """The bytes of a file that is the one the card describes, and one that may be run. Raises ModelError."""
    data = _read(path, card)
    check_model(data, card)
    return data


def check_model(data: bytes, card: Card) -> None:
    """Raise ModelError where `data` is not the file that the card describes, or not one that may be run."""
    try:
        if len(data) != card.bytes or sha256(data).hexdigest() != card.sha256:
            raise Unfit("its file is not the one that its card describes (the hash is another)")
        contents = read_onnx(data)
        _check_values(contents, card)
        _check_metadata(contents, card)
    except Unfit as why:
        raise unusable(card.id, str(why)) from None


def session_of(data: bytes, name: str, threads: int | None = None, *, gpu: bool = True) -> Session:
    """A session of the bytes of a checked file; `name` is for the sentence of the ModelError it may raise."""
    import onnxruntime

    # It would write to stderr what becomes a sentence here: a graphics card that is not there, a bad model.
    onnxruntime.set_default_logger_severity(_SILENT)
    options = onnxruntime.SessionOptions()
    # Left to itself it pins threads to processors, which it may not be allowed to use, and says so on stderr.
    options.intra_op_num_threads = threads or _processors()
    options.inter_op_num_threads = 1
    # Threads that wait in a loop for the next block take the processor from whoever plays and draws.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Plans memory for one length; ours vary, and DirectML cannot do with it.
    options.enable_mem_pattern = False
    available = onnxruntime.get_available_providers()
    here = [provider for provider in _GPU_PROVIDERS if gpu and provider in available]
    for providers in ([*here, _CPU_PROVIDER], [_CPU_PROVIDER]):
        try:
            return onnxruntime.InferenceSession(data, options, providers=providers, enable_fallback=0)
        except (
            Exception
        ) as error:  # Its errors have no base of their own; on the processor too it is the model's.
            if providers == [_CPU_PROVIDER]:
                raise unusable(name, f"onnxruntime does not take it ({_first_line(error)})") from None
    raise AssertionError("the processor is always tried")


def unusable(name: str, why: str) -> ModelError:
    """The sentence for a model that is refused; `why` is a clause."""
    return ModelError(f"The model {name} cannot be used: {why}.")


def _read(path: Path, card: Card) -> bytes:
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise unusable(card.id, f"{path.name} is no file")
            if status.st_size > MAX_BYTES:
                raise unusable(card.id, f"its file has more than {MAX_BYTES >> 20} MiB")
            if status.st_size != card.bytes:
                raise unusable(
                    card.id, f"its file has {status.st_size} bytes where its card says {card.bytes}"
                )
            return file.read(card.bytes)
    except OSError as error:
        raise unusable(card.id, f"its file {path.name} cannot be read ({error.strerror})") from None


def _check_values(contents: Contents, card: Card) -> None:
    inputs = {"spectrum": 3 * card.bins, "cutoff": 1, "noise": card.noise_channels}
    _check_shapes("input", contents.inputs, inputs)
    _check_shapes("output", contents.outputs, {"generated": 2 * card.bins})


def _check_shapes(what: str, values: tuple[Value, ...], wanted: dict[str, int]) -> None:
    expected = {name: (FLOAT, (None, None, channels)) for name, channels in wanted.items()}
    if len(values) != len(wanted) or {one.name for one in values} != set(wanted):
        names = ", ".join(one.name[:40] for one in values[:8]) or "none"
        raise Unfit(f"its {what}s have to be {', '.join(wanted)}, and are {names}")
    for one in values:
        if (one.kind, one.shape) != expected[one.name]:
            raise Unfit(
                f"its {what} {one.name} has to be float32 of shape (batch, frames, {wanted[one.name]}), "
                "with any number of batches and frames"
            )


def _check_metadata(contents: Contents, card: Card) -> None:
    for name in ("task", "rate", "window", "hop", "context", "noise_channels"):
        said, expected = contents.metadata.get(name), str(getattr(card, name))
        if said != expected:
            told = "nothing" if said is None else said[:40]
            raise Unfit(f'its file says {told} for "{name}" where its card says {expected}')


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]

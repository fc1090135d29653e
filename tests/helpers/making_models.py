"""Small models of the enhancement engine's contract, made without any package for ONNX.

`model_bytes()` is a whole valid file, `card()` the card that belongs to it, `save()` both on disk. What the
graph does is known exactly: with no options the output is the input spectrum itself, as [real | imaginary].
The lower half of the file writes ONNX field by field (numbers from onnx.proto3), so that tests can also make
files that nobody should ever run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

FLOAT, INT64 = 1, 7


def model_bytes(
    *,
    task: str = "upsample",
    rate: int = 48000,
    window: int = 1024,
    context: int = 0,
    noise_channels: int = 4,
    noise_gain: float = 0.0,
    gain: float = 1.0,
    offset: float = 0.0,
    metadata: Mapping[str, str | None] | None = None,
) -> bytes:
    """A model whose output is known: gain * mean of the spectrum over the context, + offset + noise.

    The mean is over 2 * context + 1 frames; those outside of the input count as zeros. `offset`, and
    `noise_gain` times the mean of the frame's noise, are added to the real parts with alternating signs: that
    is a click of this height in the middle of the frame. `metadata` changes entries (None leaves one out).
    """
    bins = window // 2 + 1
    nodes = [
        *sliced("spectrum", "log_magnitude", 0, bins),
        *sliced("spectrum", "cosine", bins, 2 * bins),
        *sliced("spectrum", "sine", 2 * bins, 3 * bins),
        node("Exp", ["log_magnitude"], ["magnitude"]),
        node("Mul", ["magnitude", "cosine"], ["real"]),
        node("Mul", ["magnitude", "sine"], ["imaginary"]),
        node("Concat", ["real", "imaginary"], ["both"], [attribute("axis", 2)]),
        *smoothed("both", "mean", context),
        node("Mul", ["mean", "gain"], ["louder"]),
        # Real parts get the offset and the noise, imaginary parts nothing: (1, 1, 2 * bins).
        node("ReduceMean", ["noise"], ["noise_mean"], [attribute("axes", [2]), attribute("keepdims", 1)]),
        node("Mul", ["noise_mean", "noise_weights"], ["noise_part"]),
        node("Add", ["louder", "noise_part"], ["noisy"]),
        node("Add", ["noisy", "offset"], ["generated"]),
    ]
    signs = np.where(np.arange(bins) % 2, -1.0, 1.0)
    real = np.concatenate((signs, np.zeros(bins))).astype(np.float32).reshape(1, 1, -1)
    constants = [
        tensor("gain", np.array(gain, np.float32)),
        tensor("noise_weights", real * np.float32(noise_gain)),
        tensor("offset", real * np.float32(offset)),
        *(tensor(f"at_{at}", np.array([at], np.int64)) for at in (0, bins, 2 * bins, 3 * bins)),
        tensor("axis_2", np.array([2], np.int64)),
    ]
    said: dict[str, str | None] = {
        "task": task,
        "rate": str(rate),
        "window": str(window),
        "hop": str(window // 4),
        "context": str(context),
        "noise_channels": str(noise_channels),
        **(metadata or {}),
    }
    return model(
        graph(
            nodes,
            constants,
            [
                value("spectrum", ["batch", "frames", 3 * bins]),
                value("cutoff", ["batch", "frames", 1]),
                value("noise", ["batch", "frames", noise_channels]),
            ],
            [value("generated", ["batch", "frames", 2 * bins])],
        ),
        {key: text for key, text in said.items() if text is not None},
    )


def card(onnx: bytes, **changes: Any) -> dict[str, Any]:
    """The card of a file of `model_bytes` that was made with no options, with `changes`."""
    return {
        "id": "test",
        "task": "upsample",
        "input_bandwidth_hz": [2000.0, 20000.0],
        "rate": 48000,
        "sha256": hashlib.sha256(onnx).hexdigest(),
        "bytes": len(onnx),
        "licence": "CC0-1.0",
        "data": {"recordings": "none: the numbers are made up"},
        "metrics": {},
        "parent": None,
        "made": "2026-01-31",
        "how": {"command": "tests", "seed": 0, "steps": 0, "machine": "any"},
        "window": 1024,
        "hop": 256,
        "context": 0,
        "noise_channels": 4,
        **changes,
    }


def save(folder: Path, onnx: bytes | None = None, **changes: Any) -> tuple[Path, dict[str, Any]]:
    """`<id>.onnx` and `<id>.json` in `folder`, and the card; `changes` are entries of the card."""
    made = model_bytes() if onnx is None else onnx
    about = card(made, **changes)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{about['id']}.onnx"
    path.write_bytes(made)
    path.with_suffix(".json").write_text(json.dumps(about), encoding="utf-8")
    return path, about


# What follows writes ONNX itself.


def sliced(source: str, name: str, start: int, stop: int) -> list[bytes]:
    """The last axis from `start` to `stop`."""
    return [node("Slice", [source, f"at_{start}", f"at_{stop}", "axis_2"], [name])]


def smoothed(source: str, name: str, context: int) -> list[bytes]:
    """The mean over `context` frames each side, of (batch, frames, channels); frames outside are zeros."""
    pool = [
        attribute("kernel_shape", [2 * context + 1]),
        attribute("pads", [context, context]),
        attribute("count_include_pad", 1),
    ]
    turn = [attribute("perm", [0, 2, 1])]
    return [
        node("Transpose", [source], [f"{source}_turned"], turn),
        node("AveragePool", [f"{source}_turned"], [f"{name}_turned"], pool),
        node("Transpose", [f"{name}_turned"], [name], turn),
    ]


def model(
    graph: bytes,
    metadata: Mapping[str, str],
    *,
    opsets: Mapping[str, int] | None = None,
    more: bytes = b"",
) -> bytes:
    """A ModelProto; `more` are fields put behind the others."""
    return b"".join(
        (
            integer(1, 8),
            text(2, "tests"),
            part(7, graph),
            *(
                part(8, text(1, domain) + integer(2, version))
                for domain, version in (opsets or {"": 17}).items()
            ),
            *(part(14, text(1, key) + text(2, said)) for key, said in metadata.items()),
            more,
        )
    )


def graph(
    nodes: Iterable[bytes],
    constants: Iterable[bytes],
    inputs: Iterable[bytes],
    outputs: Iterable[bytes],
) -> bytes:
    """A GraphProto."""
    return b"".join(
        (
            *(part(1, one) for one in nodes),
            text(2, "graph"),
            *(part(5, one) for one in constants),
            *(part(11, one) for one in inputs),
            *(part(12, one) for one in outputs),
        )
    )


def node(
    operator: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    attributes: Iterable[bytes] = (),
    domain: str = "",
) -> bytes:
    """A NodeProto."""
    return b"".join(
        (
            *(text(1, name) for name in inputs),
            *(text(2, name) for name in outputs),
            text(4, operator),
            *(part(5, one) for one in attributes),
            text(7, domain) if domain else b"",
        )
    )


def attribute(name: str, said: int | Sequence[int] | bytes) -> bytes:
    """An AttributeProto of one integer, several, or (bytes) a graph."""
    if isinstance(said, bytes):
        return text(1, name) + part(6, said) + integer(20, 5)
    if isinstance(said, int):
        return text(1, name) + integer(3, said) + integer(20, 2)
    return text(1, name) + b"".join(integer(8, one) for one in said) + integer(20, 7)


def tensor(name: str, array: np.ndarray) -> bytes:
    """A TensorProto of float32 or int64."""
    kind = {"float32": FLOAT, "int64": INT64}[array.dtype.name]
    dims = b"".join(integer(1, size) for size in array.shape)
    return dims + integer(2, kind) + text(8, name) + part(9, array.tobytes())


def value(name: str, shape: Sequence[int | str], kind: int = FLOAT) -> bytes:
    """A ValueInfoProto of a tensor; axes with a name have any length."""
    dims = b"".join(part(1, integer(1, size) if isinstance(size, int) else text(2, size)) for size in shape)
    return text(1, name) + part(2, part(1, integer(1, kind) + part(2, dims)))


def text(field: int, said: str) -> bytes:
    """A string field."""
    return part(field, said.encode())


def part(field: int, body: bytes) -> bytes:
    """A field of bytes, which a message inside another is too."""
    return varint(field << 3 | 2) + varint(len(body)) + body


def integer(field: int, number: int) -> bytes:
    """An integer field; a negative number takes ten bytes, as in every protobuf."""
    return varint(field << 3) + varint(number % (1 << 64))


def varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first; the top bit says that more follow."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)

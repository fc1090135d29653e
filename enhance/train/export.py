"""Generators as ONNX files, and back: what runs in the editor, and what a training can go on from.

The weights are read from the ONNX file itself, so that a model needs no second file, and none that could
execute anything.
"""

from __future__ import annotations

import warnings
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from enhance.errors import ModelError
from enhance.modelfile import session_of
from enhance.net.generator import BINS, KERNEL, Block, Generator, Shape
from enhance.train.spectra import HOP, WINDOW

if TYPE_CHECKING:
    import onnx

# The least that has Gelu as one operator.
_OPSET = 20
_FRAMES = 16
# Largest difference of spectra between torch and onnxruntime (RMS of it, relative to theirs). They add up in
# another order, and where both parts of a phase are near 0 it turns with the last bit.
TOLERANCE = 1e-3


def write(generator: Generator, rate: int, path: Path) -> float:
    """Write a model for upsampling to `rate` by the contract of `enhance.modelfile`.

    Returns the `difference` of the file's answers from torch's. Raises ModelError where that is more than
    `TOLERANCE`; then there is no file.
    """
    generator = generator.cpu().eval()
    example = _example(generator.shape, _FRAMES, seed=0)
    axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("frames")}
    with warnings.catch_warnings():
        # The exporter's own, about what it does inside.
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            generator,
            example,
            input_names=["spectrum", "cutoff", "noise"],
            output_names=["generated"],
            dynamic_shapes=(axes, axes, axes),
            opset_version=_OPSET,
            dynamo=True,
            verbose=False,
        )
    assert program is not None
    model = program.model_proto
    _describe(model, generator.shape, rate)
    content = model.SerializeToString()
    apart = difference(generator, content)
    if not apart <= TOLERANCE:
        raise ModelError(f"The exported model differs from the trained one by {apart:.2g} of its output.")
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)
    return apart


def difference(generator: Generator, content: bytes) -> float:
    """How far a file's answers are from the generator's: RMS of the difference over RMS of the answers."""
    session = session_of(content, "just written", gpu=False)
    worst = 0.0
    for frames in (1, 7, 300):
        example = _example(generator.shape, frames, seed=frames)
        names = ("spectrum", "cutoff", "noise")
        given = {name: value.numpy() for name, value in zip(names, example, strict=True)}
        with torch.no_grad():
            wanted = generator(*example).numpy()
        answer = session.run(["generated"], given)[0]
        apart = np.sqrt(np.mean((answer - wanted) ** 2) / np.mean(wanted**2))
        worst = max(worst, float(apart))
    return worst


def read(content: bytes, name: str) -> Generator:
    """The generator that the content of an ONNX file of ours holds. name: of the model, for sentences.

    Raises ModelError where it holds something else.
    """
    import onnx
    from google.protobuf.message import DecodeError

    try:
        model = onnx.load_model_from_string(content)
        said = {entry.key: entry.value for entry in model.metadata_props}
        dilations = tuple(int(one) for one in said["dilations"].split(","))
        shape = Shape(int(said["channels"]), dilations, int(said["expansion"]), int(said["noise_channels"]))
        if not (0 < shape.channels <= 2048 and 0 < shape.expansion <= 8 and 0 < shape.noise <= 256):
            raise ModelError("The model to start from is larger than any that can be trained here.")
        generator = Generator(shape)
        _fill(generator, model)
    except (OSError, ValueError, KeyError, IndexError, StopIteration, DecodeError) as error:
        raise ModelError(f"The model {name} is not one that training can go on from.") from error
    if not difference(generator, content) <= TOLERANCE:
        raise ModelError(f"The model {name} is not one that training can go on from.")
    return generator


def _describe(model: onnx.ModelProto, shape: Shape, rate: int) -> None:
    """Say in the file what it is."""
    about = asdict(shape)
    said = {
        "task": "upsample",
        "rate": rate,
        "window": WINDOW,
        "hop": HOP,
        "context": shape.context,
        "noise_channels": shape.noise,
        "channels": shape.channels,
        "expansion": shape.expansion,
        "dilations": ",".join(str(one) for one in about["dilations"]),
    }
    del model.metadata_props[:]
    for key, value in said.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, str(value)
    # Where and how it was traced is nobody's business, and would make each file another one.
    model.doc_string = ""
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for kept in (*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer):
        kept.doc_string = ""
        del kept.metadata_props[:]
    del model.graph.metadata_props[:]


def _fill(generator: Generator, model: onnx.ModelProto) -> None:
    """Put the file's weights where they belong, whatever the exporter calls them.

    Operators stand in the order in which the network runs, and each one's result goes to the next.
    """
    from onnx import numpy_helper

    stored = {tensor.name: tensor for tensor in model.graph.initializer}

    def weights(node: onnx.NodeProto) -> list[NDArray[Any]]:
        return [numpy_helper.to_array(stored[name]) for name in node.input if name in stored]

    def all_of(operator: str) -> list[onnx.NodeProto]:
        return [node for node in model.graph.node if node.op_type == operator]

    def after(node: onnx.NodeProto) -> onnx.NodeProto:
        return next(one for one in model.graph.node if node.output[0] in one.input)

    blocks = [block for block in generator.trunk if isinstance(block, Block)]
    linears = [
        generator.embed,
        *(linear for block in blocks for linear in (block.widen, block.narrow)),
        generator.head,
    ]
    norms = [generator.embed_norm, *(block.norm for block in blocks), generator.head_norm]
    *products, spread = all_of("MatMul")
    _set(generator.excitation.spread.weight, weights(spread)[0].T)
    for linear, node in zip(linears, products, strict=True):
        (matrix,), (shift,) = weights(node), weights(after(node))
        _set(linear.weight, matrix.T)
        _set(linear.bias, shift)
    for norm, node in zip(norms, all_of("LayerNormalization"), strict=True):
        scale, shift = weights(node)
        _set(norm.weight, scale)
        _set(norm.bias, shift)
    for block, node in zip(blocks, all_of("Conv"), strict=True):
        kernel, shift = weights(node)
        if kernel.shape[-1] != KERNEL:
            raise ValueError("another kernel")
        _set(block.over_time.weight, kernel)
        _set(block.over_time.bias, shift)
    for block, node in zip(blocks, products[2::2], strict=True):
        (scale,) = weights(after(after(node)))
        _set(block.scale, scale)


def _set(parameter: Tensor | nn.Parameter | None, value: NDArray[Any]) -> None:
    if parameter is None or tuple(parameter.shape) != value.shape:
        raise ValueError("another shape")
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(value.copy()))


def _example(shape: Shape, frames: int, seed: int) -> tuple[Tensor, Tensor, Tensor]:
    """Inputs of about the size that real ones have."""
    draw = torch.Generator().manual_seed(seed)
    level = torch.rand(1, frames, BINS, generator=draw) * 12 - 9
    angle = torch.rand(1, frames, BINS, generator=draw) * 6.28
    spectrum = torch.cat((level, angle.cos(), angle.sin()), dim=-1)
    cutoff = torch.full((1, frames, 1), 0.33)
    return spectrum, cutoff, torch.randn(1, frames, shape.noise, generator=draw)

"""A network of the shape of the shipped models with random weights: as slow and as large as a trained one."""

from __future__ import annotations

import numpy as np

from tests.helpers.making_models import attribute, graph, model, node, tensor, value

BINS = 513
KERNEL = 7
DILATIONS = (1, 2, 4, 1, 2, 4, 1, 1)
CONTEXT = KERNEL // 2 * sum(DILATIONS)
NOISE = 16
RATE = 48000


def network_bytes(channels: int = 256, expansion: int = 3, seed: int = 0) -> bytes:
    """The ONNX file: ConvNeXt blocks between two linear layers, as `enhance.net.generator` has them.

    The head is small, so that what it generates is a quiet noise rather than a roar.
    """
    random = np.random.default_rng(seed)
    nodes: list[bytes] = []
    constants = [
        tensor("root_2", np.float32(2**0.5).reshape(1)),
        tensor("one", np.ones(1, np.float32)),
        tensor("half", np.full(1, 0.5, np.float32)),
    ]

    def weights(name: str, *shape: int, scale: float = 1.0) -> str:
        fan_in = max(1, int(np.prod(shape[:-1])))
        drawn = random.standard_normal(shape) * (scale / fan_in**0.5)
        constants.append(tensor(name, drawn.astype(np.float32)))
        return name

    def linear(x: str, name: str, before: int, after: int, scale: float = 1.0) -> str:
        weight = weights(f"{name}_weight", before, after, scale=scale)
        nodes.append(node("MatMul", [x, weight], [f"{name}_0"]))
        nodes.append(node("Add", [f"{name}_0", weights(f"{name}_bias", after, scale=0.0)], [name]))
        return name

    def normed(x: str, name: str) -> str:
        constants.append(tensor(f"{name}_gain", np.ones(channels, np.float32)))
        nodes.append(node("LayerNormalization", [x, f"{name}_gain"], [name], [attribute("axis", -1)]))
        return name

    def gelu(x: str, name: str) -> str:
        nodes.append(node("Div", [x, "root_2"], [f"{name}_0"]))
        nodes.append(node("Erf", [f"{name}_0"], [f"{name}_1"]))
        nodes.append(node("Add", [f"{name}_1", "one"], [f"{name}_2"]))
        nodes.append(node("Mul", [x, f"{name}_2"], [f"{name}_3"]))
        nodes.append(node("Mul", [f"{name}_3", "half"], [name]))
        return name

    def turned(x: str, name: str) -> str:
        nodes.append(node("Transpose", [x], [name], [attribute("perm", [0, 2, 1])]))
        return name

    nodes.append(node("Concat", ["spectrum", "cutoff", "noise"], ["given"], [attribute("axis", 2)]))
    x = normed(linear("given", "embed", 3 * BINS + 1 + NOISE, channels), "embed_norm")
    for number, dilation in enumerate(DILATIONS):
        block = f"block_{number}"
        about = [
            attribute("dilations", [dilation]),
            attribute("group", channels),
            attribute("pads", [KERNEL // 2 * dilation] * 2),
        ]
        kernel = weights(f"{block}_kernel", channels, 1, KERNEL, scale=channels**0.5)
        nodes.append(node("Conv", [turned(x, f"{block}_in"), kernel], [f"{block}_conv"], about))
        y = normed(turned(f"{block}_conv", f"{block}_over_time"), f"{block}_norm")
        y = gelu(linear(y, f"{block}_wide", channels, expansion * channels), f"{block}_gelu")
        y = linear(y, f"{block}_narrow", expansion * channels, channels, scale=0.1)
        nodes.append(node("Add", [x, y], [block]))
        x = block
    x = linear(normed(x, "head_norm"), "head", channels, 3 * BINS, scale=0.1)
    for number, name in enumerate(("level", "real", "imaginary")):
        constants.append(tensor(f"from_{number}", np.array([number * BINS], np.int64)))
        constants.append(tensor(f"to_{number}", np.array([(number + 1) * BINS], np.int64)))
        nodes.append(node("Slice", [x, f"from_{number}", f"to_{number}", "axis"], [name]))
    constants.append(tensor("axis", np.array([2], np.int64)))
    nodes.append(node("Exp", ["level"], ["magnitude"]))
    nodes.append(node("Mul", ["magnitude", "real"], ["real_part"]))
    nodes.append(node("Mul", ["magnitude", "imaginary"], ["imaginary_part"]))
    nodes.append(node("Concat", ["real_part", "imaginary_part"], ["generated"], [attribute("axis", 2)]))
    return model(
        graph(
            nodes,
            constants,
            [
                value("spectrum", ["batch", "frames", 3 * BINS]),
                value("cutoff", ["batch", "frames", 1]),
                value("noise", ["batch", "frames", NOISE]),
            ],
            [value("generated", ["batch", "frames", 2 * BINS])],
        ),
        {
            "task": "upsample",
            "rate": str(RATE),
            "window": "1024",
            "hop": "256",
            "context": str(CONTEXT),
            "noise_channels": str(NOISE),
        },
    )

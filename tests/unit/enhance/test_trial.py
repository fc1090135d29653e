"""A model is taken in only after it kept its promises in a process of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from enhance.card import Card, make_card
from enhance.errors import ModelError
from enhance.modelfile import check_model
from enhance.trial import try_model
from tests.helpers import making_models as making
from tests.helpers.making_models import attribute, card, model_bytes, node, tensor

INPUTS = [
    making.value("spectrum", ["batch", "frames", 1539]),
    making.value("cutoff", ["batch", "frames", 1]),
    making.value("noise", ["batch", "frames", 4]),
]
OUTPUTS = [making.value("generated", ["batch", "frames", 1026])]
METADATA = {
    **{"task": "upsample", "rate": "48000", "window": "1024", "hop": "256", "context": "0"},
    "noise_channels": "4",
}


def checked(data: bytes, **changes: Any) -> Card:
    """The card of a file in which nothing wrong can be seen."""
    described = make_card(card(data, **changes))
    check_model(data, described)
    return described


def model_of(nodes: list[bytes], *constants: bytes) -> bytes:
    return making.model(making.graph(nodes, constants, INPUTS, OUTPUTS), METADATA)


@pytest.mark.parametrize("context", [0, 3, 40])
def test_a_model_that_keeps_its_promises_passes(context: int) -> None:
    data = model_bytes(context=context, noise_gain=0.5, offset=0.1)
    try_model(data, checked(data, context=context))


def test_a_frame_that_depends_on_more_than_was_promised_is_found_out() -> None:
    data = model_bytes(context=3, metadata={"context": "2"})
    with pytest.raises(ModelError, match="more than the 2 frames"):
        try_model(data, checked(data, context=2))


def test_numbers_that_are_none_are_found_out() -> None:
    data = model_bytes(gain=float("nan"))
    with pytest.raises(ModelError, match="numbers that are none"):
        try_model(data, checked(data))


def test_a_shape_that_was_not_promised_is_found_out() -> None:
    """One frame too many, which the file's own shapes do not tell."""
    pads = tensor("pads", np.array([0, 0, 0, 0, 1, 0], np.int64))
    at = [tensor(name, np.array([n], np.int64)) for name, n in (("from", 0), ("to", 1026), ("axis", 2))]
    data = model_of(
        [
            node("Slice", ["spectrum", "from", "to", "axis"], ["part"]),
            node("Pad", ["part", "pads"], ["generated"]),
        ],
        pads,
        *at,
    )
    with pytest.raises(ModelError, match=r"in the shape \(2, 65, 1026\)"):
        try_model(data, checked(data))


@pytest.mark.parametrize("elements", [60_000, 400_000])
def test_a_model_that_multiplies_its_numbers_is_stopped(elements: int) -> None:
    """A small file with a product of a column and a row: 14 or 640 GB."""
    column = tensor("column", np.ones((elements, 1), np.float32))
    row = tensor("row", np.ones((1, elements), np.float32))
    at = [tensor(name, np.array([n], np.int64)) for name, n in (("from", 0), ("to", 1026), ("axis", 2))]
    data = model_of(
        [
            node("Slice", ["spectrum", "from", "to", "axis"], ["part"]),
            node("MatMul", ["column", "row"], ["product"]),
            node("ReduceMax", ["product"], ["largest"], [attribute("keepdims", 0)]),
            node("Mul", ["part", "largest"], ["generated"]),
        ],
        column,
        row,
        *at,
    )
    with pytest.raises(ModelError, match="memory"):
        try_model(data, checked(data))

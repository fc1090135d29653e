"""Only the file that the card describes is opened, and only if nothing in it could do harm."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enhance.card import Card, Model, card_entries, make_card
from enhance.errors import ModelError
from enhance.modelfile import check_model, open_session, read_model
from tests.helpers import making_models as making
from tests.helpers.making_models import card, model_bytes

GOOD = model_bytes()
GOOD_CARD = make_card(card(GOOD))


def described(data: bytes, **changes: Any) -> Card:
    """The card of `data`: its hash and size are right, whatever it is."""
    return make_card(card(data, **changes))


def model_in(folder: Path, data: bytes = GOOD, **changes: Any) -> Model:
    path, about = making.save(folder, data, **changes)
    return Model(**vars(make_card(about)), path=path, shipped=False)


def graph_of(
    *nodes: bytes,
    constants: tuple[bytes, ...] = (),
    inputs: dict[str, list[int | str]] | None = None,
    outputs: dict[str, list[int | str]] | None = None,
) -> bytes:
    """A graph of the contract's inputs and outputs with other insides."""
    takes: dict[str, list[int | str]] = {
        "spectrum": ["batch", "frames", 1539],
        "cutoff": ["batch", "frames", 1],
        "noise": ["batch", "frames", 4],
    }
    gives: dict[str, list[int | str]] = {"generated": ["batch", "frames", 1026]}
    return making.graph(
        nodes,
        constants,
        [making.value(name, shape) for name, shape in (takes if inputs is None else inputs).items()],
        [making.value(name, shape) for name, shape in (gives if outputs is None else outputs).items()],
    )


METADATA = {
    **{"task": "upsample", "rate": "48000", "window": "1024", "hop": "256", "context": "0"},
    "noise_channels": "4",
}


def model_of(graph: bytes, **more: Any) -> bytes:
    return making.model(graph, METADATA, **more)


COPY = making.node("Identity", ["spectrum"], ["generated"])
BRANCH = making.node("If", ["spectrum"], ["generated"], [making.attribute("then_branch", graph_of(COPY))])
LOOP = making.node("Loop", ["", "", "spectrum"], ["generated"], [making.attribute("body", graph_of(COPY))])
HIDDEN = making.node("Identity", ["spectrum"], ["generated"], [making.attribute("g", graph_of(COPY))])
NUMBERS = making.tensor("weights", np.zeros(4, np.float32))
OUTSIDE = making.part(13, making.text(1, "location") + making.text(2, "../../../etc/passwd"))
HUGE = making.integer(1, 1 << 40) + making.integer(2, 1) + making.text(8, "weights")
OVERFLOWING = making.integer(1, 1 << 32) * 2 + making.integer(2, 1) + making.text(8, "weights")

REFUSED: dict[str, tuple[bytes, str]] = {
    "foreign operator": (model_of(graph_of(making.node("Evil", [], [], domain="com.evil"))), "com.evil"),
    "microsoft's operators": (
        model_of(graph_of(making.node("FusedConv", [], [], domain="com.microsoft"))),
        "com.microsoft",
    ),
    "foreign operator set": (model_of(graph_of(COPY), opsets={"": 17, "com.evil": 1}), "com.evil"),
    "unknown operator": (model_of(graph_of(making.node("PythonOp", [], []))), "PythonOp"),
    "operator that repeats": (model_of(graph_of(making.node("Tile", [], []))), "Tile"),
    "random operator": (model_of(graph_of(making.node("RandomNormalLike", [], []))), "RandomNormalLike"),
    "branch": (model_of(graph_of(BRANCH)), "loops or branches"),
    "loop": (model_of(graph_of(LOOP)), "loops or branches"),
    "hidden graph": (model_of(graph_of(HIDDEN)), "loops or branches"),
    "functions": (model_of(graph_of(COPY), more=making.part(25, making.text(1, "f"))), "functions"),
    "training": (model_of(graph_of(COPY), more=making.part(20, b"")), "functions"),
    "other file": (model_of(graph_of(COPY, constants=(NUMBERS + OUTSIDE,))), "other files"),
    "other file, by its kind": (
        model_of(graph_of(COPY, constants=(NUMBERS + making.integer(14, 1),))),
        "other files",
    ),
    "other file, in an operator": (
        model_of(graph_of(making.node("Constant", [], ["c"], [making.part(5, NUMBERS + OUTSIDE)]), COPY)),
        "other files",
    ),
    "huge tensor": (model_of(graph_of(COPY, constants=(HUGE,))), "more numbers than"),
    "overflowing tensor": (model_of(graph_of(COPY, constants=(OVERFLOWING,))), "more numbers than"),
    "negative tensor": (
        model_of(graph_of(COPY, constants=(making.integer(1, -1) + making.integer(2, 1),))),
        "more numbers than",
    ),
    "too many axes": (model_of(graph_of(COPY, constants=(making.integer(1, 1) * 9,))), "damaged"),
    "sparse numbers": (model_of(graph_of(COPY) + making.part(15, NUMBERS)), "sparse"),
    "two graphs": (model_of(graph_of(COPY), more=making.part(7, graph_of(LOOP))), "damaged"),
    "no graph": (making.text(2, "tests"), "damaged"),
    "input that is a constant": (
        model_of(graph_of(COPY, constants=(making.tensor("noise", np.zeros(1, np.float32)),))),
        "constant",
    ),
    "input too few": (
        model_of(graph_of(COPY, inputs={"spectrum": ["b", "f", 1539], "cutoff": ["b", "f", 1]})),
        "inputs have to be spectrum, cutoff, noise",
    ),
    "no input": (model_of(graph_of(COPY, inputs={})), "are none"),
    "other output": (model_of(graph_of(COPY, outputs={"sound": ["b", "f", 1026]})), "outputs have to be"),
    "other width": (
        model_of(graph_of(COPY, outputs={"generated": ["b", "f", 1025]})),
        r"shape \(batch, frames, 1026\)",
    ),
    "fixed frames": (model_of(graph_of(COPY, outputs={"generated": ["b", 64, 1026]})), "any number"),
    "open width": (model_of(graph_of(COPY, outputs={"generated": ["b", "f", "w"]})), "1026"),
    "other rank": (model_of(graph_of(COPY, outputs={"generated": ["b", 1026]})), "1026"),
    "other type": (
        model_of(
            making.graph(
                [COPY],
                [],
                [
                    making.value("spectrum", ["b", "f", 1539], kind=11),
                    making.value("cutoff", ["b", "f", 1]),
                    making.value("noise", ["b", "f", 4]),
                ],
                [making.value("generated", ["b", "f", 1026])],
            )
        ),
        "float32",
    ),
    "no metadata": (making.model(graph_of(COPY), {}), 'nothing for "task"'),
    "other rate": (model_bytes(metadata={"rate": "44100"}), '44100 for "rate" where its card says 48000'),
    "twice the rate": (
        model_of(graph_of(COPY), more=making.part(14, making.text(1, "rate") + making.text(2, "48000"))),
        "twice",
    ),
    "pickle": (pickle.dumps({"weights": [1.0, 2.0]}), "pickle"),
    "text": (b"version https://git-lfs.github.com/spec/v1\n", "damaged"),
    "empty graph": (making.part(7, b""), "inputs have to be"),
    "name that is no text": (model_of(making.part(1, making.part(4, b"\xff")) + graph_of(COPY)), "damaged"),
    "millions of fields": (making.integer(1, 8) + making.part(7, making.part(1, b"") * 200_000), "too many"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_harmful_file_is_refused_with_a_sentence(name: str) -> None:
    data, said = REFUSED[name]
    with pytest.raises(ModelError, match=rf"^The model test cannot be used: .*{said}.*\.$"):
        check_model(data, described(data))


def test_an_archive_is_refused_without_unpacking_it() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("archive/data.pkl", b"\0" * (32 << 20))
    data = archive.getvalue()
    with pytest.raises(ModelError, match="archive"):
        check_model(data, described(data))


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_file_with_one_other_byte_is_not_the_file(at: int, change: int) -> None:
    other = bytearray(GOOD)
    other[at] ^= change
    with pytest.raises(ModelError, match="hash"):
        check_model(bytes(other), GOOD_CARD)


@given(st.integers(0, 1200), st.integers(1, 255))
def test_no_damage_gives_anything_but_a_sentence(at: int, change: int) -> None:
    """Whatever is in the file, with a card that vouches for it."""
    other = bytearray(GOOD)
    other[-1 - at] ^= change
    damaged = bytes(other)
    refused(lambda: check_model(damaged, described(damaged)))


@given(st.binary(max_size=200))
def test_no_bytes_give_anything_but_a_sentence(data: bytes) -> None:
    with pytest.raises(ModelError, match=r"cannot be used: .*\.$"):
        check_model(data, described(data, bytes=max(1, len(data))))


def refused(attempt: Callable[[], object]) -> str | None:
    """The sentence that `attempt` is refused with, if it is."""
    try:
        attempt()
    except ModelError as error:
        return str(error)
    return None


@given(st.integers(0, len(GOOD) - 1))
def test_a_part_of_a_file_is_not_the_file(length: int) -> None:
    with pytest.raises(ModelError, match="hash"):
        check_model(GOOD[:length], GOOD_CARD)
    assert length == 0 or refused(lambda: check_model(GOOD[:length], described(GOOD[:length])))


@pytest.mark.parametrize("context", [0, 3])
@pytest.mark.parametrize("noise", [1, 16])
@pytest.mark.parametrize("window", [512, 1024])
def test_a_good_file_of_any_shape_is_opened(tmp_path: Path, context: int, noise: int, window: int) -> None:
    data = model_bytes(context=context, noise_channels=noise, window=window, rate=44100)
    model = model_in(
        tmp_path,
        data,
        **{"context": context, "noise_channels": noise, "window": window, "hop": window // 4, "rate": 44100},
    )
    bins = window // 2 + 1
    (answer,) = open_session(model, threads=1).run(
        ["generated"],
        {
            "spectrum": np.zeros((2, 9, 3 * bins), np.float32),
            "cutoff": np.zeros((2, 9, 1), np.float32),
            "noise": np.zeros((2, 9, noise), np.float32),
        },
    )
    assert answer.shape == (2, 9, 2 * bins)


def test_nothing_is_said_on_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    open_session(model_in(tmp_path))
    wrong = model_of(graph_of(making.node("Identity", ["nowhere"], ["generated"])))
    with pytest.raises(ModelError, match="onnxruntime does not take it"):
        open_session(model_in(tmp_path, wrong))
    assert capfd.readouterr() == ("", "")


def test_a_file_changed_since_is_not_opened(tmp_path: Path) -> None:
    model = model_in(tmp_path)
    model.path.write_bytes(model_bytes(gain=2.0))
    with pytest.raises(ModelError, match="hash"):
        open_session(model)


def test_a_file_of_another_size_is_not_read(tmp_path: Path) -> None:
    model = model_in(tmp_path)
    with model.path.open("r+b") as file:
        file.truncate(1 << 40)
    with pytest.raises(ModelError, match="more than 256 MiB"):
        read_model(model.path, model)
    os.truncate(model.path, 100)
    with pytest.raises(ModelError, match="has 100 bytes where its card says"):
        read_model(model.path, model)


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    model = model_in(tmp_path)
    for path in (tmp_path / "gone.onnx", tmp_path):
        with pytest.raises(ModelError, match=r"cannot be used: .*\.$"):
            read_model(path, model)


def test_a_model_is_its_card_and_a_place(tmp_path: Path) -> None:
    model = model_in(tmp_path)
    assert make_card(card_entries(model)) == GOOD_CARD

"""Models as files: what runs is what was trained, and nothing that is not ours is taken."""

from __future__ import annotations

import pytest
import torch

from enhance.errors import ModelError
from enhance.net.generator import Generator, Shape
from enhance.train import export

SMALL = Shape(channels=16, dilations=(1, 2), expansion=2, noise=4)


@pytest.fixture(scope="module")
def generator():
    torch.manual_seed(2)
    made = Generator(SMALL)
    # As after training: no two parts alike.
    for parameter in made.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    return made


@pytest.fixture(scope="module")
def file(generator, tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "small.onnx"
    export.write(generator, 48_000, path)
    return path


def test_a_file_answers_as_the_network_does(generator, file):
    assert export.difference(generator, file.read_bytes()) <= export.TOLERANCE


def test_the_file_is_one_that_the_editor_may_run(file):
    """By the rules of `enhance.modelfile`: standard operators, nothing outside, the contract's names."""
    import hashlib

    from enhance.card import make_card
    from enhance.modelfile import read_model
    from enhance.trial import try_model

    content = file.read_bytes()
    card = make_card(
        {
            "id": "small",
            "task": "upsample",
            "input_bandwidth_hz": [2500, 18_000],
            "rate": 48_000,
            "sha256": hashlib.sha256(content).hexdigest(),
            "bytes": len(content),
            "licence": "GPL-3.0-or-later",
            "data": {},
            "metrics": {},
            "parent": None,
            "made": "2026-01-31",
            "how": {},
            "window": 1024,
            "hop": 256,
            "context": SMALL.context,
            "noise_channels": SMALL.noise,
        }
    )
    try_model(read_model(file, card), card)


def test_weights_come_back_to_the_bit(generator, file):
    again = export.read(file.read_bytes(), "small")
    assert again.shape == SMALL
    for name, value in generator.state_dict().items():
        assert torch.equal(again.state_dict()[name], value), name


def test_a_file_says_nothing_about_where_it_was_made(file):
    content = file.read_bytes()
    assert b".py" not in content
    assert b"site-packages" not in content


def test_the_same_weights_make_the_same_file(generator, file, tmp_path):
    export.write(generator, 48_000, tmp_path / "again.onnx")
    assert (tmp_path / "again.onnx").read_bytes() == file.read_bytes()


def test_context_is_all_that_a_frame_depends_on(generator):
    frames, middle = 60, 30
    given = [torch.randn(1, frames, width) for width in (3 * 513, 1, SMALL.noise)]
    with torch.no_grad():
        before = generator(*given)[0, middle]
        for one in given:
            one[0, : middle - SMALL.context] = 9.0
            one[0, middle + SMALL.context + 1 :] = -9.0
        torch.testing.assert_close(generator(*given)[0, middle], before)
        given[0][0, middle + SMALL.context] += 1.0
        assert not torch.equal(generator(*given)[0, middle], before)


@pytest.mark.parametrize("damage", ["empty", "cut", "strange"])
def test_what_is_no_model_of_ours_is_refused(file, damage):
    content = file.read_bytes()
    bad = {"empty": b"", "cut": content[: len(content) // 2], "strange": b"\x80pickle"}[damage]
    with pytest.raises(ModelError, match="The model small"):
        export.read(bad, "small")

"""A training gets better, can be broken off anywhere, and gives the same again."""

from __future__ import annotations

import json

import pytest
import torch

from enhance.errors import EnhanceError
from enhance.net.generator import Shape
from enhance.train.loop import Plan, Training, read_checkpoint, shape_of

SMALL = Shape(channels=16, dilations=(1, 2), expansion=2, noise=4)


def plan(**changes):
    small = {"shape": SMALL, "batch": 2, "frames": 24, "judges": 4}
    return Plan(**{**small, "steps": 6, "gan_from": 0.5, "seed": 5, **changes})


def nothing(_state):
    pass


@pytest.fixture(scope="module")
def whole(corpus, tmp_path_factory):
    """A short training from start to end."""
    training = Training(corpus, tmp_path_factory.mktemp("whole"), plan())
    training.run(nothing)
    return training


def same(a, b):
    return all(torch.equal(one, b[name]) for name, one in a.items())


@pytest.mark.slow
def test_a_minute_of_training_lowers_the_loss(corpus, tmp_path):
    training = Training(corpus, tmp_path, plan(steps=120, gan_from=1.0, rate_of_learning=3e-3))
    before = training.held_out_loss()
    training.run(nothing)
    assert training.held_out_loss() < 0.75 * before


def test_the_same_seed_gives_the_same_model(corpus, tmp_path, whole):
    again = Training(corpus, tmp_path / "same", plan())
    again.run(nothing)
    assert same(again.averaged.state_dict(), whole.averaged.state_dict())
    other = Training(corpus, tmp_path / "other", plan(seed=6))
    other.run(nothing)
    assert not same(other.averaged.state_dict(), whole.averaged.state_dict())


@pytest.mark.parametrize("after", [1, 3, 4])
def test_broken_off_and_gone_on_is_the_same_as_never_broken_off(corpus, tmp_path, whole, after):
    class Enough(Exception):
        pass

    def stop(state):
        if state.step == after:
            raise Enough

    with pytest.raises(Enough):
        Training(corpus, tmp_path, plan()).run(stop)
    resumed = Training(corpus, tmp_path, plan())
    assert resumed.step == after
    resumed.run(nothing)
    assert same(resumed.averaged.state_dict(), whole.averaged.state_dict())


def test_the_state_before_the_game_is_kept(whole):
    stored = read_checkpoint(whole.folder / "before_gan.pt")
    assert stored["step"] == 3
    assert shape_of(stored) == SMALL


def test_a_log_is_kept(whole):
    lines = [json.loads(line) for line in (whole.folder / "log.jsonl").read_text().splitlines()]
    assert lines[-1]["step"] == 6
    assert {"spectral", "judging", "deceiving", "matching", "held_out"} <= lines[-1].keys()


def test_progress_goes_from_nothing_to_all(corpus, tmp_path):
    seen = []
    Training(corpus, tmp_path, plan(steps=3, gan_from=1.0)).run(lambda state: seen.append(state.fraction))
    assert seen == [1 / 3, 2 / 3, 1.0]


def test_a_trained_generator_is_where_another_training_begins(corpus, tmp_path, whole):
    further = Training(corpus, tmp_path, plan(), whole.averaged)
    assert same(further.generator.state_dict(), whole.averaged.state_dict())
    assert further.held_out_loss() == pytest.approx(whole.held_out_loss())


def test_another_shape_cannot_go_on(corpus, tmp_path, whole):
    whole.save(tmp_path / "checkpoint.pt")
    with pytest.raises(EnhanceError, match="another shape"):
        Training(corpus, tmp_path, plan(shape=Shape(channels=8, dilations=(1,), noise=4)))


def test_a_checkpoint_that_would_run_code_is_refused(tmp_path):
    class Trap:
        def __reduce__(self):
            return (open, (str(tmp_path / "sprung"), "w"))

    torch.save({"shape": Trap()}, tmp_path / "trap.pt")
    with pytest.raises(EnhanceError, match="no checkpoint"):
        read_checkpoint(tmp_path / "trap.pt")
    assert not (tmp_path / "sprung").exists()

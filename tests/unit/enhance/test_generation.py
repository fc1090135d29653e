"""The network at work: noise that belongs to the frame, silence that stays silent, blocks that equal the
whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enhance.errors import ModelError
from enhance.generation import BLOCK_FRAMES, Generation, Shape, gate, noise
from tests.helpers.making_models import model_bytes

HOP = 256


def session(**settings: Any) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(model_bytes(**settings), providers=["CPUExecutionProvider"])


class Answering:
    """A session that answers with what a function makes of its inputs, and keeps what it was asked."""

    def __init__(self, answer: Callable[[dict[str, np.ndarray]], np.ndarray]) -> None:
        self.answer = answer
        self.asked: list[dict[str, np.ndarray]] = []

    def run(self, names: list[str], inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        self.asked.append({name: array.copy() for name, array in inputs.items()})
        return [self.answer(inputs)]


def generate(
    network: Any,
    sound: np.ndarray,
    *,
    context: int = 3,
    cutoff: float = 8000.0,
    seed: int = 0,
    cut: int = 10**9,
) -> np.ndarray:
    generation = Generation(network, Shape(48000, 1024, context, 4), cutoff, len(sound), seed)
    parts = [sound[:, :0]]
    for at in range(0, sound.shape[1], cut):
        parts += generation.add(sound[:, at : at + cut])
    parts += generation.end()
    return np.concatenate(parts, axis=1)


def sound(samples: int, channels: int = 1, seed: int = 0) -> np.ndarray:
    return (0.1 * np.random.default_rng(seed).standard_normal((channels, samples))).astype(np.float32)


def silence_for(inputs: dict[str, np.ndarray]) -> np.ndarray:
    return np.zeros((1, inputs["spectrum"].shape[1], 1026), np.float32)


def test_noise_is_standard_normal() -> None:
    drawn = noise(7, 0, 20_000, 16)
    assert drawn.dtype == np.float32
    assert drawn.mean() == pytest.approx(0, abs=0.01)
    assert drawn.var() == pytest.approx(1, abs=0.01)
    assert (drawn**4).mean() == pytest.approx(3, abs=0.1)
    # Neither the values of a frame nor the frames in a row know of each other.
    assert np.abs(np.corrcoef(drawn.T) - np.eye(16)).max() < 0.04
    assert abs(np.corrcoef(drawn[1:, 0], drawn[:-1, 0])[0, 1]) < 0.04


@given(
    seed=st.integers(0, 2**64 - 1),
    first=st.integers(0, 10**9),
    skipped=st.integers(0, 30),
    width=st.integers(0, 20),
)
def test_noise_belongs_to_the_frame(seed: int, first: int, skipped: int, width: int) -> None:
    whole = noise(seed, first, 40, width)
    np.testing.assert_array_equal(noise(seed, first + skipped, 40 - skipped, width), whole[skipped:])


def test_seeds_have_noise_of_their_own() -> None:
    assert not np.array_equal(noise(0, 0, 10, 4), noise(1, 0, 10, 4))


def test_a_model_that_gives_back_its_input_gives_back_the_sound_below_the_cut_off() -> None:
    time = np.arange(200_000) / 48000
    low = (0.3 * np.sin(2 * np.pi * 1000 * time)[None]).astype(np.float32)
    high = (0.3 * np.sin(2 * np.pi * 12_000 * time)[None]).astype(np.float32)
    made = generate(session(), low + high)
    assert np.abs(made - low)[:, 1024:-1024].max() < 2e-3


@pytest.mark.parametrize("context", [0, 3, 27])
@pytest.mark.parametrize("blocks", [1.0, 2.0, 2.4])
def test_blocks_equal_one_pass_over_the_whole(
    context: int, blocks: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_sound = sound(round(blocks * BLOCK_FRAMES * HOP))
    network = session(context=context, noise_gain=3.0)
    in_blocks = generate(network, given_sound, context=context)
    monkeypatch.setattr("enhance.generation.BLOCK_FRAMES", 10_000)
    at_once = generate(network, given_sound, context=context)
    np.testing.assert_allclose(in_blocks, at_once, rtol=0, atol=1e-6)


@pytest.mark.parametrize("samples", [0, 1, 2, 255, 256, 257, BLOCK_FRAMES * HOP, BLOCK_FRAMES * HOP + 1])
@pytest.mark.parametrize("cut", [100_000, 7777])
def test_as_much_comes_out_as_went_in(samples: int, cut: int) -> None:
    assert generate(session(context=3), sound(samples, 2), cut=cut).shape == (2, samples)


def test_a_frame_is_asked_for_with_its_context_and_its_own_noise() -> None:
    network = Answering(silence_for)
    given_sound = sound(3 * BLOCK_FRAMES * HOP)
    generate(network, given_sound, context=5, seed=9)
    assert [len(asked["noise"][0]) for asked in network.asked] == [
        BLOCK_FRAMES + 5,
        BLOCK_FRAMES + 10,
        BLOCK_FRAMES + 5 + 1,
        1 + 5,
    ]
    second = network.asked[1]
    np.testing.assert_array_equal(second["noise"][0], noise(9, BLOCK_FRAMES - 5, BLOCK_FRAMES + 10, 4))
    np.testing.assert_array_equal(second["spectrum"][0, :10], network.asked[0]["spectrum"][0, -10:])
    assert (second["cutoff"] == np.float32(8000 / 24000)).all()


def test_nothing_above_the_cut_off_is_shown_to_the_model() -> None:
    network = Answering(silence_for)
    generate(network, sound(48000), cutoff=8000.0)
    level, cosine, sine = np.split(network.asked[0]["spectrum"][0], 3, axis=1)
    last = 8000 * 1024 // 48000
    assert (level[:, last + 1 :] == np.float32(np.log(1e-4))).all()
    assert not cosine[:, last + 1 :].any()
    assert not sine[:, last + 1 :].any()
    np.testing.assert_allclose(np.hypot(cosine, sine)[:, : last + 1], 1, atol=1e-5)
    assert (level[:, : last + 1] > np.log(1e-4)).any(axis=0).all()


def test_digital_silence_is_not_even_shown_to_the_model() -> None:
    network = Answering(silence_for)
    assert not generate(network, np.zeros((2, 500_000), np.float32)).any()
    assert not network.asked


def test_what_is_generated_ends_within_a_window_of_the_sound() -> None:
    given_sound = np.pad(sound(40_000), ((0, 0), (40_000, 300_000)))
    made = generate(session(offset=1.0), given_sound, context=0)
    assert made[:, 40_000:80_000].any()
    assert not made[:, : 40_000 - 1024].any()
    assert not made[:, 80_000 + 1024 :].any()


def test_the_gate_is_shut_for_silence_and_open_for_the_rounding_noise_of_16_bits() -> None:
    levels = 10 ** (np.array([-300.0, -120.0, -113.0, -101.0, -20.0]) / 20)
    passed = gate(levels)
    assert passed[0] == passed[1] == 0
    assert 0.2 < passed[2] < 0.8
    assert passed[3] == passed[4] == 1


def test_channels_are_generated_each_from_itself() -> None:
    both, network = sound(300_000, 2), session(context=3, noise_gain=1.0)
    made = generate(network, both)
    np.testing.assert_array_equal(made[:1], generate(network, both[:1]))
    np.testing.assert_array_equal(made[1:], generate(network, both[1:]))


@pytest.mark.parametrize(
    "answer",
    [
        lambda inputs: silence_for(inputs) * np.nan,
        lambda inputs: silence_for(inputs) + np.inf,
        lambda inputs: silence_for(inputs)[:, :-1],
        lambda inputs: silence_for(inputs)[..., :-1],
    ],
)
def test_an_answer_that_is_no_sound_is_refused(answer: Any) -> None:
    with pytest.raises(ModelError, match="no sound"):
        generate(Answering(answer), sound(10_000))

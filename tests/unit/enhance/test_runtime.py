"""The door to inference: what is asked of it, what it refuses, and that it can be left at any time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enhance.card import Model
from enhance.dsp import length_at
from enhance.errors import EnhanceError, ModelError
from enhance.runtime import enhance_blocks
from tests.helpers.enhancing import a_model, enhanced

RATE = 16_000


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return a_model(tmp_path_factory.mktemp("model"), context=3, noise_gain=0.3)


def sound(samples: int, channels: int = 1, seed: int = 0) -> np.ndarray:
    return (0.1 * np.random.default_rng(seed).standard_normal((samples, channels))).astype(np.float32)


@pytest.mark.parametrize("sizes", [(1, 2, 3, 5000), (777,), (65536,), (16_000, 1)])
@pytest.mark.parametrize("rate_out", [44_100, 48_000])
def test_the_callers_blocks_never_change_a_bit(model: Model, sizes: tuple[int, ...], rate_out: int) -> None:
    whole = sound(5 * RATE, 2)
    np.testing.assert_array_equal(
        enhanced(whole, RATE, rate_out, model, sizes=sizes), enhanced(whole, RATE, rate_out, model)
    )


def test_empty_blocks_are_nothing(model: Model) -> None:
    whole = sound(RATE)
    blocks = [whole[:0], whole[:5000], whole[:0], whole[5000:], whole[:0]]
    made = enhance_blocks(blocks, rate_in=RATE, rate_out=48_000, model=model, cutoff_hz=8000)
    np.testing.assert_array_equal(np.concatenate(list(made)), enhanced(whole, RATE, 48_000, model))


def test_no_block_at_all_gives_none(model: Model) -> None:
    assert not list(enhance_blocks([], rate_in=RATE, rate_out=48_000, model=model, cutoff_hz=8000))


def test_a_seed_repeats_and_another_one_is_another_sound(model: Model) -> None:
    whole = sound(RATE)
    first = enhanced(whole, RATE, 48_000, model, seed=5)
    np.testing.assert_array_equal(enhanced(whole, RATE, 48_000, model, seed=5), first)
    assert np.abs(enhanced(whole, RATE, 48_000, model, seed=6) - first).max() > 1e-4


def test_threads_change_no_more_than_rounding(model: Model) -> None:
    whole = sound(2 * RATE)
    made = [
        np.concatenate(
            list(
                enhance_blocks([whole], rate_in=RATE, rate_out=48_000, model=model, cutoff_hz=8000, threads=n)
            )
        )
        for n in (1, 2)
    ]
    np.testing.assert_allclose(made[0], made[1], rtol=0, atol=1e-6)


def test_strength_zero_is_the_input_itself(model: Model) -> None:
    whole = sound(3 * RATE, 2)
    np.testing.assert_array_equal(enhanced(whole, RATE, RATE, model, cutoff_hz=4000, strength=0.0), whole)


def test_strength_scales_what_is_generated(tmp_path: Path) -> None:
    model = a_model(tmp_path, noise_gain=1.0)
    whole = sound(2 * RATE)
    none, half, all_ = (enhanced(whole, RATE, 48_000, model, strength=part) for part in (0.0, 0.5, 1.0))
    assert np.abs(all_ - none).max() > 0.01
    np.testing.assert_allclose(half - none, (all_ - none) / 2, rtol=0, atol=1e-6)


@pytest.mark.parametrize("samples", [0, 1, 2, 17, 255, 256, 257, RATE, 3 * RATE + 1])
@pytest.mark.parametrize(("rate_in", "rate_out"), [(16_000, 48_000), (8000, 44_100), (48_000, 44_100)])
def test_the_length_is_exact(model: Model, samples: int, rate_in: int, rate_out: int) -> None:
    for strength in (0.0, 1.0):
        made = enhanced(sound(samples, 2), rate_in, rate_out, model, sizes=(5000,), strength=strength)
        assert made.shape == (length_at(samples, rate_in, rate_out), 2)
        assert made.dtype == np.float32


@settings(max_examples=40, deadline=None)
@given(samples=st.integers(0, 400), rate_in=st.integers(8000, 50_000), rate_out=st.integers(24_000, 48_000))
def test_the_length_is_exact_whatever_the_rates(
    model: Model, samples: int, rate_in: int, rate_out: int
) -> None:
    made = enhanced(sound(samples), rate_in, rate_out, model, cutoff_hz=4000)
    assert len(made) == length_at(samples, rate_in, rate_out)


@pytest.mark.parametrize("channels", [1, 2, 8])
def test_every_channel_is_enhanced_as_if_it_were_alone(model: Model, channels: int) -> None:
    whole = sound(4 * RATE, channels)
    made = enhanced(whole, RATE, 44_100, model)
    for channel in range(channels):
        alone = enhanced(whole[:, channel : channel + 1], RATE, 44_100, model)
        np.testing.assert_array_equal(made[:, channel : channel + 1], alone)


def test_digital_silence_stays_digital_silence(tmp_path: Path) -> None:
    model = a_model(tmp_path, noise_gain=1.0, offset=1.0)
    assert not enhanced(np.zeros((3 * RATE, 2), np.float32), RATE, 44_100, model).any()


def test_a_pause_of_digital_silence_has_no_hiss(tmp_path: Path) -> None:
    model = a_model(tmp_path, noise_gain=1.0, offset=1.0)
    whole = np.concatenate((sound(2 * RATE), np.zeros((2 * RATE, 1), np.float32), sound(2 * RATE)))
    made = enhanced(whole, RATE, 48_000, model)
    edge = 48 * 40
    assert np.abs(made[: 2 * 48_000]).max() > 0.1
    # What is left is the rounding of the filters, under -140 dB.
    assert np.abs(made[2 * 48_000 + edge : 4 * 48_000 - edge]).max() < 1e-7


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("strength", [0.0, 1.0])
def test_sound_that_holds_no_numbers_is_refused(model: Model, bad: float, strength: float) -> None:
    whole = sound(3 * RATE)
    whole[2 * RATE] = bad
    with pytest.raises(EnhanceError, match="no numbers"):
        enhanced(whole, RATE, 48_000, model, sizes=(4096,), strength=strength)


def test_blocks_that_are_not_alike_are_a_mistake(model: Model) -> None:
    for blocks in ([sound(10), sound(10, 2)], [sound(10)[:, 0]], [sound(10)[:, :0]]):
        with pytest.raises(ValueError, match="block of shape"):
            list(enhance_blocks(blocks, rate_in=RATE, rate_out=48_000, model=model, cutoff_hz=8000))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"rate_out": 96_000}, "up to 48000 Hz; 96000 Hz is more"),
        ({"rate_out": 1000}, "Sound at 1000 Hz"),
        ({"rate_in": 1_000_000}, "Sound at 1000000 Hz"),
        ({"cutoff_hz": 900.0}, "between 1000 and 22000 Hz; this one ends at 900 Hz"),
        ({"cutoff_hz": 22_500.0, "rate_in": 48_000}, "this one ends at 22500 Hz"),
        ({"cutoff_hz": float("nan")}, "this one ends at nan Hz"),
        ({"cutoff_hz": 8001.0}, "cannot reach up to 8001 Hz"),
        ({"rate_out": 16_000}, "no room above 8000 Hz"),
        ({"strength": 1.1}, "strength of 1.1"),
        ({"strength": float("nan")}, "strength of nan"),
        ({"seed": -1}, "seed"),
        ({"seed": 1 << 64}, "seed"),
    ],
)
def test_settings_that_do_not_fit_are_refused_at_once(
    model: Model, wrong: dict[str, Any], sentence: str
) -> None:
    settings = {"rate_in": RATE, "rate_out": 48_000, "cutoff_hz": 8000.0, "model": model} | wrong
    with pytest.raises(EnhanceError, match=sentence):
        enhance_blocks([], **settings)


def test_a_model_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    model = a_model(tmp_path)
    with pytest.raises(ModelError, match="hash"):
        enhanced(sound(RATE), RATE, 48_000, replace(model, sha256="0" * 64))


@pytest.mark.parametrize(("rate", "window"), [(32_000, 512), (44_100, 1024)])
def test_models_of_other_rates_and_windows_work_too(tmp_path: Path, rate: int, window: int) -> None:
    model = a_model(tmp_path, rate=rate, window=window, band=(1000.0, 15_000.0))
    made = enhanced(sound(RATE), RATE, rate, model)
    assert made.shape == (rate, 1)


def system_threads() -> int:
    return len(os.listdir("/proc/self/task"))


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="threads are counted on Linux only")
def test_leaving_midway_lets_everything_go(model: Model) -> None:
    closed: list[bool] = []

    def endless() -> Iterator[np.ndarray]:
        try:
            while True:
                yield sound(RATE)
        finally:
            closed.append(True)

    before = system_threads()
    source = endless()
    made = enhance_blocks(source, rate_in=RATE, rate_out=48_000, model=model, cutoff_hz=8000, threads=4)
    assert len(next(block for block in made if len(block)))
    assert system_threads() > before
    made.close()
    assert system_threads() == before
    # The blocks are the caller's.
    assert not closed
    source.close()


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="threads are counted on Linux only")
def test_what_is_raised_out_of_the_blocks_passes_through_and_lets_everything_go(model: Model) -> None:
    class Stop(Exception):
        pass

    def stopping() -> Iterator[np.ndarray]:
        yield sound(5 * RATE)
        raise Stop

    before = system_threads()
    with pytest.raises(Stop):
        list(
            enhance_blocks(stopping(), rate_in=RATE, rate_out=48_000, model=model, cutoff_hz=8000, threads=4)
        )
    assert system_threads() == before

"""A cut never clicks, never swells, and touches nothing but its own fade."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from editor.model.document import Document
from editor.render.cutpoint import quiet_instant
from editor.render.renderer import Renderer
from tests.helpers.sounds import Array, ArraySound, document_of, noise, sine

RATE = 44100
HALF = round(0.015 * RATE / 2)
SILENCE = np.zeros((1, 2), np.float32)


def rendered(document: Document, **sources: Array) -> Array:
    sounds: dict[str, ArraySound] = {name: ArraySound(samples) for name, samples in sources.items()}
    renderer = Renderer(document, sounds.__getitem__, lambda source: SILENCE, RATE)
    return renderer.read(0, document.length)


def powers_over_joins(make: Callable[[int], tuple[Array, Array]], joins: int = 300) -> Array:
    """Mean power at each instant from 1,000 samples before a join to 1,000 after, over many joins."""
    total = np.zeros(2000)
    for seed in range(joins):
        a, b = make(seed)
        sound = rendered(document_of(("a", 1000, 3000), ("b", 1000, 3000)), a=a, b=b)
        total += np.square(sound[1000:3000], dtype=np.float64).mean(axis=1)
    return (total / joins).astype(np.float32)


def test_the_power_of_unlike_noise_stays_the_same_across_a_fade() -> None:
    power = powers_over_joins(lambda seed: (noise(4000, 0.1, 2 * seed), noise(4000, 0.1, 2 * seed + 1)))
    smooth = np.convolve(power, np.ones(100) / 100, "valid")
    assert np.abs(10 * np.log10(smooth / 0.01)).max() < 1.0


@pytest.mark.parametrize("hz", [60, 100, 220, 1000])
def test_a_steady_tone_cut_in_phase_does_not_swell(hz: float) -> None:
    """The same phase on both sides: equal-power gains alone would lift it by 3 dB."""
    periods = round(0.5 * hz) / hz * RATE
    tone = sine(hz, 4 * RATE, 0.3)
    start = round(10000 + periods)
    sound = rendered(document_of(("a", 2000, 10000), ("a", start, start + 8000)), a=tone)
    assert np.abs(sound[1000:-1000]).max() < 0.3 * 1.03
    window = round(RATE / hz)
    power = np.convolve(np.square(sound[1000:-1000, 0], dtype=np.float64), np.ones(window) / window, "valid")
    assert 10 * np.log10(power.max() / 0.045) < 0.3
    assert 10 * np.log10(power.min() / 0.045) > -0.6


def test_one_loud_and_one_silent_side_fade() -> None:
    sound = rendered(
        document_of(("a", 1000, 9000), ("b", 1000, 9000)),
        a=sine(100, RATE),
        b=np.zeros((RATE, 2), np.float32),
    )
    assert np.abs(np.diff(sound[7000:9000], axis=0)).max() < 0.5 * 2 * np.pi * 100 / RATE * 1.5
    assert not sound[8000 + HALF :].any()


def test_a_fade_at_a_recordings_end_uses_what_there_is() -> None:
    """Nothing beyond the left cut, nothing before the right one: each side fades by itself, down to zero."""
    ends, begins = sine(100, 10000), sine(100, 10000, phase=np.pi / 2)
    sound = rendered(document_of(("a", 2000, 10000), ("b", 0, 8000)), a=ends, b=begins)
    assert np.abs(np.diff(sound[7000:9000], axis=0)).max() < 0.02
    assert np.abs(sound[7999:8001]).max() < 0.01
    assert np.array_equal(sound[8000 + HALF : 15000], begins[HALF:7000])


def test_where_only_one_side_has_more_the_fade_moves_over() -> None:
    a, b = noise(10000, seed=1), noise(10000, seed=2)
    sound = rendered(document_of(("a", 2000, 10000), ("b", 1000, 8000)), a=a, b=b)
    assert np.array_equal(sound[8000:14000], b[1000:7000])
    assert np.array_equal(sound[1000 : 8000 - 2 * HALF], a[3000 : 10000 - 2 * HALF])
    for near in (HALF, 2 * HALF):
        assert not np.array_equal(
            sound[8000 - near : 8000 - near + HALF], a[10000 - near : 10000 - near + HALF]
        )


def test_the_compilation_begins_and_ends_without_a_click() -> None:
    loud = sine(100, RATE, phase=np.pi / 2)
    sound = rendered(document_of(("a", 882, 10143)), a=loud)
    assert np.abs(sound[[0, -1]]).max() < 0.01
    assert np.abs(np.diff(sound, axis=0)).max() < 0.02


def test_short_runs_have_short_fades_and_no_clicks() -> None:
    tone = sine(100, RATE)
    spans = [
        ("a", 2000 + 700 * n, 2000 + 700 * n + length) for n, length in enumerate([20, 60, 200, 400] * 5)
    ]
    sound = rendered(document_of(("a", 0, 1000), *spans, ("a", 30000, 31000)), a=tone)
    assert np.abs(sound).max() < 0.75


def test_no_step_at_a_join_of_speech_is_above_the_speech_around(example_audio: dict[str, Path]) -> None:
    """Forty cuts anywhere in real speech, each at the quietest instant that an edit could choose."""
    import soundfile

    mono, rate = soundfile.read(example_audio["narrator"], dtype="float32", always_2d=True)
    sound = ArraySound(np.repeat(mono[:, :1], 2, axis=1), rate)
    chance = np.random.default_rng(1)
    wanted = np.sort(chance.integers(rate // 2, sound.length - rate // 2, 40)).tolist()
    cuts = [quiet_instant(sound, at - 9000, at + 9000, at, rate) for at in wanted]
    spans = [(start, stop) for start, stop in zip(cuts[::2], cuts[1::2], strict=True) if stop > start]
    out = rendered(document_of(*(("a", start, stop) for start, stop in spans)), a=sound.samples)
    steps, source_steps = np.abs(np.diff(out[:, 0])), np.abs(np.diff(sound.samples[:, 0]))
    join = 0
    for (start, stop), (following, _) in pairwise(spans):
        join += stop - start
        around = max(source_steps[cut - rate // 4 : cut + rate // 4].max() for cut in (stop, following))
        assert steps[join - HALF - 1 : join + HALF + 1].max() <= around

"""The limiter keeps true peaks below its ceiling and does nothing else."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.render.limiter import Limiter
from editor.render.truepeak import TruePeakMeter
from tests.helpers.sounds import Array, noise, sine

RATE = 44100


def limited(sound: Array, ceiling: float, cuts: tuple[int, ...] = ()) -> Array:
    limiter = Limiter(RATE, sound.shape[1], ceiling)
    edges = [0, *sorted(cuts), len(sound)]
    out = [limiter.feed(sound[a:b]) for a, b in pairwise(edges)]
    return np.concatenate((*out, limiter.finish()))


def true_peak(sound: Array) -> float:
    meter = TruePeakMeter(sound.shape[1])
    meter.feed(sound)
    return meter.peak()


BURSTS = noise(4 * RATE, 0.05)
BURSTS[20000:21000] *= 15
BURSTS[90000:90010] *= 30
BURSTS[-300:] *= 20


@pytest.mark.parametrize("sound", [BURSTS, noise(RATE, 0.5), sine(RATE / 4, RATE, 0.99, phase=np.pi / 4)])
def test_nothing_gets_through(sound: Array) -> None:
    out = limited(sound, 0.5)
    assert out.shape == sound.shape
    assert out.dtype == np.float32
    assert true_peak(sound) > 0.5
    assert 0.45 < true_peak(out) <= 0.5


def test_quiet_sound_is_left_alone_to_the_bit() -> None:
    sound = noise(4 * RATE, 0.05)
    assert np.array_equal(limited(sound, 0.5), sound)


def test_only_what_is_near_a_peak_changes() -> None:
    out = limited(BURSTS, 0.5)
    far = np.ones(len(out), bool)
    for start, stop in ((20000, 21000), (90000, 90010), (len(out) - 300, len(out))):
        far[max(start - 1400, 0) : stop + 1400] = False
    assert np.array_equal(out[far], BURSTS[far])


def test_the_gain_is_smooth() -> None:
    """A steady note under a burst shows the gain: it moves by less than 1 % from one sample to the next."""
    sound = np.full((RATE, 2), 0.1, np.float32)
    sound[20000:20010] = 1.0
    out = limited(sound, 0.5)
    gain = out / sound
    assert np.abs(np.diff(gain, axis=0)).max() < 0.01
    assert gain.min() < 0.5


@settings(max_examples=15)
@given(st.lists(st.integers(0, len(BURSTS)), max_size=8))
def test_blocks_do_not_matter(cuts: list[int]) -> None:
    assert np.array_equal(limited(BURSTS, 0.5, tuple(cuts)), limited(BURSTS, 0.5))


def test_both_sides_get_one_gain() -> None:
    sound = noise(RATE, 0.05)
    sound[20000:20100, 0] = 0.9
    out = limited(sound, 0.5)
    assert out[20050, 1] / sound[20050, 1] == pytest.approx(out[20050, 0] / sound[20050, 0], rel=1e-4)


def test_nothing_in_nothing_out() -> None:
    assert limited(noise(0), 0.5).shape == (0, 2)

"""A variant in a recording's place: inside its spans alone, without a click, whatever the blocks are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.model.spans import Spans
from editor.render.source import Block
from editor.render.variants import FADE_S, VariedSound

RATE = 8000
FADE = round(FADE_S * RATE)
LENGTH = 3000


@dataclass(frozen=True)
class Recorded:
    """A recording that is an array of shape (n, channels)."""

    sound: Block
    rate: int = RATE

    @property
    def samples(self) -> int:
        return len(self.sound)

    @property
    def channels(self) -> int:
        return int(self.sound.shape[1])

    def read(self, start: int, stop: int) -> Block:
        out = np.zeros((max(stop - start, 0), self.channels), np.float32)
        low, high = max(start, 0), min(stop, self.samples)
        if low < high:
            out[low - start : high - start] = self.sound[low:high]
        return out

    def close(self) -> None:
        raise AssertionError("whoever opened it closes it")


def noise(length: int, seed: int, channels: int = 1) -> Block:
    return np.random.default_rng(seed).standard_normal((length, channels)).astype(np.float32)


OLD, NEW = Recorded(noise(LENGTH, 1)), Recorded(noise(LENGTH, 2))


def varied(spans: Spans, *parts: tuple[int, int]) -> VariedSound:
    made = [(Recorded(NEW.sound[a:b]), a) for a, b in parts or ((0, LENGTH),)]
    return VariedSound(OLD, [(spans, made)])


def test_outside_its_spans_the_recording_comes_through_to_the_last_bit() -> None:
    heard = varied(((500, 900), (1500, 1600))).read(-100, LENGTH + 100)
    plain = OLD.read(-100, LENGTH + 100)
    for start, stop in ((0, 600), (1000, 1600), (1700, LENGTH + 200)):
        assert np.array_equal(heard[start:stop], plain[start:stop])


def test_inside_it_is_the_variant_to_the_last_bit() -> None:
    heard = varied(((500, 900),)).read(500 + FADE - 1, 900 - FADE + 1)
    assert np.array_equal(heard, NEW.sound[500 + FADE - 1 : 900 - FADE + 1])


def test_it_comes_and_goes_in_a_straight_line() -> None:
    one, zero = Recorded(np.ones((LENGTH, 1), np.float32)), Recorded(np.zeros((LENGTH, 1), np.float32))
    weight = VariedSound(zero, [(((500, 900),), [(one, 0)])]).read(0, LENGTH)[:, 0]
    assert np.abs(np.diff(weight)).max() <= 1.001 / FADE
    assert np.allclose(weight[499 : 500 + FADE], np.arange(FADE + 1) / FADE, atol=1e-6)
    assert np.allclose(weight[900 - FADE : 901], np.arange(FADE, -1, -1) / FADE, atol=1e-6)


def test_what_is_the_same_in_both_is_not_touched_by_passing_over() -> None:
    same = VariedSound(OLD, [(((500, 900),), [(OLD, 0)])])
    assert np.array_equal(same.read(0, LENGTH), OLD.sound)


def test_where_the_recording_begins_and_ends_there_is_nothing_to_pass_from() -> None:
    assert np.array_equal(varied(((0, LENGTH),)).read(0, LENGTH), NEW.sound)


def test_nothing_switched_on_is_the_recording() -> None:
    assert np.array_equal(varied(()).read(0, LENGTH), OLD.sound)


def test_parts_that_overlap_long_enough_are_one() -> None:
    heard = varied(((300, 2500),), (200, 1200), (1200 - 2 * FADE, 2600)).read(300 + FADE, 2500 - FADE)
    assert np.array_equal(heard, NEW.sound[300 + FADE : 2500 - FADE])


def test_where_a_part_is_missing_the_recording_is_heard() -> None:
    heard = varied(((300, 2500),), (200, 1000), (2000, 2600)).read(0, LENGTH)
    assert np.array_equal(heard[1000:2000], OLD.sound[1000:2000])
    assert np.array_equal(heard[300 + FADE : 1000 - FADE], NEW.sound[300 + FADE : 1000 - FADE])


def test_two_variants_take_turns() -> None:
    third = Recorded(noise(LENGTH, 3))
    sound = VariedSound(OLD, [(((0, 1000),), [(NEW, 0)]), (((1000, LENGTH),), [(third, 0)])])
    heard = sound.read(0, LENGTH)
    assert np.array_equal(heard[: 1000 - FADE], NEW.sound[: 1000 - FADE])
    assert np.array_equal(heard[1000 + FADE :], third.sound[1000 + FADE :])


@pytest.mark.parametrize("channels", [1, 2])
def test_length_rate_and_channels_are_the_recordings(channels: int) -> None:
    old, new = (Recorded(noise(LENGTH, seed, channels)) for seed in (1, 2))
    sound = VariedSound(old, [(((10, 2000),), [(new, 0)])])
    assert (sound.samples, sound.rate, sound.channels) == (LENGTH, RATE, channels)
    assert sound.read(5, 2500).shape == (2495, channels)
    sound.close()


edges = st.lists(st.integers(-50, LENGTH + 50), min_size=2, max_size=9, unique=True).map(sorted)


@given(edges)
def test_blocks_of_any_size_are_the_whole(cuts: list[int]) -> None:
    sound = varied(((0, 40), (500, 530), (700, 1900)), (0, 1200), (1100, 1500))
    whole = sound.read(cuts[0], cuts[-1])
    blocks = [sound.read(a, b) for a, b in pairwise(cuts)]
    assert np.array_equal(np.concatenate(blocks), whole)

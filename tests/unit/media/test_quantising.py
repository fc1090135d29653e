"""Dither hides rounding, depends on the position alone, and leaves alone what needs none."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from editor.media.quantising import to_int16, to_int24


@given(position=st.integers(0, 1 << 40), length=st.integers(0, 5000), cut=st.integers(0, 5000))
def test_blocks_equal_the_whole(position: int, length: int, cut: int) -> None:
    sound = np.random.default_rng(length).uniform(-1.1, 1.1, (length, 2)).astype(np.float32)
    cut = min(cut, length)
    parts = [to_int16(sound[:cut], position), to_int16(sound[cut:], position + cut)]
    np.testing.assert_array_equal(np.concatenate(parts), to_int16(sound, position))


def test_blocks_longer_than_the_noise_equal_their_parts() -> None:
    sound = np.random.default_rng(0).uniform(-1, 1, (400_000, 1)).astype(np.float32)
    parts = np.concatenate([to_int16(sound[i : i + 9999], 77 + i) for i in range(0, 400_000, 9999)])
    np.testing.assert_array_equal(parts, to_int16(sound, 77))


def test_what_is_sixteen_bits_already_stays_as_it_is() -> None:
    whole = np.arange(-32768, 32768, dtype=np.int32).astype(np.int16)[:, None]
    np.testing.assert_array_equal(to_int16((whole / 32768).astype(np.float32), 5), whole)


def test_a_tone_below_one_step_survives_as_an_average() -> None:
    # A third of a step: plain rounding would erase it.
    sound = np.full((200_000, 1), 1 / 3 / 32768, np.float32)
    assert abs(to_int16(sound, 0).mean() - 1 / 3) < 0.01


def test_overs_are_clipped() -> None:
    sound = np.array([[-7.0], [7.0]], np.float32)
    assert to_int16(sound, 0).tolist() == [[-32768], [32767]]
    assert to_int24(sound).tolist() == [[-(1 << 23)], [(1 << 23) - 1]]

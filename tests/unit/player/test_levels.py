"""What a meter shows: it rises at once, falls slowly, holds the loudest, and tells what was too loud."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.player.levels import FALL_DB_S, FLOOR_DB, HOLD_S, SILENCE, Level, Needle, decibels, level_of
from tests.helpers.sounds import sine

LOUDNESS = st.floats(0.0, 2.0)
FRAME_S = 0.016


def test_each_side_is_measured_by_itself() -> None:
    frames = sine(441, 44100) * np.float32([1.0, 0.5])
    level = level_of(frames)
    assert level.peak == pytest.approx((0.5, 0.25), abs=1e-3)
    assert level.rms == pytest.approx((0.5 / 2**0.5, 0.25 / 2**0.5), abs=1e-3)
    assert level_of(frames[:0]) == SILENCE == Level((0.0, 0.0), (0.0, 0.0))


@given(st.lists(LOUDNESS, min_size=1, max_size=40))
def test_a_peak_shows_at_once_and_falls_no_faster_than_can_be_read(peaks: list[float]) -> None:
    needle = Needle()
    before = FLOOR_DB
    for peak in peaks:
        needle.move(peak, peak, FRAME_S)
        assert needle.peak >= decibels(peak)
        assert needle.peak >= before - FALL_DB_S * FRAME_S - 1e-9
        assert needle.held >= needle.peak
        assert needle.rms <= max(map(decibels, peaks)) + 1e-9
        before = needle.peak


def test_the_loudest_is_held_and_then_let_go() -> None:
    needle = Needle()
    needle.move(0.5, 0.1, FRAME_S)
    for _ in range(int(HOLD_S / FRAME_S)):
        needle.move(0.0, 0.0, FRAME_S)
        assert needle.held == decibels(0.5)
    for _ in range(3):
        needle.move(0.0, 0.0, FRAME_S)
    assert needle.held == needle.peak < decibels(0.5)


@given(st.lists(LOUDNESS, max_size=20))
def test_what_was_louder_than_full_scale_is_told_until_it_is_cleared(peaks: list[float]) -> None:
    needle = Needle()
    for peak in peaks:
        needle.move(peak, peak / 2, FRAME_S)
    needle.rest()
    assert needle.clipped == any(peak > 1.0 for peak in peaks)
    assert needle.peak == needle.rms == needle.held == FLOOR_DB


def test_a_steady_sound_shows_its_rms() -> None:
    needle = Needle()
    for _ in range(200):
        needle.move(0.5, 0.25, FRAME_S)
    assert needle.rms == pytest.approx(decibels(0.25), abs=0.01)

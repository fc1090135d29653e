"""Samples are the only clock; seconds are for showing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.model.source import Recording, Source, source_id
from editor.model.time import clock_text, from_seconds, rescale, to_seconds

rates = st.sampled_from((8000, 22050, 44100, 48000, 96000, 192000))


@given(st.integers(0, 10**10), rates)
def test_seconds_lead_back_to_the_sample(samples: int, rate: int) -> None:
    assert from_seconds(to_seconds(samples, rate), rate) == samples


@given(st.integers(0, 10**12), rates, rates)
def test_an_instant_on_another_clock_is_the_nearest_tick(samples: int, rate: int, other: int) -> None:
    there = rescale(samples, rate, other)
    assert abs(there * rate - samples * other) * 2 <= rate
    if other >= rate:
        assert rescale(there, other, rate) == samples


@pytest.mark.parametrize(
    ("samples", "tenths", "text"),
    [
        (0, False, "00:00"),
        (44099, False, "00:00"),
        (44100 * 61, False, "01:01"),
        (44100 * 3723 + 44000, True, "1:02:03.9"),
        (44100 * 36000, False, "10:00:00"),
    ],
)
def test_clocks_are_read_rounded_down(samples: int, tenths: bool, text: str) -> None:
    assert clock_text(samples, 44100, tenths=tenths) == text


def test_a_source_ends_with_the_recording_that_ends_last() -> None:
    one = Recording("ab" * 32, "ann.wav", "Ann", 1000, 44100, 1)
    two = Recording("cd" * 32, "ben.wav", "Ben", 900, 48000, 2, offset=200)
    assert Source("x", "Interview", (one, two)).length == 1100
    assert source_id((one, two)) == source_id((one, two)) != source_id((two, one))
    assert len(source_id((one,))) == 12

"""The rules of enhancing hold for any recording, project and estimate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enhance.bandwidth import Bandwidth
from enhance.content import ContentMeter
from enhance.errors import EnhanceError
from enhance.recipes import (
    RECIPES,
    SURE,
    check_recipe,
    enhance_until,
    estimate_quality,
    target_rate,
    verdict,
)
from tests.helpers.narrowing import brickwall, hiss
from tests.helpers.talking import talking


@given(
    st.floats(0, 24_000), st.floats(0.01, 1), st.floats(2000, 24_000), st.sampled_from([8000, 16_000, 48_000])
)
def test_only_what_is_surely_below_the_threshold_is_enhanced(
    hz: float, confidence: float, threshold: float, rate: int
) -> None:
    band = Bandwidth(min(hz, rate / 2), confidence)
    said = verdict(band, rate, threshold_hz=threshold)
    below = band.hz < threshold
    assert said.auto == (below and (confidence >= SURE or rate / 2 < threshold))
    assert said.reason.endswith(".")


def test_what_the_rate_rules_out_needs_no_confidence() -> None:
    assert verdict(Bandwidth(4000, 0.1), 8000).auto
    assert not verdict(Bandwidth(4000, 0.1), 48_000).auto


def test_silence_is_never_enhanced_by_itself() -> None:
    said = verdict(Bandwidth(4000, 0.0), 8000)
    assert not said.auto
    assert "silent" in said.reason


def test_the_project_sets_the_threshold() -> None:
    assert not verdict(Bandwidth(12_000, 1.0), 48_000, threshold_hz=10_000).auto
    assert verdict(Bandwidth(12_000, 1.0), 48_000, threshold_hz=14_000).auto


def test_the_user_goes_before_the_project_and_the_project_before_the_content() -> None:
    assert target_rate(8000, asked=22_050, preferred=44_100, content="sustained").rate == 22_050
    assert target_rate(8000, preferred=44_100, content="sustained").rate == 44_100


@pytest.mark.parametrize("rate", [8000, 16_000, 44_100, 48_000, 96_000])
def test_music_and_more_channels_never_get_less_than_speech(rate: int) -> None:
    speech = target_rate(rate, content="speech").rate
    assert target_rate(rate, content="sustained").rate >= speech >= min(rate, 44_100)
    assert target_rate(rate, content="speech", channels=2).rate >= speech
    assert target_rate(rate).rate == speech


def test_a_target_is_never_under_the_recordings_own_rate() -> None:
    assert target_rate(48_000, content="speech").rate == 48_000
    assert target_rate(96_000, content="sustained").rate == 96_000
    assert target_rate(8000, content="sustained").rate == 48_000


@pytest.mark.parametrize("name", [name for name in RECIPES if name != "upsample"])
def test_recipes_without_a_model_say_so(name: str) -> None:
    with pytest.raises(EnhanceError, match=f"recipe {name}.* needs a model"):
        check_recipe(name)


def test_recipes_are_known_by_name() -> None:
    check_recipe("upsample")
    with pytest.raises(EnhanceError, match="no recipe magic"):
        check_recipe("magic")


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0, 1), st.integers(0, 6))
def test_the_loop_ends_and_never_makes_worse(qualities: list[float], asked: float, most: int) -> None:
    asked_for = []

    def step(at: int, number: int) -> int:
        asked_for.append(number)
        return at + 1

    outcome = enhance_until(
        0, step, lambda at: qualities[min(at, len(qualities) - 1)], asked=asked, most_rounds=most
    )
    assert outcome.quality == qualities[min(outcome.sound, len(qualities) - 1)] >= qualities[0]
    assert outcome.passed == (outcome.quality >= asked)
    assert asked_for == list(range(len(asked_for)))
    assert outcome.rounds <= len(asked_for) <= most
    if qualities[0] >= asked:
        assert asked_for == []


def test_the_loop_goes_on_until_it_passes_and_no_further() -> None:
    outcome = enhance_until(0.0, lambda at, _: at + 0.3, lambda at: at, asked=0.5, most_rounds=9)
    assert (outcome.rounds, outcome.passed) == (2, True)


def test_the_loop_stops_where_nothing_is_gained() -> None:
    outcome = enhance_until(0.2, lambda at, _: at + 0.001, lambda at: at, asked=0.9, most_rounds=9)
    assert (outcome.sound, outcome.rounds, outcome.passed) == (0.2, 0, False)


def test_an_estimate_that_is_no_number_is_refused() -> None:
    with pytest.raises(EnhanceError, match="not a number"):
        enhance_until(0.0, lambda at, _: at, lambda _: float("nan"), asked=0.5)


def test_the_estimate_falls_with_the_band_and_with_hiss() -> None:
    full = talking(4, floor_db=-85)
    narrow = brickwall(full, 48_000, 5000.0)[0]
    assert estimate_quality(full, 48_000) > estimate_quality(narrow, 48_000) + 0.2
    noisy = full + hiss(len(full), -40)
    assert estimate_quality(full, 48_000) > estimate_quality(noisy, 48_000) + 0.02
    assert estimate_quality(np.zeros(48_000, np.float32), 48_000) == 0.0
    assert estimate_quality(full * np.float32(0.25), 48_000) == pytest.approx(
        estimate_quality(full, 48_000), abs=0.08
    )


def _content(sound: np.ndarray, rate: int, block: int) -> str:
    meter = ContentMeter(rate, 1)
    for start in range(0, len(sound), block):
        meter.add(sound[start : start + block, None])
    return meter.result()


@pytest.mark.parametrize("block", [701, 48_000, 10**9])
def test_held_notes_are_told_from_what_pauses(block: int) -> None:
    time = np.arange(5 * 48_000) / 48_000
    note = (0.2 * np.sin(2 * np.pi * 440 * time) * (1 + 0.2 * np.sin(2 * np.pi * 5 * time))).astype(
        np.float32
    )
    assert _content(note, 48_000, block) == "sustained"
    assert _content(note * (np.sin(2 * np.pi * 3 * time) > -0.2), 48_000, block) == "speech"
    assert _content(np.zeros_like(note), 48_000, block) == "unknown"
    assert _content(note[:2000], 48_000, block) == "unknown"

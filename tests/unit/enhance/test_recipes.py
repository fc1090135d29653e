"""The rules of enhancing hold for any recording, project and estimate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enhance.bandwidth import Bandwidth, BandwidthProbe
from enhance.content import ContentMeter
from enhance.errors import EnhanceError
from enhance.quality import abreast, estimate_quality
from enhance.recipes import (
    RECIPES,
    SURE,
    check_recipe,
    least_enough,
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


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5), st.floats(0, 1))
def test_no_more_is_added_than_it_takes_and_it_never_makes_worse(found: list[float], asked: float) -> None:
    steps = least_enough(found, asked)
    taken = [step.quality for step in steps.taken]
    assert taken == found[: len(taken)]
    assert steps.chosen in steps.taken
    assert steps.chosen.quality == max(
        step.quality for step in steps.taken if step.share <= steps.chosen.share
    )
    assert steps.passed == (steps.chosen.quality >= asked)
    assert all(quality < asked for quality in taken[: -1 if steps.passed else None])


@pytest.mark.parametrize(
    ("found", "asked", "share", "taken", "passed"),
    [
        ([0.4, 0.7, 0.8, 0.9, 0.9], 0.75, 0.5, 3, True),
        ([0.4, 0.7, 0.8, 0.9, 0.9], 0.95, 0.75, 5, False),
        ([0.4, 0.405, 0.9, 0.9, 0.9], 0.9, 0.0, 2, False),
        ([0.8, 0.9, 0.9, 0.9, 0.9], 0.75, 0.0, 1, True),
        ([0.4, 0.6, 0.7, 0.8, 0.9], 0.9, 1.0, 5, True),
    ],
)
def test_steps_go_on_until_it_is_enough_or_nothing_is_gained(
    found: list[float], asked: float, share: float, taken: int, passed: bool
) -> None:
    steps = least_enough(found, asked)
    assert (steps.chosen.share, len(steps.taken), steps.passed) == (share, taken, passed)


def _estimate(sound: np.ndarray, ends_hz: float) -> float:
    probe = BandwidthProbe(48_000, 1)
    probe.add(sound[:, None])
    return estimate_quality(probe, ends_hz)


def test_the_estimate_falls_with_the_band_with_hiss_and_with_a_step_in_the_spectrum() -> None:
    full = talking(4, floor_db=-85)
    narrow = brickwall(full, 48_000, 5000.0)[0]
    assert _estimate(full, 5000.0) > _estimate(narrow, 5000.0) + 0.2
    assert _estimate(full, 5000.0) > _estimate(full + hiss(len(full), -40), 5000.0) + 0.02
    weak = [narrow + np.float32(share) * (full - narrow) for share in (0.0, 0.25, 0.5, 1.0)]
    rising = [_estimate(one, 5000.0) for one in weak]
    assert rising == sorted(set(rising))
    assert _estimate(np.zeros(48_000, np.float32), 5000.0) == 0.0
    quieter = _estimate(full * np.float32(0.25), 5000.0)
    assert quieter == pytest.approx(_estimate(full, 5000.0), abs=0.08)


@given(st.lists(st.integers(0, 9), max_size=8), st.lists(st.integers(0, 9), max_size=8))
def test_sounds_go_abreast_however_they_are_cut(one: list[int], other: list[int]) -> None:
    sound = np.arange(80, dtype=np.float32)[:, None]

    def cut(lengths: list[int]) -> list[np.ndarray]:
        return np.split(sound[: sum(lengths)], np.cumsum(lengths)) if lengths else []

    pairs = list(abreast(cut(one), cut(other)))
    assert all(np.array_equal(a, b) for a, b in pairs)
    assert sum(len(a) for a, _ in pairs) == min(sum(one), sum(other))


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

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.render.cutpoint import quiet_instant
from tests.helpers.sounds import ArraySound, noise, sine

RATE = 44100
SPEECH = ArraySound(noise(RATE) * np.abs(np.sin(np.arange(RATE) / 3000))[:, None].astype(np.float32))


@given(st.integers(-500, RATE), st.integers(0, 9000), st.integers(-2000, RATE + 2000))
def test_lies_inside_and_near(lo: int, span: int, wanted: int) -> None:
    found = quiet_instant(SPEECH, lo, lo + span, wanted, RATE)
    assert lo <= found <= lo + span
    assert abs(found - min(max(wanted, lo), lo + span)) <= round(0.065 * RATE) + 1
    assert found == quiet_instant(SPEECH, lo, lo + span, wanted, RATE)


def test_goes_to_the_quiet_within_reach() -> None:
    samples = noise(RATE, 0.2)
    samples[21000:22000] *= 0.01
    found = quiet_instant(ArraySound(samples), 0, RATE, 20000, RATE)
    assert 21200 <= found <= 21800


def test_does_not_go_out_of_the_span_for_more_quiet() -> None:
    samples = noise(RATE, 0.2)
    samples[21000:22000] *= 0.01
    assert quiet_instant(ArraySound(samples), 19000, 20500, 20000, RATE) <= 20500


def test_ends_on_a_zero_crossing() -> None:
    tone = ArraySound(sine(200, RATE))
    found = quiet_instant(tone, 10000, 30000, 20000, RATE)
    before, after = tone.samples[found - 1, 0], tone.samples[found, 0]
    assert before * after <= 0


def test_stays_at_the_wanted_instant_of_digital_silence() -> None:
    silent = ArraySound(np.zeros((RATE, 2), np.float32))
    assert quiet_instant(silent, 10000, 30000, 20001, RATE) == 20001


def test_an_impossible_span_is_a_bug() -> None:
    with pytest.raises(ValueError):
        quiet_instant(SPEECH, 10, 9, 10, RATE)

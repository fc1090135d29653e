"""What the bandwidth probe learns from: cases that say the truth, drawn from their number alone."""

from __future__ import annotations

import json

import numpy as np
import pytest

from enhance.edge_curves import CURVES, PLACES
from enhance.train.edge.cases import Cases
from enhance.train.edge.drawing import Lessons
from enhance.train.edge.filters import gentle, half_amplitude, low_pass
from enhance.train.edge.learning import learn

HZ = np.linspace(0, 24_000, 1025)


@pytest.mark.parametrize("seed", range(24))
def test_a_low_pass_passes_below_where_it_is_said_to_end_and_not_above(seed):
    draw = np.random.default_rng(seed)
    gain = low_pass(draw, HZ, 6000.0)
    cut = half_amplitude(gain, HZ)
    assert 4500 < cut < 8500
    assert np.all(gain[(HZ > 400) & (0.6 * cut > HZ)] > 0.6)
    assert np.all(gain[2 * cut < HZ] < 0.2)


def test_a_gentle_slope_is_under_13_db_an_octave():
    draw = np.random.default_rng(1)
    for _ in range(20):
        gain = gentle(draw, HZ)
        assert 20 * np.log10(gain[512] / gain[1024]) < 13


@pytest.mark.parametrize("coded", [False, True])
def test_the_same_number_gives_the_same_case(corpus, coded):
    first, again = (Cases(corpus, 5, coded=coded) for _ in range(2))
    for number in range(6):
        one, other = first[number], again[number]
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            np.testing.assert_array_equal(one.curves, other.curves)
            assert one[1:] == other[1:]


def test_cases_are_of_one_shape_and_cut_within_what_they_reach(corpus):
    found = [case for case in (Cases(corpus, 2, coded=False)[n] for n in range(20)) if case is not None]
    assert any(case.cut_hz for case in found)
    assert any(not case.cut_hz for case in found)
    for case in found:
        assert case.curves.shape == (CURVES, PLACES)
        assert 0 <= case.cut_hz < case.reach_hz <= case.nyquist


def test_learning_lowers_the_loss(corpus):
    cases = [case for case in (Cases(corpus, 2, coded=False)[n] for n in range(40)) if case is not None]
    columns = [np.array(values) for values in zip(*cases, strict=True)]
    numbers = [values.astype(np.float32) for values in columns[1:4]]
    lessons = Lessons(columns[0], numbers[0], numbers[1], numbers[2], columns[4])
    entries: list[dict[str, object]] = []
    weights = learn(lessons, lessons, 12, 1, entries.append)
    more: list[dict[str, object]] = []
    learn(lessons, lessons, 60, 1, more.append)
    assert more[-1]["loss"] / (1 - 0.98**60) < entries[-1]["loss"] / (1 - 0.98**12)  # running means from 0
    assert all(np.isfinite(value).all() for value in weights.values())
    json.dumps(entries)

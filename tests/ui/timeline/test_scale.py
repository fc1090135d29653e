"""Time and pixels agree, and the ruler can be read."""

from __future__ import annotations

import itertools

import pytest

from editor.ui.timeline.scale import CLOSEST, Scale, ticks


@pytest.mark.parametrize("per_px", [0.25, 3.0, 441.0, 50_000.0])
def test_there_and_back(per_px: float) -> None:
    scale = Scale(12_345.0, per_px)
    for x in (0.0, 17.0, 900.0):
        assert scale.x(scale.time(x)) == pytest.approx(x, abs=1 / per_px)


def test_zooming_keeps_the_instant_under_the_pointer() -> None:
    scale = Scale(1_000_000.0, 500.0)
    assert scale.zoomed(1.7, 300).time(300) == pytest.approx(scale.time(300), abs=1)


def test_what_is_seen_stays_inside() -> None:
    length, width = 44_100 * 60, 1000.0
    for scale in (Scale(-5e6, 100), Scale(9e9, 100), Scale(0, 1e12), Scale(0, 1e-9)):
        fitted = scale.fitted(length, width)
        assert fitted.start >= 0
        assert fitted.per_px >= CLOSEST
        assert fitted.start + width * fitted.per_px <= 1.021 * length


@pytest.mark.parametrize("per_px", [0.25, 10.0, 441.0, 5000.0, 300_000.0])
def test_labels_never_touch(per_px: float) -> None:
    labelled = [x for x, label in ticks(Scale(44_100 * 3700.5, per_px), 1500, 44_100) if label]
    assert labelled
    assert all(b - a > 60 for a, b in itertools.pairwise(labelled))


def test_labels_say_the_time() -> None:
    found = {label: x for x, label in ticks(Scale(0, 441.0), 1000, 44_100) if label}
    assert found["00:02"] == pytest.approx(200)

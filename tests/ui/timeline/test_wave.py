"""Columns show the sound of the document, not of the recording."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from editor.derive.runs import Run
from editor.model.source import Recording
from editor.ui.timeline.lanes import Lane
from editor.ui.timeline.wave import Floats, lane_columns, lane_image

RECORDING = Recording("m", "a.wav", "Ann", 100_000, 44_100, 1, offset=500)
LANE = Lane("Ann", "Ann", (("s", 0, RECORDING),))


class Ramp:
    """A recording whose sample number n is n / 100000."""

    def columns(self, recording: Recording, start: int, stop: int, count: int) -> tuple[Floats, ...]:
        edges = start + (np.arange(count + 1) * (stop - start)) / count
        high = np.clip(edges[1:] / 100_000, 0, 1).astype(np.float32)
        return np.zeros(count, np.float32), high, high / 2

    def samples(self, recording: Recording, start: int, stop: int) -> Floats:
        return np.zeros((stop - start, 1), np.float32)

    def gain(self, recording: Recording) -> float:
        return 1.0


def test_a_cut_is_jumped_over_and_a_gap_is_empty() -> None:
    runs = [Run("s", 500, 10_500, 0), Run(None, 0, 5000, 10_000), Run("s", 80_500, 90_500, 15_000)]
    _, highs, _ = lane_columns(LANE, runs, Ramp(), 0.0, 100.0, 250)
    assert highs[:100].max() <= 0.101
    assert not highs[100:150].any()
    assert highs[150:].min() >= 0.8


def test_the_microphones_offset_counts() -> None:
    _, highs, _ = lane_columns(LANE, [Run("s", 500, 10_500, 0)], Ramp(), 0.0, 100.0, 100)
    assert highs[0] == pytest.approx(100 / 100_000, rel=0.01)


def test_many_cuts_look_like_few() -> None:
    runs = [Run("s", 500 + 400 * n, 700 + 400 * n, 200 * n) for n in range(200)]
    _, many, _ = lane_columns(LANE, runs, Ramp(), 0.0, 100.0, 400)
    one_by_one = [lane_columns(LANE, [run], Ramp(), 0.0, 100.0, 400)[1] for run in runs]
    assert np.abs(many - np.max(one_by_one, axis=0)).max() < 0.004


def test_another_sources_runs_are_not_shown() -> None:
    _, highs, _ = lane_columns(LANE, [Run("other", 0, 10_000, 0)], Ramp(), 0.0, 100.0, 100)
    assert not highs.any()


def test_the_body_is_darker_than_the_peaks(application: QApplication) -> None:
    columns = tuple(np.array(values, np.float32) for values in ([-0.8, 0], [0.8, 0], [0.4, 0]))
    image = lane_image(columns, 41, 1.0, "#0000ff", "#ffffff")  # type: ignore[arg-type]
    column = [QColor(image.pixel(0, y)).red() for y in range(41)]
    assert column[20] < column[8] < 255
    assert column[2] == 255
    assert all(QColor(image.pixel(1, y)) == QColor("#ffffff") for y in range(41))

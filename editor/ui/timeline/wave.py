"""The columns of a lane and their picture, aligned to the pixels of the device."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from editor.derive.runs import Run
from editor.model.source import Recording
from editor.ui.theme.tokens import blend
from editor.ui.timeline.lanes import Lane

Floats = npt.NDArray[np.float32]

BODY = 0.70
PEAK = 0.35

_MANY_RUNS = 120
"""From so many runs in view on, columns are gathered in one go instead of run by run."""

_FINE = 2
"""Instants looked at in a column when they are."""

_MOST_BINS = 200_000


class Sound(Protocol):
    """The waveform of a project's recordings."""

    def columns(self, recording: Recording, start: int, stop: int, count: int) -> tuple[Floats, ...]:
        """(lows, highs, rms), each float32 (count,), of `[start, stop)` on the recording's own clock."""

    def samples(self, recording: Recording, start: int, stop: int) -> Floats:
        """The sound itself, float32 (stop - start, channels); zeros where there is none."""

    def gain(self, recording: Recording) -> float:
        """What the recording is drawn louder by."""


def lane_columns(
    lane: Lane, seen: Sequence[Run], sound: Sound, start: float, per_column: float, count: int
) -> tuple[Floats, Floats, Floats]:
    """(lows, highs, rms) of `count` columns of the compilation from `start` on; zeros where nothing plays."""
    lows, highs, rms = (np.zeros(count, np.float32) for _ in range(3))
    for source, _, recording in lane.recordings:
        runs = [run for run in seen if run.source == source]
        if len(runs) > _MANY_RUNS:
            first, found = _gathered(recording, runs, sound, start, per_column, count)
            _put(lows, highs, rms, first, found)
            continue
        for run in runs:
            first = max(int((run.at - start) / per_column), 0)
            last = min(int(-(-(run.end - start) // per_column)), count)
            if first >= last:
                continue
            shift = run.start - run.at - recording.offset
            begin = round(start + first * per_column + shift)
            end = round(start + last * per_column + shift)
            _put(lows, highs, rms, first, sound.columns(recording, begin, end, last - first))
    return lows, highs, rms


def _put(lows: Floats, highs: Floats, rms: Floats, first: int, found: tuple[Floats, ...]) -> None:
    part = slice(first, first + len(found[0]))
    np.minimum(lows[part], found[0], out=lows[part])
    np.maximum(highs[part], found[1], out=highs[part])
    np.maximum(rms[part], found[2], out=rms[part])


def _gathered(
    recording: Recording, runs: Sequence[Run], sound: Sound, start: float, per_column: float, count: int
) -> tuple[int, tuple[Floats, ...]]:
    """Columns where cuts are many: an even reading of the recording, each instant looked up in it."""
    at = np.array([run.at for run in runs], dtype=np.float64)
    begin = np.array([run.start for run in runs], dtype=np.float64)
    end = at + np.array([run.stop - run.start for run in runs], dtype=np.float64)
    lo = int(begin.min()) - recording.offset
    hi = int((begin + end - at).max()) - recording.offset
    bins = min(max(round((hi - lo) / per_column * _FINE), 1), _MOST_BINS)
    fine = sound.columns(recording, lo, hi, bins)
    times = start + (np.arange(count * _FINE) + 0.5) * (per_column / _FINE)
    which = np.clip(np.searchsorted(at, times, side="right") - 1, 0, len(runs) - 1)
    plays = (times >= at[which]) & (times < end[which])
    inside = times - at[which] + begin[which] - recording.offset
    bin_ = np.clip((inside - lo) * bins / max(hi - lo, 1), 0, bins - 1).astype(np.int64)
    lows, highs, rms = (np.where(plays, part[bin_], np.float32(0)).reshape(count, _FINE) for part in fine)
    return 0, (lows.min(axis=1), highs.max(axis=1), rms.max(axis=1))


def lane_image(
    columns: tuple[Floats, Floats, Floats], height: int, gain: float, colour: str, ground: str
) -> QImage:
    """The picture of a lane, `height` device pixels high and one column to a device pixel wide."""
    lows, highs, rms = (np.clip(part * gain, -1.0, 1.0) for part in columns)
    middle = (height - 1) / 2
    rows = (middle - np.arange(height, dtype=np.float32))[:, None]
    half = np.float32(middle)
    peaks = (rows <= np.maximum(highs * half, 0.5)) & (rows >= np.minimum(lows * half, -0.5))
    peaks &= (highs > lows) | (np.abs(highs) > 0)
    body = (np.abs(rows) <= rms * half) & peaks
    pixels = np.full((height, len(lows)), _pixel(ground), dtype=np.uint32)
    pixels[peaks] = _pixel(blend(colour, ground, PEAK))
    pixels[body] = _pixel(blend(colour, ground, BODY))
    image = QImage(pixels.data, len(lows), height, 4 * len(lows), QImage.Format.Format_RGB32)
    return image.copy()


def _pixel(colour: str) -> int:
    return QColor(colour).rgb()

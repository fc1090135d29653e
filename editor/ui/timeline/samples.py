"""The closest views: single samples as points, joined by a line, exactly where they are heard."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from editor.derive.runs import Run
from editor.model.source import Recording
from editor.ui.timeline.lanes import Lane
from editor.ui.timeline.seen import Seen
from editor.ui.timeline.wave import Floats, Sound

SINGLE_PER_PX = 0.5
"""Below so many samples to a pixel each is drawn by itself."""

_POINTS_PER_PX = 0.2
"""Below so many there is room for a point at each."""


def draw_samples(
    painter: QPainter, lane: Lane, rect: QRectF, colour: str, seen: Seen, sound: Sound, gain: float
) -> None:
    """The samples of a lane in `rect`, every channel its own line; nothing across a join."""
    painter.save()
    painter.setClipRect(rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for source, _, recording in lane.recordings:
        for run in seen.runs:
            if run.source == source:
                _draw_run(painter, rect, QColor(colour), seen, run, recording, sound, gain)
    painter.restore()


def _draw_run(
    painter: QPainter,
    rect: QRectF,
    colour: QColor,
    seen: Seen,
    run: Run,
    recording: Recording,
    sound: Sound,
    gain: float,
) -> None:
    scale = seen.scale
    first, last = max(run.at, seen.start - 1), min(run.end, seen.stop + 2)
    if first >= last:
        return
    shift = run.start - run.at - recording.offset
    samples: Floats = sound.samples(recording, first + shift, last + shift)
    xs = rect.left() + (np.arange(first, last) + 0.5 - scale.start) / scale.per_px
    middle, half = rect.center().y(), rect.height() / 2 - 3
    for channel in samples.T:
        ys = middle - np.clip(channel * gain, -1, 1) * half
        line = QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])
        painter.setPen(QPen(colour, 1.2))
        painter.drawPolyline(line)
        if scale.per_px < _POINTS_PER_PX:
            painter.setPen(QPen(colour, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPoints(line)

"""Everything of the timeline that neither playback nor the pointer moves, drawn once into one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from editor.model.source import Variant
from editor.ui.timeline import painting
from editor.ui.timeline.lanes import Lane, heard_enhanced
from editor.ui.timeline.layout import GUTTER_PX, RULER_PX, Layout
from editor.ui.timeline.marking import draw_marks
from editor.ui.timeline.samples import SINGLE_PER_PX, draw_samples
from editor.ui.timeline.seen import Seen
from editor.ui.timeline.wave import Sound, lane_columns, lane_image


@dataclass(frozen=True)
class Look:
    """How it is drawn. ratio: device pixels to a logical one. colours: of each lane. marked: of markers."""

    brushes: painting.Brushes
    ratio: float
    rate: int
    colours: Sequence[str]
    marked: Sequence[str]


def picture(
    seen: Seen, layout: Layout, lanes: Sequence[Lane], sound: Sound, variants: Sequence[Variant], look: Look
) -> QPixmap:
    """The timeline as it stands still."""
    ratio, brushes, scale = look.ratio, look.brushes, seen.scale
    made = QPixmap(round(layout.width * ratio), round(layout.height * ratio))
    made.setDevicePixelRatio(ratio)
    painter = QPainter(made)
    painter.fillRect(layout.whole, brushes.ground)
    painting.draw_ruler(painter, brushes, scale, layout.ruler, look.rate)
    names: list[tuple[str, QColor, QRectF]] = []
    for lane, rect, colour in zip(lanes, layout.lanes, look.colours, strict=False):
        _draw_lane(painter, lane, rect, colour, seen, sound, look)
        painting.draw_enhanced(painter, brushes, scale, rect, heard_enhanced(lane, seen.runs, variants))
        names.append((lane.name, QColor(colour), rect))
    painting.draw_notches(painter, brushes, scale, layout.area, seen.runs)
    painting.draw_breaks(painter, brushes, scale, layout.area, seen.breaks)
    if layout.marked:
        painter.fillRect(layout.marks, brushes.pane)
        draw_marks(painter, brushes, look.marked, scale, layout, seen.marks)
    painter.fillRect(layout.bar, brushes.ground)
    painter.fillRect(QRectF(GUTTER_PX, layout.bar.top(), layout.across, 1), brushes.hairline)
    painting.draw_words(painter, brushes, scale, layout.bar, seen.words)
    painting.draw_gutter(painter, brushes, QRectF(0, 0, GUTTER_PX, layout.height), names)
    painter.fillRect(QRectF(GUTTER_PX - 1, 0, 1, layout.height), brushes.hairline)
    painter.fillRect(QRectF(GUTTER_PX, RULER_PX - 1, layout.across, 1), brushes.hairline)
    painter.end()
    return made


def _draw_lane(
    painter: QPainter, lane: Lane, rect: QRectF, colour: str, seen: Seen, sound: Sound, look: Look
) -> None:
    gain = min(sound.gain(recording) for _, _, recording in lane.recordings)
    scale, ratio = seen.scale, look.ratio
    if scale.per_px < SINGLE_PER_PX:
        draw_samples(painter, lane, rect, colour, seen, sound, gain)
        return
    count = round(rect.width() * ratio)
    columns = lane_columns(lane, seen.runs, sound, scale.start, scale.per_px / ratio, count)
    image = lane_image(columns, round(rect.height() * ratio), gain, colour, look.brushes.ground_name)
    image.setDevicePixelRatio(ratio)
    painter.drawImage(rect.topLeft(), image)

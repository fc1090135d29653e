"""Markers in their row under the ruler: a flag with the name, and a fine line through the lanes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from editor.derive.marks import MarkerAt
from editor.ui.timeline.layout import Layout
from editor.ui.timeline.painting import Brushes
from editor.ui.timeline.scale import Scale

_PADDING_PX = 5
_NARROWEST_PX = 8
_WIDEST_PX = 180
_LINE = 0.55


def flags(
    brushes: Brushes, scale: Scale, layout: Layout, found: Sequence[MarkerAt]
) -> Iterator[tuple[MarkerAt, QRectF]]:
    """Each marker with its flag, no wider than its name and than there is room before the next."""
    row = layout.marks
    for number, mark in enumerate(found):
        left = row.left() + scale.x(mark.time)
        width = min(brushes.width(mark.marker.name) + 2 * _PADDING_PX, _WIDEST_PX)
        if number + 1 < len(found):
            width = min(width, (found[number + 1].time - mark.time) / scale.per_px - 1)
        yield mark, QRectF(round(left), row.top() + 1, max(round(width), _NARROWEST_PX), row.height() - 3)


def draw_marks(
    painter: QPainter,
    brushes: Brushes,
    colours: Sequence[str],
    scale: Scale,
    layout: Layout,
    found: Sequence[MarkerAt],
) -> None:
    """The flags, and the lines under them."""
    painter.setFont(brushes.font)
    metrics = QFontMetricsF(brushes.font)
    for mark, flag in flags(brushes, scale, layout, found):
        colour = QColor(colours[mark.marker.colour % len(colours)])
        ground = QColor(colour)
        ground.setAlphaF(0.25)
        painter.fillRect(flag, ground)
        painter.fillRect(QRectF(flag.left(), flag.top(), 2, flag.height()), colour)
        colour.setAlphaF(_LINE)
        painter.fillRect(QRectF(flag.left(), layout.area.top(), 1, layout.area.height()), colour)
        room = flag.adjusted(_PADDING_PX, 0, -1, 0)
        if room.width() > _NARROWEST_PX:
            name = metrics.elidedText(mark.marker.name, Qt.TextElideMode.ElideRight, room.width())
            painter.setPen(brushes.ink)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)


def flag_at(
    brushes: Brushes, scale: Scale, layout: Layout, found: Sequence[MarkerAt], x: float, y: float
) -> MarkerAt | None:
    """The marker whose flag is under a point of the widget, the last where several are."""
    if not layout.marks.top() <= y < layout.marks.bottom():
        return None
    under = [
        mark for mark, flag in flags(brushes, scale, layout, found) if flag.left() - 2 <= x < flag.right()
    ]
    return under[-1] if under else None

"""Where the parts of the timeline are, in logical pixels."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

GUTTER_PX = 104
RULER_PX = 24
BAR_PX = 30
MARKS_PX = 18
LANE_GAP_PX = 4
TALLEST_LANE_PX = 96


@dataclass(frozen=True)
class Layout:
    """Parts of a timeline of `width` x `height`.

    scroll_px: how high its scroll bar is. marked: whether there are markers, for which there is a row then.
    """

    width: int
    height: int
    lane_count: int
    scroll_px: int
    marked: bool = False

    @property
    def across(self) -> float:
        """How wide the part is that shows time."""
        return float(max(self.width - GUTTER_PX, 1))

    @property
    def whole(self) -> QRectF:
        """All of it."""
        return QRectF(0, 0, self.width, self.height)

    @property
    def ruler(self) -> QRectF:
        """Where the ruler is."""
        return QRectF(GUTTER_PX, 0, self.across, RULER_PX)

    @property
    def bar(self) -> QRectF:
        """Where the word bar is."""
        return QRectF(GUTTER_PX, self.height - self.scroll_px - BAR_PX, self.across, BAR_PX)

    @property
    def marks(self) -> QRectF:
        """Where markers are, under the ruler; no row where there are none."""
        return QRectF(GUTTER_PX, RULER_PX, self.across, MARKS_PX if self.marked else 0)

    @property
    def area(self) -> QRectF:
        """Where the waveforms are."""
        top = self.marks.bottom()
        return QRectF(GUTTER_PX, top, self.across, max(self.bar.top() - top, 1))

    @property
    def lanes(self) -> tuple[QRectF, ...]:
        """Where each lane is."""
        area, count = self.area, max(self.lane_count, 1)
        height = min(max((area.height() - LANE_GAP_PX) // count - LANE_GAP_PX, 8), TALLEST_LANE_PX)
        spare = area.height() - count * (height + LANE_GAP_PX) - LANE_GAP_PX
        top = area.top() + LANE_GAP_PX + max(spare // 2, 0)
        return tuple(
            QRectF(area.left(), top + n * (height + LANE_GAP_PX), area.width(), height) for n in range(count)
        )

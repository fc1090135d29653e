"""What moves over the timeline's picture: the choice, the lit word, the playhead, what is dragged."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from editor.derive.words import span_of
from editor.model.clips import Side
from editor.ui.desk import Desk
from editor.ui.timeline import painting
from editor.ui.timeline.clipdrags import MoveDrag, TrimDrag
from editor.ui.timeline.drags import Drag, EdgeDrag, GapDrag
from editor.ui.timeline.hand import Hand
from editor.ui.timeline.layout import GUTTER_PX, RULER_PX, Layout
from editor.ui.timeline.seen import Seen

LABEL_PX = 18
ARM_PX = 5
"""How far the arms of a clip's edge reach into the clip."""


class Overlay:
    """Paints over one picture. Everything in logical pixels of the widget."""

    def __init__(self, desk: Desk, hand: Hand, brushes: painting.Brushes) -> None:
        self._desk, self._hand = desk, hand
        self.brushes = brushes

    def paint(self, painter: QPainter, seen: Seen, layout: Layout) -> None:
        """What is chosen and lit, and the pointer's word."""
        if seen.document is self._desk.document:
            self._paint_chosen(painter, seen, layout)
            self._paint_words(painter, seen, layout)

    def paint_held(self, painter: QPainter, seen: Seen, layout: Layout) -> None:
        """What is dragged, or could be."""
        drag = self._hand.dragging
        if drag is not None:
            self._paint_drag(painter, seen, layout, drag)
        elif self._hand.handle is not None:
            clip, side = self._hand.handle
            self._paint_edge(painter, seen, layout, clip.start if side is Side.START else clip.stop, side)

    def x(self, seen: Seen, time: float) -> float:
        """Where an instant is."""
        return GUTTER_PX + seen.scale.x(time)

    def _over(self, seen: Seen, layout: Layout, start: float, stop: float) -> QRectF:
        """What stands over `[start, stop)` in the lanes."""
        left, right = self.x(seen, start), self.x(seen, stop)
        return QRectF(left, layout.area.top(), right - left, layout.area.height())

    def _paint_chosen(self, painter: QPainter, seen: Seen, layout: Layout) -> None:
        first, stop = self._desk.selection
        if first < stop:
            over = self._over(seen, layout, *span_of(seen.document, first, stop))
            painting.fill(painter, over, self.brushes.chosen)
        hover = self._desk.hover
        if hover is not None and not first <= hover < stop:
            over = self._over(seen, layout, *span_of(seen.document, hover, hover + 1))
            painting.fill(painter, over, self.brushes.hover)

    def _paint_words(self, painter: QPainter, seen: Seen, layout: Layout) -> None:
        brushes = self.brushes
        first, stop = self._desk.selection
        lit = self._desk.lit
        for word in seen.words:
            if first <= word.number < stop:
                ground = brushes.word_chosen
            elif word.number == lit:
                ground = brushes.word_lit
            else:
                continue
            box = painting.word_box(seen.scale, layout.bar, word.start, word.stop)
            painting.draw_box(painter, brushes, box, word.piece.text, ground, brushes.ink)

    # What is dragged

    def _paint_drag(self, painter: QPainter, seen: Seen, layout: Layout, drag: Drag) -> None:
        at = drag.label_time
        if isinstance(drag, EdgeDrag):
            for word in seen.words:
                if word.number == drag.word.number:
                    box = painting.word_box(seen.scale, layout.bar, word.start, word.stop)
                    ground, ink = self.brushes.accent, self.brushes.on_accent
                    painting.draw_box(painter, self.brushes, box, word.piece.text, ground, ink)
        elif isinstance(drag, GapDrag):
            self._paint_gap(painter, seen, layout, drag)
        elif isinstance(drag, TrimDrag):
            self._paint_edge(painter, seen, layout, at, drag.side)
        elif isinstance(drag, MoveDrag):
            self._paint_move(painter, seen, layout, drag)
        if self._hand.snap.to is not None:
            self._paint_snap(painter, seen, layout, at)
        self._paint_label(painter, seen, layout, at, drag.label(self._desk.document, self._desk.rate))

    def _paint_gap(self, painter: QPainter, seen: Seen, layout: Layout, drag: GapDrag) -> None:
        left = self.x(seen, drag.silence.start)
        right = self.x(seen, drag.silence.start + drag.length)
        bar = layout.bar
        painting.fill(
            painter, QRectF(left, bar.top() + 3, right - left, bar.height() - 6), self.brushes.chosen
        )
        for x in (left, right - 1):
            painter.fillRect(QRectF(round(x), bar.top() + 3, 1, bar.height() - 6), self.brushes.accent)

    def _paint_edge(self, painter: QPainter, seen: Seen, layout: Layout, time: float, side: Side) -> None:
        """A bracket that opens towards the clip."""
        area = layout.area
        start = side is Side.START
        x = round(self.x(seen, time)) - (0 if start else 2)
        painter.fillRect(QRectF(x, area.top(), 2, area.height()), self.brushes.accent)
        left = x if start else x + 2 - ARM_PX
        for top in (area.top(), area.bottom() - 2):
            painter.fillRect(QRectF(left, top, ARM_PX, 2), self.brushes.accent)

    def _paint_move(self, painter: QPainter, seen: Seen, layout: Layout, drag: MoveDrag) -> None:
        painting.fill(painter, self._over(seen, layout, drag.start, drag.end), self.brushes.chosen)
        if drag.before is None:
            return
        x, area = round(self.x(seen, drag.mark)), layout.area
        painter.fillRect(QRectF(x - 1, area.top(), 2, layout.bar.bottom() - area.top()), self.brushes.accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.brushes.accent)
        top = area.top()
        painter.drawPolygon([QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x, top + 6)])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_snap(self, painter: QPainter, seen: Seen, layout: Layout, time: float) -> None:
        x = round(self.x(seen, time))
        painter.fillRect(QRectF(x, RULER_PX, 1, layout.bar.bottom() - RULER_PX), self.brushes.snap)

    def _paint_label(self, painter: QPainter, seen: Seen, layout: Layout, time: float, text: str) -> None:
        """How far it has come, over the word bar, inside the widget."""
        width = self.brushes.width(text) + 16
        left = self.x(seen, time) - width / 2
        left = min(max(left, GUTTER_PX + 2.0), layout.width - width - 2.0)
        label = QRectF(round(left), layout.bar.top() - LABEL_PX - 3, round(width), LABEL_PX)
        painter.fillRect(label, self.brushes.ink)
        painter.setFont(self.brushes.font)
        painter.setPen(self.brushes.ground)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)

    # The playhead

    def paint_playhead(self, painter: QPainter, seen: Seen, layout: Layout) -> float:
        """Returns where it is."""
        exact = self.x(seen, self._desk.playhead)
        x = round(exact)
        height = layout.bar.bottom() - RULER_PX + 6
        painter.fillRect(QRectF(x, RULER_PX - 6, 1, height), self.brushes.accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.brushes.accent)
        painter.drawPolygon(
            [
                QPointF(x - 4.5, RULER_PX - 11),
                QPointF(x + 5.5, RULER_PX - 11),
                QPointF(x + 5.5, RULER_PX - 7),
                QPointF(x + 0.5, RULER_PX - 1),
                QPointF(x - 4.5, RULER_PX - 7),
            ]
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        return exact

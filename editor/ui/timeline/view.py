"""The timeline on screen. Selection, hover and playhead are the desk's: one with the transcript's."""

from __future__ import annotations

from itertools import takewhile

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollBar, QWidget

from editor.derive.runs import Run, runs
from editor.derive.words import WordAt, span_of, word_at, words
from editor.model.document import Document, Place
from editor.model.words import retime
from editor.ui.desk import Desk
from editor.ui.theme import Theme
from editor.ui.timeline import painting
from editor.ui.timeline.lanes import Lane, heard_enhanced, lanes
from editor.ui.timeline.scale import Scale
from editor.ui.timeline.wave import Sound, lane_columns, lane_image
from editor.ui.timeline.wordbar import EdgeDrag, edge_at, words_in_view

GUTTER_PX = 104
RULER_PX = 24
BAR_PX = 30
LANE_GAP_PX = 4
TALLEST_LANE_PX = 96
DRAG_PX = 4
NEAR_S = 8.0
"""How much is seen when a project is opened: enough to read the words."""


class TimelineView(QWidget):
    """Ruler, lanes, word bar and a scroll bar."""

    zoomed = Signal()

    def __init__(self, desk: Desk, theme: Theme, sound: Sound, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._sound = sound
        self._brushes = painting.Brushes(theme)
        self._scale = Scale(0.0, NEAR_S * desk.rate / 1000)
        self._lanes: tuple[Lane, ...] = ()
        self._known: object = None
        self._picture: QPixmap | None = None
        self._words: list[WordAt] = []
        self._press: QPointF | None = None
        self._pressed_in = ""
        self._sweeping = False
        self._edge: EdgeDrag | None = None
        self._playhead_x = -1.0
        self._setting_bar = False
        self._bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._bar.setAccessibleName("Position in time")
        self._bar.valueChanged.connect(self._bar_moved)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self._restyle)
        desk.edited.connect(self._edited)
        desk.sound_changed.connect(lambda: self._look_at(self._scale))
        desk.playhead_changed.connect(self._playhead_changed)
        desk.selection_changed.connect(self._selection_changed)
        desk.hover_changed.connect(self._hover_changed)
        self.refresh()

    # What is where

    @property
    def scale(self) -> Scale:
        """What is seen. x counts from the gutter's right edge."""
        return self._scale

    @property
    def _width(self) -> float:
        return float(max(self.width() - GUTTER_PX, 1))

    @property
    def ruler_rect(self) -> QRectF:
        """Where the ruler is."""
        return QRectF(GUTTER_PX, 0, self._width, RULER_PX)

    @property
    def bar_rect(self) -> QRectF:
        """Where the word bar is."""
        return QRectF(GUTTER_PX, self.height() - self._bar.sizeHint().height() - BAR_PX, self._width, BAR_PX)

    @property
    def lanes_rect(self) -> QRectF:
        """Where the waveforms are."""
        return QRectF(GUTTER_PX, RULER_PX, self._width, max(self.bar_rect.top() - RULER_PX, 1))

    def _lane_rects(self) -> list[QRectF]:
        area, count = self.lanes_rect, max(len(self._lanes), 1)
        height = min(max((area.height() - LANE_GAP_PX) // count - LANE_GAP_PX, 8), TALLEST_LANE_PX)
        spare = area.height() - count * (height + LANE_GAP_PX) - LANE_GAP_PX
        top = area.top() + LANE_GAP_PX + max(spare // 2, 0)
        return [
            QRectF(area.left(), top + n * (height + LANE_GAP_PX), area.width(), height) for n in range(count)
        ]

    def sizeHint(self) -> QSize:
        """Two lanes and the rest."""
        return QSize(800, 220)

    def minimumSizeHint(self) -> QSize:
        """One lane and the rest."""
        return QSize(240, RULER_PX + BAR_PX + 12 + 48)

    # Painting

    def refresh(self) -> None:
        """The document's sources or their sound have changed: paint anew."""
        document = self._desk.document
        self._known = document.transcripts
        self._lanes = lanes(document, self._desk.session.sources)
        self._look_at(self._scale)

    def _look_at(self, scale: Scale) -> None:
        """See another stretch."""
        self._scale = scale.fitted(self._desk.document.length, self._width)
        self._picture = None
        self._words = words_in_view(self._desk.document, self._scale, self._width)
        self._set_bar()
        self.update()
        self.zoomed.emit()

    def _paint_picture(self) -> QPixmap:
        """Everything that neither playback nor the pointer moves."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        brushes, scale, area = self._brushes, self._scale, self.lanes_rect
        painter.fillRect(QRectF(0, 0, self.width(), self.height()), brushes.ground)
        painting.draw_ruler(painter, brushes, scale, self.ruler_rect, self._desk.rate)
        seen = self._seen()
        count = round(self._width * ratio)
        names: list[tuple[str, QColor, QRectF]] = []
        for lane, rect in zip(self._lanes, self._lane_rects(), strict=False):
            colour = self._lane_colour(lane)
            columns = lane_columns(lane, seen, self._sound, scale.start, scale.per_px / ratio, count)
            gain = min(self._sound.gain(recording) for _, _, recording in lane.recordings)
            image = lane_image(columns, round(rect.height() * ratio), gain, colour, brushes.ground_name)
            image.setDevicePixelRatio(ratio)
            painter.drawImage(rect.topLeft(), image)
            heard = heard_enhanced(lane, seen, self._desk.session.variants.all())
            painting.draw_enhanced(painter, brushes, scale, rect, heard)
            names.append((lane.name, QColor(colour), rect))
        painting.draw_notches(painter, brushes, scale, area, seen)
        painter.fillRect(self.bar_rect, brushes.ground)
        painter.fillRect(QRectF(GUTTER_PX, self.bar_rect.top(), self._width, 1), brushes.hairline)
        painting.draw_words(painter, brushes, scale, self.bar_rect, self._words)
        painting.draw_gutter(painter, brushes, QRectF(0, 0, GUTTER_PX, self.height()), names)
        painter.fillRect(QRectF(GUTTER_PX - 1, 0, 1, self.height()), brushes.hairline)
        painter.fillRect(QRectF(GUTTER_PX, RULER_PX - 1, self._width, 1), brushes.hairline)
        painter.end()
        return picture

    def _seen(self) -> list[Run]:
        """The runs in view, looking at no paragraph beyond it: a run may be as long as the document."""
        document = self._desk.document
        begin, end = max(self._scale.time(0), 0), self._scale.time(self._width)
        first, last = (document.place_at(time)[0].paragraph for time in (begin, end))
        part = Document(document.paragraphs[first : last + 1])
        base = document.time_of(Place(first, 0))
        moved = (run._replace(at=run.at + base) for run in runs(part))
        return [run for run in moved if run.end > begin and run.at < end]

    def _lane_colour(self, lane: Lane) -> str:
        if lane.speaker is None:
            return self._theme.tokens.quiet
        return self._theme.lane(self._desk.speaker_number(lane.speaker))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, then what moves over it."""
        if self._picture is None:
            self._picture = self._paint_picture()
        painter = QPainter(self)
        # Piece by piece: what encloses a playhead's two strips is nearly everything.
        for piece in event.region():  # type: ignore[attr-defined]
            painting.draw_picture(painter, self._picture, QRectF(piece))
        painter.setClipRegion(event.region().intersected(QRect(GUTTER_PX, 0, self.width(), self.height())))
        self._paint_chosen(painter)
        self._paint_words(painter)
        self._paint_playhead(painter)
        if self.hasFocus():
            painter.fillRect(QRectF(GUTTER_PX, RULER_PX - 1, self._width, 1), self._brushes.accent)
        painter.end()

    def span(self, first: int, stop: int) -> tuple[int, int]:
        """When words are heard."""
        return span_of(self._desk.document, first, stop)

    def _paint_chosen(self, painter: QPainter) -> None:
        first, stop = self._desk.selection
        if first < stop:
            a, b = self.span(first, stop)
            left, right = (GUTTER_PX + self._scale.x(time) for time in (a, b))
            area = self.lanes_rect
            painting.fill(
                painter, QRectF(left, area.top(), right - left, area.height()), self._brushes.chosen
            )
        hover = self._desk.hover
        if hover is not None and not first <= hover < stop:
            a, b = self.span(hover, hover + 1)
            left, right = (GUTTER_PX + self._scale.x(time) for time in (a, b))
            area = self.lanes_rect
            painting.fill(painter, QRectF(left, area.top(), right - left, area.height()), self._brushes.hover)

    def _paint_words(self, painter: QPainter) -> None:
        brushes, rect, scale = self._brushes, self.bar_rect, self._scale
        first, stop = self._desk.selection
        lit = self._desk.lit
        for word in self._words:
            if first <= word.number < stop:
                ground = brushes.word_chosen
            elif word.number == lit:
                ground = brushes.word_lit
            else:
                continue
            box = painting.word_box(scale, rect, word.start, word.stop)
            painting.draw_box(painter, brushes, box, word.piece.text, ground, brushes.ink)
        if self._edge is not None:
            start, end = self._edge.span
            box = painting.word_box(scale, rect, start, end)
            text = self._edge.word.piece.text
            painting.draw_box(painter, brushes, box, text, brushes.accent, brushes.on_accent)
            self._paint_delta(painter, box)

    def _paint_delta(self, painter: QPainter, box: QRectF) -> None:
        assert self._edge is not None
        edge = self._edge
        text = f"{1000 * edge.moved / self._desk.rate:+.0f} ms"
        x = box.left() if edge.left else box.right()
        width = self._brushes.width(text) + 12
        label = QRectF(x - width / 2, box.top() - 24, width, 18)
        painter.fillRect(label, self._brushes.ink)
        painter.setFont(self._brushes.font)
        painter.setPen(self._brushes.ground)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_playhead(self, painter: QPainter) -> None:
        self._playhead_x = GUTTER_PX + self._scale.x(self._desk.playhead)
        x = round(self._playhead_x)
        painter.fillRect(
            QRectF(x, RULER_PX - 6, 1, self.bar_rect.bottom() - RULER_PX + 6), self._brushes.accent
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._brushes.accent)
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

    # Zoom and scroll

    def zoom(self, factor: float, x: float | None = None) -> None:
        """So many times closer, about `x`, or about the playhead where it is seen, or the middle."""
        if x is None:
            x = self._scale.x(self._desk.playhead)
            x = x if 0 <= x <= self._width else self._width / 2
        self._look_at(self._scale.zoomed(factor, x))

    def fit(self) -> None:
        """See everything; nothing, as it is."""
        if not self._desk.document.length:
            return
        self._look_at(Scale(0.0, float("inf")))

    def show_time(self, time: float, *, share: float = 0.1) -> None:
        """Scroll so that an instant is seen, at `share` of the width; nothing where it is."""
        if not 0 <= self._scale.x(time) <= self._width:
            self._look_at(Scale(time - share * self._width * self._scale.per_px, self._scale.per_px))

    def follow_playhead(self) -> None:
        """Turn the page where the playhead has left it; not under somebody's hands."""
        if self._press is None:
            self.show_time(self._desk.playhead, share=0.05)

    def _set_bar(self) -> None:
        """The scroll bar counts pixels, or more at a time where they would not fit a number."""
        total = self._desk.document.length * 1.02 / self._scale.per_px
        self._unit = max(total / 1e9, 1.0)
        self._setting_bar = True
        self._bar.setPageStep(max(int(self._width / self._unit), 1))
        self._bar.setSingleStep(max(int(48 / self._unit), 1))
        self._bar.setRange(0, max(int((total - self._width) / self._unit), 0))
        self._bar.setValue(int(self._scale.start / self._scale.per_px / self._unit))
        self._bar.setEnabled(self._bar.maximum() > 0)
        self._setting_bar = False

    def _bar_moved(self, value: int) -> None:
        if not self._setting_bar:
            self._look_at(Scale(value * self._unit * self._scale.per_px, self._scale.per_px))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl zoom about the pointer, else scroll in time."""
        angle = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.25 ** (angle.y() / 120), event.position().x() - GUTTER_PX)
        else:
            pixels = event.pixelDelta()
            moved = (pixels.x() or pixels.y()) if not pixels.isNull() else (angle.x() or angle.y()) * 0.8
            self._look_at(Scale(self._scale.start - moved * self._scale.per_px, self._scale.per_px))
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less is seen; what is at the left edge stays there."""
        height = self._bar.sizeHint().height()
        self._bar.setGeometry(GUTTER_PX, self.height() - height, self.width() - GUTTER_PX, height)
        self._look_at(self._scale)
        super().resizeEvent(event)

    # Following the desk

    def _edited(self, _old: Document, new: Document) -> None:
        self._edge = None
        if new.transcripts is not self._known:
            self.refresh()
        else:
            self._look_at(self._scale)

    def _playhead_changed(self) -> None:
        x = GUTTER_PX + self._scale.x(self._desk.playhead)
        for edge in {round(self._playhead_x), round(x)}:
            if -20 < edge < self.width() + 20:
                self.update(edge - 8, 0, 16, self.height())
        self.update(self.bar_rect.toAlignedRect())

    def _selection_changed(self) -> None:
        """Words chosen elsewhere are shown here, unless some of them are or all are meant."""
        self.update()
        first, stop = self._desk.selection
        if first == stop or self._press is not None or stop - first == self._desk.document.word_count:
            return
        start, end = self.span(first, stop)
        if self._scale.x(end) < 0 or self._scale.x(start) > self._width:
            self.show_time(start)

    def _hover_changed(self) -> None:
        self.update(self.lanes_rect.united(self.bar_rect).toAlignedRect())

    def _restyle(self) -> None:
        self._brushes = painting.Brushes(self._theme)
        self._look_at(self._scale)

    def changeEvent(self, event: QEvent) -> None:
        """Another screen may have other pixels."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._look_at(self._scale)
        super().changeEvent(event)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a word's edge, put the playhead, or begin to sweep over time."""
        if event.button() is not Qt.MouseButton.LeftButton or event.position().x() < GUTTER_PX:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        point = event.position()
        self._press, self._sweeping = point, False
        x = point.x() - GUTTER_PX
        if self.bar_rect.contains(point):
            self._pressed_in = "bar"
            self._edge = edge_at(self._words, self._scale, x)
            self.update()
        elif point.y() < RULER_PX:
            self._pressed_in = "ruler"
            self._desk.seek(self._scale.time(x))
        else:
            self._pressed_in = "lanes"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what was taken hold of, or point at a word."""
        point = event.position()
        x = point.x() - GUTTER_PX
        if self._press is None:
            self._hover(point)
        elif self._edge is not None:
            self._edge.time = self._scale.time(x)
            self.update()
        elif self._pressed_in == "ruler":
            self._desk.seek(self._scale.time(x))
        elif self._sweeping or abs(point.x() - self._press.x()) >= DRAG_PX:
            self._sweeping = True
            self._sweep(self._scale.time(self._press.x() - GUTTER_PX), self._scale.time(x))

    def _sweep(self, a: int, b: int) -> None:
        """Choose the words whose middle lies between two instants."""
        start, stop = min(a, b), max(a, b)
        document = self._desk.document
        if not document.word_count:
            return
        first = max(document.word_at_place(document.place_at(max(start, 0))[0]) - 1, 0)
        chosen = [
            word.number
            for word in _until(document, first, stop)
            if word.piece.kept and start <= (word.start + word.stop) / 2 < stop
        ]
        if chosen:
            span = (chosen[0], chosen[-1] + 1)
            self._desk.select(*(span if a <= b else span[::-1]))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: an edge's drag becomes one edit, a click puts the playhead and the caret."""
        press, edge, sweeping = self._press, self._edge, self._sweeping
        self._press, self._edge, self._sweeping = None, None, False
        self.update()
        if press is None:
            return
        if edge is not None:
            if edge.moved:
                number, (start, stop) = edge.word.number, edge.span
                self._desk.do(lambda document: retime(document, number, start, stop))
            return
        if sweeping:
            self._desk.seek_word(self._desk.selection[0])
            return
        if self._pressed_in == "ruler":
            return
        time = self._scale.time(event.position().x() - GUTTER_PX)
        word = word_at(self._desk.document, time)
        if word is not None:
            self._desk.select(word)
        self._desk.seek(time)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose the word."""
        time = self._scale.time(event.position().x() - GUTTER_PX)
        word = word_at(self._desk.document, time)
        if word is not None and event.position().x() >= GUTTER_PX:
            self._desk.select(word, word + 1)

    def _hover(self, point: QPointF) -> None:
        x = point.x() - GUTTER_PX
        inside = x >= 0 and RULER_PX <= point.y() < self.bar_rect.bottom()
        on_edge = self.bar_rect.contains(point) and edge_at(self._words, self._scale, x) is not None
        shape = Qt.CursorShape.SizeHorCursor if on_edge else Qt.CursorShape.ArrowCursor
        if self.cursor().shape() is not shape:
            self.setCursor(shape)
        self._desk.point_at(word_at(self._desk.document, self._scale.time(x)) if inside else None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The line under the ruler shows the focus."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The line under the ruler shows the focus."""
        self.update()
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is over nothing."""
        self._desk.point_at(None)
        self.update()
        super().leaveEvent(event)


def _until(document: Document, first: int, stop: int) -> list[WordAt]:
    """Words from number `first` on that begin before `stop`."""
    return list(takewhile(lambda word: word.start < stop, words(document, first)))

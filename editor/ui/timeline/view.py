"""The timeline on screen. Selection, hover and playhead are the desk's: one with the transcript's."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from editor.derive.marks import MarkerAt
from editor.derive.words import span_of
from editor.model.document import Document
from editor.model.markers import COLOURS
from editor.model.time import Samples
from editor.ui.desk import Desk
from editor.ui.theme import Theme
from editor.ui.timeline import moving, painting
from editor.ui.timeline.hand import Hand
from editor.ui.timeline.lanes import Lane, lanes
from editor.ui.timeline.layout import BAR_PX, GUTTER_PX, RULER_PX, Layout
from editor.ui.timeline.marking import flag_at
from editor.ui.timeline.overlay import Overlay
from editor.ui.timeline.picture import Look, picture
from editor.ui.timeline.scale import Scale
from editor.ui.timeline.scrollbar import TimeBar
from editor.ui.timeline.seen import Seen, Whole
from editor.ui.timeline.wave import Sound

NEAR_S = 8.0
"""How much is seen when a project is opened: enough to read the words."""


class TimelineView(QWidget):
    """Ruler, lanes, word bar and a scroll bar.

    heard(start, stop): a stretch is to be played. marker_asked(number): what it is called is to be asked.
     switched: something is shown or done otherwise from now on.
    """

    zoomed = Signal()
    switched = Signal()
    heard = Signal(int, int)
    marker_asked = Signal(int)

    def __init__(self, desk: Desk, theme: Theme, sound: Sound, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._sound = sound
        self._scale = Scale(0.0, NEAR_S * desk.rate / 1000)
        self._lanes: tuple[Lane, ...] = ()
        self._known: object = None
        self._picture: QPixmap | None = None
        self._preview: Document | None = None
        self._held: Scale | None = None
        self._whole = Whole()
        self._playhead_x = -1.0
        self._snapping = True
        self._bar = TimeBar(self)
        self._bar.scrolled.connect(self._scroll_to)
        self.hand = Hand(self, desk)
        self._overlay = Overlay(desk, self.hand, painting.Brushes(theme))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self._restyle)
        desk.edited.connect(self._edited)
        desk.sound_changed.connect(self._look_again)
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
    def layout_(self) -> Layout:
        """Where the parts are."""
        scroll_px, marked = self._bar.sizeHint().height(), bool(self._desk.document.markers)
        return Layout(self.width(), self.height(), len(self._lanes), scroll_px, marked)

    @property
    def bar_rect(self) -> QRectF:
        """Where the word bar is."""
        return self.layout_.bar

    @property
    def lanes_rect(self) -> QRectF:
        """Where the waveforms are."""
        return self.layout_.area

    @property
    def _width(self) -> float:
        return self.layout_.across

    def sizeHint(self) -> QSize:
        """Two lanes and the rest."""
        return QSize(800, 220)

    def minimumSizeHint(self) -> QSize:
        """One lane and the rest."""
        return QSize(240, RULER_PX + BAR_PX + 12 + 48)

    # What is seen

    @property
    def seen(self) -> Seen:
        """What is in view; while something is dragged, of the document that there would be."""
        return self._seen

    @property
    def snapping(self) -> bool:
        """Whether what is dragged snaps."""
        return self._snapping

    def snap(self, on: bool) -> None:
        """Have what is dragged snap, or not."""
        self._snapping = on
        self.switched.emit()

    @property
    def points(self) -> Iterable[Samples]:
        """What anything snaps to."""
        return (self._desk.playhead, *(mark.time for mark in self._seen.marks))

    def refresh(self) -> None:
        """The document's sources or their sound have changed: paint anew."""
        document = self._desk.document
        self._known = document.transcripts
        self._lanes = lanes(document, self._desk.session.sources)
        self._look_again()

    def _look_again(self) -> None:
        self._look_at(self._scale)

    def _look_at(self, scale: Scale) -> None:
        """See another stretch."""
        fitted = scale.fitted(self._desk.document.length, self._width)
        self._bar.show_scale(fitted, self._desk.document.length, self._width)
        self._see(self._desk.document, fitted)

    def _see(self, document: Document, scale: Scale) -> None:
        self._scale = scale
        self._seen = Seen(document, scale, self._width, self._whole)
        self._picture = None
        self.update()
        self.zoomed.emit()

    def preview(self, document: Document | None, shift: Samples = 0) -> None:
        """Show what the document would be, moved along by `shift`; None is what it is."""
        held = self._held or self._scale
        moved = Scale(held.start + shift, held.per_px)
        self._preview, self._held = document, held if document is not None else None
        if document is None:
            self._look_at(moved)
        else:
            self._see(document, moved)

    def changed(self) -> None:
        """Something that moves over the picture looks different."""
        self.update()

    def mark_at(self, point: QPointF) -> MarkerAt | None:
        """The marker whose flag is under a point."""
        seen = self._seen
        return flag_at(self._overlay.brushes, seen.scale, self.layout_, seen.marks, point.x(), point.y())

    def ask_marker(self, number: int) -> None:
        """Have its name and colour asked for."""
        self.marker_asked.emit(number)

    def marker_corner(self, number: int) -> QPoint:
        """Where on the screen the top of a marker's flag is, or would be nearest."""
        found = self._whole.marks(self._desk.document)
        x = next((self._scale.x(mark.time) for mark in found if mark.number == number), 0.0)
        x = min(max(x, 0.0), self._width)
        return self.mapToGlobal(QPoint(GUTTER_PX + round(x), round(self.layout_.marks.top())))

    def play(self, start: Samples, stop: Samples) -> None:
        """Have a stretch heard."""
        self.heard.emit(start, stop)

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """How the pointer looks."""
        if self.cursor().shape() is not shape:
            self.setCursor(shape)

    def span(self, first: int, stop: int) -> tuple[int, int]:
        """When words are heard."""
        return span_of(self._desk.document, first, stop)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, then what moves over it."""
        layout, brushes = self.layout_, self._overlay.brushes
        if self._picture is None:
            colours = [self._colour(lane) for lane in self._lanes]
            marked = [self._theme.lane(number) for number in range(COLOURS)]
            look = Look(brushes, self.devicePixelRatioF(), self._desk.rate, colours, marked)
            variants = self._desk.session.variants.all()
            self._picture = picture(self._seen, layout, self._lanes, self._sound, variants, look)
        painter = QPainter(self)
        # Piece by piece: what encloses a playhead's two strips is nearly everything.
        for piece in event.region():  # type: ignore[attr-defined]
            painting.draw_picture(painter, self._picture, QRectF(piece))
        painter.setClipRegion(event.region().intersected(QRect(GUTTER_PX, 0, self.width(), self.height())))
        self._overlay.paint(painter, self._seen, layout)
        self._playhead_x = self._overlay.paint_playhead(painter, self._seen, layout)
        self._overlay.paint_held(painter, self._seen, layout)
        if self.hasFocus():
            painter.fillRect(QRectF(GUTTER_PX, RULER_PX - 1, layout.across, 1), brushes.accent)
        painter.end()

    def _colour(self, lane: Lane) -> str:
        if lane.speaker is None:
            return self._theme.tokens.quiet
        return self._theme.lane(self._desk.speaker_number(lane.speaker))

    # Zoom and scroll

    def zoom(self, factor: float, x: float | None = None) -> None:
        """So many times closer, about `x`, or about the playhead where it is seen, or the middle."""
        if x is None:
            x = self._scale.x(self._desk.playhead)
            x = x if 0 <= x <= self._width else self._width / 2
        self._look_at(self._scale.zoomed(factor, x))

    def fit(self) -> None:
        """See everything; nothing, as it is."""
        if self._desk.document.length:
            self._look_at(Scale(0.0, float("inf")))

    def show_scale(self, scale: Scale) -> None:
        """See that stretch, as nearly as there is one."""
        self._look_at(scale)

    def scroll_by(self, pixels: float) -> None:
        """Scroll on in time, or back."""
        if self._preview is None:
            self._look_at(Scale(self._scale.start + pixels * self._scale.per_px, self._scale.per_px))

    def _scroll_to(self, start: float) -> None:
        if self._preview is None:
            self._look_at(Scale(start, self._scale.per_px))

    def show_time(self, time: float, *, share: float = 0.1) -> None:
        """Scroll so that an instant is seen, at `share` of the width; nothing where it is."""
        if not 0 <= self._scale.x(time) <= self._width and self._preview is None:
            self._look_at(Scale(time - share * self._width * self._scale.per_px, self._scale.per_px))

    def follow_playhead(self) -> None:
        """Turn the page where the playhead has left it; not under somebody's hands."""
        if not self.hand.pressed:
            self.show_time(self._desk.playhead, share=0.05)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl zoom about the pointer, else scroll in time."""
        if not self.hand.pressed:
            moving.wheel(self, event)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Two fingers pinched on a touch pad zoom about the pointer."""
        if isinstance(event, QNativeGestureEvent) and not self.hand.pressed and moving.pinch(self, event):
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less is seen; what is at the left edge stays there."""
        height = self._bar.sizeHint().height()
        self._bar.setGeometry(GUTTER_PX, self.height() - height, self.width() - GUTTER_PX, height)
        self._look_again()
        super().resizeEvent(event)

    # Following the desk

    def _edited(self, _old: Document, new: Document) -> None:
        self.hand.drop()
        self._preview = self._held = None
        if new.transcripts is not self._known:
            self.refresh()
        else:
            self._look_again()

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
        if first == stop or self.hand.pressed or stop - first == self._desk.document.word_count:
            return
        start, end = self.span(first, stop)
        if self._scale.x(end) < 0 or self._scale.x(start) > self._width:
            self.show_time(start)

    def _hover_changed(self) -> None:
        self.update(self.lanes_rect.united(self.bar_rect).toAlignedRect())

    def _restyle(self) -> None:
        self._overlay.brushes = painting.Brushes(self._theme)
        self._look_again()

    def changeEvent(self, event: QEvent) -> None:
        """Another screen may have other pixels."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._look_again()
        super().changeEvent(event)

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of what is there; the keys come here from now on."""
        if event.button() is Qt.MouseButton.LeftButton and event.position().x() >= GUTTER_PX:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what was taken hold of, or point."""
        self.hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose a word, or bring back what was cut away at an edge."""
        if event.button() is Qt.MouseButton.LeftButton and event.position().x() >= GUTTER_PX:
            self.hand.double_click(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape lets go of what is dragged; arrows move the playhead, pages scroll."""
        if event.key() == Qt.Key.Key_Escape and self.hand.cancel():
            return
        if not moving.key(self, self._desk, event):
            super().keyPressEvent(event)

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
        self.hand.leave()
        super().leaveEvent(event)

"""Zooming and scrolling by wheel, touch pad and keys."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QNativeGestureEvent, QWheelEvent

from editor.ui.desk import Desk
from editor.ui.timeline.layout import GUTTER_PX
from editor.ui.timeline.scale import Scale

WHEEL_ZOOM = 1.25
"""How many times closer one notch of the wheel brings it."""

STEP_PX = 8
"""How far an arrow takes the playhead; with Ctrl a pixel, or a sample where that is more."""

PAGE = 0.9


class Movable(Protocol):
    """What can be zoomed and scrolled."""

    @property
    def scale(self) -> Scale:
        """What is seen."""

    def width(self) -> int:
        """Pixels, gutter included."""

    def zoom(self, factor: float, x: float | None = None) -> None:
        """So many times closer, about `x`."""

    def scroll_by(self, pixels: float) -> None:
        """Scroll on in time, or back."""


def wheel(view: Movable, event: QWheelEvent) -> None:
    """With Ctrl zoom about the pointer, by as little as a touch pad tells; else scroll in time."""
    angle, pixels = event.angleDelta(), event.pixelDelta()
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        view.zoom(WHEEL_ZOOM ** (angle.y() / 120), event.position().x() - GUTTER_PX)
    elif not pixels.isNull():
        view.scroll_by(-(pixels.x() or pixels.y()))
    else:
        view.scroll_by(-(angle.x() or angle.y()) * 0.8)


def pinch(view: Movable, event: QNativeGestureEvent) -> bool:
    """Zoom by a pinch; False for other gestures."""
    if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
        return False
    view.zoom(max(1 + event.value(), 0.1), event.position().x() - GUTTER_PX)
    return True


def key(view: Movable, desk: Desk, event: QKeyEvent) -> bool:
    """Move the playhead or scroll; False where the key does neither."""
    across = view.width() - GUTTER_PX
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    step = max(round((1 if control else STEP_PX) * view.scale.per_px), 1)
    match event.key():
        case Qt.Key.Key_Left:
            desk.seek(desk.playhead - step)
        case Qt.Key.Key_Right:
            desk.seek(desk.playhead + step)
        case Qt.Key.Key_PageUp:
            view.scroll_by(-PAGE * across)
        case Qt.Key.Key_PageDown:
            view.scroll_by(PAGE * across)
        case Qt.Key.Key_Home:
            desk.seek(0)
        case Qt.Key.Key_End:
            desk.seek(desk.document.length)
        case Qt.Key.Key_Up:
            view.zoom(WHEEL_ZOOM)
        case Qt.Key.Key_Down:
            view.zoom(1 / WHEEL_ZOOM)
        case _:
            return False
    return True

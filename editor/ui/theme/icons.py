"""The icons: line drawings on a 20 px grid in one colour, which is the ink of the moment."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_STROKE = 'fill="none" stroke="{c}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"'

_DRAWN = {
    "play": '<path d="M6.5 4.2v11.6L16 10z" fill="{c}"/>',
    "pause": '<path d="M6 4.5h2.8v11H6zM11.2 4.5H14v11h-2.8z" fill="{c}"/>',
    "start": '<path d="M5 4.8v10.4" {s}/><path d="M15.5 4.8v10.4L7.5 10z" fill="{c}"/>',
    "end": '<path d="M15 4.8v10.4" {s}/><path d="M4.5 4.8v10.4L12.5 10z" fill="{c}"/>',
    "loop": '<path d="M5 10.5V9a2.5 2.5 0 0 1 2.5-2.5H15M12.6 4l2.6 2.5L12.6 9" {s}/>'
    '<path d="M15 9.5V11a2.5 2.5 0 0 1-2.5 2.5H5M7.4 16l-2.6-2.5L7.4 11" {s}/>',
    "speaker": '<path d="M3.5 8v4h2.7L10 15V5L6.2 8z" fill="{c}"/>'
    '<path d="M12.6 7.6a3.4 3.4 0 0 1 0 4.8M14.8 5.6a6.2 6.2 0 0 1 0 8.8" {s}/>',
    "close": '<path d="M5.5 5.5l9 9M14.5 5.5l-9 9" {s}/>',
    "more": '<g fill="{c}"><circle cx="4.5" cy="10" r="1.4"/><circle cx="10" cy="10" r="1.4"/>'
    '<circle cx="15.5" cy="10" r="1.4"/></g>',
    "wave": '<path d="M3 9v2M6 6.5v7M9 3.5v13M12 7v6M15 5v10M18 9v2" {s}/>',
    "add": '<path d="M10 4.5v11M4.5 10h11" {s}/>',
    "zoom_in": '<circle cx="8.6" cy="8.6" r="5.1" {s}/>'
    '<path d="M12.5 12.5l4 4M8.6 6.4v4.4M6.4 8.6h4.4" {s}/>',
    "zoom_out": '<circle cx="8.6" cy="8.6" r="5.1" {s}/><path d="M12.5 12.5l4 4M6.4 8.6h4.4" {s}/>',
    "fit": '<path d="M3.5 10h13M6.2 7.3L3.5 10l2.7 2.7M13.8 7.3l2.7 2.7-2.7 2.7" {s}/>',
    "saved": '<path d="M4.8 10.6l3.4 3.4 7-7.6" {s}/>',
    "folder": '<path d="M3 15.5v-10h5l1.6 2H17v8z" {s}/>',
    "warning": '<path d="M10 3.8L17.2 16H2.8zM10 8.4v3.6" {s}/><circle cx="10" cy="13.9" r=".9" fill="{c}"/>',
    "again": '<path d="M15.8 10a5.8 5.8 0 1 1-1.9-4.3M15.8 3.4v3.4h-3.4" {s}/>',
    "flag": '<path d="M6 17V4h9.2l-2.4 3.4 2.4 3.4H6" {s}/>',
    "up": '<path d="M6 12l4-4 4 4" {s}/>',
    "right": '<path d="M8 6l4 4-4 4" {s}/>',
    "down": '<path d="M6 8l4 4 4-4" {s}/>',
}


def names() -> tuple[str, ...]:
    """Every icon there is."""
    return tuple(_DRAWN)


def pixmap(name: str, colour: str, pixels: int = 20, ratio: float = 2.0) -> QPixmap:
    """The icon in `colour`, `pixels` wide, drawn at `ratio` device pixels to one."""
    drawn = _DRAWN[name].replace("{s}", _STROKE).replace("{c}", colour)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">{drawn}</svg>'
    side = round(pixels * ratio)
    image = QPixmap(side, side)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def icon(name: str, colour: str, disabled: str) -> QIcon:
    """The icon as buttons take it; `disabled` is its colour where the button cannot be pressed."""
    made = QIcon(pixmap(name, colour))
    made.addPixmap(pixmap(name, disabled), QIcon.Mode.Disabled)
    return made

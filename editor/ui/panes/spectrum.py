"""A spectrogram that was kept with a variant, small: magnitudes in an evenly brighter palette."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.media.spectrogram import HEIGHT, LOWEST_DB, WIDTH
from editor.ui.theme import Theme

LOUDEST_DB, QUIETEST_DB = -30.0, -110.0
"""Levels of a bin that are drawn in the brightest and in the darkest colour."""

_PLACES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_COLOURS = ((4, 4, 12), (56, 16, 104), (136, 36, 126), (214, 68, 104), (250, 152, 104), (252, 250, 200))

Pixels = npt.NDArray[np.uint8]


def palette() -> npt.NDArray[np.uint32]:
    """The colour, `0xffRRGGBB`, of each level 0 to 255: from black over violet to pale yellow."""
    level = LOWEST_DB + np.arange(256) * (-LOWEST_DB / 255)
    share = np.clip((level - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB), 0, 1)
    red, green, blue = (
        np.rint(np.interp(share, _PLACES, [colour[n] for colour in _COLOURS])).astype(np.uint32)
        for n in range(3)
    )
    colours: npt.NDArray[np.uint32] = np.uint32(0xFF000000) | (red << 16) | (green << 8) | blue
    return colours


def joined(parts: Iterable[tuple[int, int, bytes]]) -> Pixels:
    """Pictures of several stretches (start, stop, picture) side by side in one, uint8 (HEIGHT, WIDTH).

    From where the first begins to where the last ends; between them it is as dark as silence. One that is
    none, as a damaged project may hold, is left out.
    """
    good = [one for one in parts if one[0] < one[1] and len(one[2]) == WIDTH * HEIGHT]
    out = np.zeros((HEIGHT, WIDTH), np.uint8)
    if not good:
        return out
    begin, end = min(one[0] for one in good), max(one[1] for one in good)
    at = begin + (np.arange(WIDTH) + 0.5) * ((end - begin) / WIDTH)
    for start, stop, picture in good:
        inside = (at >= start) & (at < stop)
        columns = ((at[inside] - start) * (WIDTH / (stop - start))).astype(np.int64)
        out[:, inside] = np.frombuffer(picture, np.uint8).reshape(HEIGHT, WIDTH)[:, columns]
    return out


class Spectrum(QWidget):
    """One picture, the highest frequencies at the top, with a line at the cut-off where there is one."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._image = QImage()
        self._cutoff: float | None = None
        self._palette = palette()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Low and wide."""
        return QSize(208, 68)

    def show_picture(self, picture: Pixels, cutoff: float | None) -> None:
        """picture: as of `joined`. cutoff: where a line is drawn, as a share of half the rate."""
        pixels = self._palette[picture]
        image = QImage(pixels.data, WIDTH, HEIGHT, 4 * WIDTH, QImage.Format.Format_RGB32)
        self._image, self._cutoff = image.copy(), cutoff
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """The picture in device pixels, and the line."""
        if self._image.isNull():
            return
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        small = self._image.scaled(
            round(self.width() * ratio),
            round(self.height() * ratio),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawImage(QRectF(self.rect()), small)
        if self._cutoff is not None and 0 < self._cutoff < 1:
            pen = QPen(QColor("#4CC9A5"), 1)
            pen.setDashPattern([4, 4])
            painter.setPen(pen)
            y = round((1 - self._cutoff) * self.height()) + 0.5
            painter.drawLine(0, int(y), self.width(), int(y))
        painter.end()

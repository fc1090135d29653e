"""How loud it is, left above right: RMS, peak, the loudest of late, and whether anything was too loud."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from editor.player.levels import FLOOR_DB, Level, Needle
from editor.ui.theme import Theme
from editor.ui.theme.tokens import blend

WIDTH_PX, HEIGHT_PX = 128, 24
BAR_PX, GAP_PX, HOLD_PX = 4, 2, 1
MARK_PX = 6
"""The clip mark at the right end."""

LOUD_DB = -6.0
"""From here on it is louder than speech need be."""

_BODY, _PEAK = 0.7, 0.35
"""As in the waveform: the RMS stands out of the peaks."""

_ABOUT = "Level, left above right: RMS, peak, and the highest of late"
_CLIPPED = (
    "Something was louder than the device can play; an export would be limited. Click to clear the mark."
)


class Meter(QWidget):
    """A stereo meter on a scale of decibels. It has no timer: it moves as often as it is shown a level.

    marked: the clip mark came or was cleared.
    """

    marked = Signal()

    def __init__(self, theme: Theme, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._theme, self._clock = theme, clock
        self._needles = (Needle(), Needle())
        self._at: float | None = None
        self._painted: object = None
        self.setFixedSize(WIDTH_PX, HEIGHT_PX)
        self.setAccessibleName("Level")
        self.setToolTip(_ABOUT)
        theme.changed.connect(self.update)

    @property
    def clipped(self) -> bool:
        """Whether anything was louder than full scale since the mark was cleared."""
        return any(needle.clipped for needle in self._needles)

    def show_level(self, level: Level) -> None:
        """This was heard since the last time."""
        now, before, clipped = self._clock(), self._at, self.clipped
        self._at = now
        for needle, peak, rms in zip(self._needles, level.peak, level.rms, strict=True):
            needle.move(peak, rms, 0.0 if before is None else now - before)
        if self.clipped != clipped:
            self._tell()
        self._repaint()

    def rest(self) -> None:
        """Nothing is played: show nothing, but the clip mark."""
        self._at = None
        for needle in self._needles:
            needle.rest()
        self._repaint()

    def clear(self) -> None:
        """Take the clip mark away."""
        if self.clipped:
            for needle in self._needles:
                needle.clipped = False
            self._tell()
            self._repaint()

    def _tell(self) -> None:
        self.setToolTip(_CLIPPED if self.clipped else _ABOUT)
        self.setAccessibleDescription(_CLIPPED if self.clipped else "")
        shape = Qt.CursorShape.PointingHandCursor if self.clipped else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.marked.emit()

    def _repaint(self) -> None:
        """Paint only where something would look different."""
        shown = self.shown_px()
        if shown != self._painted:
            self._painted = shown
            self.update()

    def shown_px(self) -> tuple[tuple[int, int, int, bool], ...]:
        """For each side how far RMS, peak and hold reach, in device pixels, and whether it clipped."""
        return tuple(
            (self._reach(n.rms), self._reach(n.peak), self._reach(n.held), n.clipped) for n in self._needles
        )

    def _reach(self, level_db: float) -> int:
        length = round((WIDTH_PX - MARK_PX - GAP_PX) * self.devicePixelRatioF())
        share = 1.0 - level_db / FLOOR_DB
        return math.ceil(length * min(max(share, 0.0), 1.0))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Whole device pixels, so that no edge is grey."""
        tokens, ratio = self._theme.tokens, self.devicePixelRatioF()
        px = {name: max(round(size * ratio), 1) for name, size in _SIZES.items()}
        painter = QPainter(self)
        painter.scale(1 / ratio, 1 / ratio)
        length, loud = self._reach(0.0), self._reach(LOUD_DB)
        top = (round(HEIGHT_PX * ratio) - 2 * px["bar"] - px["gap"]) // 2
        for number, (rms, peak, held, clipped) in enumerate(self.shown_px()):
            y = top + number * (px["bar"] + px["gap"])

            def bar(left: int, right: int, colour: str, y: int = y) -> None:
                painter.fillRect(QRect(left, y, max(right - left, 0), px["bar"]), QColor(colour))

            bar(0, length, blend(tokens.ink, tokens.pane, 0.1))
            for begin, end, ink in ((0, loud, tokens.quiet), (loud, length, tokens.warning)):
                bar(begin, min(peak, end), blend(ink, tokens.pane, _PEAK))
                bar(begin, min(rms, end), blend(ink, tokens.pane, _BODY))
            if held > 0:
                bar(held - px["hold"], held, tokens.warning if held > loud else tokens.ink)
            mark = tokens.error if clipped else blend(tokens.ink, tokens.pane, 0.1)
            bar(length + px["gap"], length + px["gap"] + px["mark"], mark)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click clears the clip mark."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.clear()

    def sizeHint(self) -> QSize:
        """Its one size."""
        return QSize(WIDTH_PX, HEIGHT_PX)


_SIZES = {"bar": BAR_PX, "gap": GAP_PX, "hold": HOLD_PX, "mark": MARK_PX}

"""The waveform of what is coming in, as far as it is decoded, and up to where it has been heard."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.media.outline import STEP
from editor.ui.arrival import Arrival
from editor.ui.theme import Theme
from editor.ui.theme.tokens import blend

Floats = npt.NDArray[np.float32]

HEIGHT_PX = 36


class WaveStrip(QWidget):
    """One column of a pixel for each stretch; what was heard has the colour of the speaker."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._arrival: Arrival | None = None
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Waveform coming in")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(320, HEIGHT_PX)

    def show_arrival(self, arrival: Arrival) -> None:
        """Show this one from now on."""
        self._arrival = arrival
        self.update()

    def refresh(self) -> None:
        """More has come."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Columns around the middle, over a line where nothing has come yet."""
        arrival, tokens = self._arrival, self._theme.tokens
        painter = QPainter(self)
        middle = self.height() / 2
        painter.setPen(QColor(tokens.hairline))
        painter.drawLine(QLineF(0, middle, self.width(), middle))
        if arrival is not None:
            columns = _columns(arrival, self.width())
            heard = arrival.heard / max(arrival.length, 1) * self.width()
            lane = self._theme.lane(0)
            for colour, first, stop in (
                (lane, 0, min(round(heard), len(columns))),
                (blend(tokens.quiet, tokens.pane, 0.55), min(round(heard), len(columns)), len(columns)),
            ):
                painter.setPen(QColor(colour))
                painter.drawLines(
                    [
                        QLineF(x + 0.5, middle - high, x + 0.5, middle + high)
                        for x, high in enumerate(columns[first:stop] * (middle - 1), first)
                    ]
                )
        painter.end()


def _columns(arrival: Arrival, width: int) -> Floats:
    """The peak in every pixel that is known already, 0 to 1, of all recordings together."""
    longest = max((peaks for peaks in arrival.peaks), key=len)
    known = len(longest)
    if not known or width < 1:
        return np.zeros(0, np.float32)
    whole = max(arrival.length / STEP, known)
    together = np.zeros(known, np.float32)
    for peaks in arrival.peaks:
        together[: len(peaks)] = np.maximum(together[: len(peaks)], peaks)
    count = max(int(known / whole * width), 1)
    edges = np.minimum((np.arange(count) * whole / width).astype(int), known - 1)
    columns: Floats = np.maximum.reduceat(together, edges)
    columns /= max(float(together.max()), 0.05)
    return columns

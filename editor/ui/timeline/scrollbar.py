"""The scroll bar under the timeline: it counts pixels, or more at a time where they fit no number."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QScrollBar, QWidget

from editor.model.time import Samples
from editor.ui.timeline.scale import Scale

_MOST = 1e9


class TimeBar(QScrollBar):
    """scrolled(start): the user wants to see from there on, in samples."""

    scrolled = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName("Position in time")
        self._unit = 1.0
        self.valueChanged.connect(lambda value: self.scrolled.emit(value * self._unit))

    def show_scale(self, scale: Scale, length: Samples, width: float) -> None:
        """Be as long as `length`, and where `scale` is, `width` pixels of which are seen."""
        with QSignalBlocker(self):
            pixels = length * 1.02 / scale.per_px
            coarse = max(pixels / _MOST, 1.0)
            self._unit = coarse * scale.per_px
            self.setPageStep(max(int(width / coarse), 1))
            self.setSingleStep(max(int(48 / coarse), 1))
            self.setRange(0, max(int((pixels - width) / coarse), 0))
            self.setValue(int(scale.start / self._unit))
            self.setEnabled(self.maximum() > 0)

"""A pane that shows something of the project: it looks again when that may have changed, while it is seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget


class LookingPane(QWidget):
    """look: reads the project and shows what it finds; called once for all that happens in one turn."""

    def __init__(self, look: Callable[[], None]) -> None:
        super().__init__()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(look)

    def refresh(self) -> None:
        """Look again once everything that happens now has happened; not while it is not seen."""
        if self.isVisible():
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Coming into view it looks first."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of view it has nothing to look at any more: the project may be closed next."""
        super().hideEvent(event)
        self._timer.stop()

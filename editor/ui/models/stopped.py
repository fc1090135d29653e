"""Trainings that were broken off, each with what can be done with it; nothing where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from editor.app.trainings import Stopped


class StoppedTrainings(QWidget):
    """A line for each. go_on(stopped), clear(stopped): what was asked for."""

    go_on = Signal(object)
    clear = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Stopped, ...] = ()
        self._parts: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 12, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self.hide()

    def show_trainings(self, stopped: Sequence[Stopped]) -> None:
        """List those that nobody goes on with now."""
        waiting = tuple(one for one in stopped if not one.running)
        if waiting == self._shown:
            return
        self._shown = waiting
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        if waiting:
            title = QLabel("Interrupted trainings")
            title.setProperty("role", "section")
            self._put(title, 0, 0)
        for row, one in enumerate(waiting, 1):
            text = QLabel(_about(one))
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setToolTip(_details(one))
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            go_on = QPushButton("Go On")
            go_on.setAccessibleName(f"Go on with the training of {one.name}")
            go_on.setEnabled(one.plan is not None)
            go_on.setToolTip(_details(one))
            go_on.clicked.connect(partial(self.go_on.emit, one))
            clear = QPushButton("Clear")
            clear.setAccessibleName(f"Clear the training of {one.name}")
            clear.setToolTip("Forget what was learned; asks first")
            clear.clicked.connect(partial(self.clear.emit, one))
            for column, widget in enumerate((text, go_on, clear)):
                self._put(widget, row, column)
        self.setVisible(bool(waiting))

    def _put(self, widget: QWidget, row: int, column: int) -> None:
        self._grid.addWidget(widget, row, column)
        self._parts.append(widget)


def _about(stopped: Stopped) -> str:
    had = f"{stopped.minutes:.0f} min" if stopped.minutes >= 1 else "less than a minute"
    if stopped.plan is None or stopped.plan.steps:
        return f"{stopped.name}: {had} so far"
    return f"{stopped.name}: {had} of {stopped.plan.minutes:g} min so far"


def _details(stopped: Stopped) -> str:
    plan = stopped.plan
    if plan is None:
        return "What was asked for is not known any more; train anew under this name to go on with it."
    further = f"further from {plan.parent}, " if plan.parent else ""
    data = ", ".join(path.name for path in plan.data[:4]) + (" …" if len(plan.data) > 4 else "")
    return f"Goes on where it was: {further}{plan.rate} Hz, with {data}"

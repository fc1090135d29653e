"""What a model has to be: words, rate, task, a recording that it is for; and at which rates it is judged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QLineEdit, QWidget

from editor.app.catalogue import Reach, Sieve, conditions
from editor.app.models import tasks
from editor.app.project_recordings import ProjectRecording
from editor.ui.dialogs.forms import FIELD_PX
from editor.ui.dialogs.importing import PATTERNS
from editor.ui.wording import about_kilohertz, kilohertz

if TYPE_CHECKING:
    from enhance.registry import Model

USUAL_RATES = (44_100, 48_000)
USUAL_CONDITION = "16000->48000"
_ANY = "Any recording"
_FILE = "A file…"


class FilterBar(QWidget):
    """Fields over the list. changed: another list is asked for; measure(file): how far up does it reach."""

    changed = Signal()
    measure = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._file: tuple[str, Reach] | None = None
        self._recordings: tuple[ProjectRecording, ...] = ()
        self.text = QLineEdit()
        self.text.setPlaceholderText("Search models")
        self.text.setClearButtonEnabled(True)
        self.text.setAccessibleName("Search models")
        self.text.textChanged.connect(self.changed)
        self._task = _box("Task", "What the model does")
        self._task.addItem("Any task", None)
        for task in tasks():
            self._task.addItem(task.capitalize(), task)
        self._rate = _box("Output rate", "It makes sound at this rate")
        self._for = _box("For the recording", "It is for recordings that end where this one does")
        self._condition = _box("Figures", "The rates of input and output that the figures in the list are of")
        for box in (self._task, self._rate, self._condition):
            box.currentIndexChanged.connect(self.changed)
        self._for.activated.connect(self._for_chosen)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 12, 12, 8)
        grid.setSpacing(8)
        grid.addWidget(self.text, 0, 0, 1, 2)
        grid.addWidget(self._condition, 0, 2)
        grid.addWidget(self._task, 1, 0)
        grid.addWidget(self._rate, 1, 1)
        grid.addWidget(self._for, 1, 2)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        self.offer((), ())

    @property
    def sieve(self) -> Sieve:
        """What is asked for."""
        return Sieve(
            self.text.text().strip(),
            self._rate.currentData(),
            self._task.currentData(),
            self._for.currentData(),
        )

    @property
    def condition(self) -> str:
        """The rates that figures are of."""
        return str(self._condition.currentData() or "")

    @property
    def wanted_rate(self) -> int | None:
        """A rate that somebody asks for and that a model could be trained for."""
        rate: int | None = self._rate.currentData()
        return rate

    def offer(self, models: Sequence[Model], recordings: Sequence[ProjectRecording]) -> None:
        """Choices that go with these; what was chosen stays chosen where it is still there."""
        self._recordings = tuple(recordings)
        rates = sorted({*USUAL_RATES, *(model.rate for model in models)})
        _fill(self._rate, [("Any rate", None), *((f"Makes {kilohertz(rate)}", rate) for rate in rates)])
        found = conditions(models) or (USUAL_CONDITION,)
        usual = USUAL_CONDITION if USUAL_CONDITION in found else found[0]
        _fill(self._condition, [(f"Figures {_rates(one)}", one) for one in found], usual)
        self._fill_recordings()

    def measured(self, file: Path, reach: Reach) -> None:
        """A file reaches that far up: show models for it."""
        self._file = file.name, reach
        self._fill_recordings()
        self._for.setCurrentIndex(self._for.findText(_suits(*self._file)))
        self.changed.emit()

    def clear(self) -> None:
        """Let every model through."""
        self.text.clear()
        for box in (self._task, self._rate, self._for):
            box.setCurrentIndex(0)
        self.changed.emit()

    def _fill_recordings(self) -> None:
        known = [(_suits(one.name, one.reach), one.reach) for one in self._recordings if one.reach]
        own = [(_suits(*self._file), self._file[1])] if self._file else []
        _fill(self._for, [(_ANY, None), *known, *own, (_FILE, None)])

    def _for_chosen(self) -> None:
        if self._for.currentText() != _FILE:
            self.changed.emit()
            return
        self._for.setCurrentIndex(0)
        name, _ = QFileDialog.getOpenFileName(self, "Models for a recording", "", f"Recordings ({PATTERNS})")
        if name:
            self.measure.emit(Path(name))


def _suits(name: str, reach: Reach) -> str:
    return f"Can do {name} (ends at {about_kilohertz(reach.bandwidth_hz)})"


def _rates(condition: str) -> str:
    parts = [f"{int(rate) / 1000:g}" for rate in condition.split("->")]
    return f"{' → '.join(parts)} kHz"


def _box(name: str, hint: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(hint)
    box.setMinimumHeight(FIELD_PX)
    box.setMinimumContentsLength(8)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _fill(box: QComboBox, choices: Sequence[tuple[str, object]], usual: object = None) -> None:
    """Put choices in without a signal, keeping what is chosen by its text."""
    before = box.currentText()
    box.blockSignals(True)
    box.clear()
    for text, value in choices:
        box.addItem(text, value)
    kept = box.findText(before) if before else -1
    values = [value for _, value in choices]
    box.setCurrentIndex(kept if kept >= 0 else values.index(usual))
    box.blockSignals(False)

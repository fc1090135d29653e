"""What is to be compared: two sides, a recording, and a stretch of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QSizePolicy,
    QSlider,
    QWidget,
)

from editor.app.comparing_models import (
    LONGEST_S,
    NARROW_RATES,
    NARROWED,
    ORIGINAL,
    SHORTEST_S,
    Wish,
)
from editor.app.project_recordings import ProjectRecording
from editor.ui.dialogs.forms import FIELD_PX, seconds_field
from editor.ui.dialogs.importing import PATTERNS
from editor.ui.models.card import about
from editor.ui.wording import kilohertz

if TYPE_CHECKING:
    from enhance.registry import Model

USUAL_S = 10.0
_FILE = "A file…"


class WishForm(QWidget):
    """The fields of a `Wish`. changed: something was chosen. wanted(file): find out how long a file is."""

    changed = Signal()
    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._seconds: dict[Path, float] = {}
        self._own: list[tuple[str, Path]] = []
        self._project: list[tuple[str, Path]] = []
        self._models: list[Model] = []
        self._sides = (_box("A"), _box("B"))
        self._recording = _box("Recording")
        self._narrow = _box("What models are given")
        self._narrow.addItem("The recording as it is", None)
        for rate in NARROW_RATES:
            self._narrow.addItem(f"Made narrow first: up to {kilohertz(rate / 2)}", rate)
        self._start = seconds_field(0.0, 0.0, 0.0)
        self._start.setAccessibleName("Start")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName("Start of the stretch")
        self._slider.setSingleStep(10)
        self._slider.setPageStep(100)
        self._length = seconds_field(USUAL_S, SHORTEST_S, LONGEST_S)
        self._length.setAccessibleName("Length")
        self._length.setPrefix("for ")
        rows = QFormLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(12)
        rows.setVerticalSpacing(8)
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows.addRow("A", self._sides[0])
        rows.addRow("B", self._sides[1])
        rows.addRow("Recording", self._recording)
        rows.addRow("From", _row(self._slider, self._start, self._length))
        rows.addRow("Models get", self._narrow)
        self._recording.activated.connect(self._recording_chosen)
        self._narrow.currentIndexChanged.connect(self._narrow_chosen)
        self._start.valueChanged.connect(self._start_typed)
        self._slider.valueChanged.connect(lambda tenths: self._start.setValue(tenths / 10))
        for box in self._sides:
            box.currentIndexChanged.connect(self.changed)
        self._length.valueChanged.connect(self.changed)

    @property
    def lacks(self) -> str:
        """What is still to be chosen, in a sentence; "" where nothing is."""
        if self._recording.currentData() is None:
            return "Choose a recording first."
        one, other = (box.currentData() for box in self._sides)
        return "Choose two that differ." if one == other else ""

    @property
    def wish(self) -> Wish:
        """What was chosen. Nothing may be lacking."""
        return Wish(
            Path(self._recording.currentData()),
            self._start.value(),
            self._length.value(),
            (self._sides[0].currentData(), self._sides[1].currentData()),
            self._narrow.currentData(),
        )

    def names(self) -> tuple[str, str]:
        """What both sides are called."""
        return self._sides[0].currentText(), self._sides[1].currentText()

    def offer(self, models: Sequence[Model], recordings: Sequence[ProjectRecording]) -> None:
        """Choices; what was chosen stays chosen where it is still there."""
        self._models = [model for model in models if not model.missing]
        self._seconds |= {one.file: one.seconds for one in recordings}
        self._project = [(one.name, one.file) for one in recordings]
        self._fill_sides()
        self._fill_recordings()

    def mean(self, name: str) -> None:
        """Compare this model, unless another was chosen by hand."""
        other = self._sides[1]
        if not other.property("chosen"):
            other.setCurrentIndex(max(other.findData(name), 0))

    def found(self, file: Path, seconds: float) -> None:
        """A file is that long: use it."""
        self._seconds[file] = seconds
        if file not in (known for _, known in [*self._project, *self._own]):
            self._own.append((file.name, file))
        self._fill_recordings(file)
        self._fit_stretch()

    def _fill_sides(self) -> None:
        narrow = self._narrow.currentData() is not None
        choices = [("The original", ORIGINAL)]
        choices += [("The original made narrow", NARROWED)] if narrow else []
        choices += [(about(model), model.id) for model in self._models]
        for number, box in enumerate(self._sides):
            before = box.currentData()
            _refill(box, choices, before if before is not None else choices[min(number, len(choices) - 1)][1])
        self.changed.emit()

    def _fill_recordings(self, meant: Path | None = None) -> None:
        data = self._recording.currentData()
        before = meant or (Path(data) if data else None)
        known = [*self._project, *self._own]
        choices = [(name, str(file)) for name, file in known]
        if not known:
            choices = [("None yet", None)]  # type: ignore[list-item]
        kept = str(before) if before else choices[0][1]
        _refill(self._recording, [*choices, (_FILE, None)], kept)
        self._fit_stretch()

    def _recording_chosen(self) -> None:
        if self._recording.currentText() == _FILE:
            name, _ = QFileDialog.getOpenFileName(self, "Compare with", "", f"Recordings ({PATTERNS})")
            self._fill_recordings()
            self._recording.setCurrentIndex(0)
            if name:
                self.wanted.emit(Path(name))
        self._fit_stretch()

    def _narrow_chosen(self) -> None:
        self._fill_sides()

    def _fit_stretch(self) -> None:
        """Starts lie inside of the recording; where nobody knows how long it is, in its first hour."""
        data = self._recording.currentData()
        seconds = (self._seconds.get(Path(data)) or 3600.0) if data else 0.0
        last = max(seconds - SHORTEST_S, 0.0)
        self._slider.setRange(0, int(last * 10))
        self._start.setRange(0.0, last)
        for field in (self._slider, self._start, self._length):
            field.setEnabled(bool(data))
        self.changed.emit()

    def _start_typed(self, seconds: float) -> None:
        self._slider.blockSignals(True)
        self._slider.setValue(round(seconds * 10))
        self._slider.blockSignals(False)
        self.changed.emit()


def _box(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setMinimumHeight(FIELD_PX)
    box.setMinimumContentsLength(10)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.activated.connect(lambda _n: box.setProperty("chosen", True))
    return box


def _refill(box: QComboBox, choices: Sequence[tuple[str, object]], chosen: object) -> None:
    box.blockSignals(True)
    box.clear()
    for text, value in choices:
        box.addItem(text, value)
    values = [value for _, value in choices]
    box.setCurrentIndex(values.index(chosen) if chosen in values else 0)
    box.blockSignals(False)


def _row(slider: QSlider, start: QDoubleSpinBox, length: QDoubleSpinBox) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(slider, 1)
    row.addWidget(start)
    row.addWidget(length)
    return row

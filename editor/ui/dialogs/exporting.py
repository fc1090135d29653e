"""What is to be written, as what, and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from editor.app.exporting import Loudness, ending_of
from editor.model.time import Samples
from editor.ui.dialogs.forms import FIELD_PX, Form

SOUND = {
    "wav": "WAV, uncompressed",
    "flac": "FLAC, lossless",
    "mp3": "MP3",
    "m4a": "M4A (AAC)",
    "opus": "Opus",
}
TEXT = {
    "srt": "SRT captions",
    "vtt": "WebVTT captions with speakers",
    "json": "Podcast transcript (JSON)",
    "txt": "Plain text",
    "md": "Markdown",
    "chapters.json": "Podcast chapters (JSON), one a marker",
}

OWN = "own"
LOUDNESS = (
    ("Usual for podcasts: −16 LUFS, mono −19", "usual"),
    ("Another level", OWN),
    ("As it is", None),
)


@dataclass(frozen=True)
class ExportWish:
    """What to write. loudness: as `export` takes it. start, stop: on the compilation's clock."""

    path: Path
    loudness: Loudness
    true_peak: float
    start: Samples
    stop: Samples | None


class ExportDialog(Form):
    """Format, loudness, ceiling, part and file."""

    def __init__(self, parent: QWidget, suggested: Path, selection: tuple[Samples, Samples] | None) -> None:
        super().__init__(parent, "Export", "Export")
        self._selection = selection
        self._format = QComboBox()
        self._format.setAccessibleName("Format")
        for ending, name in SOUND.items():
            self._format.addItem(name, ending)
        self._format.insertSeparator(len(SOUND))
        for ending, name in TEXT.items():
            self._format.addItem(name, ending)
        self._format.currentIndexChanged.connect(self._format_chosen)
        self._level = QComboBox()
        self._level.setAccessibleName("Loudness")
        self._level.setMinimumHeight(FIELD_PX)
        for name, value in LOUDNESS:
            self._level.addItem(name, value)
        self._loudness = _decibels(-16.0, -30.0, -9.0, " LUFS")
        self._loudness.setAccessibleName("Loudness in LUFS")
        self._level.currentIndexChanged.connect(self._level_chosen)
        self._peak = _decibels(-1.0, -9.0, 0.0, " dBTP")
        self._peak.setAccessibleName("True peak, at most")
        self._part = QComboBox()
        self._part.setAccessibleName("Part")
        self._part.addItem("Everything")
        if selection is not None:
            self._part.addItem("The selected words")
        self._file = QLineEdit(str(suggested))
        self._file.setAccessibleName("File")
        self._file.textChanged.connect(lambda text: self.verb.setEnabled(bool(text.strip())))
        self._file.editingFinished.connect(self._follow_file)
        browse = QPushButton("Choose…")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self._replaces = QLabel()
        self._replaces.setProperty("role", "quiet")
        self._file.textChanged.connect(self._warn)
        loudness = QHBoxLayout()
        loudness.setSpacing(8)
        loudness.addWidget(self._level, 1)
        loudness.addWidget(self._loudness)
        file = QHBoxLayout()
        file.setSpacing(8)
        for box in (self._format, self._part):
            box.setMinimumHeight(FIELD_PX)
        file.addWidget(self._file, 1)
        file.addWidget(browse)
        self.rows.addRow("Format", self._format)
        self.rows.addRow("Loudness", loudness)
        self.rows.addRow("True peak", self._peak)
        self.rows.addRow("Part", self._part)
        self.rows.addRow("File", file)
        self.rows.addRow("", self._replaces)
        self.setMinimumWidth(520)
        self._follow_file()
        self._level_chosen()
        self._warn()

    @property
    def wish(self) -> ExportWish:
        """What was asked for; the path has the ending of the format."""
        start, stop = 0, None
        if self._part.currentIndex() == 1 and self._selection is not None:
            start, stop = self._selection
        loudness: Loudness = self._level.currentData()
        if self._own_level:
            loudness = self._loudness.value()
        return ExportWish(self._path(), loudness, self._peak.value(), start, stop)

    def _ending(self) -> str:
        ending: str = self._format.currentData()
        return ending

    def _path(self) -> Path:
        path = Path(self._file.text().strip()).expanduser()
        known = ending_of(path.name)
        stem = path.name[: -len(known) - 1] if known else path.name
        return path.with_name(f"{stem}.{self._ending()}") if path.name else path

    @property
    def _own_level(self) -> bool:
        return bool(self._level.currentData() == OWN)

    def _level_chosen(self) -> None:
        self._loudness.setVisible(self._own_level)
        self._loudness.setEnabled(self._ending() in SOUND)

    def _format_chosen(self) -> None:
        self._file.setText(str(self._path()))
        sound = self._ending() in SOUND
        self._level.setEnabled(sound)
        self._level_chosen()
        self._peak.setEnabled(sound)

    def _follow_file(self) -> None:
        """An ending that was typed chooses the format."""
        ending = ending_of(Path(self._file.text().strip()).name)
        index = self._format.findData(ending) if ending else -1
        if index >= 0:
            self._format.setCurrentIndex(index)

    def _warn(self) -> None:
        there = self._path().exists()
        self._replaces.setText("A file of this name is there already and will be replaced." if there else " ")

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Export", str(self._path()), options=QFileDialog.Option.DontConfirmOverwrite
        )
        if name:
            self._file.setText(name)
            self._follow_file()


def _decibels(value: float, lowest: float, highest: float, unit: str) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setRange(lowest, highest)
    field.setDecimals(1)
    field.setSingleStep(0.5)
    field.setSuffix(unit)
    field.setMinimumHeight(FIELD_PX)
    field.setValue(value)
    return field

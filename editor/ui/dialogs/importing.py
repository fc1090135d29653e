"""What is to be known before recordings are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLabel, QLineEdit, QWidget

from editor.ui.dialogs.forms import FIELD_PX, Form

PATTERNS = (
    "*.wav *.flac *.mp3 *.m4a *.ogg *.opus *.webm *.mp4 *.mov *.mkv *.aac *.aif *.aiff *.wma *.avi *.m4v"
)


@dataclass(frozen=True)
class ImportWish:
    """Files to read. together: they are microphones of one session. model None: no words are looked for."""

    files: tuple[Path, ...]
    speakers: tuple[str, ...]
    together: bool
    model: str | None


def ask_for_files(parent: QWidget) -> list[Path]:
    """Recordings chosen from disk, or none."""
    names, _ = QFileDialog.getOpenFileNames(
        parent, "Import recordings", "", f"Recordings ({PATTERNS});;All files (*)"
    )
    return [Path(name) for name in names]


class ImportDialog(Form):
    """Who speaks, and which model listens."""

    def __init__(self, parent: QWidget, files: Sequence[Path], models: Sequence[str]) -> None:
        title = files[0].name if len(files) == 1 else f"{len(files)} recordings"
        super().__init__(parent, f"Import {title}", "Import")
        self._files = tuple(files)
        self._names: list[QLineEdit] = []
        for file in files[:8]:
            name = QLineEdit(file.stem)
            name.setPlaceholderText("Speaker")
            name.setAccessibleName(f"Speaker in {file.name}")
            self._names.append(name)
            self.rows.addRow("Speaker" if len(files) == 1 else file.name, name)
        self._together = QCheckBox("These were recorded together, one microphone each")
        if len(files) > 1:
            self.rows.addRow("", self._together)
        self._model = QComboBox()
        self._model.setAccessibleName("Model")
        self._model.setMinimumHeight(FIELD_PX)
        for model in models:
            self._model.addItem(model, model)
        self._model.addItem("Do not transcribe", None)
        self.rows.addRow("Listen with", self._model)
        about = QLabel("Larger models hear better and take longer.")
        about.setProperty("role", "quiet")
        self.rows.addRow("", about)

    @property
    def wish(self) -> ImportWish:
        """What was asked for."""
        names = [field.text().strip() for field in self._names]
        names += [file.stem for file in self._files[len(names) :]]
        speakers = tuple(name or file.stem for name, file in zip(names, self._files, strict=True))
        return ImportWish(self._files, speakers, self._together.isChecked(), self._model.currentData())

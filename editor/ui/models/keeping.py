"""What is done to the registry in the window: models are added, measured and removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from editor.app.catalogue import Unusable
from editor.jobs import Report
from editor.model.errors import Refusal
from editor.ui.panes.messages import MessageBar
from editor.ui.working import Work

if TYPE_CHECKING:
    from editor.app.evaluating_models import Measured
    from enhance.registry import Model

# ViSQOL takes as long as the recordings last.
HEARD = 4


class Keeping(QObject):
    """changed(id): the registry is another; that model is meant, or "" the one that was."""

    changed = Signal(str)

    def __init__(self, window: QWidget, work: Work, messages: MessageBar) -> None:
        super().__init__(window)
        self._window, self._work, self._messages = window, work, messages

    def ask_add(self) -> None:
        """Ask for a model's file; its card lies beside it, or is asked for too."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Add a model", "", "Models (*.onnx)")
        if not name:
            return
        file, card = Path(name), None
        if not file.with_suffix(".json").is_file():
            title = f"The card of {file.name}"
            said, _ = QFileDialog.getOpenFileName(self._window, title, str(file.parent), "Cards (*.json)")
            if not said:
                return
            card = Path(said)
        self.add(file, card)

    def add(self, file: Path, card: Path | None = None) -> None:
        """Check a model, try it and take it in."""

        def work(report: Report) -> Model:
            from editor.app.models import add_model

            report(0.0, "Checking it")
            return add_model(file, card, report)

        def done(model: Model) -> None:
            self.changed.emit(model.id)
            self._messages.tell(f"Added {model.id}")

        self._work.submit(f"Adding {file.name}", work, done, serial=True)

    def ask_remove(self, row: Model | Unusable | None) -> None:
        """Ask whether a model is to go."""
        removable, why = removal(row)
        if row is None:
            return
        if not removable:
            self._messages.refuse(why)
        elif self.sure(
            "Remove a model",
            f"Remove {row.id} and its file?",
            "What was enhanced with it stays as it is. This cannot be undone.",
            "Remove",
        ):
            self.remove(row.id)

    def remove(self, name: str) -> None:
        """Remove one of the user's own models."""
        from editor.app.models import remove_model

        try:
            remove_model(name)
        except Refusal as refusal:
            self._messages.refuse(str(refusal))
        else:
            self._messages.tell(f"Removed {name}")
        self.changed.emit("")

    def ask_measure(self, model: Model) -> None:
        """Ask for recordings to measure a model with."""
        name = QFileDialog.getExistingDirectory(
            self._window, f"Full-band recordings that {model.id} was not trained on", str(Path.home())
        )
        if name:
            self.measure(model.id, Path(name))

    def measure(self, name: str, folder: Path) -> None:
        """Measure a model on the recordings of a folder; its figures are kept with it."""

        def work(report: Report) -> Measured:
            from editor.app.evaluating_apart import evaluate_apart

            return evaluate_apart(name, folder, HEARD, report)

        def done(found: Measured) -> None:
            self.changed.emit(name)
            remarks = " ".join(found.remarks)
            kept = f"Measured {name}; its figures are in its card." if found.recorded else f"Measured {name}."
            self._messages.tell(f"{kept} {remarks}".strip())

        self._work.submit(f"Measuring {name}", work, done)

    def sure(self, title: str, text: str, more: str, verb: str) -> bool:
        """Whether the user really wants what cannot be undone."""
        question = QMessageBox(self._window)
        question.setWindowTitle(title)
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setText(text)
        question.setInformativeText(more)
        do = question.addButton(verb, QMessageBox.ButtonRole.DestructiveRole)
        question.addButton("Keep", QMessageBox.ButtonRole.RejectRole)
        question.exec()
        return question.clickedButton() is do


def removal(row: Model | Unusable | None) -> tuple[bool, str]:
    """Whether it can be removed, and what the button says."""
    if row is None:
        return False, "Choose a model first."
    if not isinstance(row, Unusable) and row.shipped:
        return False, f"The model {row.id} came with the program and cannot be removed."
    return True, f"Remove {row.id}; asks first"

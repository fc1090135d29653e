"""What a version is to be called."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from editor.model.errors import Refusal
from editor.ui.dialogs.forms import FIELD_PX, Form

ABOUT = "The document as it is now, to come back to."


class NameVersion(Form):
    """Asks for a name and gives it to `save`; where that refuses, says why and asks on."""

    def __init__(self, parent: QWidget, suggested: str, save: Callable[[str], None]) -> None:
        super().__init__(parent, "Save version", "Save")
        self._save = save
        self._name = QLineEdit(suggested)
        self._name.setMinimumHeight(FIELD_PX)
        self._name.setAccessibleName("Name of the version")
        self._name.selectAll()
        self._name.textEdited.connect(self._look)
        self._about = QLabel()
        self._about.setWordWrap(True)
        self.rows.addRow("Name", self._name)
        self.rows.addRow("", self._about)
        self._say(ABOUT, "quiet")

    @property
    def said(self) -> str:
        """What stands under the name: what a version is, or why this one cannot be saved."""
        return self._about.text()

    def accept(self) -> None:
        """Save it, and close if that could be begun."""
        try:
            self._save(self._name.text())
        except Refusal as refusal:
            self._say(str(refusal), "error")
            self._name.setFocus()
            return
        super().accept()

    def _look(self) -> None:
        self.verb.setEnabled(bool(self._name.text().strip()))
        self._say(ABOUT, "quiet")

    def _say(self, sentence: str, role: str) -> None:
        self._about.setText(sentence)
        self._about.setProperty("role", role)
        self._about.style().unpolish(self._about)
        self._about.style().polish(self._about)

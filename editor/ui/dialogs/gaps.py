"""Making a gap and shortening gaps."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from editor.model import edits
from editor.model.cutting import EditError
from editor.model.document import Document
from editor.model.time import from_seconds, to_seconds
from editor.ui.dialogs.forms import Form, seconds_field


class InsertGap(Form):
    """How long a made pause is to be."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Insert a gap", "Insert")
        self._seconds = seconds_field(0.5, 0.02, 60.0)
        self.rows.addRow("Length", self._seconds)
        about = QLabel("Filled with the room's own tone.")
        about.setProperty("role", "quiet")
        self.rows.addRow("", about)

    @property
    def seconds(self) -> float:
        """The length."""
        return self._seconds.value()


class ShortenGaps(Form):
    """Which silences are to be shortened, to what; says beforehand what that would take away."""

    def __init__(self, parent: QWidget, document: Document, rate: int) -> None:
        super().__init__(parent, "Shorten gaps", "Shorten")
        self._document, self._rate = document, rate
        self._over = seconds_field(1.0, 0.05, 60.0)
        self._to = seconds_field(0.4, 0.02, 60.0)
        self._about = QLabel()
        self._about.setProperty("role", "quiet")
        self.rows.addRow("Gaps longer than", self._over)
        self.rows.addRow("Down to", self._to)
        self.rows.addRow("", self._about)
        self._over.valueChanged.connect(self._look)
        self._to.valueChanged.connect(self._look)
        self._look()

    @property
    def values(self) -> tuple[float, float]:
        """(over, to), in seconds."""
        return self._over.value(), self._to.value()

    def _look(self) -> None:
        over, to = (from_seconds(value, self._rate) for value in self.values)
        try:
            change = edits.shorten_gaps(self._document, over, to)
        except EditError as error:
            self._about.setText(str(error))
            self.verb.setEnabled(False)
            return
        saved = to_seconds(self._document.length - change.document.length, self._rate)
        self._about.setText(f"{change.label}, {saved:.1f} s less." if saved else "No gap is that long.")
        self.verb.setEnabled(saved > 0)

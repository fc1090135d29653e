"""What is done with recordings that come in and lack the highs."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QWidget

from editor.app.preferring import HIGHEST_HZ, Preference, When
from editor.ui.dialogs.forms import FIELD_PX, Form

_ANSWERS: tuple[tuple[str, When], ...] = (
    ("Ask whether to enhance them", "ask"),
    ("Always enhance them", "always"),
    ("Leave them as they are", "never"),
)


class EnhancingDialog(Form):
    """When, and below which bandwidth."""

    def __init__(self, parent: QWidget, preferred: Preference) -> None:
        super().__init__(parent, "Enhancing new recordings", "Save")
        self._below = QDoubleSpinBox()
        self._below.setRange(0.5, HIGHEST_HZ / 1000)
        self._below.setDecimals(1)
        self._below.setSuffix(" kHz")
        self._below.setMinimumHeight(FIELD_PX)
        self._below.setAccessibleName("Threshold")
        self._below.setValue(preferred.below_hz / 1000)
        self._when = QComboBox()
        self._when.setMinimumHeight(FIELD_PX)
        self._when.setAccessibleName("What is done")
        for text, when in _ANSWERS:
            self._when.addItem(text, when)
        self._when.setCurrentIndex([when for _, when in _ANSWERS].index(preferred.when))
        self.rows.addRow("Recordings below", self._below)
        self.rows.addRow("Then", self._when)
        about = QLabel("Counts how far up a recording really reaches, not the rate of its file.")
        about.setProperty("role", "quiet")
        self.rows.addRow("", about)

    @property
    def preference(self) -> Preference:
        """What was answered."""
        return Preference(_ANSWERS[self._when.currentIndex()][1], round(self._below.value() * 1000, 1))

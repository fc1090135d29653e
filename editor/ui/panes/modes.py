"""The switch between editing and correcting, and what letters do now, in a line above the page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton

from editor.ui.actions import Actions
from editor.ui.modes import Mode, Modes

_WRITING = {
    Mode.EDIT: "Typing writes draft text, deleting cuts the sound.",
    Mode.CORRECT: "Typing corrects what the words read; the sound stays.",
}
LISTENING = "Letters are commands (J, K, L play). Click into the text to type."


class ModeBar(QFrame):
    """Both modes as a segmented switch; the sentence beside it says what typing does."""

    def __init__(self, modes: Modes, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("modes")
        self.setAccessibleName("Mode")
        self._modes = modes
        self._hint = QLabel()
        self._hint.setProperty("role", "quiet")
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._buttons: dict[Mode, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(0)
        for mode, text in ((Mode.EDIT, "Edit"), (Mode.CORRECT, "Correct")):
            button = self._buttons[mode] = QToolButton()
            action = actions[f"mode_{mode.value}"]
            button.setText(text)
            button.setAccessibleName(action.text())
            button.setToolTip(f"{action.toolTip()} ({action.shortcut().toString()})")
            button.setProperty("segment", True)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(action.trigger)
            row.addWidget(button)
        row.addSpacing(12)
        row.addWidget(self._hint, 1)
        modes.changed.connect(self._show)
        self._show()

    @property
    def hint(self) -> str:
        """What typing does now."""
        return self._hint.text()

    def _show(self) -> None:
        self._buttons[self._modes.mode].setChecked(True)
        said = _WRITING[self._modes.mode] if self._modes.writes else LISTENING
        self._hint.setText(said)
        self._hint.setToolTip(said)

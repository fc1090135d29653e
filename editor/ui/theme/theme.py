"""Which look is on: the system's, followed as it changes, or the one that was chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from editor.ui.theme import fonts, icons, style
from editor.ui.theme.tokens import DARK, LIGHT, SPEAKERS, Tokens, blend, readable


class Theme(QObject):
    """The look of one application. `changed` comes after everything has been restyled."""

    changed = Signal()

    def __init__(self, application: QApplication, choice: str = "system") -> None:
        super().__init__()
        self._application = application
        self._choice = choice
        self.tokens: Tokens = LIGHT
        application.setStyle("Fusion")
        application.setFont(fonts.chrome())
        application.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def choice(self) -> str:
        """What was chosen: "system", "light" or "dark"."""
        return self._choice

    def choose(self, choice: str) -> None:
        """Take on a look, or follow the system's from now on."""
        self._choice = choice
        self._apply()

    def close(self) -> None:
        """Stop following the system."""
        self._application.styleHints().colorSchemeChanged.disconnect(self._apply)

    def icon(self, name: str) -> QIcon:
        """One of the icons, in the ink of the moment."""
        return icons.icon(name, self.tokens.ink, blend(self.tokens.quiet, self.tokens.pane, 0.5))

    def lane(self, speaker: int) -> str:
        """The colour of speaker number `speaker` for lanes and dots."""
        return self.label(speaker) if self.tokens.dark else SPEAKERS[speaker % len(SPEAKERS)]

    def label(self, speaker: int) -> str:
        """The same, where it has to be read as text."""
        return self._labels[speaker % len(SPEAKERS)]

    def _apply(self) -> None:
        dark = self._choice == "dark" or (
            self._choice == "system" and self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        self.tokens = DARK if dark else LIGHT
        self._labels = [readable(colour, self.tokens) for colour in SPEAKERS]
        self._application.setPalette(style.palette(self.tokens))
        self._application.setStyleSheet(style.sheet(self.tokens))
        self.changed.emit()

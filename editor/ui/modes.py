"""What typing does: in edit mode it writes draft text, in correct mode it corrects what words read.

Letters are text where somebody writes and commands where somebody listens: the caret put into the words by
hand makes them text, playing makes them commands (J, K, L and their like) until the caret is put again.
"""

from __future__ import annotations

import enum

from PySide6.QtCore import QObject, Signal


class Mode(enum.Enum):
    """What the keys of letters, Delete and Backspace are for."""

    EDIT = "edit"
    CORRECT = "correct"


class Modes(QObject):
    """The mode of one desk, and whether letters are text now. changed: either is another one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mode = Mode.EDIT
        self._listening = True
        self._playing = False

    @property
    def mode(self) -> Mode:
        """Editing or correcting."""
        return self._mode

    @property
    def correcting(self) -> bool:
        """Whether it is the correct mode."""
        return self._mode is Mode.CORRECT

    @property
    def writes(self) -> bool:
        """Whether letters over the words are text; otherwise they are commands."""
        return not self._listening

    def choose(self, mode: Mode) -> None:
        """Edit or correct from now on; somebody who chooses is about to type."""
        self._set(mode, listening=self._playing)

    def caret_put(self) -> None:
        """The caret was put into the words by hand; while it plays that is a wish to hear them."""
        self._set(self._mode, listening=self._playing)

    def played(self, playing: bool) -> None:
        """Playback began, stopped or goes on."""
        self._playing = playing
        self._set(self._mode, listening=self._listening or playing)

    def _set(self, mode: Mode, *, listening: bool) -> None:
        if (mode, listening) != (self._mode, self._listening):
            self._mode, self._listening = mode, listening
            self.changed.emit()

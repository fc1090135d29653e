"""What the mouse and the moving keys do in the text and over the timeline, for the sheet of keys."""

from __future__ import annotations

import sys
from typing import NamedTuple

from PySide6.QtGui import QKeySequence

Standard = QKeySequence.StandardKey

_CTRL = "⌘" if sys.platform == "darwin" else "Ctrl"


class Gesture(NamedTuple):
    """do: what somebody does: words, or the system's own key for it. does: what comes of it."""

    do: str | Standard
    does: str


GESTURES: dict[str, tuple[Gesture, ...]] = {
    "Moving in the Text": (
        Gesture(Standard.MoveToPreviousChar, "A word back; with Shift the choice grows or shrinks"),
        Gesture(Standard.MoveToNextChar, "A word on"),
        Gesture(Standard.MoveToPreviousWord, "To the start of the sentence"),
        Gesture(Standard.MoveToNextWord, "To the next sentence"),
        Gesture(Standard.MoveToPreviousLine, "A line up"),
        Gesture(Standard.MoveToNextLine, "A line down"),
        Gesture(Standard.MoveToStartOfLine, "To the start of the line"),
        Gesture(Standard.MoveToEndOfLine, "To the end of the line"),
        Gesture("Escape", "Nothing is chosen any more"),
    ),
    "Mouse in the Text": (
        Gesture("Click", "Puts the caret and the playhead"),
        Gesture("Double click", "Chooses a word; three clicks a sentence, four a paragraph"),
        Gesture("Shift+click", "Chooses from the caret to there"),
        Gesture("Drag", "Chooses words"),
        Gesture("Drag a choice", f"Moves the words; with {_CTRL} copies them"),
        Gesture("Click a cut mark", "Brings back what was cut there"),
        Gesture("Click a name", "Sets the speaker"),
    ),
    "Mouse over the Timeline": (
        Gesture("Click", "Puts the playhead and the caret"),
        Gesture("Drag", "Chooses the words that lie there"),
        Gesture("Double click", "Chooses a word; on a clip's edge brings back what was cut there"),
        Gesture("Drag the ruler", "Moves the playhead"),
        Gesture("Drag a word's edge", "Shifts where the word begins or ends"),
        Gesture("Drag a pause", "Makes it shorter or longer"),
        Gesture("Drag a clip's edge", "Trims the clip"),
        Gesture(f"{_CTRL}+drag", "Moves a clip or the chosen words"),
        Gesture("Alt while dragging", "Nothing snaps"),
        Gesture(f"{_CTRL}+wheel", "Zooms about the pointer"),
        Gesture("Wheel", "Scrolls in time"),
    ),
    "Find Bar": (
        Gesture("Return", "The next match"),
        Gesture("Shift+Return", "The match before"),
        Gesture("Escape", "Closes the bar; what was found stays chosen"),
    ),
}
"""By where they are made."""


def written(do: str | Standard) -> str:
    """A gesture as this system writes it."""
    if isinstance(do, str):
        return do
    keys = QKeySequence.keyBindings(do)
    return keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

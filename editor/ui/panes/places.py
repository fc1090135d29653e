"""Which panes can be docked around the transcript, and where each is until somebody moves it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt


class Side(Enum):
    """Where panes can lie; those that share a side at first are tabs."""

    LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
    RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
    BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


@dataclass(frozen=True)
class Place:
    """One pane. The command of the same `name`, in the View menu, shows and hides it.

    keys: of that command, portable sequences. px: how wide it is at first, or how high along the bottom.
    shown: whether it is there until somebody closes it.
    """

    name: str
    title: str
    side: Side
    keys: tuple[str, ...] = ()
    px: int = 248
    shown: bool = True


PLACES: tuple[Place, ...] = (
    Place("library", "Library", Side.LEFT, ("Ctrl+L",), px=208),
    Place("inspector", "Inspector", Side.RIGHT, ("Ctrl+Shift+L",)),
    Place("jobs", "Jobs", Side.RIGHT, ("Ctrl+Shift+J",)),
    Place("history", "History", Side.RIGHT, ("Ctrl+Shift+H",)),
    Place("timeline", "Timeline", Side.BOTTOM, ("Ctrl+Shift+T",), px=248),
)

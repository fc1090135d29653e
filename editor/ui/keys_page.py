"""The guide's page of keys, written from the table of commands.

python -m editor.ui.keys_page > docs/guide/keys.md
"""

from __future__ import annotations

import sys

from PySide6.QtGui import QKeySequence

from editor.ui.commands import COMMANDS, Command, sequences
from editor.ui.gestures import GESTURES, written

_HEAD = """# Keys

As they are on Linux and Windows; on macOS Ctrl is ⌘. **Help > Keyboard Shortcuts…** changes them,
**Help > Keys and Gestures** (F1) shows them as they are now, to print. Single letters work while it
plays, and over the timeline.
"""

_SPECIAL = {
    "New",
    "Open",
    "Save",
    "Close",
    "Exit",
    "Undo",
    "Redo",
    "Cut",
    "Copy",
    "Paste",
    "Find",
    "Zoom In",
    "Zoom Out",
}


def page() -> str:
    """The whole page, in Markdown."""
    parts = [_HEAD]
    for menu in dict.fromkeys(command.menu for command in COMMANDS):
        rows = [(_keys(command), command.title) for command in COMMANDS if command.menu == menu]
        parts.append(_table(menu, [(keys, title) for keys, title in rows if keys]))
    for where, gestures in GESTURES.items():
        parts.append(_table(where, [(written(gesture.do), gesture.does) for gesture in gestures]))
    return "\n".join(parts)


def _keys(command: Command) -> str:
    """Those of an ordinary keyboard; some systems also have keys such as Open and Save."""
    texts = [keys.toString(QKeySequence.SequenceFormat.PortableText) for keys in sequences(command)]
    return ", ".join(f"`{text}`" for text in texts if text not in _SPECIAL)


def _table(heading: str, rows: list[tuple[str, str]]) -> str:
    lines = [f"| {keys} | {does} |" for keys, does in rows]
    return "\n".join([f"## {heading}", "", "| | |", "|---|---|", *lines, ""])


if __name__ == "__main__":
    from editor.ui.main import make_application

    make_application(["wordtape"])
    sys.stdout.write(page())

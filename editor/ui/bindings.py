"""Which keys give which command: the table's, and what somebody made of them, kept in the settings."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from weakref import WeakValueDictionary

from PySide6.QtCore import QKeyCombination, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence

from editor.ui.commands import COMMANDS, Command, sequences

Changes = Mapping[str, tuple[str, ...]]
"""Portable key sequences by the name of a command, for those that have others than the table's."""

_GROUP = "keys"
_NAMED = {command.name: command for command in COMMANDS}
_Key, _Modifier = Qt.Key, Qt.KeyboardModifier
_MOVING = (
    {_Key.Key_Escape, _Key.Key_Tab, _Key.Key_Backtab, _Key.Key_Return, _Key.Key_Enter}
    | {_Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down}
    | {_Key.Key_Home, _Key.Key_End, _Key.Key_PageUp, _Key.Key_PageDown}
)
_ERASING = {_Key.Key_Backspace, _Key.Key_Delete, _Key.Key_Insert}
# Option types letters on macOS.
_COMMANDING = (
    _Modifier.ControlModifier
    | _Modifier.MetaModifier
    | (_Modifier.NoModifier if sys.platform == "darwin" else _Modifier.AltModifier)
)


def shown(keys: Sequence[QKeySequence]) -> str:
    """Keys as this system writes them; those that few keyboards have only where there are no others."""
    usual = [one for one in keys if not _rare(one)]
    return ", ".join(one.toString(QKeySequence.SequenceFormat.NativeText) for one in usual or keys)


def _rare(keys: QKeySequence) -> bool:
    """Whether it is a key such as Undo or Copy, of which most keyboards have none."""
    pressed = _pressed(keys)
    return pressed is not None and pressed.key().value >= _Key.Key_Back.value


def _pressed(keys: QKeySequence) -> QKeyCombination | None:
    """What is pressed, where it is pressed once."""
    return keys[0] if keys.count() == 1 else None  # type: ignore[index]


def refusal(command: Command, keys: QKeySequence) -> str:
    """Why keys cannot be those of a command, a sentence; "" where they can."""
    pressed = _pressed(keys)
    if pressed is None or pressed.key() in (_Key.Key_unknown, _Key(0)):
        return "Press one key, alone or with Ctrl, Alt or Shift."
    key, modifiers = pressed.key(), pressed.keyboardModifiers()
    if modifiers & _COMMANDING:
        return ""
    if key in _MOVING:
        return f"{shown([keys])} moves the caret or leaves a field, and stays so; add Ctrl or Alt."
    typed = key.value < _Key.Key_Escape.value or key in _ERASING
    if typed and command.everywhere:
        return f"{shown([keys])} is typed into fields, and {command.title} works there too; add Ctrl or Alt."
    return ""


def bound(changes: Changes) -> dict[str, list[QKeySequence]]:
    """The keys of every command, none given twice: what was changed goes before what the table says."""
    taken: set[str] = set()
    found: dict[str, list[QKeySequence]] = {}
    for changed in (True, False):
        for command in COMMANDS:
            if (command.name in changes) is changed:
                own = (
                    [QKeySequence(keys) for keys in changes[command.name]] if changed else sequences(command)
                )
                found[command.name] = [keys for keys in own if keys.toString() not in taken]
                taken.update(keys.toString() for keys in own)
    return found


@cache
def _came(command: Command) -> list[QKeySequence]:
    return sequences(command)


def given(changes: Changes, name: str, keys: Sequence[str]) -> Changes:
    """Just these keys for a command, taken from whoever had them. What is as in the table is left out."""
    made = {
        other: tuple(one for one in own if one not in keys) for other, own in changes.items() if other != name
    }
    return _needed(made | {name: tuple(keys)})


def _needed(changes: Changes) -> Changes:
    """Without what makes no difference."""
    kept = dict(changes)
    for name in changes:
        without = {other: own for other, own in kept.items() if other != name}
        if bound(without) == bound(kept):
            kept = without
    return kept


class Bindings(QObject):
    """The keys of these settings. changed: some command has others from now on."""

    changed = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self._changes: Changes = _read(settings)
        self._bound = bound(self._changes)

    def keys(self, name: str) -> list[QKeySequence]:
        """The keys of a command, the one that menus show first."""
        return self._bound[name]

    def owner(self, keys: QKeySequence) -> Command | None:
        """Which command has them."""
        return next((_NAMED[name] for name, own in self._bound.items() if keys in own), None)

    def differs(self, name: str) -> bool:
        """Whether the keys of a command are others than the table's."""
        return self._bound[name] != sequences(_NAMED[name])

    def give(self, name: str, keys: Sequence[QKeySequence]) -> None:
        """Just these keys from now on, also tomorrow and in other windows; whoever had them loses them."""
        self._take(given(self._changes, name, [one.toString() for one in keys]))

    def reset(self, name: str) -> None:
        """The keys of the table, also where another command has been given them."""
        self.give(name, sequences(_NAMED[name]))

    def reset_all(self) -> None:
        """Everything as in the table."""
        self._take({})

    def _take(self, changes: Changes) -> None:
        for name in self._changes:
            self._settings.remove(f"{_GROUP}/{name}")
        for name, keys in changes.items():
            self._settings.setValue(f"{_GROUP}/{name}", json.dumps(keys))
        self._changes, self._bound = changes, bound(changes)
        self.changed.emit()


_shared: WeakValueDictionary[str, Bindings] = WeakValueDictionary()


def bindings_of(settings: QSettings) -> Bindings:
    """The keys of these settings: one object for all windows of the process, as long as one has it."""
    name = settings.fileName()
    found = _shared.get(name)
    if found is None:
        found = _shared[name] = Bindings(settings)
    return found


def _read(settings: QSettings) -> Changes:
    """What the settings say, without what no command can have: somebody else may have written them."""
    settings.beginGroup(_GROUP)
    said = {name: str(settings.value(name)) for name in settings.childKeys()}
    settings.endGroup()
    found = {
        name: keys
        for name, text in said.items()
        if name in _NAMED and (keys := _keys(text, _NAMED[name])) is not None
    }
    return _needed(found)


def _keys(text: str, command: Command) -> tuple[str, ...] | None:
    try:
        names = json.loads(text)
    except ValueError:
        return None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None
    keys = [QKeySequence(name) for name in names]
    if any(refusal(command, one) for one in keys):
        return None
    return tuple(dict.fromkeys(one.toString() for one in keys))

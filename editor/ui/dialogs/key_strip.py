"""Changing the keys of one command: what can be done, waiting for keys, and asking whose they are to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from editor.ui.aloud import say
from editor.ui.bindings import Bindings, refusal, shown
from editor.ui.commands import Command, sequences
from editor.ui.dialogs.key_field import KeyField

_RESTING, _RECORDING, _ASKING = range(3)


class KeyStrip(QStackedWidget):
    """For one command at a time. A change holds at once. ended: the list has the floor again."""

    ended = Signal()

    def __init__(self, bindings: Bindings) -> None:
        super().__init__()
        self._bindings = bindings
        self._command: Command | None = None
        self._adding = False
        self._wanted: list[QKeySequence] = []
        self._about = QLabel()
        self.change = _button("Change…", "Press other keys for this command (Return)", self.record)
        self.add = _button("Add…", "Press further keys for this command", lambda: self.record(adding=True))
        self.remove = _button("Remove", "No keys for this command", lambda: self._give([]))
        self.reset = _button("Reset", "The keys that this command came with", self._reset)
        self.field = KeyField()
        self.field.pressed.connect(self._pressed)
        self.field.dropped.connect(self.rest)
        self._wrong = QLabel()
        self._wrong.setProperty("role", "error")
        self._wrong.setWordWrap(True)
        recording = QWidget()
        column = QVBoxLayout(recording)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self._wrong)
        self._clash = QLabel()
        self._clash.setWordWrap(True)
        self.take = _button("", "The other command has these keys no more", self._take)
        self.take.setProperty("primary", True)
        self.leave = _button("Leave", "Everything stays as it is", self.rest)
        for page in (
            row_of(self._about, self.change, self.add, self.remove, self.reset),
            recording,
            row_of(self._clash, self.take, self.leave),
        ):
            self.addWidget(page)
        bindings.changed.connect(self.rest)

    @property
    def said(self) -> str:
        """What is said of the keys that were pressed: why they cannot be had, or whose they are; or ""."""
        texts = {_RECORDING: self._wrong.text().strip(), _ASKING: self._clash.text()}
        return texts.get(self.currentIndex(), "")

    def show_command(self, command: Command | None) -> None:
        """Be for another command."""
        self._command = command
        self.rest()

    def rest(self) -> None:
        """Wait for nothing."""
        busy, command = self.currentIndex() != _RESTING, self._command
        self.setCurrentIndex(_RESTING)
        keys = self._bindings.keys(command.name) if command else []
        self._about.setText(f"{command.title}: {shown(keys) or 'no keys'}" if command else "")
        self.change.setEnabled(command is not None)
        self.add.setEnabled(command is not None)
        self.remove.setEnabled(bool(keys))
        self.reset.setEnabled(command is not None and self._bindings.differs(command.name))
        if busy:
            self.ended.emit()

    def record(self, *, adding: bool = False) -> None:
        """Wait for keys that take the place of those of the command, or come beside them."""
        if self._command is not None:
            self._adding = adding
            self.field.clear()
            self._wrong.setText(" ")
            self.setCurrentIndex(_RECORDING)
            self.field.setFocus()

    def _pressed(self, keys: QKeySequence) -> None:
        command = self._command
        if command is None:
            return
        self.field.setText(shown([keys]))
        wrong = refusal(command, keys)
        if wrong:
            self._wrong.setText(wrong)
            say(self.field, wrong)
            return
        before = self._bindings.keys(command.name) if self._adding else []
        self._give([*(one for one in before if one != keys), keys])

    def _reset(self) -> None:
        if self._command is not None:
            self._give(sequences(self._command))

    def _give(self, keys: Sequence[QKeySequence]) -> None:
        """These keys for the command; where others have some of them, ask."""
        command = self._command
        if command is None:
            return
        owners = [(one, self._bindings.owner(one)) for one in keys]
        others = [(one, other) for one, other in owners if other is not None and other is not command]
        if not others:
            self._bindings.give(command.name, keys)
            return
        self._wanted = list(keys)
        whose = " ".join(f"{shown([one])} is {_name(other)} in {other.menu}." for one, other in others)
        self._clash.setText(f"{whose} Give it to {_name(command)} instead?")
        self.take.setText(f"Give to {_name(command)}")
        # The focus first: the field that loses it waits for nothing more.
        self.field.blockSignals(True)
        self.setCurrentIndex(_ASKING)
        self.take.setFocus()
        self.field.blockSignals(False)
        say(self._clash, self._clash.text())

    def _take(self) -> None:
        if self._command is not None:
            self._bindings.give(self._command.name, self._wanted)


def row_of(about: QWidget, *buttons: QWidget) -> QWidget:
    """Buttons beside each other, and what they are about with the rest of the room."""
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(about, 1)
    for button in buttons:
        row.addWidget(button)
    return page


def _name(command: Command) -> str:
    return f"“{command.title.rstrip('…')}”"


def _button(text: str, about: str, do: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(about)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _on=False: do())
    return button

"""What to do with found words: correct what they read, or take them out of the sound.

Nothing can be typed into the sound: so where that is edited, found words are deleted or ignored.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from editor.ui.finding import Finding

ROW_PX, SPACE_PX = 28, 4
LONGEST = 500
"""Characters that can take the place of what is found."""

NOTHING = "Nothing is found."
_EMPTY = "Type what the words should read first. To remove words, choose “Edit sound”."
_CORRECT = "Correct what the found words read; the sound stays as it is"
_EDIT = "Delete or ignore the found words with their sound. New words cannot be typed into the sound."


class Replacing(QObject):
    """What the bar arranges: what is typed or said, what can be done, and whether text or sound is meant.

    sound_meant: it is the sound from now on.
    """

    sound_meant = Signal()

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self._finding = finding
        self.field = QLineEdit()
        self.field.setAccessibleName("Replace with")
        self.field.setPlaceholderText("What the words should read")
        self.field.setMaxLength(LONGEST)
        self.field.textChanged.connect(self._fit)
        self.field.returnPressed.connect(self._replace)
        self._about = QLabel("The found words, with their sound")
        self._about.setProperty("role", "quiet")
        self.said = QStackedWidget()
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.said.addWidget(self.field)
        self.said.addWidget(self._about)
        self._corrections = (
            _Act("Replace", "Correct this match and go on to the next", self._replace),
            _Act("Replace All", "Correct every match, in one step", self._replace_all),
        )
        self._edits = (
            _Act("Delete", "Delete this match with its sound and go on to the next", finding.delete),
            _Act("Delete All", "Delete every match with its sound, in one step", finding.delete_all),
            _Act("Ignore", "Strike this match through, skip it and go on to the next", finding.ignore),
            _Act("Ignore All", "Strike every match through and skip it, in one step", finding.ignore_all),
        )
        self.correct, self.edit = _segment("Correct text", _CORRECT), _segment("Edit sound", _EDIT)
        self.correct.setChecked(True)
        self._modes = QButtonGroup(self)
        self._modes.addButton(self.correct)
        self._modes.addButton(self.edit)
        self.edit.toggled.connect(self._change_mode)
        for control in (self.field, self.correct, self.edit, *self._corrections, *self._edits):
            control.setFixedHeight(ROW_PX)
        self.acts, self.modes = QWidget(), QWidget()
        self._grid = QGridLayout(self.acts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE_PX)
        self.set_columns(len(self._edits))
        row = QHBoxLayout(self.modes)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_PX)
        row.addWidget(self.correct)
        row.addWidget(self.edit)
        row.addStretch(1)
        finding.changed.connect(self._fit)
        self._change_mode(sound=False)

    def show_row(self, *, on: bool) -> None:
        """Offer it, or not."""
        for part in (self.said, self.acts, self.modes):
            part.setVisible(on)

    @property
    def acts_width(self) -> int:
        """How wide the buttons are side by side, where there are most of them."""
        return sum(act.sizeHint().width() + SPACE_PX for act in self._edits) - SPACE_PX

    def set_columns(self, columns: int) -> None:
        """Put so many buttons side by side."""
        for acts in (self._corrections, self._edits):
            for number, act in enumerate(acts):
                self._grid.addWidget(act, *divmod(number, columns))

    def _change_mode(self, sound: bool) -> None:
        self.said.setCurrentWidget(self._about if sound else self.field)
        for acts, on in ((self._corrections, not sound), (self._edits, sound)):
            for act in acts:
                act.setVisible(on)
        self._fit()
        if sound:
            self.sound_meant.emit()

    def _fit(self) -> None:
        """Allow what can be done; what cannot says why."""
        nothing = "" if self._finding.count else NOTHING
        for act in self._corrections:
            act.allow(nothing or ("" if self.field.text().strip() else _EMPTY))
        for act in self._edits:
            act.allow(nothing)

    def _replace(self) -> None:
        if self._corrections[0].isEnabled():
            self._finding.correct(self.field.text())

    def _replace_all(self) -> None:
        self._finding.correct_all(self.field.text())


class _Act(QPushButton):
    """A button with its verb. about: what it does, for the tooltip."""

    def __init__(self, verb: str, about: str, do: Callable[[], object]) -> None:
        super().__init__(verb)
        self._about = about
        self.clicked.connect(lambda: do())

    def allow(self, lacks: str) -> None:
        """Whether it can be done: `lacks` says why not."""
        self.setEnabled(not lacks)
        self.setToolTip(lacks or self._about)


def _segment(text: str, about: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setCheckable(True)
    button.setProperty("segment", True)
    button.setToolTip(about)
    return button

"""A question that blocks nothing: a line above the page with its answers, one question after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget


class Answer(NamedTuple):
    """What can be answered. hint: what that means in full, for the tooltip."""

    verb: str
    do: Callable[[], object]
    hint: str = ""


@dataclass(frozen=True)
class Question:
    """subject, about: what it is asked for, such as ("enhancing", a source). answers: the first is a yes."""

    subject: str
    about: str
    sentence: str
    answers: tuple[Answer, ...]
    reason: str


class QuestionBar(QFrame):
    """Shows the oldest question that has no answer; nothing where there is none. answered: it has one now."""

    answered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self.setAccessibleName("Question")
        self._waiting: list[Question] = []
        self._shown: Question | None = None
        self._buttons: list[QPushButton] = []
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 6, 12, 6)
        self._row.setSpacing(8)
        self._row.addWidget(self._text, 1)
        self.setMinimumHeight(44)
        self.hide()

    @property
    def text(self) -> str:
        """What is asked now, or ""."""
        return self._shown.sentence if self._shown else ""

    def ask(
        self, subject: str, about: str, sentence: str, answers: Sequence[Answer], reason: str = ""
    ) -> None:
        """Ask, once what was asked before is answered. A newer question about the same takes its place."""
        self.withdraw(subject, about)
        self._waiting.append(Question(subject, about, sentence, tuple(answers), reason))
        self._show_next()

    def withdraw(self, subject: str, about: str | None = None) -> list[Callable[[], object]]:
        """Ask this no more, about one thing or about any; what a yes would have done, for each."""
        gone = [one for one in self._waiting if one.subject == subject and about in (None, one.about)]
        self._waiting = [one for one in self._waiting if one not in gone]
        self._show_next()
        return [one.answers[0].do for one in gone]

    def answer(self, number: int) -> None:
        """Give the answer of that number to what is asked now."""
        question = self._waiting.pop(0)
        self._show_next()
        self.answered.emit()
        question.answers[number].do()

    def _show_next(self) -> None:
        question = self._waiting[0] if self._waiting else None
        if question is self._shown:
            return
        self._shown = question
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        if question is not None:
            self._text.setText(question.sentence)
            self._text.setToolTip(question.reason)
            for number, answer in enumerate(question.answers):
                button = QPushButton(answer.verb)
                button.setToolTip(answer.hint)
                button.setProperty("primary", number == 0)
                button.clicked.connect(lambda _on=False, number=number: self.answer(number))
                self._row.addWidget(button)
                self._buttons.append(button)
        self.setVisible(question is not None)

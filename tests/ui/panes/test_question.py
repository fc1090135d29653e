"""Questions wait for each other and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from editor.ui.panes.question import Answer, QuestionBar


@pytest.fixture
def bar(application: QApplication) -> Iterator[QuestionBar]:
    made = QuestionBar()
    yield made
    made.close()
    made.deleteLater()


def ask(bar: QuestionBar, about: str, did: list[str], subject: str = "tea") -> None:
    answers = (Answer("Yes", lambda: did.append(f"yes {about}")), Answer("No", lambda: did.append("no")))
    bar.ask(subject, about, f"{about}?", answers)


def test_one_is_shown_after_the_other(bar: QuestionBar) -> None:
    did: list[str] = []
    ask(bar, "milk", did)
    ask(bar, "sugar", did)
    assert bar.text == "milk?"
    assert not bar.isHidden()
    bar.answer(0)
    assert (bar.text, did) == ("sugar?", ["yes milk"])
    bar.answer(1)
    assert (bar.text, did) == ("", ["yes milk", "no"])
    assert bar.isHidden()


def test_an_answer_may_ask_again(bar: QuestionBar) -> None:
    bar.ask("tea", "milk", "milk?", (Answer("Yes", lambda: ask(bar, "how much", [])),))
    bar.answer(0)
    assert bar.text == "how much?"


def test_a_question_is_asked_once_however_often_it_comes(bar: QuestionBar) -> None:
    did: list[str] = []
    ask(bar, "milk", did)
    ask(bar, "milk", did)
    bar.answer(1)
    assert bar.text == ""


def test_what_is_withdrawn_is_asked_no_more(bar: QuestionBar) -> None:
    did: list[str] = []
    for subject, about in (("tea", "milk"), ("cake", "cream"), ("tea", "sugar")):
        ask(bar, about, did, subject)
    for begin in bar.withdraw("tea"):
        begin()
    assert did == ["yes milk", "yes sugar"]
    assert bar.text == "cream?"
    assert bar.withdraw("cake", "jam") == []
    assert bar.text == "cream?"

"""The rows of the history are the history, whatever was done, undone, gone to and overwritten."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from editor.model import edits
from editor.model.document import Document
from editor.model.history import History, Step
from editor.ui.desk import Desk
from editor.ui.moments import date_and_time, day_or_time, when
from editor.ui.panes.rows import Role, State
from editor.ui.panes.steps import BEGINNING, Steps

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=timezone(timedelta(hours=1)))


def shown(steps: Steps) -> list[tuple[str, State]]:
    rows = (steps.index(row) for row in range(steps.rowCount()))
    return [(str(index.data()), State(index.data(Role.STATE))) for index in rows]


def told(history: History) -> list[tuple[str, State]]:
    now = history.revision
    labels = [BEGINNING, *(step.label for step in history.steps)]
    states = [State.PLAIN] * now + [State.NOW] + [State.UNDONE] * (len(labels) - now - 1)
    return list(zip(labels, states, strict=True))


@pytest.mark.parametrize("seed", range(20))
def test_rows_are_the_history_after_any_course(application: QApplication, desk: Desk, seed: int) -> None:
    random, history = Random(seed), desk.session.history
    steps = Steps(history)
    tester = QAbstractItemModelTester(steps, QAbstractItemModelTester.FailureReportingMode.Warning)
    for number in range(40):
        deed = random.choice(("do", "do", "undo", "go"))
        if deed == "do":
            word = number * 3
            desk.do(lambda document, word=word: edits.ignore(document, word, word + 1))  # type: ignore[misc]
        elif deed == "undo" and history.revision:
            desk.undo()
        else:
            desk.go(random.randint(0, history.count))
        before = history.count
        gone = steps.follow()
        assert shown(steps) == told(history)
        assert not gone or deed == "do"
        assert history.count == before
    del tester


def test_what_took_the_place_of_one_undone_step_is_shown(application: QApplication) -> None:
    root = Document()
    history = History([Step("One"), Step("Two")], 2, root, lambda _revision: root)
    steps = Steps(history)
    history.go(1)
    history.record(root, Step("Other"))
    assert steps.follow()
    assert [text for text, _ in shown(steps)] == [BEGINNING, "One", "Other"]
    assert not steps.follow()


def test_a_step_says_when_and_which_versions_it_has(application: QApplication) -> None:
    root = Document()
    made = "2026-11-24T09:05:59+00:00"
    history = History([Step("Imported", made=made), Step("Deleted 1 word")], 2, root, lambda _revision: root)
    steps = Steps(history, lambda: NOW)
    steps.name({1: ["First cut"]})
    assert [steps.index(row).data(Role.NAMED) for row in range(3)] == [False, True, False]
    assert [steps.index(row).data(Role.WHEN) for row in range(3)] == ["", "10:05", ""]
    tip = steps.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Imported\nTue 24 Nov 2026, 10:05\nVersion “First cut”"
    assert "where the document is" in steps.index(2).data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize(
    ("made", "long", "brief"),
    [
        ("2026-11-24T13:59:00+00:00", "14:59", "14:59"),
        ("2026-11-23T23:30:00+00:00", "00:30", "00:30"),
        ("2026-11-23T22:30:00+00:00", "Mon 23:30", "Mon"),
        ("2026-11-18T12:00:00+00:00", "Wed 13:00", "Wed"),
        ("2026-11-17T12:00:00+00:00", "17 Nov", "17 Nov"),
        ("2025-11-24T12:00:00+00:00", "24 Nov 2025", "2025"),
        ("2026-11-25T12:00:00+00:00", "25 Nov", "25 Nov"),
        ("", "", ""),
        ("yesterday", "", ""),
        ("2026-11-24T13:59:00", "", ""),
        ("0001-01-01T00:00:00+14:00", "", ""),
    ],
)
def test_moments_are_told_as_briefly_as_they_are_near(made: str, long: str, brief: str) -> None:
    assert (when(made, NOW), day_or_time(made, NOW)) == (long, brief)
    assert bool(date_and_time(made, NOW)) == bool(long)


def test_a_name_of_what_was_overwritten_says_nothing_of_any_row(
    application: QApplication, desk: Desk
) -> None:
    steps = Steps(desk.session.history)
    for word in (1, 2):
        desk.do(lambda document, word=word: edits.ignore(document, word, word + 1))  # type: ignore[misc]
        steps.follow()
    steps.name({2: ("Draft",)})
    desk.go(0)
    desk.do(lambda document: edits.ignore(document, 7, 8))
    steps.follow()
    told: list[int] = []
    steps.dataChanged.connect(lambda first, _last: told.append(first.row()))
    steps.name({1: ("Cut",)})
    assert told == [1]

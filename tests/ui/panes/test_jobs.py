"""The jobs in one place: what goes on, what waits, what it came to, and doing it again."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from editor.jobs import JobState, Report
from editor.model.errors import Refusal
from editor.ui.dialogs.stopping import reasons, sentence
from editor.ui.moments import Countdown
from editor.ui.notifying import LONG_S, Notifying
from editor.ui.panes.job_rows import EndedRow, JobRow
from editor.ui.panes.job_strip import JobStrip
from editor.ui.panes.jobs import JobsPane
from editor.ui.panes.messages import MessageBar
from editor.ui.theme import Theme
from editor.ui.window import Window
from editor.ui.working import Work
from editor.ui.worklog import MOST_KEPT, Ended, WorkLog
from tests.ui.conftest import until


@pytest.fixture
def work(application: QApplication) -> Iterator[Work]:
    made = Work()
    yield made
    made.close()


@pytest.fixture
def pane(work: Work, theme: Theme) -> Iterator[JobsPane]:
    made = JobsPane(work, theme)
    made.show()
    made.activateWindow()
    yield made
    made.close()
    made.deleteLater()


class Held:
    """Work that goes on until it is let go or stopped."""

    def __init__(self, error: Exception | None = None) -> None:
        self.begun, self.go, self.error, self.times = threading.Event(), threading.Event(), error, 0

    def __call__(self, report: Report) -> int:
        self.times += 1
        self.begun.set()
        while not self.go.wait(0.001):
            report(0.5, "Reading")
        if self.error:
            raise self.error
        return self.times


def refusal(*notes: str) -> Refusal:
    made = Refusal("It breaks off.")
    for note in notes:
        made.add_note(note)
    return made


def told(pane: JobsPane) -> list[str]:
    return [row.accessibleName().split(".")[0] for row in pane.rows]


def ended(pane: JobsPane) -> list[EndedRow]:
    return [row for row in pane.rows if isinstance(row, EndedRow)]


def test_what_waits_for_another_is_shown_as_waiting(
    application: QApplication, work: Work, pane: JobsPane
) -> None:
    first, second = Held(), Held()
    work.submit("Importing", first, serial=True)
    work.submit("Exporting", second, serial=True)
    until(application, lambda: "Reading" in told(pane)[0], "the first to begin")
    assert told(pane) == ["Importing: Reading, 50%", "Exporting: Waiting, 0%"]
    first.go.set()
    until(application, lambda: told(pane)[0].startswith("Exporting: Reading"), "the second to begin")
    assert [row.ended.state for row in ended(pane)] == [JobState.DONE]
    second.go.set()
    until(application, lambda: len(ended(pane)) == 2, "the end")


def test_a_failure_stands_in_place_with_its_sentence_and_folded_reasons(
    application: QApplication, work: Work, pane: JobsPane
) -> None:
    held = Held(refusal("The header lies.", "The rest is missing."))
    held.go.set()
    work.submit("Importing", held)
    until(application, lambda: ended(pane), "the end")
    (row,) = ended(pane)
    assert row.ended.sentence == "It breaks off."
    assert "It breaks off." in row.accessibleName()
    assert row.details.isHidden()
    row.fold.click()
    assert not row.details.isHidden()
    assert row.details.text() == "The header lies.\nThe rest is missing."


def test_again_submits_the_same_with_its_callbacks(
    application: QApplication, work: Work, pane: JobsPane
) -> None:
    came: list[object] = []
    held = Held(refusal())
    held.go.set()
    work.submit("Importing", held, came.append, ended=lambda: came.append("ended"))
    until(application, lambda: ended(pane), "the failure")
    held.error = None
    row = ended(pane)[0]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    until(application, lambda: len(came) == 3, "the result")
    assert came == ["ended", "ended", 2]
    assert [row.ended.state for row in ended(pane)] == [JobState.DONE]
    assert ended(pane)[0].ended.again is None


def test_what_was_stopped_can_be_done_again_in_its_own_way(
    application: QApplication, work: Work, pane: JobsPane
) -> None:
    again: list[str] = []
    held = Held()
    work.submit("Enhancing", held, again=lambda: again.append("so"))
    until(application, lambda: held.begun.is_set() and pane.rows, "the beginning")
    row = pane.rows[0]
    assert isinstance(row, JobRow)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Delete)
    until(application, lambda: ended(pane), "the end")
    assert ended(pane)[0].ended.state is JobState.CANCELLED
    ended(pane)[0].do_again()
    assert again == ["so"]
    assert held.times == 1
    assert not pane.rows


def test_what_belonged_to_a_closed_project_cannot_be_done_again(
    application: QApplication, work: Work, theme: Theme
) -> None:
    held = Held(refusal())
    held.go.set()
    work.submit("Importing", held)
    until(application, lambda: work.log.ended, "the failure")
    work.stop()
    assert [one.again for one in work.log.ended] == [None]
    later = JobsPane(work, theme)
    assert [row.ended.title for row in ended(later)] == ["Importing"]
    later.deleteLater()


def test_clearing_takes_off_what_has_ended_and_nothing_else(
    application: QApplication, work: Work, pane: JobsPane
) -> None:
    held = Held()
    work.submit("Exporting", lambda report: 1)
    until(application, lambda: ended(pane), "the end")
    work.submit("Importing", held)
    until(application, lambda: len(pane.rows) == 2, "the beginning")
    pane._clear.click()
    assert [type(row) for row in pane.rows] == [JobRow]
    held.go.set()
    until(application, lambda: ended(pane), "the end")


def test_keys_go_from_row_to_row(application: QApplication, work: Work, pane: JobsPane) -> None:
    for name in ("One", "Two", "Three"):
        work.submit(name, lambda report: 1)
        until(application, lambda name=name: name in "".join(told(pane)), name)
    pane.rows[0].setFocus()
    QTest.keyClick(pane.rows[0], Qt.Key.Key_Down)
    assert pane.rows[1].hasFocus()
    QTest.keyClick(pane.rows[1], Qt.Key.Key_Delete)
    assert len(pane.rows) == 2
    assert pane.rows[1].hasFocus()


def test_a_fault_tells_where_it_is(
    application: QApplication, work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL):
        work.submit("Trying", lambda report: 1 // 0)
        until(application, lambda: work.log.ended, "the fault")
    (fault,) = work.log.ended
    assert fault.sentence.startswith("Trying stopped because of a fault")
    assert any("ZeroDivisionError" in line for line in fault.details)


def test_only_so_many_are_kept(application: QApplication) -> None:
    log = WorkLog()
    for number in range(MOST_KEPT + 5):
        log.add(Ended(str(number), JobState.DONE, 1.0, ""))
    assert len(log.ended) == MOST_KEPT
    assert log.ended[-1].title == str(MOST_KEPT + 4)


# The line that stands for them


def test_the_line_says_how_many_and_is_away_while_the_pane_is_seen(
    application: QApplication, work: Work
) -> None:
    strip = JobStrip(work)
    strip._timer.setInterval(0)
    one, two = Held(), Held()
    work.submit("Importing", one)
    until(application, lambda: not strip.isHidden(), "the line")
    assert strip.text == "Importing"
    work.submit("Exporting", two)
    until(application, lambda: strip.text == "2 jobs", "both")
    strip.cover(True)
    assert strip.isHidden()
    strip.cover(False)
    assert not strip.isHidden()
    one.go.set()
    two.go.set()
    until(application, lambda: strip.isHidden(), "the end")
    strip.deleteLater()


def test_the_line_opens_the_pane(application: QApplication, window: Window) -> None:
    assert window.workspace is not None
    held = Held()
    window.strip._timer.setInterval(0)
    window.work.submit("Importing", held)
    until(application, lambda: not window.strip.isHidden(), "the line")
    window.strip._text.click()
    until(application, lambda: window.workspace and window.workspace.panes.seen("jobs"), "the pane")
    until(application, lambda: window.strip.isHidden(), "the line to go")
    held.go.set()
    until(application, lambda: not window.work.running, "the end")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (0.0, "a few seconds left"),
        (8.0, "a few seconds left"),
        (12.0, "20 s left"),
        (41.0, "50 s left"),
        (61.0, "2 min left"),
        (3600.0, "1 h left"),
        (3700.0, "1 h 10 min left"),
    ],
)
def test_time_left_in_words(seconds: float | None, text: str) -> None:
    assert Countdown().text(seconds) == text


def test_words_of_time_left_do_not_flicker() -> None:
    countdown = Countdown()
    assert {countdown.text(seconds) for seconds in (118, 121, 119, 122, 117, 120)} == {"2 min left"}
    assert countdown.text(170) == "3 min left"


# Leaving and looking elsewhere


def test_closing_names_what_goes_on(application: QApplication, work: Work) -> None:
    held = [Held() for _ in range(8)]
    for number, one in enumerate(held):
        work.submit(f"Importing {number}", one, serial=True)
    assert held[0].begun.wait(10)
    assert sentence(work.jobs[:1]) == "Work is still going on. Stop it?"
    assert sentence(work.jobs) == "8 jobs are still going on. Stop them?"
    lines = reasons(work.jobs).splitlines()
    assert lines[1] == "Importing 1: waiting"
    assert "and 2 more" in lines
    for job in work.jobs:
        job.cancel()


class Told:
    """A window that nobody looks at, and what it told."""

    def __init__(self, work: Work, settings: QSettings, theme: Theme) -> None:
        self.window = QWidget()
        self.bar = MessageBar(self.window, theme)
        self.away = True
        self.notifying = Notifying(self.window, work, self.bar, settings, theme, lambda: self.away)


@pytest.fixture
def looking(application: QApplication, work: Work, settings: QSettings, theme: Theme) -> Iterator[Told]:
    made = Told(work, settings, theme)
    yield made
    made.notifying.close()
    made.window.deleteLater()


@pytest.mark.parametrize(
    ("seconds", "state", "away", "wanted", "said"),
    [
        (LONG_S + 1, JobState.DONE, True, True, "Exporting is done."),
        (LONG_S + 1, JobState.FAILED, True, True, "The disk is full."),
        (LONG_S - 1, JobState.DONE, True, True, ""),
        (LONG_S + 1, JobState.CANCELLED, True, True, ""),
        (LONG_S + 1, JobState.DONE, False, True, ""),
        (LONG_S + 1, JobState.DONE, True, False, ""),
    ],
)
def test_the_end_of_long_work_is_told_to_who_looks_elsewhere(
    looking: Told, work: Work, seconds: float, state: JobState, away: bool, wanted: bool, said: str
) -> None:
    looking.away = away
    looking.notifying.want(wanted)
    sentence = "The disk is full." if state is JobState.FAILED else ""
    work.log.add(Ended("Exporting", state, seconds, "", sentence))
    assert looking.bar.text == said


def test_what_is_said_already_is_not_said_over(looking: Told, work: Work) -> None:
    looking.bar.tell("Exported talk.mp3")
    work.log.add(Ended("Exporting", JobState.DONE, LONG_S + 1, ""))
    assert looking.bar.text == "Exported talk.mp3."


def test_telling_can_be_switched_off_and_stays_so(window: Window, settings: QSettings) -> None:
    assert window.commands["notify"].isChecked()
    window.commands["notify"].trigger()
    assert not window.commands["notify"].isChecked()
    assert not window.notifying.wanted


class Tray(QObject):
    """What a system with a tray shows."""

    MessageIcon = QSystemTrayIcon.MessageIcon
    messageClicked, activated = Signal(), Signal()
    shown: ClassVar[list[tuple[str, str, object]]] = []
    isSystemTrayAvailable = supportsMessages = staticmethod(lambda: True)

    def __init__(self, _icon: object, parent: QObject) -> None:
        super().__init__(parent)
        self.visible = False

    def setToolTip(self, _text: str) -> None:
        pass

    def show(self) -> None:
        self.visible = True

    def hide(self) -> None:
        self.visible = False

    def showMessage(self, title: str, sentence: str, icon: object) -> None:
        assert self.visible
        self.shown.append((title, sentence, icon))


def test_where_the_system_can_tell_it_does_and_the_icon_goes_when_somebody_comes_back(
    looking: Told, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.ui.notifying.QSystemTrayIcon", Tray)
    monkeypatch.setattr(Tray, "shown", [])
    work.log.add(Ended("Exporting", JobState.FAILED, LONG_S + 1, "", "The disk is full."))
    assert Tray.shown == [("Exporting failed", "The disk is full.", Tray.MessageIcon.Warning)]
    assert looking.bar.text == ""
    tray = looking.notifying._tray
    assert isinstance(tray, Tray)
    looking.notifying._looked(Qt.ApplicationState.ApplicationInactive)
    assert tray.visible
    looking.notifying._looked(Qt.ApplicationState.ApplicationActive)
    assert not tray.visible

"""The history in the window: a click goes there in one go, durably; versions are edits that can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.app.session import Session
from editor.model import edits
from editor.ui import travelling
from editor.ui.dialogs.naming import NameVersion
from editor.ui.panes.history import HistoryPane
from editor.ui.window import Window
from editor.ui.workspace import Workspace
from tests.ui.conftest import WORDS, until

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pane(application: QApplication, window: Window, workspace: Workspace) -> HistoryPane:
    """Shown, over ten words deleted one by one."""
    for _ in range(10):
        workspace.desk.do(lambda document: edits.delete(document, 0, 1))
    window.commands["history"].trigger()
    application.processEvents()
    return workspace.history


def said(workspace: Workspace) -> list[str]:
    return [piece.text for piece in workspace.desk.document.pieces() if piece.text]


def click(pane: HistoryPane, row: int) -> None:
    steps = pane.steps
    steps.scrollTo(steps.steps.index(row))
    QTest.mouseClick(steps.viewport(), LEFT, pos=steps.visualRect(steps.steps.index(row)).center())


def test_a_click_goes_there_in_one_go_and_it_is_on_disk(
    window: Window, workspace: Workspace, pane: HistoryPane, project: Path
) -> None:
    came: list[object] = []
    workspace.desk.edited.connect(lambda old, new: came.append(new))
    click(pane, 4)
    assert said(workspace) == WORDS[3:]
    assert len(came) == 1
    with Session.open(project, write=False) as reader:
        assert reader.history.revision == 4
    click(pane, 11)
    assert said(workspace) == WORDS[10:]
    assert len(came) == 2


def test_return_goes_to_the_row_under_the_cursor(workspace: Workspace, pane: HistoryPane) -> None:
    assert pane.steps.hasFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(pane.steps, key)
    assert said(workspace) == WORDS[8:]
    QTest.keyClick(pane.steps, Qt.Key.Key_Home)
    QTest.keyClick(pane.steps, Qt.Key.Key_Return)
    assert said(workspace) == []


def test_the_present_is_in_view_after_every_edit(
    application: QApplication, workspace: Workspace, pane: HistoryPane
) -> None:
    steps = pane.steps
    for step in (lambda: workspace.desk.go(1), lambda: workspace.desk.go(11), workspace.desk.undo):
        step()
        application.processEvents()
        rect = steps.visualRect(steps.currentIndex())
        assert steps.currentIndex().row() == workspace.desk.session.history.revision
        assert steps.viewport().rect().contains(rect)


def test_steps_of_before_the_restart_are_there_and_far_ones_come_as_a_job(
    application: QApplication,
    window: Window,
    workspace: Workspace,
    pane: HistoryPane,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(travelling, "NEAR", 3)
    window.close_project()
    window.open_project(project)
    again = window.workspace
    assert again is not None
    pane = again.history
    jobs: list[str] = []
    window.work.moved.connect(lambda job: jobs.append(job.title))
    click(pane, 9)
    assert said(again) == WORDS[8:]
    assert not jobs
    click(pane, 2)
    until(application, lambda: said(again) == WORDS[1:], "the far step")
    assert "Going to “Deleted 1 word”" in jobs
    # What was read on the way is not read again.
    jobs.clear()
    again.desk.redo()
    assert said(again) == WORDS[2:]


def test_a_far_step_that_an_edit_replaced_meanwhile_is_a_sentence(
    application: QApplication,
    window: Window,
    workspace: Workspace,
    pane: HistoryPane,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(travelling, "NEAR", 3)
    workspace.desk.go(1)
    window.close_project()
    window.open_project(project)
    again = window.workspace
    assert again is not None
    refused: list[str] = []
    again.desk.refused.connect(refused.append)
    window.work.refused.connect(refused.append)
    again.history.steps._travelling.go(9)
    for _ in range(9):
        again.desk.do(
            lambda document: edits.ignore(document, 5, 6, document.piece(document.place_of_word(5)).kept)
        )
    until(application, lambda: refused, "the sentence")
    assert refused[0].startswith("That step is no longer in the history")
    assert again.desk.session.history.revision == 10


# Versions


@pytest.fixture
def named(application: QApplication, window: Window, workspace: Workspace, pane: HistoryPane) -> HistoryPane:
    """With a version "First cut" of the present."""
    save(application, window, "First cut")
    return pane


def save(application: QApplication, window: Window, name: str) -> None:
    window.commands["save_version"].trigger()
    dialog = window.findChild(NameVersion)
    assert dialog is not None
    dialog._name.setText(name)
    dialog.accept()
    history = window.workspace.history if window.workspace else None
    until(application, lambda: history and history.versions.model().rowCount(), "the version")


def test_a_version_is_saved_and_gone_back_to_as_an_edit(
    application: QApplication, window: Window, workspace: Workspace, named: HistoryPane
) -> None:
    workspace.desk.do(lambda document: edits.delete(document, 0, 2))
    assert named.versions.current is None
    named.versions.setCurrentIndex(named.versions.model().index(0, 0))
    QTest.keyClick(named.versions, Qt.Key.Key_Return)
    until(application, lambda: said(workspace) == WORDS[10:], "the version")
    assert window.commands["undo"].text() == "Undo: went back to version “First cut”"
    workspace.desk.undo()
    assert said(workspace) == WORDS[12:]


def test_a_name_that_is_taken_is_said_in_the_dialog(
    application: QApplication, window: Window, workspace: Workspace, named: HistoryPane
) -> None:
    window.commands["save_version"].trigger()
    dialog = window.findChild(NameVersion)
    assert dialog is not None
    assert dialog._name.text() == "Version 2"
    dialog._name.setText("First cut")
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.said == "There is a version “First cut” already; choose another name."
    dialog.reject()


def test_a_version_is_renamed_in_place(
    application: QApplication, workspace: Workspace, named: HistoryPane
) -> None:
    versions = named.versions
    versions.setCurrentIndex(versions.model().index(0, 0))
    versions.model().setData(versions.currentIndex(), "Rough cut")
    until(application, lambda: versions.current == "Rough cut", "the name")
    assert [version.name for version in workspace.desk.session.project.versions.all()] == ["Rough cut"]


def test_what_was_removed_can_be_put_back(
    application: QApplication, window: Window, workspace: Workspace, named: HistoryPane
) -> None:
    named.versions.setCurrentIndex(named.versions.model().index(0, 0))
    QTest.keyClick(named.versions, Qt.Key.Key_Delete)
    assert workspace.desk.session.project.versions.all() == ()
    assert window.messages.text == "Removed version “First cut”."
    window.messages._do.click()
    assert named.versions.current is None or named.versions.current == "First cut"
    assert [version.name for version in named.versioning.versions] == ["First cut"]


def test_the_flag_of_a_version_goes_with_the_steps_that_led_to_it(
    workspace: Workspace, named: HistoryPane
) -> None:
    assert named.versioning.named == {11: ["First cut"]}
    workspace.desk.undo()
    workspace.desk.do(lambda document: edits.delete(document, 0, 2))
    assert named.versioning.named == {}
    assert [version.name for version in named.versioning.versions] == ["First cut"]

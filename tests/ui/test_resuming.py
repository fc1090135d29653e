"""A project opens where it was left, and bad settings do no harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from editor.app.session import Session
from editor.model.document import Document
from editor.model.edits import Change
from editor.ui.resuming import KEPT
from editor.ui.timeline.scale import Scale
from editor.ui.window import Window
from editor.ui.workspace import Workspace


def long(project: Path) -> None:
    """The project with its paragraph thirty times over."""
    with Session.open(project) as session:
        document = session.document
        longer = Document(document.paragraphs * 30, document.transcripts)
        session.do(lambda _old: Change(longer, "Pasted", (0, 0)))


def reopened(application: QApplication, window: Window, project: Path) -> Workspace:
    assert window.open_project(project)
    application.processEvents()
    assert window.workspace is not None
    return window.workspace


def where(workspace: Workspace) -> object:
    desk = workspace.desk
    return desk.caret, desk.playhead, workspace.transcript.standing, workspace.timeline.scale


def test_it_opens_where_it_was_left(application: QApplication, window: Window, project: Path) -> None:
    assert window.close_project()
    long(project)
    workspace = reopened(application, window, project)
    workspace.desk.select(210)
    workspace.desk.seek(3_000_000)
    workspace.timeline.show_scale(Scale(2_900_000.0, 100.0))
    workspace.transcript.stand(12, 17.0)
    application.processEvents()
    left = where(workspace)
    assert workspace.transcript.standing == (12, 17.0)
    again = reopened(application, window, project)
    assert again is not workspace
    assert where(again) == left


def test_the_playhead_alone_is_enough(application: QApplication, window: Window, project: Path) -> None:
    workspace = reopened(application, window, project)
    workspace.desk.seek(100_000)
    left = where(workspace)
    assert where(reopened(application, window, project)) == left


def test_what_is_gone_is_as_near_as_can_be(application: QApplication, window: Window, project: Path) -> None:
    assert window.close_project()
    long(project)
    workspace = reopened(application, window, project)
    workspace.desk.select(400)
    workspace.transcript.stand(25, 3.0)
    assert window.close_project()
    with Session.open(project) as session:
        session.undo()
    workspace = reopened(application, window, project)
    assert workspace.desk.caret == workspace.desk.document.word_count


@pytest.mark.parametrize(
    "kept",
    [
        "not json",
        "[1, 2]",
        '{"PATH": 7}',
        '{"PATH": {"caret": "x"}}',
        '{"PATH": {"caret": 1, "playhead": 2, "paragraph": 0, "offset": NaN, "start": 0, "per_px": 1}}',
        '{"PATH": {"caret": 1, "playhead": 2, "paragraph": 0, "offset": 0, "start": 0, "per_px": 0}}',
        '{"PATH": {"caret": 1, "playhead": 1e300, "paragraph": 0, "offset": 0, "start": 0, "per_px": 1}}',
        '{"PATH": {"caret": 1, "playhead": 2, "paragraph": 0, "offset": 0, "start": 0, "per_px": 1, "x": 1}}',
    ],
)
def test_bad_settings_are_ignored(
    application: QApplication, window: Window, project: Path, settings: QSettings, kept: str
) -> None:
    assert window.close_project()
    settings.setValue("left at", kept.replace("PATH", str(project.resolve())))
    workspace = reopened(application, window, project)
    assert (workspace.desk.caret, workspace.desk.playhead) == (0, 0)
    assert window.close_project()


def test_only_so_many_are_kept(window: Window, project: Path, settings: QSettings) -> None:
    settings.setValue("left at", json.dumps({f"/p{number}": {} for number in range(3 * KEPT)}))
    assert window.close_project()
    kept = json.loads(str(settings.value("left at")))
    assert len(kept) == KEPT
    assert str(project.resolve()) in kept

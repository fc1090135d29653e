"""Panes around the transcript: shown and hidden by commands, moved, tabbed, remembered, laid as at first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget

from editor.ui.docks import LAYOUT, Docks
from editor.ui.panes.places import PLACES, Side
from editor.ui.window import Window
from editor.ui.workspace import Workspace
from tests.ui.conftest import until


def dock(workspace: Workspace, name: str) -> QDockWidget:
    found = workspace.panes.findChild(QDockWidget, name)
    assert isinstance(found, QDockWidget)
    return found


def sides(panes: Docks) -> dict[str, Side]:
    docks = panes.findChildren(QDockWidget)
    return {one.objectName(): Side(panes.dockWidgetArea(one)) for one in docks}


@pytest.fixture
def again(window: Window, project: Path) -> Callable[[], Workspace]:
    """Closes the project and opens it anew."""

    def reopened() -> Workspace:
        assert window.close_project()
        assert window.open_project(project)
        QApplication.processEvents()
        assert window.workspace is not None
        return window.workspace

    return reopened


@pytest.mark.parametrize("name", [place.name for place in PLACES])
def test_a_command_hides_its_pane_and_shows_it_with_the_focus_inside(
    application: QApplication, window: Window, workspace: Workspace, name: str
) -> None:
    workspace.panes.show_pane(name)
    application.processEvents()
    assert window.commands[name].isChecked()
    window.commands[name].trigger()
    application.processEvents()
    assert not dock(workspace, name).isVisible()
    assert not window.commands[name].isChecked()
    window.activateWindow()
    window.commands[name].trigger()
    application.processEvents()
    assert dock(workspace, name).isVisible()
    assert window.commands[name].isChecked()
    inside = application.focusWidget()
    content = dock(workspace, name).widget()
    assert content is inside or content.isAncestorOf(inside)


def test_hiding_the_pane_with_the_focus_gives_it_to_the_text(
    application: QApplication, window: Window, workspace: Workspace
) -> None:
    window.activateWindow()
    workspace.panes.focus("library")
    workspace.panes.hide_pane("library")
    assert application.focusWidget() is workspace.transcript


def test_a_pane_behind_another_tab_is_not_seen_and_its_command_brings_it_before(
    application: QApplication, window: Window, workspace: Workspace
) -> None:
    panes = workspace.panes
    panes.tabifyDockWidget(dock(workspace, "inspector"), dock(workspace, "library"))
    panes.show_pane("library")
    application.processEvents()
    assert not panes.seen("inspector")
    assert panes.seen("library")
    title = dock(workspace, "library").titleBarWidget()
    until(application, lambda: title.height() == 0, "the title to go, which stands in the tab")
    window.commands["inspector"].trigger()
    application.processEvents()
    assert panes.seen("inspector")
    assert not panes.seen("library")


def test_panes_lie_where_they_were_when_the_project_is_opened_again(
    workspace: Workspace, again: Callable[[], Workspace]
) -> None:
    panes = workspace.panes
    panes.addDockWidget(Side.LEFT.value, dock(workspace, "inspector"))
    panes.hide_pane("library")
    expected = sides(panes)
    reopened = again()
    assert sides(reopened.panes) == expected
    assert not dock(reopened, "library").isVisible()


@pytest.mark.parametrize("kept", ["nonsense", QByteArray(b"nonsense"), QByteArray(b"\x00" * 64), 7])
def test_a_layout_that_cannot_be_read_is_as_good_as_none(
    workspace: Workspace, again: Callable[[], Workspace], settings: QSettings, kept: object
) -> None:
    expected = sides(workspace.panes)
    workspace.panes.keep = lambda: settings.setValue("layout", kept)  # type: ignore[method-assign]
    reopened = again()
    assert sides(reopened.panes) == expected
    assert all(dock(reopened, place.name).isVisible() == place.shown for place in PLACES)


def test_a_layout_of_another_version_is_not_read(
    workspace: Workspace, again: Callable[[], Workspace], settings: QSettings
) -> None:
    workspace.panes.hide_pane("library")
    newer = workspace.panes.saveState(LAYOUT + 1)
    workspace.panes.keep = lambda: settings.setValue("layout", newer)  # type: ignore[method-assign]
    assert dock(again(), "library").isVisible()


def test_reset_lays_all_panes_as_at_first(
    application: QApplication, window: Window, workspace: Workspace
) -> None:
    panes = workspace.panes
    expected = sides(panes)
    dock(workspace, "timeline").setFloating(True)
    panes.tabifyDockWidget(dock(workspace, "inspector"), dock(workspace, "library"))
    panes.hide_pane("inspector")
    application.processEvents()
    window.commands["reset_layout"].trigger()
    application.processEvents()
    assert sides(panes) == expected
    for place in PLACES:
        assert not dock(workspace, place.name).isFloating()
        assert dock(workspace, place.name).isVisible() == place.shown


def test_keys_of_the_document_edit_nothing_while_the_library_has_the_focus(
    application: QApplication, window: Window, workspace: Workspace
) -> None:
    before = workspace.desk.document
    window.activateWindow()
    workspace.panes.focus("library")
    inside = application.focusWidget()
    workspace.desk.select(2, 5)
    QTest.keyClick(inside, Qt.Key.Key_Delete)
    QTest.keyClick(inside, Qt.Key.Key_Backspace)
    assert workspace.desk.document is before
    workspace.panes.focus("timeline")
    QTest.keyClick(workspace.timeline, Qt.Key.Key_Delete)
    assert workspace.desk.document is not before

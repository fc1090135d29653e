"""The palette finds everything, does what can be done, and says why the rest cannot."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.ui.commands import COMMANDS
from editor.ui.lately import keep_used, used
from editor.ui.panes.palette import Palette
from editor.ui.window import Window
from editor.ui.workspace import Workspace
from tests.ui.conftest import WORDS


@pytest.fixture
def palette(window: Window, settings: QSettings) -> Palette:
    made = Palette(window, window.commands, settings)
    made.open()
    return made


def test_nothing_typed_lists_all_with_those_of_late_first(window: Window, settings: QSettings) -> None:
    for name in ("zoom_in", "export", "of_another_version", "zoom_in"):
        keep_used(settings, name)
    palette = Palette(window, window.commands, settings)
    assert palette.names[:2] == ["zoom_in", "export"]
    assert set(palette.names) == {command.name for command in COMMANDS} - {"palette"}
    palette.close()


def test_return_does_what_is_marked_and_remembers_it(
    palette: Palette, workspace: Workspace, settings: QSettings
) -> None:
    workspace.desk.select(0, 2)
    QTest.keyClicks(palette.field, "delete")
    assert palette.names[0] == "delete"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert [p.text for p in workspace.desk.document.pieces() if p.text] == WORDS[2:]
    assert used(settings) == ["delete"]
    assert not palette.isVisible()


def test_up_and_down_go_round(palette: Palette, application: QApplication) -> None:
    QTest.keyClicks(palette.field, "zoom")
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentRow() == palette.list.count() - 1
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 0
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_what_cannot_be_done_says_why_and_stays(palette: Palette, window: Window) -> None:
    before = window.workspace
    QTest.keyClicks(palette.field, "redo")
    assert palette.about == "There is nothing to redo."
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert window.workspace is before
    palette.field.setText("qqqq")
    assert palette.names == []
    assert palette.about.endswith(".")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    palette.close()

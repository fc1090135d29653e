"""Markers are set, seen in their row, dragged, named, gone to and listed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QMenu, QPushButton, QToolButton, QWidget

from editor.derive.marks import marks
from editor.ui.panes.markers import MarkerList, MarkerPopup
from editor.ui.timeline.layout import GUTTER_PX
from editor.ui.window import Window
from editor.ui.workspace import Workspace
from tests.ui.timeline.test_drags import Pull

FIRST, SECOND = 20_000, 90_000


@pytest.fixture
def marked(window: Window, workspace: Workspace) -> Workspace:
    """Two markers, set by the command."""
    for at in (FIRST, SECOND):
        workspace.desk.seek(at)
        window.commands["marker"].trigger()
    return workspace


def names(workspace: Workspace) -> list[str]:
    return [mark.marker.name for mark in marks(workspace.desk.document)]


def times(workspace: Workspace) -> list[int]:
    return [mark.time for mark in marks(workspace.desk.document)]


def popup(kind: type[QWidget]) -> QWidget:
    (found,) = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind)]
    return found


def test_they_stand_where_the_playhead_was_and_undo_takes_them_back(
    window: Window, marked: Workspace
) -> None:
    assert times(marked) == [FIRST, SECOND]
    assert names(marked) == ["Marker 1", "Marker 2"]
    marked.desk.undo()
    assert times(marked) == [FIRST]


def test_its_menu_does_things_to_the_marker_under_the_pointer(marked: Workspace) -> None:
    view = marked.timeline
    flag = QPointF(GUTTER_PX + view.scale.x(FIRST) + 3, view.layout_.marks.center().y()).toPoint()
    for title, left in (("Go to Marker", [FIRST, SECOND]), ("Remove Marker", [SECOND])):
        view.customContextMenuRequested.emit(flag)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        next(action for action in menu.actions() if action.text() == title).trigger()
        menu.close()
        QApplication.sendPostedEvents(menu, QEvent.Type.DeferredDelete)
        assert (marked.desk.playhead, times(marked)) == (FIRST, left)


def test_elsewhere_the_menu_is_that_of_words(marked: Workspace) -> None:
    view = marked.timeline
    view.customContextMenuRequested.emit(view.lanes_rect.center().toPoint())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Remove Marker" not in [action.text() for action in menu.actions()]
    menu.close()


def test_the_row_is_there_with_the_first_and_a_flag_can_be_hit(marked: Workspace) -> None:
    view = marked.timeline
    row = view.layout_.marks
    assert row.height() > 0
    point = QPointF(GUTTER_PX + view.scale.x(SECOND) + 3, row.center().y())
    found = view.mark_at(point)
    assert found is not None
    assert found.time == SECOND
    view.grab()
    marked.desk.undo()
    marked.desk.undo()
    assert view.layout_.marks.height() == 0
    assert view.mark_at(point) is None


def test_a_click_goes_there_and_a_drag_moves_it(marked: Workspace) -> None:
    view = marked.timeline
    y = view.layout_.marks.center().y()
    pull = Pull(view, SECOND, y, Qt.KeyboardModifier.AltModifier, off=2).by(0)
    pull.release()
    assert marked.desk.playhead == SECOND
    Pull(view, SECOND, y, Qt.KeyboardModifier.AltModifier, off=2).by(30).release()
    assert times(marked)[1] - SECOND == pytest.approx(30 * view.scale.per_px, abs=1)


def test_going_to_the_next_and_the_one_before(window: Window, marked: Workspace) -> None:
    desk = marked.desk
    desk.seek(0)
    window.commands["next_marker"].trigger()
    assert desk.playhead == FIRST
    window.commands["next_marker"].trigger()
    assert desk.playhead == SECOND
    refused: list[str] = []
    desk.refused.connect(refused.append)
    window.commands["next_marker"].trigger()
    assert refused == ["There is no marker after the playhead."]
    window.commands["marker_before"].trigger()
    assert desk.playhead == FIRST


def test_one_is_renamed_coloured_and_removed(window: Window, marked: Workspace) -> None:
    window.commands["name_marker"].trigger()
    asked = popup(MarkerPopup)
    field = asked.findChild(QLineEdit)
    assert field is not None
    field.setText("The end")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert names(marked) == ["Marker 1", "The end"]
    QApplication.processEvents()
    marked.marking.ask(1)
    green = [b for b in popup(MarkerPopup).findChildren(QToolButton) if b.accessibleName() == "Green marker"]
    green[0].click()
    assert marked.desk.document.markers[1].colour == 2
    QApplication.processEvents()
    marked.marking.ask(0)
    remove = popup(MarkerPopup).findChild(QPushButton)
    assert remove is not None
    remove.click()
    assert names(marked) == ["The end"]


def test_the_list_goes_there_and_removes(window: Window, marked: Workspace) -> None:
    window.commands["markers"].trigger()
    listed = popup(MarkerList).findChild(QListWidget)
    assert listed is not None
    assert [listed.item(row).text() for row in range(2)] == ["00:00   Marker 1", "00:02   Marker 2"]
    QTest.keyClick(listed, Qt.Key.Key_Delete)
    assert names(marked) == ["Marker 2"]
    QApplication.processEvents()
    window.commands["markers"].trigger()
    listed = popup(MarkerList).findChild(QListWidget)
    assert listed is not None
    marked.desk.seek(0)
    QTest.keyClick(listed, Qt.Key.Key_Return)
    assert marked.desk.playhead == SECOND


def test_without_any_the_commands_say_so(window: Window, workspace: Workspace) -> None:
    for name in ("next_marker", "marker_before", "name_marker", "markers"):
        assert not window.commands[name].isEnabled()
        assert "M sets one" in window.commands[name].toolTip()

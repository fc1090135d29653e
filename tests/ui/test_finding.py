"""Finding, replacing and going to a time, by keys alone, in a window over a project on disk."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from editor.derive.finding import Query
from editor.model import edits
from editor.ui.desk import Desk
from editor.ui.finding import Finding
from editor.ui.modes import Mode
from editor.ui.panes.finding import FindBar
from editor.ui.panes.going import TimePopup
from editor.ui.theme import Theme
from editor.ui.transcript import TranscriptView
from editor.ui.window import Window
from editor.ui.workspace import Workspace
from tests.helpers.documents import played
from tests.helpers.paper import paper_desk, paper_document
from tests.ui.conftest import RATE, WORDS

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def bar(window: Window, workspace: Workspace) -> FindBar:
    """The bar, open, with the focus in its field and the caret at the start."""
    window.activateWindow()
    workspace.transcript.setFocus()
    QTest.keyClick(workspace.transcript, Key.Key_F, Modifier.ControlModifier)
    assert workspace.find_bar.field.hasFocus()
    return workspace.find_bar


def said(workspace: Workspace) -> list[str]:
    return [piece.text for piece in workspace.desk.document.pieces() if piece.text]


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def button(bar: QWidget, text: str) -> QAbstractButton:
    return next(one for one in bar.findChildren(QAbstractButton) if one.text() == text)


def steps(workspace: Workspace) -> int:
    return workspace.desk.session.history.revision


def test_typing_chooses_the_first_match_from_where_it_began(workspace: Workspace, bar: FindBar) -> None:
    workspace.desk.select(4)
    QTest.keyClicks(bar.field, "times")
    assert workspace.desk.selection == (5, 6)
    assert workspace.finding.sentence == "1 of 2"
    QTest.keyClicks(bar.field, " it")
    assert workspace.desk.selection == (5, 7)
    QTest.keyClicks(bar.field, "x")
    assert workspace.finding.sentence == "Nothing found"
    assert workspace.desk.selection == (5, 7)
    QTest.keyClick(bar.field, Key.Key_Backspace)
    assert workspace.desk.selection == (5, 7)
    assert bar.field.hasFocus()


def test_taking_letters_back_goes_back_to_where_the_search_began(workspace: Workspace, bar: FindBar) -> None:
    QTest.keyClicks(bar.field, "w")
    assert workspace.desk.selection == (1, 2)
    QTest.keyClicks(bar.field, "o")
    assert workspace.desk.selection == (9, 10)
    QTest.keyClick(bar.field, Key.Key_Backspace)
    assert workspace.desk.selection == (1, 2)
    workspace.desk.select(3)
    QTest.keyClicks(bar.field, "a")
    assert workspace.desk.selection == (7, 8)


def test_return_and_f3_step_around_the_ends(window: Window, workspace: Workspace, bar: FindBar) -> None:
    QTest.keyClicks(bar.field, "it was")
    chosen = [workspace.desk.selection]
    for key, modifier in (
        (Key.Key_Return, Modifier.NoModifier),
        (Key.Key_F3, Modifier.NoModifier),
        (Key.Key_Enter, Modifier.NoModifier),
        (Key.Key_Return, Modifier.ShiftModifier),
        (Key.Key_F3, Modifier.ShiftModifier),
    ):
        QTest.keyClick(bar.field, key, modifier)
        chosen.append(workspace.desk.selection)
    assert chosen == [(0, 2), (6, 8), (12, 14), (0, 2), (12, 14), (6, 8)]
    workspace.desk.select(13)
    assert workspace.finding.sentence == "3 found"
    QTest.keyClick(bar.field, Key.Key_Return, Modifier.ShiftModifier)
    assert workspace.desk.selection == (12, 14)


def test_escape_closes_and_leaves_the_found_words_chosen(workspace: Workspace, bar: FindBar) -> None:
    QTest.keyClicks(bar.field, "WORST OF")
    QTest.keyClick(bar.field, Key.Key_Escape)
    assert bar.isHidden()
    assert workspace.transcript.hasFocus()
    assert workspace.desk.selection == (9, 11)
    assert workspace.transcript._found is None
    # What was looked for the last time is found again without the bar asking.
    QTest.keyClick(workspace.transcript, Key.Key_F3)
    assert workspace.desk.selection == (9, 11)
    assert workspace.transcript.hasFocus()
    assert workspace.transcript._found is not None


def test_before_anything_is_looked_for_there_is_no_next(window: Window, workspace: Workspace) -> None:
    assert window.commands["find_next"].toolTip() == "Find something first."
    window.commands["find"].trigger()
    workspace.find_bar.field.setText("age")
    assert window.commands["find_next"].isEnabled()
    workspace.find_bar.field.clear()
    assert not window.commands["find_next"].isEnabled()
    assert workspace.finding.sentence == ""


def test_a_few_chosen_words_are_looked_for(window: Window, workspace: Workspace) -> None:
    workspace.desk.select(4, 6)
    window.commands["find"].trigger()
    assert workspace.find_bar.field.text() == "of times"
    assert workspace.finding.sentence == "1 of 2"
    assert workspace.desk.selection == (4, 6)
    workspace.find_bar.end()
    workspace.desk.select(0, len(WORDS))
    window.commands["find"].trigger()
    assert workspace.find_bar.field.text() == "of times"
    assert workspace.find_bar.field.selectedText() == "of times"


def test_whole_words_are_a_switch_for_the_keyboard_too(workspace: Workspace, bar: FindBar) -> None:
    QTest.keyClicks(bar.field, "time")
    assert workspace.finding.count == 2
    bar.whole.setFocus()
    QTest.keyClick(bar.whole, Key.Key_Space)
    assert bar.whole.isChecked()
    assert workspace.finding.count == 0
    QTest.keyClick(bar.whole, Key.Key_Return)
    assert workspace.finding.count == 2


def test_keys_of_the_page_do_nothing_to_it_while_the_bar_has_the_focus(
    workspace: Workspace, bar: FindBar
) -> None:
    QTest.keyClicks(bar.field, "best")
    before = workspace.desk.document
    bar.whole.setFocus()
    for key in (Key.Key_Delete, Key.Key_Backspace, Key.Key_E, Key.Key_Space, Key.Key_Space):
        QTest.keyClick(bar.whole, key)
    assert workspace.desk.document is before
    assert not workspace.playback.playing
    assert bar.whole.hasFocus()


def test_every_match_is_marked_and_the_present_one_looks_chosen(workspace: Workspace, bar: FindBar) -> None:
    QTest.keyClicks(bar.field, "was")
    view = workspace.transcript
    image = view.viewport().grab().toImage()

    def behind(word: int) -> str:
        corner = view.word_rects(word, word + 1)[0].toAlignedRect()
        return image.pixelColor(QPoint(corner.center().x(), corner.top() + 3)).name()

    assert behind(1) == view._brushes.chosen(Mode.EDIT).name()
    assert {behind(word) for word in (7, 13)} == {view._brushes.found.name()}
    assert behind(3) == view._brushes.page.name()


def test_marks_follow_every_edit_and_undo(window: Window, workspace: Workspace, bar: FindBar) -> None:
    QTest.keyClicks(bar.field, "was")
    workspace.desk.do(lambda document: edits.delete(document, 0, 2))
    assert workspace.finding.found is workspace.transcript._found
    assert workspace.finding.count == 2
    workspace.finding._took_s = 1.0  # as if the document were so long that marks come after the edit
    window.commands["undo"].trigger()
    assert workspace.transcript._found is None
    workspace.finding.step(1)
    assert workspace.finding.count == 3
    assert workspace.finding.found is workspace.transcript._found


def test_replace_all_corrects_the_text_in_one_step(
    application: QApplication, window: Window, workspace: Workspace, bar: FindBar
) -> None:
    before = workspace.desk.document
    QTest.keyClicks(bar.field, "times")
    QTest.keyClick(bar.field, Key.Key_H, Modifier.ControlModifier)
    assert focus() is bar.replacing.field
    everything = button(bar, "Replace All")
    assert not everything.isEnabled()
    assert everything.toolTip().startswith("Type what the words should read")
    bar.field.setFocus()
    QTest.keyClick(bar.field, Key.Key_Tab)
    assert focus() is bar.replacing.field
    QTest.keyClicks(focus(), "days and nights")
    everything.setFocus()
    QTest.keyClick(everything, Key.Key_Space)
    changed = workspace.desk.document
    assert " ".join(said(workspace)) == " ".join(WORDS).replace("times", "days and nights")
    assert changed.length == before.length
    assert played(changed) == played(before)
    assert window.commands["undo"].text() == "Undo: corrected 2 words"
    window.commands["undo"].trigger()
    assert workspace.desk.document is before


def test_replace_goes_on_to_the_next(workspace: Workspace, bar: FindBar) -> None:
    bar.begin(replacing=True)
    QTest.keyClicks(bar.field, "was")
    bar.replacing.field.setFocus()
    QTest.keyClicks(bar.replacing.field, "was was")
    for expected in ((8, 9), (15, 16), (1, 2)):
        QTest.keyClick(bar.replacing.field, Key.Key_Return)
        assert workspace.desk.selection == expected
    assert " ".join(said(workspace)) == " ".join(WORDS).replace("was", "was was")
    assert steps(workspace) == 4


def test_what_reads_so_already_makes_no_step(window: Window, workspace: Workspace, bar: FindBar) -> None:
    bar.begin(replacing=True)
    QTest.keyClicks(bar.field, "was")
    bar.replacing.field.setText("was")
    count = steps(workspace)
    button(bar, "Replace All").click()
    assert steps(workspace) == count
    assert window.messages.text == "The words read like that already."


def test_the_sound_is_edited_by_whole_words_in_one_step(
    window: Window, workspace: Workspace, bar: FindBar
) -> None:
    bar.begin(replacing=True)
    QTest.keyClicks(bar.field, "it")
    bar.replacing.edit.setFocus()
    QTest.keyClick(bar.replacing.edit, Key.Key_Space)
    assert bar.whole.isChecked()
    assert not bar.replacing.field.isVisible()
    button(bar, "Ignore All").click()
    assert window.commands["undo"].text() == "Undo: ignored 3 words"
    assert [p.text for p in workspace.desk.document.pieces() if not p.kept] == ["It", "it", "It"]
    assert workspace.finding.count == 3
    button(bar, "Ignore All").click()
    assert window.messages.text == "All of these words are ignored already."
    button(bar, "Delete All").click()
    assert window.commands["undo"].text() == "Undo: deleted 3 words"
    assert "it" not in " ".join(said(workspace)).lower().split()
    assert not button(bar, "Delete").isEnabled()
    assert button(bar, "Delete").toolTip() == "Nothing is found."


def test_one_after_the_other_is_deleted_or_passed_over(workspace: Workspace, bar: FindBar) -> None:
    bar.begin(replacing=True)
    QTest.keyClicks(bar.field, "was the")
    bar.replacing.edit.click()
    button(bar, "Delete").click()
    assert workspace.desk.selection == (5, 7)
    button(bar, "Ignore").click()
    assert workspace.desk.selection == (11, 13)
    QTest.keyClick(bar.field, Key.Key_Return)
    assert workspace.desk.selection == (5, 7)
    assert steps(workspace) == 3
    assert len(said(workspace)) == len(WORDS) - 2


def test_without_a_present_match_the_first_press_only_shows_it(workspace: Workspace, bar: FindBar) -> None:
    bar.begin(replacing=True)
    QTest.keyClicks(bar.field, "age")
    bar.replacing.edit.click()
    workspace.desk.select(2)
    before = workspace.desk.document
    button(bar, "Delete").click()
    assert workspace.desk.document is before
    assert workspace.desk.selection == (15, 16)


def test_closing_the_project_with_the_bar_open_leaves_nothing(
    window: Window, workspace: Workspace, bar: FindBar
) -> None:
    QTest.keyClicks(bar.field, "was")
    workspace.finding._took_s = 1.0
    workspace.desk.do(lambda document: edits.delete(document, 0, 1))
    assert window.close_project()


def test_all_controls_have_names_and_say_what_they_do(bar: FindBar) -> None:
    bar.begin(replacing=True)
    for control in bar.findChildren(QAbstractButton):
        assert control.accessibleName() or control.text()
        assert control.toolTip()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
    for field in bar.findChildren(QLineEdit):
        assert field.accessibleName()


def test_nothing_is_clipped_at_any_width(application: QApplication, theme: Theme, bar: FindBar) -> None:
    bar.begin(replacing=True)
    bar.replacing.edit.click()
    holder = QWidget()
    holder.resize(1200, 300)
    bar.setParent(holder)
    bar.show()
    holder.show()
    seen = set()
    for width in (1200, *range(760, 250, -20)):
        # Twice: the first tells the bar how high it has to be.
        for _ in range(2):
            bar.resize(width, bar.minimumSizeHint().height())
            application.processEvents()
        shown = [one for one in bar.findChildren(QAbstractButton) if one.isVisible()]
        assert len(shown) == 10
        for one in shown:
            corner = one.mapTo(bar, QPoint(one.width(), one.height()))
            assert one.width() >= (one.sizeHint().width() if one.text() else 24)
            assert corner.x() <= width - 8
            assert corner.y() <= bar.height() - 4
        seen.add(bar.minimumSizeHint().height())
    assert len(seen) == 3
    holder.close()
    holder.deleteLater()


def test_another_project_begins_without_a_search(window: Window, workspace: Workspace, bar: FindBar) -> None:
    QTest.keyClicks(bar.field, "was")
    assert window.open_project(workspace.desk.session.path)
    assert window.workspace is not None
    assert window.workspace.find_bar.isHidden()
    assert window.workspace.transcript._found is None
    assert not window.commands["find_next"].isEnabled()


def test_in_a_long_document_only_what_is_seen_is_laid_out(application: QApplication, theme: Theme) -> None:
    desk: Desk = paper_desk(paper_document(100_000))
    view, finding = TranscriptView(desk, theme), Finding(desk)
    finding.changed.connect(lambda: view.show_found(finding.found))
    view.resize(800, 600)
    view.show()
    application.processEvents()
    finding.begin()
    for text in ("e", "ep", "epoch of incr"):
        finding.look_for(Query(text))
        application.processEvents()
    for _ in range(10):
        finding.step(-1)
        application.processEvents()
        rect = view.word_rects(*desk.selection)[0]
        assert view.viewport().rect().contains(rect.toAlignedRect())
    assert finding.present == finding.count - 10 > 2000
    assert len(view._page._laid) < 40
    view.close()
    view.deleteLater()


# Going to a time


def popup(window: Window) -> TimePopup:
    window.commands["go_to"].trigger()
    found: TimePopup = window.findChildren(TimePopup)[-1]
    assert found.isVisible()
    return found


def test_going_to_a_time_moves_caret_and_playhead(
    application: QApplication, window: Window, workspace: Workspace
) -> None:
    window.activateWindow()
    desk = workspace.desk
    assert window.commands["go_to"].shortcut().toString() == "Ctrl+J"
    for text, seconds in (("1.5", 1.5), ("+0.25", 1.75), ("-0:01", 0.75), ("0:02", 2.0)):
        field = popup(window)._field
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Key.Key_Return)
        assert desk.playhead == round(seconds * RATE)
        assert (
            desk.anchor == desk.caret == desk.document.word_at_place(desk.document.place_at(desk.playhead)[0])
        )
        assert desk.lit == desk.caret
        assert workspace.transcript.hasFocus()
    application.processEvents()


def test_what_is_no_time_is_answered_in_place(
    application: QApplication, window: Window, workspace: Workspace
) -> None:
    shown = popup(window)
    assert shown._field.selectedText() == "00:00.0"
    QTest.keyClicks(shown._field, "soon")
    QTest.keyClick(shown._field, Key.Key_Return)
    assert shown.wrong.startswith("That is no time. Write it as")
    assert shown.isVisible()
    assert workspace.desk.playhead == 0
    QTest.keyClicks(shown._field, "9")
    assert shown.wrong == ""
    QTest.keyClick(shown._field, Key.Key_Return)
    assert shown.wrong == "That is past the end, which is at 00:04.0."
    QTest.keyClick(shown._field, Key.Key_Escape)
    application.processEvents()
    assert workspace.desk.playhead == 0

"""Typing into the page: draft text in edit mode, corrections in correct mode, commands while one listens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit

from editor.model import edits
from editor.model.document import Document, Kind, Paragraph, Piece
from editor.model.drafts import NARRATOR
from editor.ui.desk import Desk
from editor.ui.modes import Mode
from editor.ui.theme import Theme
from editor.ui.transcript import TranscriptView
from tests.helpers.monkey.complaints import complaints
from tests.helpers.paper import paper_desk, paper_document

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def view(application: QApplication, desk: Desk, theme: Theme) -> Iterator[TranscriptView]:
    yield from shown(application, desk, theme)


def shown(application: QApplication, desk: Desk, theme: Theme) -> Iterator[TranscriptView]:
    made = TranscriptView(desk, theme)
    made.resize(800, 600)
    made.show()
    made.activateWindow()
    made.setFocus()
    application.processEvents()
    yield made
    made.close()
    made.deleteLater()


def texts(document: Document) -> list[str]:
    return [piece.text for piece in document.pieces() if piece.text]


def click(view: TranscriptView, word: int) -> None:
    at = view.word_rects(word, word + 1)[0].center().toPoint()
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at)


def field(view: TranscriptView) -> QTextEdit | QLineEdit:
    found = view.writing.field
    assert found is not None
    return found


def composing(text: str, commit: str = "") -> QInputMethodEvent:
    event = QInputMethodEvent(text, [])
    event.setCommitString(commit)
    return event


def test_typing_at_the_caret_makes_draft_text(view: TranscriptView, desk: Desk) -> None:
    before = texts(desk.document)
    click(view, 5)
    QTest.keyClick(view, Key.Key_J)
    QTest.keyClicks(field(view), "ust like")
    QTest.keyClick(field(view), Key.Key_Space)
    QTest.keyClicks(field(view), "that.")
    assert desk.document.word_count == len(before)
    QTest.keyClick(field(view), Key.Key_Return)
    assert texts(desk.document) == [*before[:5], "just", "like", "that.", *before[5:]]
    drafts = [desk.document.piece(desk.document.place_of_word(word)) for word in (5, 6, 7)]
    assert {piece.kind for piece in drafts} == {Kind.DRAFT}
    assert desk.session.history.undo_label == "Wrote 3 words"
    assert desk.selection == (8, 8)
    assert view.hasFocus()
    desk.undo()
    assert texts(desk.document) == before


def test_while_one_listens_letters_are_commands(view: TranscriptView, desk: Desk) -> None:
    def text(key: Qt.Key) -> bool:
        override = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier, chr(key))
        override.ignore()
        QApplication.sendEvent(view, override)
        return override.isAccepted()

    assert not text(Key.Key_J)
    click(view, 5)
    assert text(Key.Key_J)
    assert text(Key.Key_E)
    assert not text(Key.Key_Space)
    desk.modes.played(True)
    assert not text(Key.Key_J)
    desk.modes.played(False)
    assert not text(Key.Key_L)
    QTest.keyClick(view, Key.Key_Right)
    assert text(Key.Key_L)


def test_a_click_while_it_plays_writes_nothing(view: TranscriptView, desk: Desk) -> None:
    desk.modes.played(True)
    click(view, 5)
    assert not desk.modes.writes
    QTest.keyClick(view, Key.Key_H)
    assert view.writing.field is None


def test_return_begins_to_write_whatever_letters_are(view: TranscriptView, desk: Desk) -> None:
    before = texts(desk.document)
    desk.select(3)
    QTest.keyClick(view, Key.Key_Return)
    QTest.keyClicks(field(view), "Jack")
    QTest.keyClick(field(view), Key.Key_Return)
    assert texts(desk.document) == [*before[:3], "Jack", *before[3:]]


@pytest.mark.parametrize("text", ["", "nonsense"])
def test_escape_drops_what_was_written(view: TranscriptView, desk: Desk, text: str) -> None:
    before = desk.document
    click(view, 5)
    view.write()
    QTest.keyClicks(field(view), text)
    QTest.keyClick(field(view), Key.Key_Escape)
    assert desk.document is before
    assert view.writing.field is None
    assert view.hasFocus()


def test_a_click_away_takes_what_was_written(view: TranscriptView, desk: Desk) -> None:
    click(view, 5)
    view.write()
    QTest.keyClicks(field(view), "taken")
    click(view, 1)
    assert texts(desk.document)[5] == "taken"
    assert view.writing.field is None


def test_writing_over_chosen_words_is_one_step(view: TranscriptView, desk: Desk) -> None:
    before = texts(desk.document)
    click(view, 5)
    desk.select(5, 9)
    QTest.keyClick(view, Key.Key_X)
    QTest.keyClick(field(view), Key.Key_Return)
    assert texts(desk.document) == [*before[:5], "x", *before[9:]]
    desk.undo()
    assert texts(desk.document) == before


def test_lines_become_paragraphs(view: TranscriptView, desk: Desk) -> None:
    click(view, 5)
    view.write()
    QTest.keyClicks(field(view), "one")
    QTest.keyClick(field(view), Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field(view), "two")
    QTest.keyClick(field(view), Key.Key_Return)
    first, second = desk.document.paragraphs[:2]
    assert first.speaker == second.speaker
    assert first.pieces[-1].text == "one"
    assert second.pieces[0].text == "two"


def test_at_the_end_of_a_line_it_is_written_there(view: TranscriptView, desk: Desk) -> None:
    """After the last word of a turn it is the same voice that goes on, not the next one's."""
    click(view, 39)
    QTest.keyClick(view, Key.Key_End)
    assert desk.caret == 40
    QTest.keyClick(view, Key.Key_A)
    QTest.keyClick(field(view), Key.Key_Return)
    assert desk.document.paragraphs[0].pieces[-1].text == "a"


def test_in_correct_mode_typing_corrects_and_deletes_no_sound(view: TranscriptView, desk: Desk) -> None:
    before = texts(desk.document)
    length = desk.document.length
    click(view, 5)
    desk.modes.choose(Mode.CORRECT)
    QTest.keyClick(view, Key.Key_E)
    QTest.keyClicks(field(view), "poch")
    QTest.keyClick(field(view), Key.Key_Return)
    assert texts(desk.document) == [*before[:5], "epoch", *before[6:]]
    assert desk.document.length == length
    desk.select(6)
    view.correct_beside(before=True)
    assert field(view).property("text") == "epoch"


def test_what_follows_stands_below_what_is_written_and_comes_back(
    view: TranscriptView, desk: Desk, application: QApplication
) -> None:
    click(view, 5)
    before = [view.word_rects(word, word + 1) for word in range(30)]
    view.write()
    writing = field(view)
    assert [view.word_rects(word, word + 1) for word in range(5)] == before[:5]
    caret = writing.geometry().left()
    assert caret < before[5][0].left() < writing.geometry().right()
    QTest.keyClicks(writing, "long enough to wrap " * 8)
    application.processEvents()
    assert view.word_rects(5, 6)[0].top() >= writing.geometry().bottom() - 3
    hit = view.hit(view.word_rects(20, 21)[0].center())
    assert hit is not None
    assert hit.word == 20
    QTest.keyClick(writing, Key.Key_Escape)
    assert [view.word_rects(word, word + 1) for word in range(30)] == before


def test_an_input_method_composes_at_the_caret(view: TranscriptView, desk: Desk) -> None:
    click(view, 5)
    assert view.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
    where = view.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    QApplication.sendEvent(view, composing("ni"))
    assert view.hasFocus(), "handing the focus on would end the composing"
    writing = field(view)
    assert isinstance(writing, QTextEdit)
    assert writing.document().firstBlock().layout().preeditAreaText() == "ni"
    moved = view.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    assert abs(QRect(moved.toRect()).top() - QRect(where.toRect()).top()) < 8
    QApplication.sendEvent(view, composing("", "你"))
    assert writing.hasFocus()
    QApplication.sendEvent(writing, composing("", "好"))
    QTest.keyClick(writing, Key.Key_Return)
    assert texts(desk.document)[5:7] == ["你", "好"]


def test_composing_that_is_given_up_leaves_nothing(view: TranscriptView, desk: Desk) -> None:
    before = desk.document
    click(view, 5)
    QApplication.sendEvent(view, composing("ni"))
    QApplication.sendEvent(view, composing(""))
    assert view.writing.field is None
    assert desk.document is before


def test_while_one_listens_input_methods_are_off(view: TranscriptView, desk: Desk) -> None:
    assert not view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    click(view, 5)
    assert view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    desk.modes.played(True)
    assert not view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_an_empty_document_can_be_written(application: QApplication, theme: Theme) -> None:
    desk: Desk = paper_desk(Document())
    for view in shown(application, desk, theme):
        view.write()
        QTest.keyClicks(field(view), "Good evening.")
        QTest.keyClick(field(view), Key.Key_Return)
        assert texts(desk.document) == ["Good", "evening."]
        assert desk.document.paragraphs[0].speaker == NARRATOR


def test_what_comes_in_meanwhile_drops_nothing_that_is_written(view: TranscriptView, desk: Desk) -> None:
    from editor.model.edits import Change

    click(view, 5)
    view.write()
    QTest.keyClicks(field(view), "still")

    def more(document: Document) -> Change:
        paragraphs = (*document.paragraphs, *paper_document(10).paragraphs)
        return Change(Document(paragraphs, document.transcripts), "Imported it", (0, 0))

    desk.do(more, choose=False)
    QTest.keyClicks(field(view), " here")
    QTest.keyClick(field(view), Key.Key_Return)
    assert texts(desk.document)[5:7] == ["still", "here"]


def test_what_goes_away_meanwhile_drops_nothing_that_is_written(view: TranscriptView, desk: Desk) -> None:
    """Words after which it is written are undone, by a job or by a command: it stands at the end."""
    count = desk.document.word_count
    fragment = edits.copied(desk.document, 0, 9)
    desk.do(lambda document: edits.paste(document, count, fragment))
    desk.select(desk.document.word_count)
    view.write()
    QTest.keyClicks(field(view), "kept")
    with complaints() as said:
        desk.undo()
        assert not said.take()
    assert desk.document.word_count == count
    assert view.writing.drafting
    assert view.viewport().rect().contains(field(view).geometry().center())


def test_everything_before_it_goes_away_and_what_is_written_stays(
    application: QApplication, theme: Theme
) -> None:
    desk: Desk = paper_desk(paper_document(3))
    for view in shown(application, desk, theme):
        QTest.keyClick(view, Key.Key_End)
        view.write()
        QTest.keyClicks(field(view), "kept")
        with complaints() as said:
            desk.do(lambda document: edits.delete(document, 0, 3), choose=False)
            assert not said.take()
        QTest.keyClick(field(view), Key.Key_Return)
        assert texts(desk.document) == ["kept"]


def test_right_to_left_is_written_from_the_right(application: QApplication, theme: Theme) -> None:
    pieces = tuple(Piece("s", n * 100, n * 100 + 100, word) for n, word in enumerate(["שלום", "עולם", "זה"]))
    desk: Desk = paper_desk(Document((Paragraph("Ann", pieces),)))
    for view in shown(application, desk, theme):
        click(view, 1)
        view.write()
        QApplication.sendEvent(field(view), composing("", "טקסט"))
        caret = view.writing.caret_rect(view.viewport())
        assert caret.left() < view.word_rects(0, 1)[0].left()
        QTest.keyClick(field(view), Key.Key_Return)
        assert texts(desk.document) == ["שלום", "טקסט", "עולם", "זה"]

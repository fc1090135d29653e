"""Choosing and editing in the transcript, by mouse and keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.model import edits
from editor.model.document import Document, Paragraph, Piece
from editor.ui.desk import Desk
from editor.ui.theme import Theme
from editor.ui.transcript import TranscriptView
from editor.ui.transcript.composing import MarkKind
from editor.ui.transcript.motions import sentence_of
from tests.helpers.paper import paper_desk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(application: QApplication, desk: Desk, theme: Theme) -> Iterator[TranscriptView]:
    made = TranscriptView(desk, theme)
    made.resize(800, 600)
    made.show()
    made.activateWindow()
    application.processEvents()
    yield made
    made.close()
    made.deleteLater()


def middle(view: TranscriptView, word: int) -> QPoint:
    return view.word_rects(word, word + 1)[0].center().toPoint()


def texts(document: Document) -> list[str]:
    return [piece.text for piece in document.pieces() if piece.text]


def click(view: TranscriptView, word: int, modifiers: Qt.KeyboardModifier | None = None) -> None:
    # Clicks at other places, so that two of them are no double click.
    QTest.mouseClick(view.viewport(), LEFT, modifiers or Qt.KeyboardModifier.NoModifier, middle(view, word))


def drag(view: TranscriptView, start: QPoint, stop: QPoint) -> None:
    QTest.mousePress(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, start)
    half = (start + stop) / 2
    for point in (half, stop):
        QTest.mouseMove(view.viewport(), point)
    QTest.mouseRelease(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, stop)


def test_every_word_is_hit_where_it_is(view: TranscriptView) -> None:
    for word in range(80):
        hit = view.hit(QPointF(middle(view, word)))
        assert hit is not None
        assert (hit.word, hit.past, hit.mark) == (word, False, None)


def test_a_click_puts_caret_and_playhead(view: TranscriptView, desk: Desk) -> None:
    click(view, 17)
    assert (desk.anchor, desk.caret) == (17, 17)
    assert desk.lit == 17


def test_clicks_choose_word_sentence_and_paragraph(view: TranscriptView, desk: Desk) -> None:
    press, second = QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick
    at = QPointF(middle(view, 12))
    chosen = []
    for number, kind in enumerate((press, second, press, second)):
        for type_ in (kind, QEvent.Type.MouseButtonRelease):
            event = QMouseEvent(type_, at, at, LEFT, LEFT, Qt.KeyboardModifier.NoModifier)
            event.setTimestamp(100_000 + 100 * number)
            QApplication.sendEvent(view.viewport(), event)
        chosen.append(desk.selection)
    assert chosen == [(12, 12), (12, 13), sentence_of(desk.document, 12), (0, 40)]


def test_shift_click_extends(view: TranscriptView, desk: Desk) -> None:
    click(view, 5)
    click(view, 9, Qt.KeyboardModifier.ShiftModifier)
    assert desk.selection == (5, 10)


def test_a_drag_chooses_whole_words_both_ways(view: TranscriptView, desk: Desk) -> None:
    drag(view, middle(view, 3), middle(view, 20))
    assert (desk.anchor, desk.caret) == (3, 21)
    desk.select(0)
    drag(view, middle(view, 20), middle(view, 3))
    assert (desk.anchor, desk.caret) == (21, 3)


def test_dragging_the_choice_moves_it(view: TranscriptView, desk: Desk) -> None:
    before = texts(desk.document)
    desk.select(2, 4)
    drag(view, middle(view, 3), middle(view, 12))
    assert texts(desk.document) == [*before[:2], *before[4:12], *before[2:4], *before[12:]]
    assert desk.selection == (10, 12)


def test_arrows_go_by_words_and_lines(view: TranscriptView, desk: Desk) -> None:
    view.setFocus()
    desk.select(5)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert desk.caret == 6
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert (desk.anchor, desk.caret) == (6, 5)
    desk.select(5)
    before = view.caret_rect(5)
    QTest.keyClick(view, Qt.Key.Key_Down)
    below = view.caret_rect(desk.caret)
    assert below.top() > before.top()
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert desk.caret == 5
    QTest.keyClick(view, Qt.Key.Key_End)
    end = desk.caret
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert desk.caret <= 5 < end
    assert view.caret_rect(desk.caret).top() == before.top()


def test_paging_down_and_up_comes_back(view: TranscriptView, desk: Desk) -> None:
    view.setFocus()
    desk.select(0)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert desk.caret > 40
    assert not view.caret_rect(desk.caret).isEmpty()
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert desk.caret == 0


def test_down_at_the_end_and_up_at_the_start_stay(view: TranscriptView, desk: Desk) -> None:
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert desk.caret == 0
    desk.select(400)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert desk.caret == 400


def test_a_mark_restores_its_own_cut(view: TranscriptView, desk: Desk) -> None:
    before = desk.document
    desk.do(lambda document: edits.delete(document, 10, 13))
    desk.do(lambda document: edits.delete(document, 20, 22))
    folds = [(hit, rect) for hit, rect in view.mark_rects() if hit.mark and hit.mark.kind is MarkKind.FOLD]
    assert len(folds) == 2
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, folds[0][1].center().toPoint())
    assert texts(desk.document) == texts(edits.delete(before, 23, 25).document)


def test_correcting_in_place(view: TranscriptView, desk: Desk) -> None:
    desk.select(3, 5)
    view.correct()
    field = QApplication.focusWidget()
    assert field is not None
    assert field.property("text") == " ".join(texts(desk.document)[3:5])
    QTest.keyClicks(field, "finest hours")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert texts(desk.document)[3:5] == ["finest", "hours"]
    assert desk.session.history.undo_label == "Corrected 2 words"
    assert view.hasFocus()


def test_escape_corrects_nothing(view: TranscriptView, desk: Desk) -> None:
    before = desk.document
    desk.select(3)
    view.correct()
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "nonsense")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert desk.document is before


def test_a_highlight_repaints_a_word_alone(
    view: TranscriptView, desk: Desk, application: QApplication
) -> None:
    painted: list[QRect] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                painted.append(event.region().boundingRect())
            return False

    desk.show_playhead(1)
    application.processEvents()
    watch = Watch()
    view.viewport().installEventFilter(watch)
    desk.show_playhead(desk.document.time_of(desk.document.place_of_word(4)))
    application.processEvents()
    assert painted
    assert max(rect.height() for rect in painted) < 60


@pytest.mark.parametrize(
    "text", ["שלום עולם זה טקסט מימין לשמאל", "مرحبا بالعالم", "你好 世界", "Hello שלום world"]
)
def test_every_script_is_hit_where_it_is(application: QApplication, theme: Theme, text: str) -> None:
    pieces = tuple(Piece("s", n * 100, n * 100 + 100, word) for n, word in enumerate(text.split()))
    desk = paper_desk(Document((Paragraph("Ann", pieces),)))
    view = TranscriptView(desk, theme)
    view.resize(600, 300)
    view.show()
    for word in range(len(pieces)):
        rects = view.word_rects(word, word + 1)
        assert len(rects) == 1
        hit = view.hit(rects[0].center())
        assert hit is not None
        assert hit.word == word
    view.close()
    view.deleteLater()

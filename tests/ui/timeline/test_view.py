"""Selection, playhead and word edges in the timeline are the document's."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from editor.derive.words import words
from editor.model import edits
from editor.ui.desk import Desk
from editor.ui.timeline import TimelineView
from editor.ui.timeline.layout import GUTTER_PX

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def x_of(view: TimelineView, time: float) -> int:
    return GUTTER_PX + round(view.scale.x(time))


def lane_y(view: TimelineView) -> int:
    return round(view.lanes_rect.center().y())


def drag(view: TimelineView, start: QPoint, stop: QPoint) -> None:
    QTest.mousePress(view, LEFT, PLAIN, start)
    for step in range(1, 5):
        QTest.mouseMove(view, start + (stop - start) * step / 4)
    QTest.mouseRelease(view, LEFT, PLAIN, stop)


def test_a_sweep_chooses_the_words_under_it(view: TimelineView, desk: Desk) -> None:
    some = list(words(desk.document, 2, 6))
    y = lane_y(view)
    drag(view, QPoint(x_of(view, some[0].start) - 2, y), QPoint(x_of(view, some[-1].stop) + 2, y))
    assert desk.selection == (2, 6)
    assert desk.playhead == some[0].start


def test_a_click_puts_the_playhead_and_the_caret(view: TimelineView, desk: Desk) -> None:
    word = next(words(desk.document, 4))
    time = (word.start + word.stop) // 2
    QTest.mouseClick(view, LEFT, PLAIN, QPoint(x_of(view, time), lane_y(view)))
    assert abs(desk.playhead - time) <= view.scale.per_px
    assert desk.caret == 4


def test_dragging_an_edge_is_one_edit(view: TimelineView, desk: Desk) -> None:
    word = next(word for word in words(desk.document, 3) if view.scale.x(word.stop - word.start) > 30)
    y = round(view.bar_rect.center().y())
    at = x_of(view, word.stop)
    drag(view, QPoint(at - 1, y), QPoint(at - 11, y))
    after = next(words(desk.document, word.number))
    assert after.start == word.start
    assert word.stop - after.stop == pytest.approx(10 * view.scale.per_px, abs=view.scale.per_px)
    assert len(desk.session.history.steps) == 1


def test_a_drag_that_goes_nowhere_edits_nothing(view: TimelineView, desk: Desk) -> None:
    word = next(word for word in words(desk.document, 3) if view.scale.x(word.stop - word.start) > 30)
    y = round(view.bar_rect.center().y())
    QTest.mouseClick(view, LEFT, PLAIN, QPoint(x_of(view, word.start) + 1, y))
    assert not desk.session.history.steps


def test_a_refused_drag_says_why_and_leaves_the_document(view: TimelineView, desk: Desk) -> None:
    refused: list[str] = []
    desk.refused.connect(refused.append)
    found = list(words(desk.document, 3, 12))
    touching = next(b for a, b in itertools.pairwise(found) if a.stop == b.start)
    before = desk.document
    y = round(view.bar_rect.center().y())
    at = x_of(view, touching.start)
    drag(view, QPoint(at + 1, y), QPoint(at - 400, y))
    assert desk.document is before
    assert len(refused) == 1


def test_zoom_goes_from_everything_to_single_samples(view: TimelineView, desk: Desk) -> None:
    view.fit()
    assert view.scale.x(desk.document.length) <= view.width() - GUTTER_PX
    for _ in range(60):
        view.zoom(1.6)
    assert view.scale.per_px <= 1
    view.grab()


def test_it_follows_edits(view: TimelineView, desk: Desk) -> None:
    view.grab()
    desk.do(lambda document: edits.delete(document, 0, 30))
    view.grab()
    desk.undo()
    view.grab()

"""What is dragged is shown as it would be, told, and is one edit when it is let go; Escape makes it none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.derive.runs import Run, runs
from editor.derive.words import WordAt, words
from editor.model import edits
from editor.model.clips import split
from editor.model.document import Document
from editor.model.silences import SHORTEST_SILENCE, Silence, silence_at
from editor.ui.desk import Desk
from editor.ui.timeline import TimelineView
from editor.ui.timeline.layout import GUTTER_PX

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def join(view: TimelineView, desk: Desk) -> Run:
    """What is heard after a cut of four words, in view."""
    desk.do(lambda document: edits.delete(document, 4, 8))
    found = list(runs(desk.document))[1]
    assert 0 < view.scale.x(found.at) < 800
    return found


class Pull:
    """A drag from one instant to others, not yet let go."""

    def __init__(
        self, view: TimelineView, time: float, y: float, keys: Qt.KeyboardModifier = PLAIN, off: int = 0
    ) -> None:
        self.view, self.y, self.keys = view, round(y), keys
        self.x = GUTTER_PX + round(view.scale.x(time)) + off
        QTest.mousePress(view, LEFT, keys, QPoint(self.x, self.y))

    def by(self, pixels: int) -> Pull:
        for step in (pixels // 2, pixels):
            at = QPoint(self.x + step, self.y)
            _move(self.view, at, self.keys)
        self.last = self.x + pixels
        return self

    def release(self) -> None:
        QTest.mouseRelease(self.view, LEFT, self.keys, QPoint(self.last, self.y))


def _move(view: TimelineView, at: QPoint, keys: Qt.KeyboardModifier) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), view.mapToGlobal(QPointF(at)), Qt.MouseButton.NoButton, LEFT, keys
    )
    QApplication.sendEvent(view, event)


def bar(view: TimelineView) -> float:
    return view.bar_rect.center().y()


def lane(view: TimelineView) -> float:
    return view.lanes_rect.center().y()


def a_pause(desk: Desk, view: TimelineView) -> Silence:
    """One between words that is wide enough in view."""
    for one, other in pairwise(words(desk.document, 0, 12)):
        if view.scale.x(other.start) - view.scale.x(one.stop) > 24:
            found = silence_at(desk.document, one.stop)
            assert found is not None
            return found
    raise AssertionError("no pause in view")


def middle(silence: Silence) -> float:
    return (silence.start + silence.stop) / 2


def steps(desk: Desk) -> int:
    return len(desk.session.history.steps)


def told(view: TimelineView, desk: Desk) -> str:
    drag = view.hand.dragging
    assert drag is not None
    view.grab()
    return drag.label(desk.document, desk.rate)


def test_a_pause_is_dragged_longer_and_seen_so_before_it_is(view: TimelineView, desk: Desk) -> None:
    pause, before = a_pause(desk, view), desk.document
    pull = Pull(view, middle(pause), bar(view)).by(50)
    more = round(50 * view.scale.per_px)
    assert view.seen.document.length - before.length == pytest.approx(more, abs=1)
    assert desk.document is before
    assert told(view, desk).startswith(f"+{more / desk.rate:.2f} s")
    pull.release()
    assert desk.document.length - before.length == pytest.approx(more, abs=1)
    assert steps(desk) == 1
    desk.undo()
    assert desk.document is before


def test_a_pause_never_goes_away(view: TimelineView, desk: Desk) -> None:
    pause = a_pause(desk, view)
    Pull(view, middle(pause), bar(view)).by(-600).release()
    found = silence_at(desk.document, pause.start)
    assert found is not None
    assert found.stop - found.start == SHORTEST_SILENCE


def test_words_that_touch_are_dragged_apart_with_control(view: TimelineView, desk: Desk) -> None:
    one, other = next((a, b) for a, b in pairwise(words(desk.document, 2, 12)) if a.stop == b.start)
    Pull(view, one.stop, bar(view), CONTROL).by(40).release()
    apart: WordAt = next(words(desk.document, other.number))
    assert apart.start - one.stop == pytest.approx(40 * view.scale.per_px, abs=1)
    assert apart.piece == other.piece


@pytest.mark.parametrize("where", ["bar", "lanes"])
def test_escape_lets_go_as_if_nothing_had_been(view: TimelineView, desk: Desk, join: Run, where: str) -> None:
    before, scale = desk.document, view.scale
    pull = (
        Pull(view, middle(a_pause(desk, view)), bar(view))
        if where == "bar"
        else Pull(view, join.at, lane(view), off=3)
    )
    pull.by(-30)
    assert view.seen.document is not before
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert (view.seen.document, view.scale) == (before, scale)
    pull.release()
    assert desk.document is before


def test_the_end_of_a_clip_brings_back_what_was_cut(view: TimelineView, desk: Desk, join: Run) -> None:
    before = desk.document
    pull = Pull(view, join.at, lane(view), ALT, off=-3).by(60)
    assert "restores “" in told(view, desk)
    pull.release()
    assert desk.document.length - before.length == pytest.approx(60 * view.scale.per_px, abs=1)
    assert desk.document.word_count > before.word_count
    assert steps(desk) == 2


def test_the_start_of_a_clip_stays_under_the_pointer(view: TimelineView, desk: Desk, join: Run) -> None:
    x = view.scale.x(join.at)
    by = 50
    Pull(view, join.at, lane(view), ALT, off=3).by(-by)
    after = next(run for run in runs(view.seen.document) if run.stop == join.stop)
    assert view.scale.x(after.at) == pytest.approx(x - by, abs=1)
    assert view.scale.x(after.end) == pytest.approx(x + (join.end - join.at) / view.scale.per_px, abs=1)


def test_a_trim_cuts_and_says_which_words(view: TimelineView, desk: Desk, join: Run) -> None:
    before = desk.document
    pull = Pull(view, join.at, lane(view), ALT, off=3).by(120)
    assert "cuts “" in told(view, desk)
    pull.release()
    assert before.length - desk.document.length == pytest.approx(120 * view.scale.per_px, abs=1)


def test_a_trim_goes_no_further_than_there_is_sound(view: TimelineView, desk: Desk, join: Run) -> None:
    Pull(view, join.at, lane(view), ALT, off=-3).by(900).release()
    assert len(list(runs(desk.document))) == 1


def test_what_is_dragged_snaps_to_words_unless_alt_is_held(view: TimelineView, desk: Desk, join: Run) -> None:
    word = next(words(desk.document, 5))
    near = round(view.scale.x(word.stop) - view.scale.x(join.at)) + 4
    Pull(view, join.at, lane(view), off=3).by(near)
    assert view.hand.snap.to == word.stop
    view.grab()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    Pull(view, join.at, lane(view), ALT, off=3).by(near)
    assert view.hand.snap.to is None
    QTest.keyClick(view, Qt.Key.Key_Escape)
    view.snap(False)
    Pull(view, join.at, lane(view), off=3).by(near)
    assert view.hand.snap.to is None


def test_it_snaps_to_the_playhead(view: TimelineView, desk: Desk, join: Run) -> None:
    at = join.at + 30_000
    desk.seek(at)
    Pull(view, join.at, lane(view), off=3).by(round(30_000 / view.scale.per_px) + 5).release()
    assert list(runs(desk.document))[1].start == join.start + 30_000


def test_a_double_click_on_a_notch_opens_the_cut(view: TimelineView, desk: Desk, join: Run) -> None:
    QTest.mouseDClick(
        view, LEFT, PLAIN, QPoint(GUTTER_PX + round(view.scale.x(join.at)) + 2, round(lane(view)))
    )
    assert len(list(runs(desk.document))) == 1
    assert desk.document.word_count == 400


def test_a_clip_is_moved_to_between_words(view: TimelineView, desk: Desk) -> None:
    for word in (6, 3):
        at = desk.time_of_word(word)
        desk.do(lambda document, at=at: split(document, at))  # type: ignore[misc]
    texts = [word.piece for word in words(desk.document, 0, 10)]
    start, target = desk.time_of_word(4), desk.time_of_word(1)
    pull = Pull(view, start, lane(view), CONTROL).by(round((target - start) / view.scale.per_px))
    assert told(view, desk).startswith("move “")
    pull.release()
    assert [word.piece for word in words(desk.document, 0, 10)] == [
        texts[0],
        *texts[3:6],
        *texts[1:3],
        *texts[6:],
    ]
    assert steps(desk) == 3


def test_a_clip_let_go_where_it_is_stays(view: TimelineView, desk: Desk) -> None:
    before: Document = desk.document
    Pull(view, desk.time_of_word(4), lane(view), CONTROL).by(12).release()
    assert desk.document is before


def test_a_moved_edge_is_heard(view: TimelineView, desk: Desk) -> None:
    heard: list[tuple[int, int]] = []
    view.heard.connect(lambda a, b: heard.append((a, b)))
    word = next(word for word in words(desk.document, 3) if view.scale.x(word.stop - word.start) > 30)
    Pull(view, word.stop, bar(view), off=-1).by(-12).release()
    (start, stop) = view.span(word.number, word.number + 1)
    around = round(0.15 * desk.rate)
    assert heard == [(max(start - around, 0), stop + around)]

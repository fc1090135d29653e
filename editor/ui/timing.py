"""Edits of time by command: words' edges nudged, pauses stretched, clips split and trimmed."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from editor.derive.words import span_of
from editor.model.clips import Side, split, trim
from editor.model.cutting import EditError
from editor.model.document import Document
from editor.model.edits import Change
from editor.model.silences import SHORTEST_SILENCE, set_gap, silence_at
from editor.model.time import Samples, from_seconds
from editor.model.words import retime
from editor.ui import habits
from editor.ui.desk import Desk
from editor.ui.timeline import TimelineView
from editor.ui.timeline.seen import clip_at

NUDGE_S = 0.01
PAUSE_S = 0.05


class Timing:
    """What is dragged in the timeline, for the keys."""

    def __init__(self, desk: Desk, timeline: TimelineView, settings: QSettings) -> None:
        self._desk, self._timeline, self._settings = desk, timeline, settings
        timeline.snap(habits.snapping(settings))

    def toggle_snapping(self) -> None:
        """What is dragged snaps from now on, or no more."""
        self._timeline.snap(not self._timeline.snapping)
        habits.keep_snapping(self._settings, self._timeline.snapping)

    def nudge(self, side: Side, by: int) -> None:
        """The start or end of the word after the caret so many steps of 10 ms later; it is heard then."""
        word = self._desk.selection[0]
        document = self._desk.document
        if word >= document.word_count:
            return
        start, stop = span_of(document, word, word + 1)
        step = by * from_seconds(NUDGE_S, self._desk.rate)
        new = (start + step, stop) if side is Side.START else (start, stop + step)
        if self._desk.do(lambda document: retime(document, word, *new)):
            self._timeline.hand.hear_word(word)

    def stretch_pause(self, by: int) -> None:
        """The pause before the caret so many steps of 50 ms longer."""
        word, document = self._desk.selection[0], self._desk.document
        if word >= document.word_count:
            return
        time = self._desk.time_of_word(word)
        silence = silence_at(document, time - 1)
        now: Samples = silence.stop - silence.start if silence else 0
        length = max(now + by * from_seconds(PAUSE_S, self._desk.rate), min(now, SHORTEST_SILENCE))
        cutting = self._desk.session.cutting
        self._desk.do(lambda document: set_gap(document, word, length, cutting))

    def split(self) -> None:
        """Two clips at the playhead."""
        at, cutting = self._desk.playhead, self._desk.session.cutting
        self._desk.do(lambda document: split(document, at, cutting), choose=False)

    def trim(self, side: Side) -> None:
        """What lies between the playhead and the start or end of its clip goes."""
        at = self._desk.playhead
        self._desk.do(lambda document: _trimmed(document, at, side), choose=False)


def _trimmed(document: Document, at: Samples, side: Side) -> Change:
    clip = clip_at(document, at if side is Side.START else at - 1)
    edge = clip and (clip.start if side is Side.START else clip.stop)
    if edge is None or edge == at:
        raise EditError("Put the playhead inside a clip first.")
    return trim(document, edge, side, -abs(edge - at))

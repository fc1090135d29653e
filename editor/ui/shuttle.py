"""J, K and L, as editors of speech want them: back a little, pause, and on, faster with each press."""

from __future__ import annotations

from editor.derive.words import word_at
from editor.model.document import Document
from editor.model.time import Samples, from_seconds
from editor.ui.desk import Desk
from editor.ui.playing import Playback

PACES = (1.0, 1.5, 2.0, 3.0)
BACK_S = 2.0


def faster_than(speed: float) -> float:
    """The next of `PACES`, or `speed` where none is faster."""
    return next((pace for pace in PACES if pace > speed), speed)


def back_from(document: Document, at: Samples, rate: int) -> Samples:
    """`BACK_S` before `at`, or the start of the word that is said there: no word begins in its middle."""
    earlier = max(at - from_seconds(BACK_S, rate), 0)
    word = word_at(document, earlier)
    return earlier if word is None else document.time_of(document.place_of_word(word))


class Shuttle:
    """What the three keys do. The pace that L takes on is gone when playback stops, and with J."""

    def __init__(self, desk: Desk, playback: Playback) -> None:
        self._desk, self._playback = desk, playback

    def on(self) -> None:
        """Play; where it plays already, faster."""
        if self._playback.playing:
            self._playback.hurry(faster_than(self._playback.speed))
        else:
            self._playback.play()

    def hold(self) -> None:
        """Pause."""
        if self._playback.playing:
            self._playback.pause()

    def back(self) -> None:
        """Go back, never behind the start of a loop, and play on from there at the usual pace."""
        playback, desk = self._playback, self._desk
        at = back_from(desk.document, desk.playhead, desk.rate)
        loop = playback.looped
        if loop is not None and loop[0] <= desk.playhead < loop[1]:
            at = max(at, loop[0])
        desk.seek(at)
        if playback.playing:
            playback.hurry(None)
        else:
            playback.play(at)

"""Playback of the desk's document: the player hears edits as they are made, the desk sees where it is."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Signal

from editor.derive.words import span_of
from editor.model.document import Document
from editor.model.errors import Refusal
from editor.model.time import Samples, from_seconds
from editor.player.devices import DeviceError
from editor.player.levels import SILENCE
from editor.player.player import Player, Span
from editor.ui import habits
from editor.ui.desk import Desk

FRAME_MS = 16

AROUND_S = 1.5
"""How much is heard on each side of a cut that is played around."""


class Playback(QObject):
    """Play and pause, the speed, the loop and the device.

    changed: it began, stopped, or does it otherwise now. shown: once for every frame while playing, with the
    `Level`. said: why nothing is heard. devices_found: the answer to `look_for_devices`, a tuple of `Device`.
    """

    changed = Signal()
    shown = Signal(object)
    said = Signal(str)
    devices_found = Signal(object)
    _ended = Signal()
    _failed = Signal(object)

    def __init__(self, desk: Desk, settings: QSettings, player: Player | None = None) -> None:
        super().__init__()
        self._desk, self._settings = desk, settings
        self._player = player or Player(habits.output_device(settings), rate=desk.rate)
        self._player.on_end = self._ended.emit
        self._player.on_error = self._failed.emit
        self._loaded: Document | None = None
        self._message = ""
        self._missing: tuple[str, ...] = ()
        self._speed = self._player.speed
        self._looping = False
        self._around = False
        self._lost = False
        self._back_to: Samples | None = None
        # What was done last while nothing played: the playhead was put somewhere, or words were chosen.
        self._placed = self._chosen = False
        self._choice = (desk.anchor, desk.caret)
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._show)
        # The player calls from its own thread; queued, the window hears it on its own.
        self._ended.connect(self._stop, Qt.ConnectionType.QueuedConnection)
        self._failed.connect(self._fail, Qt.ConnectionType.QueuedConnection)
        desk.edited.connect(self._edited)
        desk.sound_changed.connect(self._sounds_different)
        desk.sought.connect(self._sought)
        desk.selection_changed.connect(self._selected)
        desk.told.connect(self._loop_anew)

    def close(self) -> None:
        """Stop, and return when the player's thread has ended."""
        self._timer.stop()
        self._player.close()

    @property
    def playing(self) -> bool:
        """Whether the playhead runs."""
        return self._timer.isActive()

    # How

    @property
    def speed(self) -> float:
        """How fast it is now, 0.5 to 3."""
        return self._player.speed

    def set_speed(self, speed: float) -> None:
        """Play so many seconds in one from now on."""
        self._speed = speed
        self.hurry(None)

    def hurry(self, speed: float | None) -> None:
        """Play at another speed until playback stops; None is the usual one again."""
        self._player.speed = self._speed if speed is None else speed
        self.changed.emit()

    @property
    def pre_roll_s(self) -> int:
        """How much earlier playing begins where the caret or the playhead was put somewhere."""
        return habits.pre_roll_s(self._settings)

    def set_pre_roll(self, seconds: int) -> None:
        """Begin so much earlier from now on."""
        habits.keep_pre_roll_s(self._settings, seconds)
        self.changed.emit()

    @property
    def looping(self) -> bool:
        """Whether the chosen words are played again and again, wherever some are chosen."""
        return self._looping

    def loop(self, on: bool) -> None:
        """Go round the chosen words from now on, or no more."""
        self._looping = on
        if self.playing and not self._around:
            self._player.repeat(self.looped)
        self.changed.emit()

    @property
    def looped(self) -> Span | None:
        """What is gone round: when the chosen words are heard; None where none are, or it is off."""
        first, stop = self._desk.selection
        if not self._looping or first == stop:
            return None
        begin, end = span_of(self._desk.document, first, stop)
        return (begin, end) if begin < end else None

    # Where to

    @property
    def device(self) -> str | None:
        """The name of the device that is wanted, None for the system's default."""
        return self._player.device

    def play_on(self, device: str | None) -> None:
        """Play on that device from now on; where the last one was lost, go on from there."""
        self._player.device = device
        habits.keep_output_device(self._settings, device)
        self.changed.emit()
        if self._lost:
            self.play(self._desk.playhead)

    def look_for_devices(self) -> None:
        """Find out which devices there are; `devices_found` tells."""
        self._player.look_for_devices(self.devices_found.emit)

    # Play and pause

    def toggle(self) -> None:
        """Play from the playhead, or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self, at: Samples | None = None) -> None:
        """Play from `at`; without one from the caret or the playhead, whichever was put last, pre-roll and
        all, and from the beginning where that is at the end."""
        if not self._desk.document.length or not self._load():
            return
        self._tell_missing()
        loop = self.looped
        begin = self._begin(loop) if at is None else at
        self._player.play(begin, loop=loop)
        self._placed = self._chosen = False
        self._run()

    def _begin(self, loop: Span | None) -> Samples:
        desk = self._desk
        put = desk.time_of_word(desk.selection[0]) if self._chosen else desk.playhead
        if loop is not None:
            return put if loop[0] <= put < loop[1] else loop[0]
        if put >= desk.document.length:
            return 0
        earlier = from_seconds(self.pre_roll_s, desk.rate) if self._placed or self._chosen else 0
        return max(put - earlier, 0)

    def play_around(self, at: Samples) -> None:
        """Play a little before and after an instant, then be where the playhead was before."""
        reach = from_seconds(AROUND_S, self._desk.rate)
        self.play_span(max(at - reach, 0), at + reach)

    def sample(self, start: Samples, stop: Samples) -> None:
        """Have a stretch heard, unless something plays already."""
        if not self.playing:
            self.play_span(start, stop)

    def play_span(self, start: Samples, stop: Samples) -> None:
        """Play that alone, then be where the playhead was before."""
        if not self._desk.document.length or not self._load():
            return
        back_to = None if self.playing else self._desk.playhead
        self._player.play(start, stop_at=stop)
        self._run()
        self._around, self._back_to = True, back_to

    def _run(self) -> None:
        self._lost = self._around = False
        self._back_to = None
        self._timer.start()
        self.changed.emit()

    def _tell_missing(self) -> None:
        """Say what is not heard enhanced though it was chosen, when that is not what was said last."""
        missing = self._desk.session.variants.lost(self._desk.document)
        if missing and missing != self._missing:
            self.said.emit(" ".join(missing))
        self._missing = missing

    def pause(self) -> None:
        """Stop here."""
        self._player.pause()
        self._desk.show_playhead(self._player.position())
        self._back_to = None
        self._stop()

    def _load(self) -> bool:
        """Have the player play the present document; False and a sentence where there is no sound to it."""
        document = self._desk.document
        if self._loaded is document:
            return True
        try:
            self._player.load(self._desk.session.renderer(), self._desk.playhead)
        except Refusal as refusal:
            self._desk.refused.emit(str(refusal))
            return False
        self._loaded = document
        return True

    # What changes meanwhile

    def _edited(self) -> None:
        self._back_to = None
        if self.playing and not self._load():
            self.pause()

    def _sounds_different(self) -> None:
        """The same document sounds different: pass over to that where the player is, to the sample."""
        document, self._loaded = self._loaded, None
        if document is None or not self.playing:
            return
        try:
            self._player.load(self._desk.session.renderer())
        except Refusal as refusal:
            self._desk.refused.emit(str(refusal))
            self.pause()
            return
        self._loaded = document

    def _sought(self) -> None:
        if self.playing:
            self._player.seek(self._desk.playhead)
        else:
            self._placed, self._chosen = True, False

    def _selected(self) -> None:
        choice = (self._desk.anchor, self._desk.caret)
        if choice == self._choice:
            return
        self._choice = choice
        if self.playing:
            self._loop_anew()
        else:
            self._placed, self._chosen = False, True

    def _loop_anew(self) -> None:
        """After an edit has chosen its words, and where others are chosen: go round those."""
        if self._looping and self.playing and not self._around:
            self._player.repeat(self.looped)

    # From the player

    def _show(self) -> None:
        at: Samples = self._player.position()
        self._desk.show_playhead(min(at, self._desk.document.length))
        self.shown.emit(self._player.level())
        if self._player.message != self._message:
            self._message = self._player.message
            if self._message:
                self.said.emit(self._message)

    def _stop(self) -> None:
        if not self.playing:
            return
        self._timer.stop()
        at = self._player.position() if self._back_to is None else self._back_to
        self._desk.show_playhead(min(at, self._desk.document.length))
        self._around, self._back_to = False, None
        self._player.speed = self._speed
        self.shown.emit(SILENCE)
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self._stop()
        if isinstance(error, DeviceError):
            self._lost, self._message = True, self._player.message
        else:
            self._loaded = None
        if isinstance(error, Refusal):
            self._desk.refused.emit(str(error))
            return
        raise error

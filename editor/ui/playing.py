"""Playback of the desk's document: the player hears edits as they are made, the desk sees where it is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from editor.model.document import Document
from editor.model.errors import Refusal
from editor.model.time import Samples
from editor.player.player import Player
from editor.ui.desk import Desk

FRAME_MS = 16


class Playback(QObject):
    """Play, pause and speed. shown: once for every frame while playing, with the level 0 to 1."""

    changed = Signal()
    shown = Signal(float)
    said = Signal(str)
    _ended = Signal()
    _failed = Signal(object)

    def __init__(self, desk: Desk, player: Player | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._player = player or Player(rate=desk.rate)
        self._player.on_end = self._ended.emit
        self._player.on_error = self._failed.emit
        self._loaded: Document | None = None
        self._message = ""
        self._lost: tuple[str, ...] = ()
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._show)
        # The player calls from its own thread; queued, the window hears it on its own.
        self._ended.connect(self._stop, Qt.ConnectionType.QueuedConnection)
        self._failed.connect(self._fail, Qt.ConnectionType.QueuedConnection)
        desk.edited.connect(self._edited)
        desk.sound_changed.connect(self._sounds_different)
        desk.sought.connect(self._sought)

    def close(self) -> None:
        """Stop, and return when the player's thread has ended."""
        self._timer.stop()
        self._player.close()

    @property
    def playing(self) -> bool:
        """Whether the playhead runs."""
        return self._timer.isActive()

    @property
    def speed(self) -> float:
        """How fast, 0.5 to 3."""
        return self._player.speed

    def set_speed(self, speed: float) -> None:
        """Play so many seconds in one."""
        self._player.speed = speed

    def toggle(self) -> None:
        """Play from the playhead, or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Play from the playhead; from the beginning where that is at the end."""
        document = self._desk.document
        if not document.length or not self._load():
            return
        self._tell_lost()
        at = self._desk.playhead
        self._player.play(0 if at >= document.length else at)
        self._timer.start()
        self.changed.emit()

    def _tell_lost(self) -> None:
        """Say what is not heard enhanced though it was chosen, when that is not what was said last."""
        lost = self._desk.session.variants.lost(self._desk.document)
        if lost and lost != self._lost:
            self.said.emit(" ".join(lost))
        self._lost = lost

    def pause(self) -> None:
        """Stop here."""
        self._player.pause()
        self._desk.show_playhead(self._player.position())
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

    def _edited(self) -> None:
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

    def _show(self) -> None:
        at: Samples = self._player.position()
        self._desk.show_playhead(min(at, self._desk.document.length))
        self.shown.emit(max(self._player.level().peak))
        if self._player.message != self._message:
            self._message = self._player.message
            if self._message:
                self.said.emit(self._message)

    def _stop(self) -> None:
        if not self._timer.isActive():
            return
        self._timer.stop()
        self._desk.show_playhead(min(self._player.position(), self._desk.document.length))
        self.shown.emit(0.0)
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self._stop()
        self._loaded = None
        if isinstance(error, Refusal):
            self._desk.refused.emit(str(error))
            return
        raise error

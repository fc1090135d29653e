"""Two sounds on one clock, of which one is heard: over from the one to the other without a gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Signal

from editor.app.comparing_models import Comparison
from editor.model.time import Samples
from editor.player.player import Player
from editor.ui import habits

FRAME_MS = 33


@dataclass(frozen=True)
class _Held:
    """Sound in memory, as a player reads it."""

    samples: npt.NDArray[np.float32]

    @property
    def length(self) -> Samples:
        return len(self.samples)

    def read(self, start: Samples, stop: Samples) -> npt.NDArray[np.float32]:
        out = np.zeros((stop - start, 2), np.float32)
        inside = self.samples[max(start, 0) : max(stop, 0)]
        begin = max(-start, 0)
        out[begin : begin + len(inside)] = inside
        return out


class Listening(QObject):
    """Plays a comparison round and round, on the device that projects play on.

    changed: it began, stopped, or the other side is heard. moved(seconds): it has come there. said: why
    nothing is heard.
    """

    changed = Signal()
    moved = Signal(float)
    said = Signal(str)
    _failed = Signal(object)

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self._player: Player | None = None
        self._sides: tuple[_Held, _Held] | None = None
        self._rate = 1
        self._heard = 0
        self._message = ""
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self._show)
        # The player calls from its own thread.
        self._failed.connect(self._fail, Qt.ConnectionType.QueuedConnection)

    @property
    def playing(self) -> bool:
        """Whether it goes on."""
        return self._timer.isActive()

    @property
    def heard(self) -> int:
        """Which side: 0 or 1."""
        return self._heard

    @property
    def seconds(self) -> float:
        """How long it is; 0 where there is nothing."""
        return self._sides[0].length / self._rate if self._sides else 0.0

    def load(self, comparison: Comparison) -> None:
        """Have another comparison to play, from its beginning."""
        self.close()
        self._rate = comparison.rate
        self._sides = (_Held(comparison.sides[0].sound), _Held(comparison.sides[1].sound))
        self.moved.emit(0.0)
        self.changed.emit()

    def hear(self, side: int) -> None:
        """Pass over to a side, at the very sample."""
        if side == self._heard:
            return
        self._heard = side
        if self._player is not None and self._sides is not None:
            self._player.load(self._sides[side])
        self.changed.emit()

    def toggle(self) -> None:
        """Play on, or pause."""
        if self.playing:
            self.pause()
        elif self._sides is not None:
            player = self._opened(self._sides[self._heard])
            at = player.position()
            length = self._sides[0].length
            player.play(at if at < length else 0, loop=(0, length))
            self._timer.start()
            self.changed.emit()

    def pause(self) -> None:
        """Stop here."""
        if self._player is not None:
            self._player.pause()
        if self.playing:
            self._timer.stop()
            self.changed.emit()

    def seek(self, seconds: float) -> None:
        """Go there."""
        if self._sides is not None:
            self._opened(self._sides[self._heard]).seek(round(seconds * self._rate))
            self.moved.emit(seconds)

    def close(self) -> None:
        """Stop, free the device, and return when the player's thread has ended."""
        self._timer.stop()
        player, self._player, self._sides = self._player, None, None
        if player is not None:
            player.close()

    def _opened(self, sound: _Held) -> Player:
        """The player, with the device that is preferred now."""
        device = habits.output_device(self._settings)
        if self._player is None:
            self._player = Player(device, rate=self._rate, on_error=self._failed.emit)
            self._player.load(sound)
        if self._player.device != device:
            self._player.device = device
        return self._player

    def _show(self) -> None:
        assert self._player is not None
        self.moved.emit(self._player.position() / self._rate)
        if self._player.message != self._message:
            self._message = self._player.message
            if self._message:
                self.said.emit(self._message)

    def _fail(self, error: Exception) -> None:
        self._timer.stop()
        self.changed.emit()
        self.said.emit(str(error))

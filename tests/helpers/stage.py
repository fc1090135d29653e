"""A player whose device takes frames when the test says so."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from editor.player import output as outputs
from editor.player.player import Player
from editor.player.ring import Frames
from tests.helpers.waiting import wait_until

RATE = 44100


class Sound:
    """An array as a renderer; reading `broken_at` raises."""

    def __init__(self, samples: Frames, broken_at: int | None = None) -> None:
        self.samples, self.broken_at = samples, broken_at

    @property
    def length(self) -> int:
        return len(self.samples)

    def read(self, start: int, stop: int) -> Frames:
        if self.broken_at is not None and start <= self.broken_at < stop:
            raise OSError("the disk is gone")
        out = np.zeros((stop - start, 2), np.float32)
        part = self.samples[start:stop]
        out[: len(part)] = part
        return out


class Hand:
    """A device that plays when it is told to; a frame is heard when it is pulled."""

    def __init__(self, pull: Callable[[Frames], int]) -> None:
        self.pull, self.lost, self.closed, self._heard = pull, False, False, 0

    def start(self) -> None:
        pass

    def heard(self) -> int:
        return self._heard

    def close(self) -> None:
        self.closed = True

    def frames(self, most: int) -> Frames:
        out = np.empty((most, 2), np.float32)
        count = self.pull(out)
        assert not out[count:].any()
        self._heard += most
        return out[:count]


class Devices:
    """Devices in the place of real ones, for whatever player, and what is heard on them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.devices: list[Hand] = []
        self.names: list[str | None] = []
        monkeypatch.setattr(outputs, "SoundDevice", self._open)

    def _open(self, pull: Callable[[Frames], int], _rate: int, name: str | None, *_: object) -> Hand:
        self.names.append(name)
        self.devices.append(Hand(pull))
        return self.devices[-1]

    @property
    def device(self) -> Hand:
        wait_until(lambda: self.devices and not self.devices[-1].closed, "the device to be opened", 5)
        return self.devices[-1]

    def device_rests(self) -> bool:
        """Whether the device was let go; until then it asks for more, as devices do."""
        if not self.devices[-1].closed:
            self.devices[-1].frames(512)
        return self.devices[-1].closed

    def hear(self, count: int) -> Frames:
        """The next `count` frames."""
        found: list[Frames] = []

        def all_heard() -> bool:
            while left := count - sum(map(len, found)):
                found.append(self.device.frames(min(511, left)))
                if not len(found[-1]):
                    return False
            return True

        wait_until(all_heard, "the next frames", 5)
        return np.concatenate(found)


class Stage(Devices):
    """A player, what became of its devices, and what was heard."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(monkeypatch)
        self.ends = 0
        self.errors: list[Exception] = []
        self.player = Player(rate=RATE, on_end=self._end, on_error=self.errors.append)

    def _end(self) -> None:
        self.ends += 1

    def hear_out(self) -> Frames:
        """All frames until the device is let go."""
        found = [np.zeros((0, 2), np.float32)]
        device = self.device

        def over() -> bool:
            while not device.closed:
                found.append(device.frames(512))
                if not len(found[-1]):
                    return False
            return True

        wait_until(over, "the end", 5)
        wait_until(lambda: not self.player.playing, "the player to stop", 5)
        return np.concatenate(found)

"""Where a player's frames go: the device that is wanted, or a silent clock; and which frame is heard now."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from editor.player.devices import DeviceError, look_again
from editor.player.ring import Frames, Ring
from editor.player.sinks import Clock, SilentClock, Sink, SoundDevice


class Output:
    """One sink at a time, fed from `ring`. Sinks are opened and closed on the player's thread, which holds no
    lock then; all else is asked with `lock` held.

    wanted: the name of the device to open next, None for the system's default. message: why the last one is
    not heard, "" where it is. awaited: whether frames are still to come, so that one that is missing is late.
    """

    def __init__(
        self,
        ring: Ring,
        lock: threading.Condition,
        awaited: Callable[[], bool],
        rate: int,
        wanted: str | None,
        clock: Clock,
    ) -> None:
        self.wanted = wanted
        self.message = ""
        self.underruns = 0
        self._ring, self._lock, self._awaited = ring, lock, awaited
        self._rate, self._clock = rate, clock
        self._sink: Sink | None = None
        self._opened: str | None = None
        self._pulled = 0
        # (frames the sink had before a pull, the first frame it got, how many): enough to know what is heard.
        self._pulls: deque[tuple[int, int, int]] = deque(maxlen=512)

    @property
    def open(self) -> bool:
        """Whether there is a sink."""
        return self._sink is not None

    @property
    def lost(self) -> bool:
        """Whether the sink has ceased to pull by itself."""
        return self._sink is not None and self._sink.lost

    @property
    def outdated(self) -> bool:
        """Whether another device is wanted than the one that is open."""
        return self._sink is not None and self._opened != self.wanted

    def heard(self) -> int:
        """The frame of the ring that is heard now."""
        heard = self._sink.heard() if self._sink is not None else 0
        for before, frame, count in reversed(self._pulls):
            if before <= heard:
                return frame + min(heard - before, count)
        return self._pulls[0][1] if self._pulls else self._ring.read

    def start(self) -> None:
        """Open what is wanted. Where the system has no device, a silent clock goes in its stead.

        Raises `DeviceError`, a sentence, where a device that was chosen by name cannot be played on.
        """
        if self.message:
            look_again()
        wanted = self.wanted
        try:
            self._begin(SoundDevice(self._pull, self._rate, wanted, self._clock), wanted)
            self.message = ""
        except DeviceError as error:
            if wanted is None:
                self.message = f"{error}; playing silently."
                self._begin(SilentClock(self._pull, self._rate, self._clock), wanted)
                return
            self.message = f"{error}; choose another one at the speaker sign."
            self._forget()
            raise DeviceError(self.message) from error

    def close(self) -> None:
        """Play out what was pulled and let the sink go."""
        if self._sink is not None:
            self._sink.close()
        self._forget()

    def lose(self) -> DeviceError:
        """Let a sink go that was lost; the sentence about it."""
        what = "The sound device" if self._opened is None else f"The sound device “{self._opened}”"
        self.message = f"{what} was lost; choose another one at the speaker sign, or play again."
        self.close()
        return DeviceError(self.message)

    def _begin(self, sink: Sink, wanted: str | None) -> None:
        with self._lock:
            self._pulls.clear()
            self._pulled = 0
            self._sink, self._opened = sink, wanted
        sink.start()

    def _forget(self) -> None:
        with self._lock:
            self._sink = None
            self._pulls.clear()

    def _pull(self, out: Frames) -> int:
        """On the sink's thread."""
        with self._lock:
            count = self._ring.take(out)
            self._pulls.append((self._pulled, self._ring.read - count, count))
            self._pulled += len(out)
            if count < len(out) and self._awaited():
                self.underruns += 1
            return count

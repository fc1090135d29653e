"""Where frames go: a sound device, or a clock that takes them in silence."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from editor.player.devices import DeviceError, library, number_of
from editor.player.ring import Frames

Pull = Callable[[Frames], int]
"""Fills an array with the next frames and zeros; how many were frames. Called from the sink's own thread."""

Clock = Callable[[], float]

BLOCK = 1024
"""Frames that a device asks for at a time. Each asking waits its turn for the interpreter, up to 5 ms for
every thread that computes in Python: at 512 frames three such threads starve it, at 1024 two do no harm.
"""

LATENCY_S = 0.15
"""How much a device holds: enough that a busy interpreter never starves it, little enough to feel at once."""

LEAD_IN = 2 * BLOCK
"""Frames of silence that a device gets first: sound servers swallow some 20 ms where a stream begins."""

DEAD_AFTER_S = 2.0


class Sink(Protocol):
    """Pulls from its start to its close. Frames are counted from its start, silence included."""

    @property
    def lost(self) -> bool:
        """Whether it has ceased to pull by itself."""

    def start(self) -> None:
        """Begin to pull. Raises `DeviceError`."""

    def heard(self) -> int:
        """Frames pulled that have reached the ear."""

    def close(self) -> None:
        """Play out what was pulled and pull no more."""


class SoundDevice:
    """A device by its name; None is the default one. Raises `DeviceError` where it cannot be opened."""

    def __init__(self, pull: Pull, rate: int, device: str | None, clock: Clock) -> None:
        self._pull, self._rate, self._clock = pull, rate, clock
        sound = library()
        number = None if device is None else number_of(device)
        try:
            about = sound.query_devices(number, "output")
        except (sound.PortAudioError, ValueError) as error:
            raise DeviceError("No sound device") from error
        self._name: str = about["name"]
        self._mono = about["max_output_channels"] < 2
        self._error = sound.PortAudioError
        self._pulled = -LEAD_IN
        self._heard = 0
        # (frames pulled before the last call, when the first of that call is heard)
        self._moment: tuple[int, float] | None = None
        self._last_call: float | None = None
        try:
            windows = "WASAPI" in sound.query_hostapis(about["hostapi"])["name"]
            self._stream: Any = sound.OutputStream(
                samplerate=rate,
                blocksize=BLOCK,
                device=number,
                channels=1 if self._mono else 2,
                dtype="float32",
                latency=max(LATENCY_S, about["default_high_output_latency"]),
                extra_settings=sound.WasapiSettings(auto_convert=True) if windows else None,
                callback=self._called,
            )
        except self._error as error:
            raise DeviceError(f"The sound device “{self._name}” cannot be used") from error
        self._latency = float(self._stream.latency)

    def start(self) -> None:
        """Begin to pull. Raises `DeviceError`."""
        try:
            self._last_call = self._clock()
            self._stream.start()
        except self._error as error:
            self._stream.close(ignore_errors=True)
            raise DeviceError(f"The sound device “{self._name}” cannot be used") from error

    @property
    def lost(self) -> bool:
        """Whether the device ended the stream, or has asked for nothing for too long."""
        if self._last_call is None:
            return False
        try:
            return not self._stream.active or self._clock() - self._last_call > DEAD_AFTER_S
        except self._error:
            return True

    def heard(self) -> int:
        """Frames pulled whose time at the ear has come, by the times that the device gave."""
        if self._moment is None:
            return 0
        before, when = self._moment
        now = before + round((self._clock() - when) * self._rate)
        self._heard = max(self._heard, min(now, self._pulled))
        return self._heard

    def close(self) -> None:
        """Play out what was pulled and free the device."""
        if not self.lost:
            self._stream.stop(ignore_errors=True)
        self._stream.close(ignore_errors=True)

    def _called(self, out: Frames, count: int, times: Any, _status: Any) -> None:
        """On PortAudio's thread: copy and note the time, nothing else."""
        now = self._clock()
        delay = times.outputBufferDacTime - times.currentTime
        # Some backends leave the times empty.
        delay = delay if 0.0 < delay < 2.0 else self._latency
        self._moment = (self._pulled, now + delay)
        self._last_call = now
        if self._pulled < 0:
            out.fill(0.0)
        elif self._mono:
            both = np.empty((count, 2), np.float32)
            self._pull(both)
            out[:] = both.mean(1, keepdims=True)
        else:
            self._pull(out)
        self._pulled += count


class SilentClock:
    """Takes frames as fast as `clock` runs and drops them."""

    lost = False

    def __init__(self, pull: Pull, rate: int, clock: Clock = time.monotonic) -> None:
        self._pull, self._rate, self._clock = pull, rate, clock
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="player-clock", daemon=True)
        self._frames: Frames = np.empty((BLOCK, 2), np.float32)
        self._asked = 0
        self._taken = 0

    def start(self) -> None:
        """Begin to pull."""
        self._thread.start()

    def heard(self) -> int:
        """All that was pulled."""
        return self._asked

    def close(self) -> None:
        """Pull no more."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        began = self._clock()
        while not self._stop.wait(0.005):
            due = int((self._clock() - began) * self._rate) - self._taken
            if due > 2 * self._rate:
                # The machine slept: its silence is not played after the event.
                began += due / self._rate
                continue
            while due > 0 and not self._stop.is_set():
                count = min(due, BLOCK)
                taken = self._pull(self._frames[:count])
                self._asked += count
                self._taken += taken
                due -= taken
                if taken < count:
                    # Nobody hears a gap here, so what is late is not lost: it is taken next time.
                    break

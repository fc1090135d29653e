"""Plays what a renderer renders: a thread of its own reads ahead, the device only copies.

    caller  --play, pause, seek, load-->  Player  <--pull--  SoundDevice | SilentClock
                                            |  Ring, Course
    renderer  <--read--  "player" thread ---+

One lock guards the ring, the course and what is to be read next; it is held to copy, never to render, to open
a device or to call anybody back.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

import numpy as np

from editor.model.time import Samples
from editor.player.devices import DeviceError, library, look_again
from editor.player.reading import FADE, Block, Reading, Renders, blended, died_away
from editor.player.ring import Course, Frames, Leg, Ring
from editor.player.sinks import Clock, SilentClock, Sink, SoundDevice
from editor.player.stretch import FASTEST, SLOWEST

AHEAD_S = 0.3
"""How much sound is rendered ahead."""

FIRST_S = 0.15
"""How much is ready before a device is started: some ask for many blocks at once."""

KEPT_S = 0.05
"""What is still played of what was rendered ahead when playback jumps: time to render what comes instead."""

_METER_S = 0.03
_REMEMBERED_S = 2.0
_LOOK_S = 0.01

Moved = Samples | Callable[[Samples], Samples] | None
"""Where a sample of the old sound is in the new one: the sample now heard, or a function, or the same."""


class Level(NamedTuple):
    """How loud the sound now heard is: 1.0 is full scale."""

    peak: float
    rms: float


def _nothing() -> None:
    """For callers that need not know when playback ends."""


def _unheard(error: Exception) -> None:
    """For callers that need not know why playback stopped."""


class Player:
    """One transport. Every method returns at once and may be called from any thread.

    device: what the system calls it or its number; None is the default one. Where it is missing, fails or is
    lost, a silent clock goes on in its stead and `message` says why in a sentence.
    on_end: called when the end (or `stop_at`) was heard. on_error: called with what a renderer raised;
    playback has stopped. Both are called on the player's thread, which holds no lock, and must not raise.
    """

    def __init__(
        self,
        device: str | int | None = None,
        *,
        rate: int = 44100,
        clock: Clock = time.monotonic,
        on_end: Callable[[], None] = _nothing,
        on_error: Callable[[Exception], None] = _unheard,
    ) -> None:
        self.on_end = on_end
        self.on_error = on_error
        self.message = ""
        self.underruns = 0
        self._device, self._rate, self._clock = device, rate, clock
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._renderer: Renders | None = None
        self._speed = 1.0
        self._at: Samples = 0
        self._playing = False
        self._ring = Ring(round((AHEAD_S + _REMEMBERED_S) * rate))
        self._course = Course()
        self._reading: Reading | None = None
        self._bounds: Reading | None = None
        self._begun = 0
        self._tail: Frames | None = None
        self._sink: Sink | None = None
        self._pulled = 0
        # (frames the sink had before a pull, the first frame it got, how many): enough to know what is heard.
        self._pulls: deque[tuple[int, int, int]] = deque(maxlen=512)

    def __enter__(self) -> Player:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def playing(self) -> bool:
        """Whether sound is going on, or about to."""
        return self._playing

    @property
    def speed(self) -> float:
        """How many seconds of sound are played in one, 0.5 to 3; the pitch stays."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        with self._changed:
            self._speed = min(max(float(speed), SLOWEST), FASTEST)
            if self._playing:
                self._jump(lambda sample: sample)

    def load(self, renderer: Renders, at: Moved = None) -> None:
        """Play `renderer` from now on: while playing without a gap, else from the next `play`.

        at: where what is now heard is in the new sound, or a function from old samples to new ones, which
        must be quick; None where samples are what they were. A loop and a `stop_at` move with the function.
        """
        with self._changed:
            here = self.position()
            self._renderer = renderer
            if callable(at):
                moved = at
            elif at is None:
                moved = lambda sample: sample  # noqa: E731
            else:
                shift = at - here
                moved = lambda sample: sample + shift  # noqa: E731
            if self._playing:
                self._jump(moved)
            else:
                self._at = min(max(moved(here), 0), renderer.length)
            if self._thread is None and not self._closing:
                self._thread = threading.Thread(target=self._run, name="player", daemon=True)
                self._thread.start()

    def play(
        self,
        at: Samples | None = None,
        stop_at: Samples | None = None,
        loop: tuple[Samples, Samples] | None = None,
    ) -> None:
        """Play from `at`, or on from `position()`, or from the start where that is the end.

        stop_at: stop and call `on_end` there. loop: go back to its first sample at its second one, where
        playback begins before that. Nothing happens before anything is loaded.
        """
        with self._changed:
            if self._renderer is None or self._closing:
                return
            if at is None and not self._playing and self._at >= self._renderer.length:
                at = 0
            if self._playing:
                target = self.position() if at is None else at
                self._jump(lambda _: target, stop_at=stop_at, loop=loop, still=True)
                return
            begin = self._at if at is None else at
            reading = self._read_from(begin, stop_at, loop)
            # A start in the midst of the sound would click; the very start is played as it is.
            self._tail = np.zeros((FADE, 2), np.float32) if reading.begin else None
            self._course.set(Leg(self._begun, reading.begin, self._speed))
            self._playing = True

    def pause(self) -> None:
        """Stop; the next `play` goes on from the sample after the last one that was not faded."""
        with self._changed:
            if self._playing:
                self._at = self._clipped(self._course.at(self._ring.read))
                cut = self._ring.cut(self._ring.read, FADE)
                if self._sink is not None:
                    self._ring.put(died_away(cut))
                self._halt()

    def seek(self, at: Samples) -> None:
        """Go to `at`, playing on where it plays. A loop that ends before it and a `stop_at` are left."""
        with self._changed:
            if self._playing and self._bounds is not None:
                stop_at = self._bounds.stop_at
                stop_at = stop_at if stop_at is not None and at < stop_at else None
                self._jump(lambda _: at, stop_at=stop_at, loop=self._bounds.loop, still=True)
            else:
                self._at = self._clipped(at)

    def position(self) -> Samples:
        """The sample that is heard now; where playback stands still, the one that comes next."""
        with self._changed:
            if not self._playing:
                return self._at
            return self._clipped(self._course.at(self._audible()))

    def level(self) -> Level:
        """How loud what is heard now is, over the last 30 ms."""
        with self._changed:
            count = round(_METER_S * self._rate)
            stop = self._audible()
            if not self._playing or stop < count:
                return Level(0.0, 0.0)
            frames = self._ring.look(stop - count, count)
        return Level(float(np.abs(frames).max()), float(np.sqrt(np.mean(np.square(frames)))))

    def close(self) -> None:
        """Stop and return when every thread has ended and the device is free."""
        with self._changed:
            self.pause()
            self._closing = True
            self._halt()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    # Under the lock

    def _read_from(
        self, at: Samples, stop_at: Samples | None, loop: tuple[Samples, Samples] | None
    ) -> Reading:
        """Make `at` what is read next, to be put after what the ring now holds."""
        assert self._renderer is not None
        self._reading = Reading(self._renderer, at, stop_at, loop, self._speed, self._rate)
        self._bounds = self._reading
        self._begun = self._ring.written
        self._changed.notify_all()
        return self._reading

    def _jump(
        self,
        moved: Callable[[Samples], Samples],
        *,
        stop_at: Samples | None = None,
        loop: tuple[Samples, Samples] | None = None,
        still: bool = False,
    ) -> None:
        """While playing: soon after what is handed out go on at what `moved` makes of the sample there.

        still: bounds are given and the position is there at once; else bounds move as the samples do.
        """
        assert self._bounds is not None
        heard = self._audible()
        here = moved(self._course.at(heard))
        bounds = self._bounds
        if not still:
            stop_at = None if bounds.stop_at is None else moved(bounds.stop_at)
            loop = None if bounds.loop is None else (moved(bounds.loop[0]), moved(bounds.loop[1]))
        pace = 0.0 if still else bounds.speed
        self._tail = self._ring.cut(self._ring.read + round(KEPT_S * self._rate), FADE)
        reading = self._read_from(moved(self._course.at(self._ring.written)), stop_at, loop)
        self._course.set(Leg(heard, here, pace))
        self._course.add(Leg(self._begun, reading.begin, self._speed))

    def _halt(self) -> None:
        self._playing = False
        self._reading = None
        self._changed.notify_all()

    def _clipped(self, sample: Samples) -> Samples:
        length = self._renderer.length if self._renderer is not None else 0
        return min(max(sample, 0), length)

    def _audible(self) -> int:
        """The frame that is heard now."""
        heard = self._sink.heard() if self._sink is not None else 0
        for before, frame, count in reversed(self._pulls):
            if before <= heard:
                return frame + min(heard - before, count)
        return self._pulls[0][1] if self._pulls else self._ring.read

    def _put(self, reading: Reading, block: Block) -> None:
        if reading is not self._reading:
            return
        for leg in block.legs:
            self._course.add(leg._replace(frame=self._begun + leg.frame))
        frames = block.frames
        if self._tail is not None:
            frames = blended(self._tail, frames)
            self._tail = self._tail[len(block.frames) :] if len(block.frames) < len(self._tail) else None
        if block.last:
            self._reading = None
            if self._tail is not None:
                frames, self._tail = np.concatenate([frames, died_away(self._tail)]), None
        self._ring.put(frames)

    # The sink's thread

    def _pull(self, out: Frames) -> int:
        with self._changed:
            count = self._ring.take(out)
            self._pulls.append((self._pulled, self._ring.read - count, count))
            self._pulled += len(out)
            if count < len(out) and self._reading is not None:
                self.underruns += 1
            return count

    # The player's thread

    def _run(self) -> None:
        # Finding the devices takes long: it is done before the first play, not in it.
        with suppress(DeviceError):
            library()
        try:
            while not self._closing:
                self._turn()
        finally:
            self._close_sink()

    def _turn(self) -> None:
        """One thing that is to be done, or a rest."""
        with self._changed:
            ahead = self._ring.ahead
            self._course.forget_before(self._audible())
            reading = self._reading if ahead < AHEAD_S * self._rate else None
            open_now = (
                self._sink is None and (ahead >= FIRST_S * self._rate or self._reading is None) and ahead > 0
            )
            done = self._reading is None and ahead == 0 and self._audible() >= self._ring.read
            if not (reading or open_now or (done and (self._playing or self._sink))):
                self._changed.wait(_LOOK_S if self._sink is not None else None)
        if open_now:
            self._open_sink()
        elif reading is not None:
            self._read(reading)
        elif done:
            self._come_to_rest()
        elif self._sink is not None and self._sink.lost:
            self._fall_silent("The sound device was lost")

    def _read(self, reading: Reading) -> None:
        try:
            block = reading.next()
        except Exception as error:
            with self._changed:
                if reading is not self._reading:
                    return
                self._at = self._clipped(self._course.at(self._ring.written))
                self._halt()
            self.on_error(error)
            return
        with self._changed:
            self._put(reading, block)

    def _come_to_rest(self) -> None:
        """All that was to be heard was heard: free the device, and say so where it is the end."""
        self._close_sink()
        with self._changed:
            if self._reading is not None or not self._playing or self._bounds is None:
                return
            self._at = self._bounds.end
            self._playing = False
        self.on_end()

    def _open_sink(self) -> None:
        if self.message:
            look_again()
        try:
            sink: Sink = SoundDevice(self._pull, self._rate, self._device, self._clock)
            self._start(sink)
            self.message = ""
        except DeviceError as error:
            self._fall_silent(str(error))

    def _fall_silent(self, why: str) -> None:
        lost = self._sink
        self.message = f"{why}; playing silently."
        self._start(SilentClock(self._pull, self._rate, self._clock))
        if lost is not None:
            lost.close()

    def _start(self, sink: Sink) -> None:
        with self._changed:
            self._pulls.clear()
            self._pulled = 0
            self._sink = sink
        sink.start()

    def _close_sink(self) -> None:
        with self._changed:
            sink = self._sink
        if sink is not None:
            sink.close()
        with self._changed:
            self._sink = None
            self._pulls.clear()

"""Plays what a renderer renders: a thread of its own reads ahead, the device only copies.

    caller  --play, pause, seek, load-->  Player --Output  <--pull--  SoundDevice | SilentClock
                                            |  Passage
    renderer  <--read--  "player" thread ---+

One lock guards the passage, the output and what is to be read next; it is held to copy, never to render, to
open a device or to call anybody back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress

from editor.model.time import Samples
from editor.player.devices import Device, DeviceError, library, look_again, output_devices
from editor.player.levels import SILENCE, Level, level_of
from editor.player.output import Output
from editor.player.passage import AHEAD_S, Passage
from editor.player.reading import Reading, Renders
from editor.player.ring import Leg
from editor.player.sinks import Clock
from editor.player.stretch import FASTEST, SLOWEST

FIRST_S = 0.15
"""How much is ready before a device is started: some ask for many blocks at once."""

_METERED_S = 1.0
_LOOK_S = 0.01

Moved = Samples | Callable[[Samples], Samples] | None
"""Where a sample of the old sound is in the new one: the sample now heard, or a function, or the same."""


def _nothing() -> None:
    """For callers that need not know when playback ends."""


Span = tuple[Samples, Samples]


def _here(sample: Samples) -> Samples:
    """Where samples are what they were."""
    return sample


def _unheard(error: Exception) -> None:
    """For callers that need not know why playback stopped."""


class Player:
    """One transport. Every method returns at once and may be called from any thread.

    device: its name as in `output_devices`; None is the system's default. Where that is missing or fails, a
    silent clock goes on in its stead and `message` says why in a sentence. on_end: called when the end (or
    `stop_at`) was heard. on_error: called when playback has stopped before that, with what a renderer raised
    or with the `DeviceError` of a device that was lost, or of one that was chosen and is not there. Both are
    called on the player's thread, which holds no lock, and must not raise.
    """

    def __init__(
        self,
        device: str | None = None,
        *,
        rate: int = 44100,
        clock: Clock = time.monotonic,
        on_end: Callable[[], None] = _nothing,
        on_error: Callable[[Exception], None] = _unheard,
    ) -> None:
        self.on_end = on_end
        self.on_error = on_error
        self._rate = rate
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._renderer: Renders | None = None
        self._speed = 1.0
        self._at: Samples = 0
        self._playing = False
        self._passage = Passage(rate)
        self._ring = self._passage.ring
        self._reading: Reading | None = None
        self._bounds: Reading | None = None
        self._output = Output(
            self._ring, self._changed, lambda: self._reading is not None, rate, device, clock
        )
        self._looking: Callable[[tuple[Device, ...]], None] | None = None
        self._metered, self._level = 0, SILENCE

    def __enter__(self) -> Player:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def message(self) -> str:
        """Why nothing is heard, or what was lost, in a sentence; "" where all is well."""
        return self._output.message

    @property
    def underruns(self) -> int:
        """How often a device asked for frames that were not ready."""
        return self._output.underruns

    @property
    def device(self) -> str | None:
        """The name of the device that is wanted, None for the system's default; set while playing, it takes
        over where the one before has played out what it holds."""
        return self._output.wanted

    @device.setter
    def device(self, device: str | None) -> None:
        with self._changed:
            self._output.wanted = device
            self._changed.notify_all()

    def look_for_devices(self, found: Callable[[tuple[Device, ...]], None]) -> None:
        """Have `found` called, on the player's thread, with the devices that can play; the last asked alone.

        Devices that came since are seen only while none is playing.
        """
        with self._changed:
            self._looking = found
            self._wake()

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
                self._move(_here)

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
                moved = _here
            else:
                shift = at - here
                moved = lambda sample: sample + shift  # noqa: E731
            if self._playing:
                self._move(moved)
            else:
                self._at = min(max(moved(here), 0), renderer.length)
            self._wake()

    def play(
        self, at: Samples | None = None, stop_at: Samples | None = None, loop: Span | None = None
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
                self._jump(lambda _: target, stop_at, loop)
                return
            begin = self._at if at is None else at
            reading = self._read_from(begin, stop_at, loop)
            self._passage.begin(reading.begin, self._speed)
            self._metered, self._level = self._passage.begun, SILENCE
            self._playing = True

    def repeat(self, span: Span | None) -> None:
        """While playing, go round `span` from now on, from its start where what is heard lies outside of it;
        None: round no more, on to the end."""
        with self._changed:
            if not self._playing or self._bounds is None:
                return
            stop_at, speed = self._bounds.stop_at, self._bounds.speed
            if span is None:
                self._jump(_here, stop_at, None, speed)
                return
            first, stop = span
            inside = first <= self.position() < stop
            self._jump(
                lambda at: at if first <= at < stop else first, stop_at, span, speed if inside else 0.0
            )

    def pause(self) -> None:
        """Stop; the next `play` goes on from the sample after the last one that was not faded."""
        with self._changed:
            if self._playing:
                self._at = self._clipped(self._passage.die_away())
                if not self._output.open:
                    self._passage.drop()
                self._halt()

    def seek(self, at: Samples) -> None:
        """Go to `at`, playing on where it plays. A loop that ends before it and a `stop_at` are left."""
        with self._changed:
            if self._playing and self._bounds is not None:
                stop_at = self._bounds.stop_at
                stop_at = stop_at if stop_at is not None and at < stop_at else None
                self._jump(lambda _: at, stop_at, self._bounds.loop)
            else:
                self._at = self._clipped(at)

    def position(self) -> Samples:
        """The sample that is heard now; where playback stands still, the one that comes next."""
        with self._changed:
            if not self._playing:
                return self._at
            return self._clipped(self._passage.sample(self._output.heard()))

    def level(self) -> Level:
        """How loud what was heard since this was last asked is; of the last second at most."""
        with self._changed:
            if not self._playing:
                return SILENCE
            stop = self._output.heard()
            start = max(self._metered, stop - round(_METERED_S * self._rate))
            if start < stop:
                self._metered, self._level = stop, level_of(self._ring.look(start, stop - start))
            return self._level

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

    def _wake(self) -> None:
        """Have the player's thread look at what is to be done."""
        if self._thread is None and not self._closing:
            self._thread = threading.Thread(target=self._run, name="player", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _read_from(self, at: Samples, stop_at: Samples | None, loop: Span | None) -> Reading:
        """Make `at` what is read next."""
        assert self._renderer is not None
        self._reading = Reading(self._renderer, at, stop_at, loop, self._speed, self._rate)
        self._bounds = self._reading
        self._changed.notify_all()
        return self._reading

    def _move(self, moved: Callable[[Samples], Samples]) -> None:
        """While playing: go on at what `moved` makes of the sample played then; bounds move alike."""
        assert self._bounds is not None
        stop_at, loop = self._bounds.stop_at, self._bounds.loop
        self._jump(
            moved,
            None if stop_at is None else moved(stop_at),
            None if loop is None else (moved(loop[0]), moved(loop[1])),
            self._bounds.speed,
        )

    def _jump(
        self,
        moved: Callable[[Samples], Samples],
        stop_at: Samples | None,
        loop: Span | None,
        pace: float = 0.0,
    ) -> None:
        """While playing: soon after what is handed out go on at what `moved` makes of the sample there.

        pace: of the position until then; at 0 it is at once where playback goes.
        """
        heard = self._output.heard()
        here = Leg(heard, moved(self._passage.sample(heard)), pace)
        reading = self._read_from(moved(self._passage.leave()), stop_at, loop)
        self._passage.go_on(here, reading.begin, self._speed)

    def _halt(self) -> None:
        self._playing = False
        self._reading = None
        self._changed.notify_all()

    def _clipped(self, sample: Samples) -> Samples:
        length = self._renderer.length if self._renderer is not None else 0
        return min(max(sample, 0), length)

    # The player's thread

    def _run(self) -> None:
        # Finding the devices takes long: it is done before the first play, not in it.
        with suppress(DeviceError):
            library()
        try:
            while not self._closing:
                self._turn()
        finally:
            self._output.close()

    def _turn(self) -> None:
        """One thing that is to be done, or a rest."""
        output = self._output
        with self._changed:
            found, self._looking = self._looking, None
            ahead = self._ring.ahead
            self._passage.forget_before(output.heard())
            reading = self._reading if ahead < AHEAD_S * self._rate else None
            ready = ahead >= FIRST_S * self._rate or self._reading is None
            open_now = not output.open and ready and ahead > 0
            done = self._reading is None and ahead == 0 and output.heard() >= self._ring.read
            done = done and (self._playing or output.open)
            if not (found or output.outdated or open_now or reading or done or self._closing):
                self._changed.wait(_LOOK_S if output.open else None)
        if found is not None:
            self._look(found)
        elif output.outdated:
            output.close()
        elif open_now:
            try:
                output.start()
            except DeviceError as error:
                self._stop_for(error)
        elif reading is not None:
            self._read(reading)
        elif done:
            self._come_to_rest()
        elif output.lost:
            self._lose()

    def _look(self, found: Callable[[tuple[Device, ...]], None]) -> None:
        if not self._output.open:
            look_again()
        found(output_devices())

    def _read(self, reading: Reading) -> None:
        try:
            block = reading.next()
        except Exception as error:
            with self._changed:
                if reading is not self._reading:
                    return
                self._at = self._clipped(self._passage.sample(self._ring.written))
                self._halt()
            self.on_error(error)
            return
        with self._changed:
            if reading is not self._reading:
                return
            self._passage.put(block)
            if block.last:
                self._reading = None

    def _come_to_rest(self) -> None:
        """All that was to be heard was heard: free the device, and say so where it is the end."""
        self._output.close()
        with self._changed:
            if self._reading is not None or not self._playing or self._bounds is None:
                return
            self._at = self._bounds.end
            self._playing = False
        self.on_end()

    def _lose(self) -> None:
        """The device is gone: stand where it was heard last."""
        with self._changed:
            at = self._passage.sample(self._output.heard())
        self._stop_for(self._output.lose(), at)

    def _stop_for(self, error: DeviceError, at: Samples | None = None) -> None:
        """Stand at `at`, or where playback was about to begin, and say why."""
        with self._changed:
            playing = self._playing
            if playing:
                self._at = self._clipped(self._passage.sample(self._ring.read) if at is None else at)
                self._halt()
            self._passage.drop()
        if playing:
            self.on_error(error)

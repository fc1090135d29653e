"""The transport, with a device that takes frames when the test says so."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from editor.player import player as players
from editor.player.devices import DeviceError
from editor.player.player import Player
from editor.player.reading import FADE, SHORTEST_LOOP
from editor.player.ring import Frames
from tests.helpers.sounds import noise, sine
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


class Stage:
    """A player, what became of its devices, and what was heard."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.devices: list[Hand] = []
        self.ends = 0
        self.errors: list[Exception] = []
        self.ended = threading.Event()
        monkeypatch.setattr(players, "SoundDevice", self._open)
        self.player = Player(rate=RATE, on_end=self._end, on_error=self.errors.append)

    def _open(self, pull: Callable[[Frames], int], *_: object) -> Hand:
        self.devices.append(Hand(pull))
        return self.devices[-1]

    def _end(self) -> None:
        self.ends += 1

    @property
    def device(self) -> Hand:
        wait_until(lambda: self.devices and not self.devices[-1].closed, "the device to be opened", 5)
        return self.devices[-1]

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


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    stage = Stage(monkeypatch)
    with stage.player:
        yield stage


TALK = noise(30_000)


def test_what_is_played_is_what_is_rendered_to_the_last_bit(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play()
    assert np.array_equal(stage.hear_out(), TALK)
    assert stage.player.position() == 30_000
    wait_until(lambda: stage.ends == 1, "the end to be told", 5)


def test_after_the_end_it_begins_again(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    for _ in range(2):
        stage.player.play()
        assert np.array_equal(stage.hear_out(), TALK)


def test_the_position_is_what_is_heard(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play(1000)
    assert stage.player.position() == 1000
    stage.hear(700)
    assert stage.player.position() == 1700


def test_a_start_inside_the_sound_fades_in_and_is_exact_from_there(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play(1000)
    heard = stage.hear_out()
    assert np.array_equal(heard[FADE:], TALK[1000 + FADE :])
    assert np.abs(heard[0]).max() < 0.02


def test_it_stops_where_it_is_told_to(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play(0, stop_at=10_000)
    heard = stage.hear_out()
    assert len(heard) == 10_000
    assert np.array_equal(heard[: -FADE - 1], TALK[: 10_000 - FADE - 1])
    assert stage.player.position() == 10_000
    wait_until(lambda: stage.ends == 1, "the end to be told", 5)


def test_neither_an_end_inside_the_sound_nor_a_loop_clicks(stage: Stage) -> None:
    halves = np.repeat(np.float32([0.2, 0.6]), 15_000)[:, None].repeat(2, axis=1)
    stage.player.load(Sound(halves))
    stage.player.play(0, stop_at=10_000)
    assert np.abs(np.diff(stage.hear_out()[:, 0], append=0.0)).max() < 0.01
    stage.player.play(0, loop=(0, 20_000))
    assert np.abs(np.diff(stage.hear(45_000)[16_000:34_000, 0])).max() < 0.01


def test_a_loop_keeps_its_place_at_any_speed(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.speed = 2.0
    stage.player.play(0, loop=(0, 12_000))
    stage.hear(6_000 * 3 + 3_000)
    assert stage.player.position() == 6_000


def test_pause_loses_nothing_and_says_nothing_twice(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play()
    first = stage.hear(9_000)
    stage.player.pause()
    assert not stage.player.playing
    at = stage.player.position()
    assert at == 9_000
    assert np.array_equal(first, TALK[:at])
    assert len(stage.hear_out()) == FADE
    stage.player.play()
    assert np.array_equal(stage.hear_out()[FADE:], TALK[at + FADE :])
    wait_until(lambda: stage.ends == 1, "the end to be told", 5)


def test_pause_does_not_click(stage: Stage) -> None:
    stage.player.load(Sound(np.full((30_000, 2), 0.5, np.float32)))
    stage.player.play()
    stage.hear(5_000)
    stage.player.pause()
    released = stage.hear_out()
    assert np.abs(np.diff(released[:, 0], prepend=0.5, append=0.0)).max() < 0.01


def test_play_right_after_pause_goes_on(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play()
    stage.hear(5_000)
    stage.player.pause()
    stage.player.play()
    heard = stage.hear_out()
    assert np.array_equal(heard[2 * FADE :], TALK[5_000 + FADE :])


def test_a_new_root_that_sounds_the_same_is_not_heard(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play()
    heard = [stage.hear(3_000)]
    for _ in range(3):
        stage.player.load(Sound(TALK.copy()))
        heard.append(stage.hear(3_000))
    heard.append(stage.hear_out())
    assert np.array_equal(np.concatenate(heard), TALK)


@pytest.mark.parametrize("how", ["by function", "by position"])
def test_a_cut_before_the_place_is_not_heard(stage: Stage, how: str) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play(10_000)
    stage.hear(1_000)
    shorter = Sound(np.concatenate([TALK[:2_000], TALK[7_000:]]))
    stage.player.load(shorter, (lambda sample: sample - 5_000) if how == "by function" else 6_000)
    assert stage.player.position() == 6_000
    assert np.array_equal(stage.hear_out(), TALK[11_000:])
    assert stage.player.position() == 25_000


def test_a_new_root_that_sounds_different_comes_without_a_gap_or_a_click(stage: Stage) -> None:
    low, high = np.full((60_000, 2), 0.2, np.float32), np.full((60_000, 2), 0.6, np.float32)
    stage.player.load(Sound(low))
    stage.player.play()
    heard = [stage.hear(2_000)]
    stage.player.load(Sound(high))
    heard.append(stage.hear(20_000))
    whole = np.concatenate(heard)[:, 0]
    assert (whole >= np.float32(0.2)).all()
    assert whole[-1] == np.float32(0.6)
    assert np.abs(np.diff(whole)).max() < 0.01
    assert np.argmax(whole > 0.59) < 2_000 + 0.06 * RATE


def test_the_playhead_runs_on_over_an_edit(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play()
    stage.hear(5_000)
    stage.player.load(Sound(TALK[1_000:]), lambda sample: sample - 1_000)
    stage.hear(800)
    assert stage.player.position() == 4_800


def test_what_was_being_rendered_when_playback_jumped_is_not_played(stage: Stage) -> None:
    reached, go_on = threading.Event(), threading.Event()

    class Slow(Sound):
        def read(self, start: int, stop: int) -> Frames:
            if start <= 15_000 < stop:
                reached.set()
                assert go_on.wait(5)
            return super().read(start, stop)

    stage.player.load(Slow(TALK))
    stage.player.play()
    heard = [stage.hear(4_000)]
    assert reached.wait(5)
    stage.player.seek(20_000)
    go_on.set()
    heard.append(stage.hear_out())
    assert np.array_equal(np.concatenate(heard)[-10_000 + FADE :], TALK[20_000 + FADE :])
    kept = 4_000 + round(0.05 * RATE)
    assert len(np.concatenate(heard)) == kept + 10_000


def test_seek_while_playing(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play()
    stage.hear(1_000)
    stage.player.seek(20_000)
    assert stage.player.position() == 20_000
    heard = stage.hear_out()
    assert np.array_equal(heard[-10_000 + FADE :], TALK[20_000 + FADE :])
    assert len(heard) < 10_000 + 0.06 * RATE


def test_seek_while_still(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.seek(29_000)
    assert stage.player.position() == 29_000
    stage.player.play()
    assert len(stage.hear_out()) == 1_000
    stage.player.seek(99_000)
    assert stage.player.position() == 30_000


def test_a_loop_goes_round(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play(9_000, loop=(10_000, 13_000))
    heard = stage.hear(10_000 + 3_000)[1_000:]
    assert np.array_equal(heard[:3_000], TALK[10_000:13_000])
    for number in range(1, 4):
        again = heard[number * 3_000 : (number + 1) * 3_000]
        assert np.array_equal(again[FADE:], TALK[10_000 + FADE : 13_000])
    assert stage.player.position() == 10_000
    stage.player.seek(20_000)
    assert len(stage.hear_out()) < 10_000 + 0.06 * RATE


def test_a_loop_is_never_too_short_to_be_read(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play(0, loop=(0, 1))
    assert np.array_equal(stage.hear(SHORTEST_LOOP), TALK[:SHORTEST_LOOP])
    assert stage.player.position() == 0


def test_a_loop_that_an_edit_removed_is_left(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play(10_000, loop=(10_000, 13_000))
    stage.hear(500)
    stage.player.load(Sound(TALK[13_000:]), lambda sample: max(0, sample - 13_000))
    stage.hear_out()
    assert stage.player.position() == 17_000


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.5, 3.0])
def test_speed_changes_the_pace_and_not_the_pitch(stage: Stage, speed: float) -> None:
    tone = sine(1000, 2 * RATE)
    stage.player.load(Sound(tone))
    stage.player.speed = speed
    stage.player.play()
    heard = stage.hear_out()
    assert len(heard) == pytest.approx(len(tone) / speed, rel=0.02)
    middle = heard[len(heard) // 4 :][: RATE // 4, 0]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert np.argmax(spectrum) * RATE / len(middle) == pytest.approx(1000, abs=8)
    assert stage.player.position() == len(tone)


def test_speed_changed_while_playing_keeps_the_place(stage: Stage) -> None:
    stage.player.load(Sound(noise(5 * RATE)))
    stage.player.play()
    stage.hear(RATE)
    stage.player.speed = 2.0
    assert stage.player.position() == RATE
    stage.hear(RATE)
    assert stage.player.position() == pytest.approx(3 * RATE, abs=0.06 * RATE)
    stage.player.speed = 1.0
    at = stage.player.position()
    left = len(stage.hear_out())
    assert left == pytest.approx(5 * RATE - at, abs=0.06 * RATE)


def test_speed_has_limits() -> None:
    with Player() as player:
        player.speed = 9
        assert player.speed == 3.0
        player.speed = 0
        assert player.speed == 0.5


def test_a_renderer_that_fails_stops_playback_and_says_why(stage: Stage) -> None:
    stage.player.load(Sound(TALK, broken_at=5_000))
    stage.player.play()
    wait_until(lambda: stage.errors, "the error", 5)
    assert str(stage.errors[0]) == "the disk is gone"
    assert not stage.player.playing
    stage.player.load(Sound(TALK), 0)
    stage.player.play(0)
    stage.hear_out()
    assert stage.player.position() == 30_000
    assert len(stage.errors) == 1


def test_a_shorter_root_ends_where_it_ends(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play(20_000)
    stage.hear(100)
    stage.player.load(Sound(TALK[:5_000]))
    assert len(stage.hear_out()) < 0.06 * RATE
    assert stage.player.position() == 5_000


def test_an_empty_document_ends_at_once(stage: Stage) -> None:
    stage.player.play()
    assert not stage.player.playing
    stage.player.load(Sound(TALK[:0]))
    stage.player.play()
    wait_until(lambda: stage.ends == 1, "the end to be told", 5)
    assert not stage.devices


def test_the_meter_shows_what_is_heard(stage: Stage) -> None:
    stage.player.load(Sound(np.concatenate([sine(500, RATE // 2), np.zeros((RATE, 2), np.float32)])))
    assert stage.player.level() == (0.0, 0.0)
    stage.player.play()
    stage.hear(RATE // 4)
    level = stage.player.level()
    assert level.peak == pytest.approx(0.5, abs=0.01)
    assert level.rms == pytest.approx(0.5 / 2**0.5, abs=0.01)
    stage.hear(RATE // 2)
    assert stage.player.level() == (0.0, 0.0)


def test_a_device_that_is_lost_is_followed_by_a_silent_clock_from_the_same_place(stage: Stage) -> None:
    stage.player.load(Sound(noise(20 * RATE)))
    stage.player.play()
    stage.hear(5 * RATE)
    stage.device.lost = True
    wait_until(lambda: stage.player.message, "the loss to be noticed", 5)
    assert stage.player.message == "The sound device was lost; playing silently."
    wait_until(lambda: stage.player.position() > 5.05 * RATE, "the silent clock to go on", 5)
    assert stage.player.position() < 6 * RATE
    assert stage.player.playing


class HandClock:
    def __init__(self) -> None:
        self.now = 0.0
        self.asked = 0

    def __call__(self) -> float:
        self.asked += 1
        return self.now


def _no_device(*_: object) -> None:
    raise DeviceError("No sound device")


def test_without_a_device_a_silent_clock_keeps_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(players, "SoundDevice", _no_device)
    clock = HandClock()
    ended = threading.Event()
    with Player(rate=RATE, clock=clock, on_end=ended.set) as player:
        player.load(Sound(noise(RATE)))
        player.play()
        wait_until(lambda: player.message, "the message", 5)
        assert player.message == "No sound device; playing silently."
        wait_until(lambda: clock.asked, "the clock to begin", 5)
        for step in range(1, 10):
            clock.now = step / 10
            wait_until(lambda at=step * RATE // 10: player.position() >= at - 1, "the position", 5)
            assert player.position() <= step * RATE // 10
        clock.now = 1.5
        assert ended.wait(5)
        assert player.position() == RATE


def test_close_ends_every_thread_also_from_the_end_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(players, "SoundDevice", _no_device)
    closed = threading.Event()

    def close() -> None:
        player.close()
        closed.set()

    player = Player(rate=RATE, on_end=close)
    player.load(Sound(noise(2_000)))
    player.play()
    assert closed.wait(5)
    player.close()
    player.play()
    assert not player.playing

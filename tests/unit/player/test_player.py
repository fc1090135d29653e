"""The transport, with a device that takes frames when the test says so."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from editor.player import output as outputs
from editor.player import player as players
from editor.player.devices import Device, DeviceError
from editor.player.levels import SILENCE
from editor.player.player import Player
from editor.player.reading import FADE
from editor.player.ring import Frames
from tests.helpers.sounds import noise, sine
from tests.helpers.stage import RATE, Sound, Stage
from tests.helpers.waiting import wait_until

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


def test_two_jumps_at_once_do_not_click(stage: Stage) -> None:
    steps = np.repeat(np.float32([0.2, 0.6]), 15_000)[:, None].repeat(2, axis=1)
    stage.player.load(Sound(steps))
    stage.player.play()
    heard = [stage.hear(3_000)]
    stage.player.seek(20_000)
    stage.player.seek(21_000)
    heard.append(stage.hear(6_000))
    assert np.abs(np.diff(np.concatenate(heard)[:, 0])).max() < 0.01


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
    assert stage.player.level() == SILENCE
    stage.player.play()
    stage.hear(RATE // 4)
    level = stage.player.level()
    assert level.peak == pytest.approx((0.5, 0.5), abs=0.01)
    assert level.rms == pytest.approx((0.5 / 2**0.5,) * 2, abs=0.01)
    assert stage.player.level() == level
    stage.hear(RATE // 4)
    assert stage.player.level().peak == pytest.approx((0.5, 0.5), abs=0.01)
    stage.hear(RATE // 2)
    assert stage.player.level() == SILENCE


def test_a_peak_between_two_looks_at_the_meter_is_not_missed(stage: Stage) -> None:
    sound = np.full((RATE, 2), 0.1, np.float32)
    sound[RATE // 4] = (0.9, 1.5)
    stage.player.load(Sound(sound))
    stage.player.play()
    stage.hear(3 * RATE // 4)
    assert stage.player.level().peak == pytest.approx((0.9, 1.5))


def test_playback_pauses_where_a_lost_device_was_heard_last_and_goes_on_from_there(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play()
    stage.hear(8_000)
    stage.device.lost = True
    wait_until(lambda: stage.errors, "the loss to be told", 5)
    assert str(stage.errors[0]).startswith("The sound device was lost; ")
    assert not stage.player.playing
    assert stage.player.position() == 8_000
    stage.player.device = "Headphones"
    stage.player.play()
    assert np.array_equal(stage.hear_out()[FADE:], TALK[8_000 + FADE :])
    assert stage.names == [None, "Headphones"]
    assert stage.player.message == ""


def test_another_device_takes_over_without_losing_a_frame(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play()
    first, before = stage.hear(9_000), stage.device
    stage.player.device = "Headphones"
    wait_until(lambda: before.closed, "the first device to be let go", 5)
    assert stage.player.playing
    assert np.array_equal(np.concatenate([first, stage.hear_out()]), TALK)
    assert stage.names == [None, "Headphones"]


def test_a_chosen_device_that_is_not_there_stops_playback_with_a_sentence(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.player.load(Sound(TALK))
    stage.player.device = "Headphones"
    with monkeypatch.context() as patch:
        patch.setattr(outputs, "SoundDevice", _no_device)
        stage.player.play(500)
        wait_until(lambda: stage.errors, "the sentence", 5)
    assert str(stage.errors[0]) == "No sound device; choose another one at the speaker sign."
    assert not stage.player.playing
    assert stage.player.position() == 500
    stage.player.device = None
    stage.player.play()
    assert np.array_equal(stage.hear_out()[FADE:], TALK[500 + FADE :])


def test_devices_are_looked_for_on_the_thread_of_the_player(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = (Device(3, "Speaker", True),)
    monkeypatch.setattr(players, "output_devices", lambda: listed)
    looks: list[bool] = []
    monkeypatch.setattr(players, "look_again", lambda: looks.append(stage.player.playing))
    found: list[tuple[str, tuple[Device, ...]]] = []

    def tell(devices: tuple[Device, ...]) -> None:
        found.append((threading.current_thread().name, devices))

    stage.player.look_for_devices(tell)
    wait_until(lambda: found, "the devices", 5)
    assert found == [("player", listed)]
    assert looks == [False]
    stage.player.load(Sound(TALK))
    stage.player.play()
    stage.hear(500)
    stage.player.look_for_devices(tell)
    wait_until(lambda: len(found) == 2, "the devices while playing", 5)
    assert looks == [False]


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
    monkeypatch.setattr(outputs, "SoundDevice", _no_device)
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
    monkeypatch.setattr(outputs, "SoundDevice", _no_device)
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


def test_close_is_noticed_by_a_thread_that_was_about_to_rest(stage: Stage) -> None:
    player = stage.player
    turn = player._turn

    def late() -> None:
        player._closing = True
        turn()

    player._turn = late  # type: ignore[method-assign]
    player.load(Sound(TALK))
    assert player._thread is not None
    player._thread.join(5)
    assert not player._thread.is_alive()

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from editor.player.devices import DeviceError, output_devices
from editor.player.ring import Frames
from editor.player.sinks import LEAD_IN, SilentClock, SoundDevice
from tests.helpers.waiting import wait_until


class PortAudioError(Exception):
    pass


class FakeStream:
    def __init__(self, **asked: Any) -> None:
        self.asked, self.active, self.latency = asked, False, 0.1

    def start(self) -> None:
        self.active = True

    def stop(self, ignore_errors: bool) -> None:
        self.active = False

    def close(self, ignore_errors: bool) -> None:
        self.active = False

    def call(self, count: int, dac: float = 0.0) -> Frames:
        out = np.full((count, self.asked["channels"]), np.nan, np.float32)
        times = SimpleNamespace(outputBufferDacTime=dac, currentTime=0.0)
        self.asked["callback"](out, count, times, None)
        return out


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    about = {"name": "Speaker", "max_output_channels": 2, "hostapi": 0, "default_high_output_latency": 0.03}
    module = SimpleNamespace(
        PortAudioError=PortAudioError,
        OutputStream=FakeStream,
        default=SimpleNamespace(device=(-1, 0)),
        query_devices=lambda *which: about if which else [about],
        query_hostapis=lambda _: {"name": "ALSA"},
        about=about,
    )
    monkeypatch.setitem(sys.modules, "sounddevice", module)
    return module


def ones(out: Frames) -> int:
    out[:, 0], out[:, 1] = 1.0, 0.5
    return len(out)


def opened(now: list[float]) -> tuple[SoundDevice, FakeStream]:
    sink = SoundDevice(ones, 1000, None, lambda: now[0])
    sink.start()
    return sink, sink._stream


def test_a_device_gets_silence_first_and_then_what_is_pulled(library: SimpleNamespace) -> None:
    _, stream = opened([0.0])
    assert not stream.call(LEAD_IN).any()
    assert np.array_equal(stream.call(3), [[1.0, 0.5]] * 3)


def test_a_frame_is_heard_when_its_time_has_come(library: SimpleNamespace) -> None:
    now = [0.0]
    sink, stream = opened(now)
    stream.call(LEAD_IN)
    stream.call(500, dac=0.2)
    assert sink.heard() == 0
    now[0] = 0.3
    assert sink.heard() == 100
    now[0] = 9.0
    assert sink.heard() == 500


def test_a_device_with_one_channel_gets_the_mean(library: SimpleNamespace) -> None:
    library.about["max_output_channels"] = 1
    _, stream = opened([0.0])
    stream.call(LEAD_IN)
    assert np.array_equal(stream.call(2), [[0.75]] * 2)


def test_a_device_that_falls_silent_is_lost(library: SimpleNamespace) -> None:
    now = [0.0]
    sink, stream = opened(now)
    assert not sink.lost
    now[0] = 5.0
    assert sink.lost
    stream.call(10)
    assert not sink.lost
    stream.active = False
    assert sink.lost


def test_the_silent_clock_makes_up_for_what_comes_late() -> None:
    now, asked, late = [0.0], [0], [True]
    taken: list[int] = []

    def clock() -> float:
        asked[0] += 1
        return now[0]

    def pull(out: Frames) -> int:
        taken.append(0 if late[0] else len(out))
        return taken[-1]

    sink = SilentClock(pull, 1000, clock)
    sink.start()
    wait_until(lambda: asked[0], "the clock to begin", 5)
    now[0] = 0.7
    wait_until(lambda: taken, "the first pull", 5)
    late[0] = False
    wait_until(lambda: sum(taken) >= 700, "what was late", 5)
    sink.close()
    assert sum(taken) == 700


def test_no_device_and_a_device_that_is_not_there_are_sentences(library: SimpleNamespace) -> None:
    def refuse(*_: object) -> None:
        raise PortAudioError

    library.query_devices = refuse
    for device, said in ((None, "No sound device"), ("Headphones", "There is no sound device “Headphones”")):
        with pytest.raises(DeviceError, match=said):
            SoundDevice(ones, 1000, device, lambda: 0.0)


def test_each_device_is_listed_once_those_beside_the_default_first(library: SimpleNamespace) -> None:
    long = "Speakers (Realtek High Definition Audio)"
    listed = [(long, 2, 1), ("Headset", 2, 1), ("Microphone", 0, 0), (long[:31], 2, 0), ("Monitor", 1, 0)]
    library.query_devices = lambda: [
        {"name": name, "max_output_channels": channels, "hostapi": api} for name, channels, api in listed
    ]
    library.default.device = (2, 3)
    found = output_devices()
    assert [(device.id, device.name) for device in found] == [(3, long[:31]), (4, "Monitor"), (1, "Headset")]
    assert [device.name for device in found if device.default] == [long[:31]]


def test_a_device_is_opened_by_its_name(library: SimpleNamespace) -> None:
    sink = SoundDevice(ones, 1000, "Speaker", lambda: 0.0)
    assert sink._stream.asked["device"] == 0
    with pytest.raises(DeviceError, match="There is no sound device “Headphones”"):
        SoundDevice(ones, 1000, "Headphones", lambda: 0.0)


def test_a_device_that_cannot_be_opened_is_a_sentence(library: SimpleNamespace) -> None:
    def refuse(**_: object) -> None:
        raise PortAudioError

    library.OutputStream = refuse
    with pytest.raises(DeviceError, match="“Speaker” cannot be used"):
        SoundDevice(ones, 1000, None, lambda: 0.0)


def test_without_the_library_there_is_a_sentence_and_no_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(DeviceError, match="PortAudio is not installed"):
        SoundDevice(ones, 1000, None, lambda: 0.0)
    assert output_devices() == ()

"""How soon it plays: from the key, or from `Player.play`, to the first sound that a device is handed.

The device is one of the bench's own under the real `SoundDevice`: it asks for as many blocks as its latency
holds as soon as it is started, as PortAudio does, and then for one after another in real time. What it holds
is heard later by as much, which is told beside. The floor is the same player over an array in memory; the
project is ten minutes of noise cut at 2,000 places. First: the first play, when nothing was read yet.

python -m tests.bench.bench_playing
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QSettings

from editor.app.importing import Listening, import_source
from editor.app.session import Session
from editor.model.document import Document, Paragraph, Piece, Transcript
from editor.model.edits import Change
from editor.player.player import Player
from editor.player.sinks import BLOCK, LATENCY_S
from editor.ui.main import make_application
from editor.ui.theme import Theme
from editor.ui.window import Window
from tests.helpers.sounds import ArraySound, noise

RATE = 44_100
MINUTES = 10
CUTS = 2000
TIMES = 20


class Stream:
    """A device that notes when it was first handed anything but silence."""

    def __init__(self, heard: list[float], **asked: Any) -> None:
        self._heard, self._call = heard, asked["callback"]
        self.active, self.latency = False, asked["latency"]
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        self.active = True
        self._thread.start()

    def stop(self, ignore_errors: bool) -> None:
        self.active = False

    def close(self, ignore_errors: bool) -> None:
        self.active = False
        self._thread.join()

    def _run(self) -> None:
        out = np.empty((BLOCK, 2), np.float32)
        times = SimpleNamespace(outputBufferDacTime=self.latency, currentTime=0.0)
        began, given = time.perf_counter(), -round(self.latency * RATE)
        while self.active:
            while given < (time.perf_counter() - began) * RATE:
                self._call(out, BLOCK, times, None)
                if not self._heard and out.any():
                    self._heard.append(time.perf_counter())
                given += BLOCK
            time.sleep(0.002)


def library(heard: list[float]) -> Any:
    """What stands in the place of the module `sounddevice`."""
    about = {"name": "Bench", "max_output_channels": 2, "hostapi": 0, "default_high_output_latency": 0.03}
    return SimpleNamespace(
        PortAudioError=OSError,
        OutputStream=lambda **asked: Stream(heard, **asked),
        default=SimpleNamespace(device=(-1, 0)),
        query_devices=lambda *which: about if which else [about],
        query_hostapis=lambda _: {"name": "Bench"},
    )


def project(folder: Path) -> Path:
    """Ten minutes of noise, a third of it cut out in 2,000 places."""
    sound = folder / "noise.wav"
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        for minute in range(MINUTES):
            file.writeframes((noise(60 * RATE, seed=minute)[:, 0] * 32767).astype("<i2").tobytes())
    path = folder / "noise.wordtape"
    with Session.create(path) as session:
        imported = import_source(session, [sound], speakers=["Ann"], listening=Listening(transcribe=False))
        length, source = imported.source.length, imported.source.id
        edges = np.linspace(0, length, 3 * CUTS + 1).astype(int).tolist()
        pieces = [Piece(source, a, b, "word", 0.9) for a, b in pairwise(edges)]
        kept = tuple(piece for number, piece in enumerate(pieces) if number % 3)
        whole = Transcript(source, length, Document((Paragraph("Ann", tuple(pieces)),)))
        document = Document((Paragraph("Ann", kept),), (whole,))
        session.do(lambda _old: Change(document, "Imported noise", (0, 0)))
    return path


def waited(heard: list[float], act: Callable[[], object], turn: Callable[[], object] = lambda: None) -> float:
    """Milliseconds from the act to the first sample at the device."""
    heard.clear()
    began = time.perf_counter()
    act()
    while not heard:
        turn()
        time.sleep(0.0005)
    return 1000 * (heard[0] - began)


def rest(player: Player) -> None:
    """Pause, and wait until the device is let go."""
    player.pause()
    while player._output.open:
        time.sleep(0.005)


def line(name: str, values: list[float], first: float | None = None) -> None:
    told = "" if first is None else f"{first:7.1f} ms the first time"
    print(f"  {name:34} {median(values):7.1f} ms median {max(values):7.1f} ms worst {told}")


def players(heard: list[float], path: Path) -> None:
    sound = ArraySound(noise(60 * RATE))
    with Session.open(path) as session:
        places = np.random.default_rng(1).integers(0, 50 * RATE, TIMES + 1).tolist()
        for name, renderer, speed in (
            ("an array in memory (the floor)", sound, 1.0),
            ("the project", session.renderer(), 1.0),
            ("the project, 1.5 times as fast", session.renderer(), 1.5),
        ):
            with Player(rate=RATE) as player:
                player.speed = speed
                player.load(renderer)
                values = []
                for place in places:
                    values.append(waited(heard, lambda at=place: player.play(at)))
                    rest(player)
            line(name, values[1:], values[0])


def window(heard: list[float], path: Path, folder: Path) -> None:
    application = make_application(["wordtape"])
    theme = Theme(application, "light")
    opened = Window(theme, QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat))
    opened.resize(1280, 800)
    opened.show()
    opened.open_project(path)
    workspace = opened.workspace
    assert workspace is not None
    while opened.work.running:
        application.processEvents()
    values = []
    for number in range(TIMES + 1):
        workspace.desk.select(37 * number)
        application.processEvents()
        values.append(waited(heard, opened.commands["play"].trigger, application.processEvents))
        opened.commands["hold"].trigger()
        rest(workspace.playback._player)
    line("the project in the window, by key", values[1:], values[0])
    opened.work.stop()
    opened.close()
    opened.deleteLater()
    application.processEvents()
    theme.close()


def main() -> None:
    heard: list[float] = []
    sys.modules["sounddevice"] = library(heard)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = project(folder)
        print(f"From play to the first sample at the device ({TIMES} times)")
        players(heard, path)
        window(heard, path, folder)
        print(f"  the device holds up to {1000 * LATENCY_S:.0f} ms, which come on top until it is heard")


if __name__ == "__main__":
    main()

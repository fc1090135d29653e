"""The screen and the sound card of the tests work: clicks arrive, and what is played is heard exactly."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import sounddevice
import soundfile

from tests.helpers.screen import Screen
from tests.helpers.sound_card import SoundCard

_WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QRasterWindow, QPainter
class Red(QRasterWindow):
    def paintEvent(self, event):
        QPainter(self).fillRect(0, 0, 9999, 9999, "#ff0000")
    def mousePressEvent(self, event):
        print(round(event.position().x()), round(event.position().y()))
        QGuiApplication.quit()
app = QGuiApplication([])
window = Red()
window.setTitle("Red window")
window.setGeometry(100, 50, 640, 480)
window.show()
app.exec()
"""


@pytest.mark.window
def test_a_window_opens_and_is_clicked(display: Screen, tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", _WINDOW], env=display.env, stdout=subprocess.PIPE, text=True
    )
    display.xdotool("search", "--sync", "--onlyvisible", "--name", "Red window")
    shot = subprocess.run(
        ["convert", str(display.shot(tmp_path / "shot.png")), "-format", "%[pixel:p{130,90}]", "info:"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert shot.stdout in ("red", "srgb(255,0,0)")
    display.xdotool("mousemove", 130, 90, "click", 1)
    printed, _ = program.communicate(timeout=30)
    assert printed.split() == ["30", "40"]


def _padded_noise(rate: int) -> tuple[np.ndarray, np.ndarray]:
    """A second of stereo noise, and the same between two half seconds of silence to lose at the ends."""
    noise = np.random.default_rng(5).integers(-9000, 9000, (rate, 2), dtype=np.int16)
    silence = np.zeros((rate // 2, 2), np.int16)
    return noise, np.concatenate([silence, noise, silence])


def _same_once_it_begins(file: Path, noise: np.ndarray) -> None:
    heard = np.fromfile(file, "<i2").reshape(-1, 2)
    begin = int(np.flatnonzero(heard.any(axis=1))[0])
    np.testing.assert_array_equal(heard[begin : begin + len(noise)], noise)


@pytest.mark.slow
def test_what_is_played_is_captured_sample_for_sample(speaker: SoundCard, tmp_path: Path) -> None:
    noise, padded = _padded_noise(speaker.rate)
    soundfile.write(tmp_path / "played.wav", padded, speaker.rate)
    with speaker.capture(tmp_path / "heard.raw"):
        played = ["paplay", "--device=speaker", str(tmp_path / "played.wav")]
        subprocess.run(played, env=speaker.env, check=True)
    _same_once_it_begins(tmp_path / "heard.raw", noise)


@pytest.mark.slow
def test_this_process_plays_to_it_by_default(speaker_here: SoundCard, tmp_path: Path) -> None:
    noise, padded = _padded_noise(speaker_here.rate)
    with speaker_here.capture(tmp_path / "heard.raw"):
        sounddevice.play(padded, speaker_here.rate, blocksize=512, blocking=True)
    _same_once_it_begins(tmp_path / "heard.raw", noise)

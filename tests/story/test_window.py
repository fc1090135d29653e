"""The journey without a screen over the example project, as `make run` takes it."""

from __future__ import annotations

import os
import subprocess
import sys
import wave
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_tour_leaves_sound_captions_and_a_picture(tmp_path: Path) -> None:
    project = tmp_path / "example.wordtape"
    make = [sys.executable, str(ROOT / "projects_example" / "make.py"), str(project)]
    subprocess.run(make, check=True, capture_output=True, timeout=250)
    env = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-m", "editor.ui.tour", str(tmp_path)],
        env=env | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=250,
    )
    assert done.returncode == 0, done.stderr
    deleted = next(line for line in done.stdout.splitlines() if line.startswith("Deleted"))
    sentence = deleted[deleted.index("“") + 1 : deleted.index("”")]
    captions = (tmp_path / "episode.srt").read_text(encoding="utf-8")
    assert "-->" in captions
    assert " ".join(sentence.split()[:5]) not in " ".join(captions.split())
    assert "<v The Narrator>" in (tmp_path / "episode.vtt").read_text(encoding="utf-8")
    with wave.open(str(tmp_path / "episode.wav")) as sound:
        assert 30 < sound.getnframes() / sound.getframerate() < 120
    picture = QImage(str(tmp_path / "wordtape.png"))
    assert (picture.width(), picture.height()) == (1280, 800)
    colours = {picture.pixel(x, y) for x in range(0, 1280, 7) for y in range(0, 800, 7)}
    assert len(colours) > 20

"""The basic journey in a real window with real clicks and keys, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from editor.app.session import Session
from editor.model.spans import Spans
from tests.helpers.models import make_small_model
from tests.helpers.screen import Screen
from tests.helpers.waiting import wait_until
from tests.ui.conftest import WORDS

pytestmark = [pytest.mark.window]

FIRST_WORD = (312, 132)
"""Where the first word is in a window of the first size, on a screen without frames."""

SOUND_MENU = (197, 14)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_model(tmp_path_factory.mktemp("models"))


@pytest.fixture
def window(display: Screen, project: Path, tmp_path: Path, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program with the project open, shown and painted; the hum in it is said to end at 4 kHz."""
    with Session.open(project) as session:
        session.project.save_bandwidth(session.sources[0].recordings[0].media, 4000.0, 1.0)
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"), "WORDTAPE_DATA": str(data)}
    log = tmp_path / "window.log"
    with log.open("wb") as out:
        command = [sys.executable, "-m", "editor", str(project)]
        process = subprocess.Popen(command, env=display.env | home, stdout=out, stderr=out)
    try:
        wait_until(lambda: _shown(display, "interview"), "the window")
        wait_until(lambda: _painted(display, tmp_path), "the words")
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(20)
    said = [line for line in log.read_text().splitlines() if "XDG_RUNTIME_DIR" not in line]
    assert not said


def _shown(display: Screen, name: str) -> bool:
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", name],
        env=display.env,
        capture_output=True,
        text=True,
    )
    return bool(found.stdout.strip())


def _painted(display: Screen, folder: Path) -> bool:
    """Whether there is ink where the first word stands: a click before that would hit something else."""
    image = QImage(str(display.shot(folder / "now.png")))
    left, middle = FIRST_WORD
    around = ((x, y) for x in range(left - 12, left + 13) for y in range(middle - 10, middle + 11))
    return any(image.pixelColor(x, y).lightness() < 90 for x, y in around)


def _another(display: Screen, folder: Path, shots: list[bytes]) -> bool:
    """Whether the screen has come to look different three times."""
    shot = display.shot(folder / "now.png").read_bytes()
    if shot != shots[-1]:
        shots.append(shot)
    return len(shots) > 3


def _words(project: Path) -> list[str]:
    with Session.open(project, write=False) as session:
        return [piece.text for piece in session.document.pieces() if piece.text]


def _enhanced(project: Path) -> Spans:
    """What of the one source is heard enhanced, as it is on disk."""
    with Session.open(project, write=False) as session:
        return session.variants.heard(session.sources[0].id)


def test_the_basic_journey(
    display: Screen, window: subprocess.Popen[bytes], project: Path, tmp_path: Path
) -> None:
    display.xdotool("mousemove", *FIRST_WORD, "click", 1)
    display.xdotool("key", "Delete")
    wait_until(lambda: _words(project) == WORDS[1:], "the word to be gone")
    display.xdotool("key", "ctrl+z")
    wait_until(lambda: _words(project) == WORDS, "the word to be back")
    display.xdotool("key", "space")
    shots = [display.shot(tmp_path / "first.png").read_bytes()]
    wait_until(lambda: _another(display, tmp_path, shots), "the playhead to run")
    display.xdotool("key", "space")
    display.xdotool("key", "ctrl+shift+e")
    wait_until(lambda: _shown(display, "^Export$"), "the export's questions")
    display.xdotool("key", "Return")
    target = project.with_name("interview.wav")
    wait_until(target.exists, "the export")
    assert target.stat().st_size > 100_000
    # No window manager hands the focus back when a dialog closes.
    wait_until(lambda: not _shown(display, "^Export$"), "the questions to go")
    display.xdotool("mousemove", *FIRST_WORD, "click", 1, "key", "ctrl+q")
    wait_until(lambda: window.poll() is not None, "the window to close")
    assert window.returncode == 0


def test_enhancing_comparing_and_removing(
    display: Screen, window: subprocess.Popen[bytes], project: Path
) -> None:
    display.xdotool("mousemove", *FIRST_WORD, "click", 1)
    display.xdotool("key", "ctrl+e")
    wait_until(lambda: _enhanced(project), "the enhancement", 120)
    display.xdotool("key", "ctrl+b")
    wait_until(lambda: not _enhanced(project), "the original")
    display.xdotool("key", "ctrl+b")
    wait_until(lambda: _enhanced(project), "the enhancement again")
    display.xdotool("mousemove", *SOUND_MENU, "click", 1)
    display.xdotool("key", "Down", "Down", "Down", "Return")
    wait_until(lambda: not list((project / "variants").glob("*.pcm")), "the removal")
    display.xdotool("key", "ctrl+q")
    wait_until(lambda: window.poll() is not None, "the window to close")
    assert window.returncode == 0


def test_finding_replacing_and_going_to_a_time(
    display: Screen, window: subprocess.Popen[bytes], project: Path
) -> None:
    display.xdotool("mousemove", *FIRST_WORD, "click", 1)
    display.xdotool("key", "ctrl+f")
    display.xdotool("type", "--delay", 60, "worst of")
    display.xdotool("key", "Escape", "Delete")
    wait_until(lambda: _words(project) == WORDS[:9] + WORDS[11:], "what was found to be gone")
    display.xdotool("key", "ctrl+z")
    wait_until(lambda: _words(project) == WORDS, "it to be back")
    display.xdotool("key", "ctrl+f")
    display.xdotool("type", "--delay", 60, "best")
    display.xdotool("key", "ctrl+h")
    display.xdotool("type", "--delay", 60, "finest")
    display.xdotool("key", "Return")
    wait_until(lambda: _words(project)[3] == "finest", "the correction")
    display.xdotool("key", "Escape", "ctrl+j")
    display.xdotool("type", "--delay", 60, "+0:02")
    display.xdotool("key", "Return", "Delete")
    expected = [*WORDS[:3], "finest", *WORDS[4:8], *WORDS[9:]]
    wait_until(lambda: _words(project) == expected, "the word at two seconds to be gone")
    display.xdotool("key", "ctrl+q")
    wait_until(lambda: window.poll() is not None, "the window to close")
    assert window.returncode == 0

"""What every test gets: silence is checked, nothing is left behind, and the machine's gifts come as fixtures.

shared          the folder of data beside the repository, or a skip
example_audio   the recordings of the example project, by name
words_said      what is really said in each of them
application     the one QApplication of this process, drawing to memory
display         a screen of the tests' own (session), or a skip
speaker         a sound card of the tests' own (session), or a skip
speaker_here    the same as the default device of this process, for one test
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.helpers import screen as screens
from tests.helpers import sound_card as sound_cards
from tests.helpers.leaks import nothing_left_behind
from tests.helpers.quiet import nothing_logged
from tests.helpers.screen import Screen
from tests.helpers.sound_card import SoundCard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parents[1]

# Widgets made in this process are drawn to memory; tests of real windows start a process on `display`.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

# Durations vary too much on a busy machine to be failures. The server takes the same road every time.
settings.register_profile("here", deadline=None)
settings.register_profile("server", deadline=None, derandomize=True)
settings.load_profile("server" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True)
def _silent_and_clean(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails where a test logs a warning (unless it reads `caplog` itself) or leaves something behind."""
    with nothing_left_behind():
        if "caplog" in request.fixturenames:
            yield
        else:
            with nothing_logged():
                yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of recordings and truths beside the repository; skips where a machine does not have it."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("there is no folder of shared data beside the repository")
    return folder


@pytest.fixture(scope="session")
def example_audio() -> dict[str, Path]:
    """The recordings of the example project: "narrator" (FLAC) and "reader" (MP3)."""
    return {
        file.stem: file for file in (ROOT / "projects_example/recordings").iterdir() if file.suffix != ".txt"
    }


@pytest.fixture(scope="session")
def words_said(example_audio: dict[str, Path]) -> dict[str, str]:
    """What is really said in each recording of the example project, by name."""
    return {
        name: file.with_suffix(".txt").read_text(encoding="utf-8") for name, file in example_audio.items()
    }


@pytest.fixture(scope="session")
def application() -> Iterator[QApplication]:
    """The one QApplication of this process, which draws to memory."""
    from PySide6.QtWidgets import QApplication

    from editor.ui.clipboard import leave_text

    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication([])
    yield application
    leave_text(application.clipboard())


@pytest.fixture(scope="session")
def display() -> Iterator[Screen]:
    """A screen for real windows, of 1440 x 900 pixels."""
    if lacking := screens.missing():
        pytest.skip(f"{lacking} is not installed")
    with screens.screen() as screen:
        yield screen


@pytest.fixture(scope="session")
def speaker() -> Iterator[SoundCard]:
    """A sound card with a clock of its own, at 44100 samples a second."""
    if lacking := sound_cards.missing():
        pytest.skip(f"{lacking} is not installed")
    with sound_cards.sound_card() as card:
        yield card


@pytest.fixture
def speaker_here(speaker: SoundCard, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundCard]:
    """The sound card of the tests as this process's default device; PortAudio looks anew before and after."""
    import sounddevice

    for name in ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_SERVER", "ALSA_CONFIG_PATH"):
        monkeypatch.setenv(name, speaker.env[name])
    sounddevice._terminate()
    sounddevice._initialize()
    yield speaker
    sounddevice._terminate()
    monkeypatch.undo()
    sounddevice._initialize()

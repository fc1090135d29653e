"""Two sounds by turns: on one clock, as loud as each other, over without a gap, and nothing is left after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from editor.app.comparing_models import NARROWED, ORIGINAL, Comparison, Side, Wish, compare
from editor.jobs import silent
from editor.media.spectrogram import HEIGHT, WIDTH
from editor.model.errors import Refusal
from editor.render.loudness import LoudnessMeter
from editor.ui.models.listening import Listening
from editor.ui.models.window import ModelsWindow
from tests.helpers.full_band import full_band_voice
from tests.ui.conftest import until

RATE = 48_000


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seconds that reach all the way up."""
    path = tmp_path_factory.mktemp("voice") / "voice.wav"
    soundfile.write(path, full_band_voice(3.0, RATE, seed=3), RATE)
    return path


@pytest.fixture
def listening(application: QApplication, settings: QSettings) -> Iterator[Listening]:
    made = Listening(settings)
    yield made
    made.close()


def loudness(sound: np.ndarray) -> float:
    meter = LoudnessMeter(RATE, 2)
    meter.feed(sound)
    return meter.integrated()


def test_both_sides_are_as_long_as_loud_and_at_one_place(data: Path, voice: Path) -> None:
    found = compare(Wish(voice, 1.0, 1.5, (ORIGINAL, "third"), 16_000), silent)
    one, other = (side.sound for side in found.sides)
    assert found.rate == RATE
    assert one.shape == other.shape == (1.5 * RATE, 2)
    assert loudness(one) == pytest.approx(loudness(other), abs=0.05)
    assert all(side.gain_db <= 0 for side in found.sides)
    assert all(len(side.picture) == WIDTH * HEIGHT for side in found.sides)
    # The same instant of both: below the cut-off they are one sound.
    low = [np.fft.rfft(sound[:, 0])[: round(3000 * 1.5)] for sound in (one, other)]
    alike = np.abs(np.vdot(*low)) / (np.linalg.norm(low[0]) * np.linalg.norm(low[1]))
    assert alike > 0.999
    # What is above it was made up.
    assert not np.allclose(one, other, atol=1e-3)
    original, rate = soundfile.read(voice, dtype="float32")
    gain = 10 ** (found.sides[0].gain_db / 20)
    assert np.allclose(one[:, 0], original[rate : rate + len(one)] * gain, atol=1e-6)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"sides": (ORIGINAL, "nobody")}, "no model called nobody"),
        ({"sides": (ORIGINAL, NARROWED)}, "make the recording narrow"),
        ({"sides": (ORIGINAL, "second"), "narrow_rate": 24_000}, "make it narrow first"),
        ({"start_s": 60.0, "sides": (ORIGINAL, NARROWED), "narrow_rate": 8_000}, "an earlier start"),
    ],
)
def test_what_cannot_be_compared_says_why(
    data: Path, voice: Path, wish: dict[str, object], said: str
) -> None:
    asked: dict[str, object] = {"file": voice, "start_s": 0.0, "seconds": 1.0, "narrow_rate": None, **wish}
    with pytest.raises(Refusal, match=said):
        compare(Wish(**asked), silent)  # type: ignore[arg-type]


def test_the_pane_asks_for_what_lacks_renders_and_shows_both(
    application: QApplication, models: ModelsWindow, voice: Path
) -> None:
    pane = models.comparing
    models.tabs.setCurrentWidget(pane)
    assert not pane._render.isEnabled()
    assert pane._remark.text() == "Choose a recording first."
    pane.form.found(voice, 3.0)
    models.choose("third")
    models.tabs.setCurrentWidget(pane)
    pane.form._narrow.setCurrentIndex(2)
    pane.form._length.setValue(1.0)
    assert pane.form.wish == Wish(voice, 0.0, 1.0, (ORIGINAL, "third"), 16_000)
    pane.form._sides[0].setCurrentIndex(pane.form._sides[0].findData("third"))
    assert pane._render.toolTip() == "Choose two that differ."
    pane.form._sides[0].setCurrentIndex(0)
    pane.render_both()
    until(application, lambda: not pane._result.isHidden(), "both sides")
    assert pane.listening.seconds == 1.0
    assert pane._at.maximum() == 1000
    assert "as loud" in pane._remark.text()
    pane.listening.toggle()
    until(application, lambda: pane._at.value() > 100, "the position to move")
    pane.switch()
    assert pane._sides[1].isChecked()
    at = pane._at.value()
    until(application, lambda: pane._at.value() != at, "it to go on")
    # Closing the window stops it; the fixture sees that no thread is left.
    assert pane.listening.playing


def comparison() -> Comparison:
    """Two constants."""
    sounds = (np.full((RATE, 2), level, np.float32) for level in (0.1, 0.2))
    one, other = (Side("x", sound, bytes(WIDTH * HEIGHT), 0.0) for sound in sounds)
    return Comparison(RATE, 8000.0, (one, other))


def test_the_other_side_takes_over_at_the_very_sample(
    application: QApplication, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening.load(comparison())
    listening.toggle()
    player = listening._player
    assert player is not None
    until(application, lambda: player.position() > 0, "the first sample")
    loaded: list[tuple[float, tuple[object, ...]]] = []
    load = player.load
    monkeypatch.setattr(
        player, "load", lambda held, *at: (loaded.append((held.samples[0, 0], at)), load(held, *at))
    )
    listening.hear(1)
    assert listening.playing
    assert player.playing
    # Handed over with no place to go to: it goes on where it is.
    assert loaded == [(np.float32(0.2), ())]
    listening.hear(1)
    assert len(loaded) == 1
    # It goes round, on whichever side.
    assert player._bounds is not None
    assert player._bounds.loop == (0, RATE)


def test_it_plays_on_the_device_of_projects(
    application: QApplication, listening: Listening, settings: QSettings
) -> None:
    said: list[str] = []
    listening.said.connect(said.append)
    settings.setValue("output device", "A device that nobody has")
    listening.load(comparison())
    listening.toggle()
    until(application, lambda: said, "the sentence")
    assert "A device that nobody has" in said[0]
    assert not listening.playing

"""An exported file is as loud as asked and peaks no higher, measured on what the file itself decodes to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from editor.media.decode import blocks
from editor.render.export import export_audio
from editor.render.loudness import LoudnessMeter
from editor.render.renderer import Renderer
from editor.render.truepeak import TruePeakMeter
from tests.helpers.sounds import Array, ArraySound, document_of, noise

RATE = 44100


def heard(path: Path) -> tuple[float, float, int, int]:
    """(LUFS, dBTP, samples, channels) of a file."""
    sound = blocks(path)
    loudness, peak, samples = LoudnessMeter(sound.rate, sound.channels), TruePeakMeter(sound.channels), 0
    for block in sound:
        loudness.feed(block)
        peak.feed(block)
        samples += len(block)
    return loudness.integrated(), peak.peak_db(), samples, sound.channels


def speechlike(channels: int, seconds: int = 12) -> Array:
    """Syllables of noise with glottal peaks, high of crest as close speech is."""
    rng = np.random.default_rng(5)
    time = np.arange(seconds * RATE) / RATE
    pulses = np.where(np.arange(len(time)) % 367 == 0, rng.uniform(0.3, 1.0, len(time)), 0.0)
    decay = np.exp(-np.arange(900) / 150.0) * np.sin(np.arange(900) * 0.12)
    voice = np.convolve(pulses, decay)[: len(time)] * np.clip(np.sin(2 * np.pi * 2.1 * time), 0, 1)
    sides = [voice + rng.standard_normal(len(time)) * 0.002 for _ in range(channels)]
    stereo = np.stack([sides[0], sides[-1]], axis=1)
    return (stereo * (0.25 / np.abs(stereo).max())).astype(np.float32)


def renderer_of(samples: Array) -> Renderer:
    sound = ArraySound(samples)
    return Renderer(document_of(("a", 0, len(samples))), lambda _: sound, lambda _: noise(100, 0.001), RATE)


@pytest.mark.parametrize("ending", ["wav", "flac", "mp3", "m4a", "opus"])
@pytest.mark.parametrize("channels", [1, 2])
def test_files_have_the_usual_loudness_and_stay_below_the_ceiling(
    tmp_path: Path, ending: str, channels: int
) -> None:
    path = tmp_path / f"a.{ending}"
    result = export_audio(renderer_of(speechlike(channels)), path)
    lufs, peak_db, samples, written_channels = heard(path)
    assert written_channels == result.channels == channels
    assert samples == result.samples
    assert lufs == pytest.approx(-16 if channels == 2 else -19, abs=0.3)
    assert peak_db <= -1.0
    assert result.loudness_lufs == pytest.approx(lufs, abs=0.1)
    assert result.true_peak_dbtp == pytest.approx(peak_db, abs=0.1)


@pytest.mark.parametrize(("loudness", "ceiling"), [(-23.0, -1.0), (-14.0, -2.0)])
def test_loudness_and_ceiling_are_as_asked(tmp_path: Path, loudness: float, ceiling: float) -> None:
    export_audio(renderer_of(speechlike(2)), tmp_path / "a.wav", loudness=loudness, true_peak=ceiling)
    lufs, peak_db, _, _ = heard(tmp_path / "a.wav")
    assert lufs == pytest.approx(loudness, abs=0.3)
    assert peak_db <= ceiling

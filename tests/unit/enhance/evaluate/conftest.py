"""A folder of recordings to evaluate on, made up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

RATE = 48_000


def syllables(seconds: float, seed: int) -> np.ndarray:
    """Noise that falls towards high frequencies, in bursts with pauses between: float32 (n,) at RATE."""
    chance = np.random.default_rng(seed)
    found = np.fft.rfft(chance.standard_normal(int(seconds * RATE)))
    found *= np.exp(-np.fft.rfftfreq(int(seconds * RATE), 1 / RATE) / 8000)
    sound = np.fft.irfft(found, int(seconds * RATE))
    loud = np.where(np.sin(2 * np.pi * 3 * np.arange(len(sound)) / RATE) > 0, 1.0, 3e-3)
    return (0.1 * sound * loud / np.abs(sound).max()).astype(np.float32)


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """Two full-band recordings, of 1.5 s and 1.2 s, and one that is empty above 6 kHz."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    for name, seconds, seed in (("anna", 1.5, 1), ("ben", 1.2, 2)):
        soundfile.write(folder / f"{name}.flac", syllables(seconds, seed), RATE, subtype="PCM_16")
    narrow = np.fft.rfft(syllables(1.5, 3))
    narrow[int(6000 * 1.5) :] = 0
    soundfile.write(folder / "narrow.wav", np.fft.irfft(narrow).astype(np.float32), RATE, subtype="PCM_16")
    return folder

"""Speech-like sound with content up to half the rate, for training on where no recordings may be had."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.helpers.making_sound import voice


def full_band_voice(seconds: float, rate: int, seed: int) -> NDArray[np.float32]:
    """(samples,): a made voice with sibilants, so that there is something to be learned of the high band."""
    draw = np.random.default_rng(seed)
    samples = int(seconds * rate)
    sound = voice(samples, 1, rate)[:, 0] * np.float32(0.5)
    hiss = np.diff(draw.standard_normal(samples + 1)).astype(np.float32)
    # Syllables: a quarter of a second each, some with a sibilant.
    envelope = np.repeat(draw.random(int(seconds * 4) + 1) > 0.5, rate // 4)[:samples]
    return sound + np.float32(0.03) * hiss * envelope.astype(np.float32)


def write_recordings(folder: Path, count: int, seconds: float = 4.0, rate: int = 48_000) -> Path:
    """A folder with `count` WAV files of full-band sound."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        sound = full_band_voice(seconds, rate, seed=number)
        with wave.open(str(folder / f"{number}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(np.round(np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return folder

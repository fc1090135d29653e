"""Speech-like sound of a full band, made up: for the bandwidth probe where there is no recording."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def talking(
    seconds: float, rate: int = 48_000, seed: int = 0, floor_db: float = -75.0
) -> npt.NDArray[np.float32]:
    """Vowels, fricatives and pauses in turn, over a floor of noise; float32 (samples,), some -25 dBFS.

    Vowels fall by 12 dB an octave above 600 Hz with formants, fricatives rise to a peak between 3 and 9 kHz
    and fall slowly after it, both with content up to half the rate, as in speech near a good microphone.
    """
    random = np.random.default_rng(seed)
    sound = np.zeros(round(seconds * rate))
    place = 0
    while place < len(sound):
        length = round(rate * random.uniform(0.06, 0.25))
        hz = np.maximum(np.fft.rfftfreq(length, 1 / rate), 50.0)
        kind = random.choice(["vowel", "vowel", "fricative", "pause"])
        if kind == "vowel":
            shape = (1 + (hz / 600) ** 2) ** -1.0
            for formant in random.uniform([400, 1200, 2300, 3400], [800, 1900, 2900, 4200]):
                shape *= 1 + 4 / (1 + ((hz - formant) / 90) ** 2)
            level = 0.15
        elif kind == "fricative":
            peak = random.uniform(3000, 9000)
            shape = (hz / peak) ** 2 / (1 + (hz / peak) ** 2) / (1 + (hz / (1.5 * peak)) ** 1.6)
            level = 0.03
        else:
            shape, level = np.zeros_like(hz), 0.0
        if level:
            part = np.fft.irfft(np.fft.rfft(random.standard_normal(length)) * shape, length)
            part *= level * random.uniform(0.4, 1.0) / np.sqrt(np.mean(part**2)) * np.hanning(length)
            stop = min(place + length, len(sound))
            sound[place:stop] += part[: stop - place]
        place += int(0.8 * length)
    sound += random.standard_normal(len(sound)) * 10 ** (floor_db / 20)
    return np.clip(sound, -1, 1).astype(np.float32)

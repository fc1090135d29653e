"""Sound to the features that the acoustic model was trained on: 39 cepstral numbers, 100 times a second.

Mel-frequency cepstra (Davis and Mermelstein 1980) with the settings of the model's own `feat.params`, and
their first and second differences.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
HOP = 160
WINDOW = 410
#: Samples from a frame's number times HOP to the instant halfway between it and the frame before.
BOUNDARY = (WINDOW - HOP) // 2

_FFT, _FILTERS, _CEPSTRA, _LIFTER = 512, 25, 13, 22
_LOWEST_HZ, _HIGHEST_HZ, _EMPHASIS = 130.0, 6800.0, 0.97
_FULL_SCALE = 32768.0


def frames(samples: int) -> int:
    """How many frames `samples` of sound have."""
    return max(0, 1 + (samples - WINDOW) // HOP)


def cepstra(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,) sound at 16 kHz, full scale 1.0 -> (frames(n), 13)."""
    scaled = sound * np.float32(_FULL_SCALE)
    # Digital silence has no logarithm: noise of one step of 16 bits, the same every time.
    scaled = scaled + np.random.default_rng(0).standard_normal(len(scaled), np.float32)
    scaled[1:] -= np.float32(_EMPHASIS) * scaled[:-1].copy()
    count = frames(len(sound))
    if count == 0:
        return np.zeros((0, _CEPSTRA), np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(scaled, WINDOW)[::HOP][:count]
    filters, transform = _filters(), _transform()
    out = np.empty((count, _CEPSTRA), np.float32)
    for at in range(0, count, 1000):
        spectrum = np.fft.rfft(windows[at : at + 1000] * _hamming(), _FFT)
        power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
        mel = np.log(power @ filters + 1e-3)
        out[at : at + 1000] = mel @ transform
    return out


def with_differences(cepstra: NDArray[np.float32], usual: NDArray[np.float32]) -> NDArray[np.float32]:
    """(frames, 13) less `usual` (13,), first differences over 4 frames, theirs over 2: (frames, 39)."""
    padded = np.pad(cepstra - usual, ((3, 3), (0, 0)), mode="edge")
    count = len(cepstra)

    def at(offset: int) -> NDArray[np.float32]:
        return padded[3 + offset : 3 + offset + count]

    first = at(2) - at(-2)
    second = (at(3) - at(-1)) - (at(1) - at(-3))
    return np.concatenate([at(0), first, second], axis=1)


@lru_cache(maxsize=1)
def _hamming() -> NDArray[np.float32]:
    return np.hamming(WINDOW).astype(np.float32)


@lru_cache(maxsize=1)
def _filters() -> NDArray[np.float32]:
    """(257, 25): triangles equally spaced in mel, each of area one, corners on bins of the transform."""
    mel_lowest, mel_highest = _mel(_LOWEST_HZ), _mel(_HIGHEST_HZ)
    corners = 700 * (10 ** (np.linspace(mel_lowest, mel_highest, _FILTERS + 2) / 2595) - 1)
    corners = np.round(corners * _FFT / RATE) * RATE / _FFT
    left, centre, right = corners[:-2], corners[1:-1], corners[2:]
    hertz = np.arange(_FFT // 2 + 1)[:, None] * RATE / _FFT
    rising = (hertz - left) / (centre - left)
    falling = (right - hertz) / (right - centre)
    area = (right - left) / 2
    return (np.maximum(0, np.minimum(rising, falling)) / area).astype(np.float32)


def _mel(hertz: float) -> float:
    return float(2595 * np.log10(1 + hertz / 700))


@lru_cache(maxsize=1)
def _transform() -> NDArray[np.float32]:
    """(25, 13): the orthonormal cosine transform, then the lifter."""
    order = np.arange(_CEPSTRA)
    cosines = np.cos(np.pi * order * (np.arange(_FILTERS)[:, None] + 0.5) / _FILTERS) * np.sqrt(2 / _FILTERS)
    cosines[:, 0] *= np.sqrt(0.5)
    lifter = 1 + _LIFTER / 2 * np.sin(np.pi * order / _LIFTER)
    lifted: NDArray[np.float32] = (cosines * lifter).astype(np.float32)
    return lifted

"""Float sound to whole numbers."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

# Period of the noise, in samples: three seconds, far longer than the ear finds a repetition of hiss in.
_PERIOD = 1 << 17


@functools.cache
def _noise(channel: int) -> NDArray[np.float32]:
    """Two periods of triangular noise (TPDF), two steps wide, a different one for each channel."""
    # RandomState, whose stream is promised never to change: an export made again is the same file.
    random = np.random.RandomState(0x5EED + channel)
    period = random.random_sample(_PERIOD) - random.random_sample(_PERIOD)
    noise: NDArray[np.float32] = np.tile(period, 2).astype(np.float32)
    return noise


def to_int16(block: NDArray[np.float32], position: int) -> NDArray[np.int16]:
    """`block` of shape (n, channels), its first sample number `position` of the whole, as 16-bit numbers.

    With triangular dither, which depends on the position alone, so that blocks equal the whole. A sample that
    is a 16-bit number already (an untouched 16-bit recording, digital silence) has no rounding to hide and
    stays what it is. Values beyond full scale are clipped.
    """
    out = np.empty(block.shape, np.int16)
    for start in range(0, len(block), _PERIOD):
        part = block[start : start + _PERIOD]
        first = (position + start) % _PERIOD
        for channel in range(block.shape[1]):
            exact = part[:, channel] * np.float32(32768)
            dithered = _noise(channel)[first : first + len(part)] * (np.rint(exact) != exact)
            dithered += exact
            np.rint(dithered, out=dithered)
            np.clip(dithered, -32768, 32767, out=dithered)
            out[start : start + len(part), channel] = dithered
    return out


def to_int24(block: NDArray[np.float32]) -> NDArray[np.int32]:
    """`block` as 24-bit numbers, rounded and clipped; dither would lie below the noise of any converter."""
    scaled = np.rint(block.astype(np.float64) * (1 << 23))
    whole: NDArray[np.int32] = np.clip(scaled, -(1 << 23), (1 << 23) - 1).astype(np.int32)
    return whole

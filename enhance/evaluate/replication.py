"""A classical band extension without learning, as an honest peer of the models."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from enhance.evaluate.enhancers import Enhancer, sinc
from enhance.evaluate.metrics import Sound

_WINDOW, _HOP = 1024, 256
_FLOOR = 1e-5
# The mean of the log magnitude of complex Gaussian noise under the log of its RMS: half of Euler's constant.
_MEAN_OF_LOG = 0.2886
# The least that the envelope of speech falls above 4 kHz, dB per kHz.
_SHALLOWEST_DB = 1.0


def replicate(samples: Sound, rate_in: int, rate_out: int, seed: int = 0) -> Sound:
    """Spectral replication with an extrapolated envelope, without learning.

    The upper band is the fine structure of the octave below the cut-off moved up and repeated (high-frequency
    regeneration, Makhoul and Berouti 1979) with as much noise mixed in; its level follows, frame by frame, a
    line through the log spectrum of that octave (envelope extrapolation as in Larsen and Aarts, 2004),
    falling by _SHALLOWEST_DB at least and ending on the input's own noise floor. The low band stays as it is.
    """
    up = sinc(samples, rate_in, rate_out)
    step = rate_out / _WINDOW
    # Resampling filters end a little under half the rate: the last bins are in their slope.
    first = int(0.92 * rate_in / 2 / step)
    bins = _WINDOW // 2 + 1
    if first >= bins - 1:
        return up
    octave = slice(first // 2, first)
    window = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW))
    padded = np.pad(up.astype(np.float64), (_WINDOW, 2 * _WINDOW))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP] * window
    found = np.fft.rfft(frames, axis=1)
    levels = np.log(np.maximum(np.abs(found[:, octave]), _FLOOR))
    envelope = _line(levels, np.arange(first, bins) - octave.start, step)
    floor = np.log(np.quantile(np.abs(found[:, octave]).mean(axis=1), 0.1) + _FLOOR)
    # A log spectrum's mean lies under the level of its power by a constant, for noise.
    target = np.exp(np.maximum(envelope, floor) + _MEAN_OF_LOG)
    fine = found[:, octave] / np.exp(levels.mean(axis=1, keepdims=True) + _MEAN_OF_LOG)
    copies = -(-(bins - first) // fine.shape[1])
    moved = np.tile(fine, (1, copies))[:, : bins - first]
    chance = np.random.default_rng(seed)
    noise = (chance.standard_normal(moved.shape) + 1j * chance.standard_normal(moved.shape)) / np.sqrt(2)
    found[:, :first] = 0
    found[:, first:] = target * (moved + noise) / np.sqrt(2)
    high = _added(np.fft.irfft(found, _WINDOW, axis=1) * window, len(padded))[_WINDOW : _WINDOW + len(up)]
    replicated: Sound = (up + high * (_HOP / (_WINDOW / 2))).astype(np.float32)
    return replicated


def _line(levels: NDArray[np.float64], at: NDArray[np.int64], step: float) -> NDArray[np.float64]:
    """The line of least squares through each row of `levels`, at the bins `at`; clamped to fall."""
    places = np.arange(levels.shape[1]) - (levels.shape[1] - 1) / 2
    slope = levels @ places / (places @ places)
    slope = np.minimum(slope, -_SHALLOWEST_DB / 1000 * step * np.log(10) / 20)
    line: NDArray[np.float64] = levels.mean(axis=1)[:, None] + slope[:, None] * (
        at - (levels.shape[1] - 1) / 2
    )
    return line


def _added(frames: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    whole = np.zeros(length)
    for place, frame in enumerate(frames):
        whole[place * _HOP : place * _HOP + _WINDOW] += frame
    return whole


REPLICATION = Enhancer("spectral replication", replicate, seeded=True)

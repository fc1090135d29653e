"""What the spectra of a recording say about where it ends, as curves over frequency.

A low-pass shows in more than the average spectrum: all frames fall alike across it, what is loud above is
louder below, and what lies above it neither comes and goes nor moves with what is below. The curves say that
for each frequency, on one grid for all sampling rates, for `enhance.edge` to read.

Spectra here are decibels, (frames, bands), the bands evenly spaced over `hz`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Curve = NDArray[np.float64]
Spectra = NDArray[np.float32]

PLACES = 256
GRID_HZ = 24_000.0
"""The grid has `PLACES` steps up to here, or up to the Nyquist frequency of a higher rate."""

_QUANTILES = (0.05, 0.2, 0.5, 0.8, 0.95, 1.0)
# Frames that are among the loudest at a frequency.
_LOUD_SHARE = 0.15
# How far apart in Hz what is compared with each other lies, on the scale of the grid.
_APART_HZ = (190.0, 470.0, 1100.0)
_RELATED_HZ = (280.0, 750.0)

HERE = -6
"""The curve that is 1 up to the Nyquist frequency and 0 beyond it."""
CURVES = len(_QUANTILES) + 1 + 3 * len(_APART_HZ) + len(_RELATED_HZ) + 6


def top_of(nyquist: float) -> float:
    """The frequency, in Hz, at which the grid ends."""
    return max(GRID_HZ, nyquist)


def places_hz(nyquist: float) -> Curve:
    """The frequency of each place of the grid, (PLACES,), in Hz."""
    return (np.arange(PLACES) + 0.5) * top_of(nyquist) / PLACES


def curves(spectra: Spectra, hz: Curve, nyquist: float, seconds: float) -> NDArray[np.float32]:
    """(CURVES, PLACES). seconds: how long the recording is that the spectra are of."""
    levels = np.asarray(spectra, np.float32)
    spacing = float(hz[1] - hz[0])
    scale = top_of(nyquist) / GRID_HZ
    loud = max(1, round(_LOUD_SHARE * len(levels)))
    whole = np.partition(levels.mean(axis=1), len(levels) - loud)[len(levels) - loud]
    rows = [row / 25 + 2 for row in np.quantile(levels, _QUANTILES, axis=0)]
    rows.append(levels[levels.mean(axis=1) >= whole].mean(axis=0) / 25 + 2)
    least = np.partition(levels, len(levels) - loud, axis=0)[len(levels) - loud]
    is_loud = (levels >= least).astype(np.float32)
    count = is_loud.sum(axis=0)
    for apart_hz in _APART_HZ:
        falls = _apart(levels, _bands(apart_hz * scale, spacing))
        mean = (falls * is_loud).sum(axis=0) / count
        spread = np.sqrt(np.maximum((falls**2 * is_loud).sum(axis=0) / count - mean**2, 0))
        above = _later(is_loud, _bands(apart_hz * scale, spacing))
        back = (falls * above).sum(axis=0) / np.maximum(above.sum(axis=0), 1)
        rows += [mean / 10, spread / 5, back / 10]
    varied = levels - levels.mean(axis=0)
    power = np.sqrt((varied**2).sum(axis=0)) + 1e-3
    for apart_hz in _RELATED_HZ:
        step = _bands(apart_hz * scale, spacing)
        rows.append((varied * _later(varied, step)).sum(axis=0) / (power * _later(power[None], step)[0]))
    places = places_hz(nyquist)
    on_grid = [np.interp(places, hz, row) for row in rows]
    here = places < nyquist
    on_grid = [row * here for row in on_grid]
    loudest = float(np.max(rows[len(_QUANTILES)]))
    on_grid += [
        here.astype(float),
        places / top_of(nyquist),
        np.log2(places / scale / 1000) / 4,
        places / nyquist * here,
        np.full(PLACES, loudest),
        np.full(PLACES, np.log(max(seconds, 0.05)) / 3),
    ]
    return np.stack(on_grid).astype(np.float32)


def _bands(apart_hz: float, spacing: float) -> int:
    return max(1, round(apart_hz / spacing))


def _later(values: Spectra, step: int) -> Spectra:
    """The values `step` bands further up; the last ones stay."""
    return values[:, np.minimum(np.arange(values.shape[1]) + step, values.shape[1] - 1)]


def _apart(levels: Spectra, step: int) -> Spectra:
    """By how much each band is louder than the one `step` bands further up."""
    return levels - _later(levels, step)


# Something comes and goes where its loud frames stand so far over its quiet ones; noise stays under 4 dB.
_COMES_AND_GOES_DB = 7.0
_SMOOTH = 8


def highest_content(spectra: Spectra, hz: Curve) -> float:
    """The highest frequency, in Hz, at which something comes and goes; 0 where nothing does."""
    sums = np.concatenate([np.zeros((len(spectra), 1)), np.cumsum(spectra, axis=1, dtype=np.float64)], axis=1)
    smooth = (sums[:, _SMOOTH:] - sums[:, :-_SMOOTH]) / _SMOOTH
    moving = np.quantile(smooth, 0.95, axis=0) - np.quantile(smooth, 0.2, axis=0)
    busy = np.flatnonzero(moving > _COMES_AND_GOES_DB)
    return float(hz[min(busy[-1] + _SMOOTH, len(hz) - 1)]) if len(busy) else 0.0

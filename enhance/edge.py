"""Where a recording was cut off: read off its curves by a small network that learned it from known cases.

A rule finds most edges; what it misses is where, to 5 %, one lies on a voice that falls by itself. So the
curves of `enhance.edge_curves` go through a network over frequency (`enhance.train.edge` trains it, and
says on what): convolutions along the grid, each frequency's neighbourhood seen ever wider, and at the end for
each place of the grid how likely the recording was cut there, and how likely nowhere. It is 60 thousand
numbers, in numpy, so that every import can afford it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from enhance.edge_curves import HERE, PLACES, Curve, Spectra, curves, places_hz

Values = NDArray[np.float32]

WEIGHTS = Path(__file__).with_name("edge.npz")
DILATIONS = (1, 2, 4, 8, 16, 32, 2, 1)
"""Of the network's blocks."""
NARROW = 0.5
"""A recording counts as cut off where that is likelier than this."""
NEVER = -30.0
"""The logit of a place beyond the Nyquist frequency."""

# The place is the middle of the likely ones around the likeliest.
_AROUND = 4
_SMALL = 1e-5


@dataclass(frozen=True, slots=True)
class Edge:
    """hz: where the filter halves the amplitude; None: none was found. likely: that this is so, 0 to 1."""

    hz: float | None
    likely: float


def find_edge(spectra: Spectra, hz: Curve, nyquist: float, seconds: float) -> Edge:
    """spectra: (frames, bands) in dB, 2 frames or more, evenly over `hz`; seconds: of the recording."""
    return edge_of(likelihoods(curves(spectra, hz, nyquist, seconds), weights()), nyquist)


def edge_of(likely: Values, nyquist: float) -> Edge:
    """likely: (PLACES + 1,), as `likelihoods` gives them; nyquist: in Hz."""
    here, nowhere = likely[:-1], float(likely[-1])
    if nowhere >= 1.0 - NARROW:
        return Edge(None, nowhere)
    best = int(here.argmax())
    around = slice(max(best - _AROUND, 0), best + _AROUND + 1)
    total = float(here[around].sum())
    return Edge(float((here[around] * places_hz(nyquist)[around]).sum() / total), total)


@cache
def weights() -> dict[str, Values]:
    """The network's, by name; what is read is arrays of numbers alone."""
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        return {name: np.asarray(stored[name], np.float32) for name in stored.files}


def likelihoods(of: Values, w: dict[str, Values]) -> Values:
    """(PLACES + 1,): that the recording of these curves was cut off at each place, and last that nowhere."""
    here = of[HERE] > 0.5
    x = _convolved(of, w["stem.weight"], w["stem.bias"])
    for number, dilation in enumerate(DILATIONS):
        name = f"blocks.{number}"
        seen = _each_convolved(x, w[f"{name}.along.weight"], w[f"{name}.along.bias"], dilation)
        inside = _normed(seen, w[f"{name}.norm.weight"], w[f"{name}.norm.bias"])
        wide = np.maximum(w[f"{name}.wide.weight"] @ inside + w[f"{name}.wide.bias"][:, None], 0)
        x = x + w[f"{name}.back.weight"] @ wide + w[f"{name}.back.bias"][:, None]
    y = _normed(x, w["norm.weight"], w["norm.bias"])
    places = np.where(here, (w["place.weight"] @ y + w["place.bias"][:, None])[0], NEVER)
    summary = np.concatenate([y[:, here].mean(axis=1), y[:, here].max(axis=1)])
    nowhere = w["nowhere.weight"] @ summary + w["nowhere.bias"]
    raw = np.concatenate([places, nowhere])
    raised = np.exp(raw - raw.max())
    return np.asarray(raised / raised.sum(), np.float32)


def _convolved(x: Values, weight: Values, bias: Values) -> Values:
    """x (c, PLACES), weight (d, c, taps) -> (d, PLACES), zeros beyond the ends."""
    half = weight.shape[2] // 2
    padded = np.pad(x, ((0, 0), (half, half)))
    out = np.repeat(bias[:, None], PLACES, axis=1)
    for tap in range(weight.shape[2]):
        out = out + weight[:, :, tap] @ padded[:, tap : tap + PLACES]
    return out


def _each_convolved(x: Values, weight: Values, bias: Values, dilation: int) -> Values:
    """Every row of x (c, PLACES) with its own taps, weight (c, 1, taps)."""
    half = weight.shape[2] // 2 * dilation
    padded = np.pad(x, ((0, 0), (half, half)))
    out = np.repeat(bias[:, None], PLACES, axis=1)
    for tap in range(weight.shape[2]):
        out = out + weight[:, 0, tap, None] * padded[:, tap * dilation : tap * dilation + PLACES]
    return out


def _normed(x: Values, weight: Values, bias: Values) -> Values:
    """Each place's column to mean 0 and deviation 1, then scaled."""
    centred = x - x.mean(axis=0)
    scaled = centred / np.sqrt((centred**2).mean(axis=0) + _SMALL)
    return np.asarray(scaled * weight[:, None] + bias[:, None], np.float32)

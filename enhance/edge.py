"""The edge that a low-pass leaves in the spectra of a recording.

What tells a filter from a voice that ends by itself, measured on speech, music and noise:

- between just below and just above the edge all loud frames fall, not only the average of them;
- wherever something is heard above the edge, much more is heard below it (fricatives are the other way);
- nothing comes back further up;
- the steeper, the surer: natural spectra fall as far, but over a wider stretch.

Spectra here are decibels, (frames, bands), the bands evenly spaced over `hz`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Spectra = NDArray[np.float32]
Curve = NDArray[np.float64]

# How wide the fall may be, as a share of its frequency, and what it must be in decibels to be a filter's and
# not a voice's. Natural speech reaches 9, 10.5, 15, 21 and 31 dB.
_WIDTHS = np.array([0.04, 0.08, 0.16, 0.32, 0.64])
_FALLS_DB = np.array([11.5, 13.0, 17.5, 23.5, 33.0])
# So much more where all bands above still have something that comes and goes.
_CONTENT_ABOVE_DB = 8.0
# Beside the Nyquist frequency every recorder has its filter, and taking it for one narrows nothing.
_FALLS_AT_END_DB = np.array([9.0, 11.0, 15.0, 22.0, 33.0])
_END = 0.85
# Wider falls that take in the recorder's own filter are not looked at.
_NARROW = 0.2
# A few syllables have no average: so much more, times 1/s.
_SHORT_S = 0.18

LOWEST_HZ = 1500.0
"""Below this no filter is looked for: single vowels end there."""

_COMES_AND_GOES_DB = 7.0
_OVER_FLOOR_DB = 8.0
_LOUD_SHARE = 0.15

# A narrower fall with this share of the evidence for a wider one is preferred.
_NARROWER = 0.6

# Shapes of a filter that are tried: recursive ones, orders of the Butterworth kind (6 dB an octave each), and
# those of linear phase, whose amplitude goes down evenly over this share of the cut-off on both sides.
_ORDERS = np.array([5.0, 6.5, 8.0, 10.0, 12.0, 16.0, 24.0])
_REACHES = np.array([0.01, 0.03, 0.06, 0.1, 0.16, 0.25, 0.4])
_STOPPED = 1e-3


@dataclass(frozen=True, slots=True)
class Edge:
    """hz: where the filter halves the amplitude; None: none was found. evidence: 1 and more where one was."""

    hz: float | None
    evidence: float


@dataclass(frozen=True, slots=True)
class _Span:
    """Bands [low, start) lie below a fall and [stop, high) above it."""

    low: int
    start: int
    stop: int
    high: int


def find_edge(spectra: Spectra, hz: Curve, nyquist: float, seconds: float) -> Edge:
    """The edge with the most evidence. seconds: how long the recording is that the spectra are of."""
    sums = np.concatenate([np.zeros((len(spectra), 1)), np.cumsum(spectra, axis=1, dtype=np.float64)], axis=1)
    loudest = _without_tones(np.quantile(spectra, 0.95, axis=0))
    busy = _moving(sums) > _COMES_AND_GOES_DB
    found: list[tuple[float, _Span]] = []
    for width, fall, fall_at_end in zip(_WIDTHS, _FALLS_DB, _FALLS_AT_END_DB, strict=True):
        best: tuple[float, _Span | None] = (0.0, None)
        for middle in range(int(np.searchsorted(hz, LOWEST_HZ)), len(hz)):
            span = _span(middle, float(width), len(hz))
            if span is None or (width > _NARROW and hz[span.stop] > _END * nyquist):
                continue
            at_end = bool(hz[middle] > _END * nyquist)
            above = busy[span.stop :]
            needed = fall_at_end if at_end else fall + _CONTENT_ABOVE_DB * (above.mean() if len(above) else 0)
            needed *= 1.0 + _SHORT_S / seconds
            evidence = _to_what_returns(loudest, span) / needed
            if evidence > best[0]:
                evidence = min(evidence, _least_fall(sums, span, at_end=at_end) / needed)
            if evidence > best[0]:
                best = evidence, span
        if best[1] is not None:
            found.append((best[0], best[1]))
    most = max((evidence for evidence, _ in found), default=0.0)
    if most < 1.0:
        return Edge(None, most)
    # The narrowest fall says best where it is.
    narrowest = next(span for evidence, span in found if evidence >= max(1.0, _NARROWER * most))
    return Edge(_half_amplitude(spectra, sums, hz, narrowest, nyquist), most)


def highest_content(spectra: Spectra, hz: Curve) -> float:
    """The highest frequency, in Hz, at which something comes and goes; 0 where nothing does."""
    sums = np.concatenate([np.zeros((len(spectra), 1)), np.cumsum(spectra, axis=1, dtype=np.float64)], axis=1)
    busy = np.flatnonzero(_moving(sums) > _COMES_AND_GOES_DB)
    return float(hz[min(busy[-1] + _SMOOTH, len(hz) - 1)]) if len(busy) else 0.0


_SMOOTH = 8


def _moving(sums: Curve) -> Curve:
    """By how many decibels each stretch of 8 bands comes and goes; steady noise stays under 4."""
    smooth = (sums[:, _SMOOTH:] - sums[:, :-_SMOOTH]) / _SMOOTH
    return np.asarray(np.quantile(smooth, 0.95, axis=0) - np.quantile(smooth, 0.2, axis=0))


def _without_tones(curve: Curve) -> Curve:
    """Without what is one or two bands wide: a whistle above the edge is no content."""
    padded = np.pad(curve, 2, "edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1))


def _span(middle: int, width: float, bands: int) -> _Span | None:
    across = max(2, round(width * middle))
    beside = max(4, middle // 12)
    start, stop = middle - across // 2, middle + (across + 1) // 2
    if start < beside or stop + 3 > bands:
        return None
    return _Span(start - beside, start, stop, min(stop + beside, bands))


def _below(sums: Curve, span: _Span) -> Curve:
    return np.asarray((sums[:, span.start] - sums[:, span.low]) / (span.start - span.low))


def _loud_frames(level: Curve) -> NDArray[np.int64]:
    count = min(len(level), max(8, int(_LOUD_SHARE * len(level))))
    return np.argpartition(-level, count - 1)[:count]


def _to_what_returns(loudest: Curve, span: _Span) -> float:
    """From the level below the edge to the highest further up."""
    beside = min(span.start - span.low, len(loudest) - span.stop)
    sums = np.concatenate([[0.0], np.cumsum(loudest[span.stop :])])
    return float(loudest[span.low : span.start].mean() - ((sums[beside:] - sums[:-beside]) / beside).max())


def _least_fall(sums: Curve, span: _Span, *, at_end: bool) -> float:
    """The fall that nearly all frames share which are loud below or heard above."""
    below = _below(sums, span)
    above = (sums[:, span.high] - sums[:, span.stop]) / (span.high - span.stop)
    falls = below - above
    least = float(np.quantile(falls[_loud_frames(below)], 0.2))
    heard = above > np.quantile(above, 0.1) + _OVER_FLOOR_DB
    if not at_end and np.count_nonzero(heard) >= 3:
        least = min(least, float(np.quantile(falls[heard], 0.1)))
    return least


def _half_amplitude(spectra: Spectra, sums: Curve, hz: Curve, span: _Span, nyquist: float) -> float:
    """Where a filter of some shape, on a straight slope, over a floor of noise, fits the loud frames best."""
    curve = spectra[_loud_frames(_below(sums, span))].mean(axis=0, dtype=np.float64)
    floor = float(np.quantile(curve[span.stop :], 0.3))
    low, high = hz[span.start] * 0.8, hz[span.stop - 1] * 1.02
    # Beside the Nyquist frequency a voice falls too: there the fall itself is all that is known.
    lowest = 0.4 * hz[span.start] if hz[span.stop] < _END * nyquist else low
    while True:
        tried = np.geomspace(low, high, 120)
        best = int(np.argmin([_misfit(curve, hz, float(cut), floor) for cut in tried]))
        # On a long slope the steepest place may lie far behind the cut-off.
        if best > 0 or low <= lowest:
            return float(tried[best])
        low, high = 0.75 * low, tried[1]


def _misfit(curve: Curve, hz: Curve, cut_hz: float, floor: float) -> float:
    """The mean square error, in dB, of the filter order that fits best with this cut-off."""
    near = (hz > 0.55 * cut_hz) & (hz < 2.0 * cut_hz)
    octaves = np.log2(hz[near] / cut_hz)
    wanted = curve[near]
    gain = _gains(hz[near] / cut_hz)
    counts = ((wanted - floor > 4) & (gain > -30)).astype(float)
    total = counts.sum(axis=1) + 1e-9
    straight = wanted - gain
    # A line through what is over the floor, its slope held near that of speech.
    middle_x = (counts * octaves).sum(axis=1) / total
    middle_y = (counts * straight).sum(axis=1) / total
    x = (octaves - middle_x[:, None]) * counts
    held = 0.05 * total
    slope = ((x * (straight - middle_y[:, None])).sum(axis=1) + held * -6.0) / ((x * x).sum(axis=1) + held)
    slope = np.clip(slope, -18, 6)
    fitted = middle_y[:, None] + slope[:, None] * (octaves - middle_x[:, None]) + gain
    fitted = 10 * np.log10(10 ** (fitted / 10) + 10 ** (floor / 10))
    # Each octave counts alike, the nearer the more.
    weights = np.exp(-0.5 * (octaves / 0.4) ** 2) / hz[near]
    errors = (np.minimum(np.abs(fitted - wanted), 12.0) ** 2 * weights).sum(axis=1) / weights.sum()
    return float(errors.min())


def _gains(ratio: Curve) -> Curve:
    """Of each filter shape, in dB, at these multiples of its half-amplitude frequency: (shapes, bands)."""
    recursive = -10 * np.log10(1 + 3 * ratio ** (2 * _ORDERS[:, None]))
    across = np.clip((ratio - 1) / _REACHES[:, None], -1, 1)
    even = 20 * np.log10(np.maximum(0.5 - 0.5 * np.sin(np.pi / 2 * across), _STOPPED))
    return np.concatenate([recursive, even])

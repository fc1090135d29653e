"""Cases for the bandwidth probe to learn from: curves of a recording, and where it was cut off, if it was.

A filter without phase only scales spectra: its gains go onto those of a stretch as they are, and a floor of
noise is added as power. What is more than a filter (`codecs`) goes through the
sound. Each case is drawn from (seed, number) alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from enhance.bandwidth import BINS_OF_A_BAND, FLOOR_DB, BandwidthProbe
from enhance.edge_curves import curves
from enhance.train.corpus import Corpus
from enhance.train.edge.codecs import narrowed
from enhance.train.edge.filters import gentle, half_amplitude, low_pass, telephone_low_end, tone

Curve = NDArray[np.float64]
Signal = NDArray[np.float32]

RATES = (44_100, 44_100, 32_000, 24_000, 22_050, 16_000, 11_025, 8000)
LOWEST_HZ = 1500.0
# What rounding to 16 bits leaves; the voice must stand out by this much under an edge that is to be found.
_ROUNDING_DB, _OVER_FLOOR_DB = -101.0, 15.0
# An edge above this share of what the recording reaches is hidden by its own.
_CLEAR = 0.85
_FEWEST_FRAMES = 4
# So often a voice is played faster, and so often it is cut off.
_FASTER, _CUT = 0.6, 0.6
_BANDS_OF_FLOOR_HZ = 500.0


class Case(NamedTuple):
    """curves: (CURVES, PLACES). cut_hz: 0 where it was not cut off. reach_hz: up to there it has content."""

    curves: NDArray[np.float16]
    cut_hz: float
    reach_hz: float
    nyquist: float
    coded: bool


class Cases:
    """An endless, numbered sequence; some numbers give no case. coded: through codecs rather than filters."""

    def __init__(self, corpus: Corpus, seed: int, *, coded: bool, held_out: bool = False) -> None:
        self._corpus, self._seed, self._coded = corpus, seed, coded
        self._takes = [take for take in corpus.takes if not take.noise and take.held_out == held_out]

    def __getitem__(self, number: int) -> Case | None:
        """The same for the same number. None where nothing certain can be said of what was drawn."""
        draw = np.random.default_rng((self._seed, self._coded, number))
        sound, reach_hz = self._stretch(draw)
        if self._coded:
            return _through_a_codec(draw, sound, self._corpus.rate, reach_hz)
        return _through_a_filter(draw, *_at_some_rate(draw, sound, self._corpus.rate), reach_hz)

    def _stretch(self, draw: np.random.Generator) -> tuple[Signal, float]:
        import soxr

        take = self._takes[draw.integers(len(self._takes))]
        seconds = np.exp(draw.uniform(np.log(0.6), np.log(9))) if draw.random() < 0.7 else 4.0
        length = min(int(seconds * self._corpus.rate), take.samples)
        sound = self._corpus.read(take, int(draw.integers(0, take.samples - length + 1)), length)
        # What may be used is lossy, and ends by 20 kHz; played faster, it reaches 24.
        faster = float(draw.uniform(1.04, 1.25)) if draw.random() < _FASTER else 1.0
        if faster > 1.0:
            sound = soxr.resample(sound, faster * self._corpus.rate, self._corpus.rate)
        sound = sound * (10 ** (draw.uniform(-36, -16) / 20) / (np.sqrt(np.mean(sound**2)) + 1e-6))
        peak = float(np.max(np.abs(sound)))
        return np.asarray(sound * min(1.0, 0.99 / max(peak, 1e-6)), np.float32), faster * take.bandwidth_hz


def _at_some_rate(draw: np.random.Generator, sound: Signal, rate: int) -> tuple[Signal, int]:
    import soxr

    if draw.random() < 0.5:
        return sound, rate
    lower = int(draw.choice(RATES))
    quality = str(draw.choice(("MQ", "HQ", "VHQ")))
    return np.asarray(soxr.resample(sound, rate, lower, quality=quality), np.float32), lower


def _through_a_filter(draw: np.random.Generator, sound: Signal, rate: int, reach_hz: float) -> Case | None:
    hz, spectra = _spectra(sound, rate)
    if len(spectra) < _FEWEST_FRAMES:
        return None
    nyquist = rate / 2
    reach_hz = min(reach_hz, nyquist)
    bins = np.arange(len(hz) * BINS_OF_A_BAND + 1) * nyquist / (len(hz) * BINS_OF_A_BAND)
    cut_hz, gain = 0.0, np.ones(len(bins))
    if draw.random() < _CUT and _CLEAR * reach_hz > 2200:
        near_hz = float(np.exp(draw.uniform(np.log(1800), np.log(_CLEAR * reach_hz))))
        gain = low_pass(draw, bins, near_hz)
        cut_hz = half_amplitude(gain, bins)
        if not LOWEST_HZ <= cut_hz <= 0.9 * reach_hz:
            return None
        if cut_hz < 4500 and draw.random() < 0.4:
            gain = gain * telephone_low_end(draw, bins)
    elif draw.random() < 0.35:
        gain = gentle(draw, bins)
    if draw.random() < 0.6:
        gain = gain * tone(draw, bins)
    power = 10 ** (spectra / 10) * _on_bands(gain) * 10 ** (draw.uniform(-12, 6) / 10)
    floor = _floor(draw, bins)
    if cut_hz and _over_floor(power, floor, hz, cut_hz) < _OVER_FLOOR_DB:
        return None
    if not cut_hz and len(power) > 12 and draw.random() < 0.25:
        # A guest on a bad line beside somebody who is not: no edge of the whole.
        narrow = low_pass(draw, bins, float(np.exp(draw.uniform(np.log(1800), np.log(0.9 * nyquist)))))
        power[: int(draw.integers(1, int(0.8 * len(power))))] *= _on_bands(narrow)
    noise = draw.gamma(BINS_OF_A_BAND, 1 / BINS_OF_A_BAND, power.shape) * floor
    if draw.random() < 0.1:
        power[: int(draw.integers(0, len(power) // 2))] = 0.0
    power = power + noise
    if draw.random() < 0.05:
        power[:, draw.integers(20, len(hz))] += 10 ** (draw.uniform(-60, -35) / 10)
    levels = np.maximum(10 * np.log10(power), FLOOR_DB).astype(np.float32)
    levels = levels[levels.max(axis=1) > FLOOR_DB]
    if len(levels) < _FEWEST_FRAMES:
        return None
    seen = curves(levels, hz, nyquist, len(sound) / rate)
    return Case(seen.astype(np.float16), cut_hz, reach_hz, nyquist, coded=False)


def _through_a_codec(draw: np.random.Generator, sound: Signal, rate: int, reach_hz: float) -> Case | None:
    if len(sound) < rate:
        return None
    through = narrowed(draw, sound, rate, _CLEAR * reach_hz)
    if through is None:
        return None
    floor_db = draw.uniform(-95, -65) if draw.random() < 1 / 3 else _ROUNDING_DB
    hz, spectra = _spectra(sound, rate)
    flat = np.full(len(hz), 10 ** (floor_db / 10))
    if not len(spectra) or _over_floor(10 ** (spectra / 10), flat, hz, through.cut_hz) < _OVER_FLOOR_DB:
        return None
    heard = through.sound
    if floor_db > _ROUNDING_DB:
        heard = heard + draw.standard_normal(len(heard)).astype(np.float32) * np.float32(
            10 ** (floor_db / 20)
        )
    heard = np.round(np.clip(heard, -1, 1) * 32767).astype(np.float32) / np.float32(32767)
    hz, spectra = _spectra(heard, through.rate)
    if len(spectra) < _FEWEST_FRAMES:
        return None
    nyquist = through.rate / 2
    seen = curves(spectra.astype(np.float32), hz, nyquist, len(heard) / through.rate)
    return Case(seen.astype(np.float16), through.cut_hz, min(reach_hz, nyquist), nyquist, coded=True)


def _spectra(sound: Signal, rate: int) -> tuple[Curve, Curve]:
    probe = BandwidthProbe(rate, 1)
    probe.add(np.ascontiguousarray(sound[:, None], np.float32))
    hz, spectra = probe.spectra
    return hz, np.asarray(spectra, np.float64)


def _on_bands(gain: Curve) -> Curve:
    """Power gains of the bands of the probe, whose window spreads each bin to its neighbours."""
    spread = np.convolve(np.pad(gain**2, 1, "edge"), [1 / 6, 2 / 3, 1 / 6], "valid")
    return np.asarray(spread[1:].reshape(-1, BINS_OF_A_BAND).mean(axis=1))


def _floor(draw: np.random.Generator, bins: Curve) -> Curve:
    """The power of rounding to 16 bits, and in half of the cases of what a room and an amplifier add."""
    rounding = 10 ** (_ROUNDING_DB / 10)
    if draw.random() < 0.5:
        return np.full((len(bins) - 1) // BINS_OF_A_BAND, rounding)
    level = 10 ** (draw.uniform(-98, -56) / 10)
    colour = np.ones(len(bins))
    if draw.random() < 0.4:
        corner_hz = np.exp(draw.uniform(6, 9.3))
        colour = (1 + (corner_hz / np.maximum(bins, 20)) ** 2) ** (draw.uniform(0, 1.2) / 2)
    bands = _on_bands(colour)
    return np.asarray(level * bands / bands.mean() + rounding)


def _over_floor(power: Curve, floor: Curve, hz: Curve, cut_hz: float) -> float:
    """By how many decibels the loud frames stand over the floor just below the cut-off."""
    below = (hz > cut_hz - _BANDS_OF_FLOOR_HZ) & (hz <= cut_hz)
    if not below.any():
        return 0.0
    loud = float(np.quantile(power[:, below].mean(axis=1), 0.95))
    return 10 * float(np.log10((loud + 1e-15) / floor[below].mean()))

"""How far an enhanced recording is from the full-band one, in numbers that can be worked out by hand.

All take sound (n,) float32 with full scale 1.0, reference and enhanced at one rate and of one length. A
figure that a recording cannot give (no pause in it, no band there) is nan and left out of means.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enhance.errors import EnhanceError
from enhance.evaluate.spectra import WINDOW, bins_between, log_power, power, spectra

Sound = NDArray[np.float32]

BAND_EDGES_HZ = (0, 4000, 8000, 12000, 16000, 20000, 24000)
# Frames this far under the loud ones (their 95th percentile) are quiet: pauses and breath between words.
_QUIET_DB = -40.0
# Where a low-pass at the cut-off is in transition; the low band is judged below.
LOW_BAND_MARGIN_HZ = 1000.0
# The most an SNR is said to be: beyond lies the rounding of the figures themselves.
MOST_DB = 200.0


@dataclass(frozen=True, slots=True)
class Distances:
    """Log-spectral distances in units of 10 dB: all, above and below the cut-off, by kind of frame, by band.

    bands: one for each pair of BAND_EDGES_HZ; nan above half the rate.
    """

    lsd: float
    high: float
    low: float
    active: float
    quiet: float
    high_active: float
    high_quiet: float
    bands: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Artefacts:
    """What a listener would notice, in dB.

    pause_step_db: in pauses, the noise floor just above the cut-off less that just below it, and
    pause_step_reference_db: the same of the reference. seam_step_db: how far the long-term spectrum steps up
    across the cut-off beyond what the reference's does; seam_dip_db: what is missing (below 0) right at it.
    image_db: the share of the enhanced band that is a mirror or copy of the low band, phase and all, and
    image_reference_db: of the reference, by chance. tone_db: how far the highest steady line above the
    cut-off stands out of its surroundings, beyond the reference's.
    """

    pause_step_db: float
    pause_step_reference_db: float
    seam_step_db: float
    seam_dip_db: float
    image_db: float
    image_reference_db: float
    tone_db: float


def distances(reference: Sound, enhanced: Sound, rate: int, cutoff_hz: float) -> Distances:
    """Log-spectral distances: Hann 2048, hop 512, power clamped at 1e-8, log10 of power, RMS over frequency,
    mean over time.

    Which frames are active is read off the reference. Raises EnhanceError where the lengths differ.
    """
    _same_length(reference, enhanced)
    wanted = power(spectra(reference))
    active = active_frames(wanted)
    squared = (log_power(wanted) - log_power(power(spectra(enhanced)))) ** 2
    high, low = bins_between(cutoff_hz, rate, rate), bins_between(0, cutoff_hz, rate)
    return Distances(
        lsd=_distance(squared),
        high=_distance(squared[:, high]),
        low=_distance(squared[:, low]),
        active=_distance(squared[active]),
        quiet=_distance(squared[~active]),
        high_active=_distance(squared[active, high]),
        high_quiet=_distance(squared[~active, high]),
        bands=tuple(
            _distance(squared[:, bins_between(start, stop, rate)]) if stop <= rate / 2 + 2000 else math.nan
            for start, stop in itertools.pairwise(BAND_EDGES_HZ)
        ),
    )


def _distance(squared: NDArray[np.float32]) -> float:
    if squared.size == 0:
        return math.nan
    return float(np.sqrt(squared.mean(axis=1, dtype=np.float64)).mean())


def active_frames(squared: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which frames of power (frames, bins) are within 40 dB of the loud ones: True (frames,) where so."""
    levels = squared.sum(axis=1, dtype=np.float64)
    loud = float(np.quantile(levels, 0.95))
    found: NDArray[np.bool_] = levels > loud * 10 ** (_QUIET_DB / 10)
    return found


def low_band_snr_db(resampled: Sound, enhanced: Sound, rate: int, cutoff_hz: float) -> float:
    """How far under the band that the user gave the error in it is; at most MOST_DB.

    resampled: the input brought to `rate`, which the enhanced low band should equal. Both are compared up to
    LOW_BAND_MARGIN_HZ under the cut-off, exactly (over the whole signal). Raises EnhanceError where the
    lengths differ.
    """
    _same_length(resampled, enhanced)
    bins = int((cutoff_hz - LOW_BAND_MARGIN_HZ) * len(resampled) / rate)
    wanted = np.fft.rfft(resampled.astype(np.float64))[:bins]
    error = np.fft.rfft(enhanced.astype(np.float64))[:bins] - wanted
    signal, noise = float(np.sum(np.abs(wanted) ** 2)), float(np.sum(np.abs(error) ** 2))
    if signal == 0:
        return math.nan
    return min(MOST_DB, 10 * math.log10(signal / max(noise, signal * 10 ** (-MOST_DB / 10))))


def artefacts(
    reference: Sound, enhanced: Sound, resampled: Sound, rate: int, cutoff_hz: float, rate_in: int
) -> Artefacts:
    """Looks for what goes wrong in made-up bands; resampled: the input at `rate`; rate_in: what it came at.

    Raises EnhanceError where the lengths differ.
    """
    _same_length(reference, enhanced)
    _same_length(reference, resampled)
    wanted, made = spectra(reference), spectra(enhanced)
    wanted_power, made_power = power(wanted), power(made)
    active = active_frames(wanted_power)
    around = _Around(cutoff_hz, rate)
    seam_step, seam_dip = _seam(wanted_power[active], made_power[active], around)
    image = _image(resampled, rate, rate_in)
    return Artefacts(
        pause_step_db=_step_db(made_power[~active], around),
        pause_step_reference_db=_step_db(wanted_power[~active], around),
        seam_step_db=seam_step,
        seam_dip_db=seam_dip,
        image_db=_coherent_db(made, image, around.high),
        image_reference_db=_coherent_db(wanted, image, around.high),
        tone_db=_line_db(made_power, around.high) - _line_db(wanted_power, around.high),
    )


class _Around:
    """Bins on both sides of a cut-off, clear of the slope of a filter that ends there."""

    def __init__(self, cutoff_hz: float, rate: int) -> None:
        wide = min(2000.0, cutoff_hz / 2)
        top = min(20_000.0, rate / 2 - 500)
        self.below = bins_between(cutoff_hz - 500 - wide, cutoff_hz - 500, rate)
        self.above = bins_between(cutoff_hz + 500, min(cutoff_hz + 500 + wide, top), rate)
        self.seam = bins_between(cutoff_hz - 250, cutoff_hz + 250, rate)
        self.high = bins_between(cutoff_hz + 500, top, rate)


def _step_db(squared: NDArray[np.float32], around: _Around) -> float:
    """How much louder it is above the cut-off than below; the mean of dB, which a rare click hardly moves."""
    if len(squared) == 0:
        return math.nan
    levels = log_power(squared)
    return 10 * float(levels[:, around.above].mean() - levels[:, around.below].mean())


def _seam(wanted: NDArray[np.float32], made: NDArray[np.float32], around: _Around) -> tuple[float, float]:
    if len(wanted) == 0:
        return math.nan, math.nan
    difference = 10 * (log_power(made.mean(axis=0)) - log_power(wanted.mean(axis=0)))
    below, above = float(difference[around.below].mean()), float(difference[around.above].mean())
    return above - below, float(difference[around.seam].mean()) - min(below, above, 0.0)


def _image(resampled: Sound, rate: int, rate_in: int) -> NDArray[np.complex64]:
    """What upsampling without a filter leaves: the low band on both sides of each multiple of rate_in."""
    time_s = np.arange(len(resampled)) / rate
    carrier = np.zeros(len(resampled))
    multiple = rate_in
    while multiple - rate_in / 2 < rate / 2:
        carrier += 2 * np.cos(2 * np.pi * multiple * time_s)
        multiple += rate_in
    return spectra((resampled * carrier).astype(np.float32))


def _coherent_db(found: NDArray[np.complex64], image: NDArray[np.complex64], high: slice) -> float:
    """The share of the power in `high` that is, bin by bin, a constant times `image`: coherence over time."""
    made, other = found[:, high].astype(np.complex128), image[:, high].astype(np.complex128)
    everything = float(np.sum(np.abs(made) ** 2))
    if everything == 0:
        return math.nan
    shared = np.abs(np.sum(made * other.conj(), axis=0)) ** 2
    explained = float(np.sum(shared / np.maximum(np.sum(np.abs(other) ** 2, axis=0), 1e-30)))
    return 10 * math.log10(max(explained / everything, 1e-10))


def _line_db(squared: NDArray[np.float32], high: slice) -> float:
    """How far the highest bin of the mean spectrum in dB is above the median of the 41 bins around it.

    The mean of dB, because a line that never stops stands out in pauses, where power hardly counts.
    """
    levels = 10 * log_power(squared[:, high]).mean(axis=0)
    if len(levels) < 41:
        return math.nan
    around = np.lib.stride_tricks.sliding_window_view(levels, 41)
    return float(np.max(levels[20:-20] - np.median(around, axis=1)))


def _same_length(one: Sound, other: Sound) -> None:
    if one.shape != other.shape or one.ndim != 1:
        raise EnhanceError(
            f"Recordings of {len(one)} and {len(other)} samples cannot be compared: their lengths differ."
        )
    if len(one) < WINDOW // 2:
        raise EnhanceError(f"A recording of {len(one)} samples is too short to be compared.")

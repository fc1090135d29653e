"""Enhancing step by step for as long as it gains, and an estimate of quality to go by.

The estimate needs no reference and no model of hearing: it says how much of what enhancing is for (band,
quiet between the words, no seam in the spectrum) is there. It does not say how a voice sounds. Where a
better estimate is at hand, give that to `enhance_until`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from enhance.bandwidth import effective_bandwidth, falls_in_spectrum
from enhance.errors import EnhanceError

Sound = TypeVar("Sound")

FULL_HZ = 16_000.0
"""A recording that reaches so far has all the band that counts here."""

_BAND, _QUIET, _EVEN = 0.6, 0.2, 0.2
_FULL_RANGE_DB = 50.0
_FRAME_S = 0.02
_AUDIBLE = 1e-4


@dataclass(frozen=True)
class Outcome(Generic[Sound]):
    """sound: the best there was. quality: its estimate. rounds: how often it went through the enhancer.

    passed: whether the asked quality was reached.
    """

    sound: Sound
    quality: float
    rounds: int
    passed: bool


def enhance_until(
    sound: Sound,
    enhance: Callable[[Sound, int], Sound],
    quality: Callable[[Sound], float],
    *,
    asked: float,
    most_rounds: int = 3,
    least_gain: float = 0.01,
) -> Outcome[Sound]:
    """Enhance until `quality` reaches `asked`, or gains less than `least_gain`, or `most_rounds` are done.

    enhance: (what there is, number of the round from 0) to what may be better; sound that passes as it is, is
    never given to it. quality: higher is better, a finite number. A round that gains too little is thrown
    away: the result is never worse than what came in. Raises what the two raise; EnhanceError for NaN.
    """
    best, rounds = sound, 0
    reached = _number(quality(best))
    while reached < asked and rounds < most_rounds:
        candidate = enhance(best, rounds)
        gained = _number(quality(candidate))
        if gained < reached + least_gain:
            break
        best, reached, rounds = candidate, gained, rounds + 1
    return Outcome(best, reached, rounds, reached >= asked)


def estimate_quality(samples: NDArray[np.float32], rate: int) -> float:
    """How much of the band, of quiet and of evenness there is: 0 to 1. samples: (n,) or (n, channels).

    Six tenths are the effective bandwidth, full at 16 kHz; two tenths the range between loud and quiet
    frames, full at 50 dB; two tenths the absence of an edge in the spectrum. Silence is 0.
    """
    sound = samples[:, None] if samples.ndim == 1 else samples
    frame = max(round(_FRAME_S * rate), 1)
    frames = len(sound) // frame
    if not frames:
        return 0.0
    power = np.mean(np.square(sound[: frames * frame].reshape(frames, -1), dtype=np.float64), axis=1)
    loud, quiet = np.sqrt(np.quantile(power, [0.95, 0.1]))
    if not loud > _AUDIBLE:
        return 0.0
    range_db = 20 * np.log10(loud / max(quiet, _AUDIBLE * loud))
    band = min(effective_bandwidth(sound, rate).hz / FULL_HZ, 1.0)
    even = 1.0 - min(falls_in_spectrum(sound, rate), 1.0)
    return float(_BAND * band + _QUIET * min(range_db / _FULL_RANGE_DB, 1.0) + _EVEN * even)


def _number(quality: float) -> float:
    if not np.isfinite(quality):
        raise EnhanceError("The estimate of the quality is not a number, so nothing can be chosen by it.")
    return float(quality)

"""Where in a silence a cut is least heard. The application passes this to the edits as `Cutting.quiet`."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from editor.model.time import Samples
from editor.render.source import SourceSound

REACH_S = 0.060
"""How far from the wanted instant the quietest one is looked for."""

WINDOW_S = 0.010
"""The stretch whose energy is an instant's loudness."""

CROSSING_S = 0.005
"""How far from the quietest instant a zero crossing is looked for."""


def quiet_instant(sound: SourceSound, lo: Samples, hi: Samples, wanted: Samples, rate: int) -> Samples:
    """The instant in `[lo, hi]` of the source's clock to cut at.

    The energy minimum (10 ms, all microphones) within 60 ms of `wanted`, the one nearest to `wanted` where
    several are equal; then the zero crossing nearest to it within 5 ms, of left and right added, if there is
    one in `[lo, hi]`. A crossing is an instant before which the wave ends and after which it begins anew.
    The same sound always gives the same instant. Raises ValueError where `hi` lies before `lo`.
    """
    if hi < lo:
        raise ValueError(f"no instant in [{lo}, {hi}]")
    wanted = min(max(wanted, lo), hi)
    reach, window, near = (round(seconds * rate) for seconds in (REACH_S, WINDOW_S, CROSSING_S))
    first, last = max(lo, wanted - reach), min(hi, wanted + reach)
    half = max(window // 2, 1)
    begin = first - max(half, near) - 1
    block = sound.read(begin, last + max(half, near) + 1)
    energy = np.concatenate(([0.0], np.cumsum(np.square(block, dtype=np.float64).sum(axis=1))))
    instants = np.arange(first, last + 1)
    around = energy[instants + half - begin] - energy[instants - half - begin]
    quietest = instants[around <= around.min()]
    instant = int(quietest[np.argmin(np.abs(quietest - wanted))])
    return _crossing(block.sum(axis=1), begin, instant, max(lo, instant - near), min(hi, instant + near))


def _crossing(
    mono: npt.NDArray[np.float32], begin: Samples, instant: Samples, lo: Samples, hi: Samples
) -> Samples:
    """The crossing in `[lo, hi]` nearest to `instant`, or `instant`; `mono[0]` is sample `begin`."""
    before, after = mono[lo - begin - 1 : hi - begin], mono[lo - begin : hi - begin + 1]
    crossings = np.flatnonzero((before <= 0) & (after >= 0) | (before >= 0) & (after <= 0)) + lo
    return int(crossings[np.argmin(np.abs(crossings - instant))]) if len(crossings) else instant

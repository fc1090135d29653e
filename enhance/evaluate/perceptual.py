"""ViSQOL, where it is installed: a model of hearing that gives a recording 1 (bad) to 5 (like the reference).

It is no dependency of the product: `pip install wordtape[evaluate]` brings it, with SciPy.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from enhance.evaluate.metrics import Sound

MISSING = "ViSQOL is not installed, so its column is empty; `pip install wordtape[evaluate]` brings it."
_RATE = 48_000
# Under this the method has no patch of the spectrogram to compare.
_SHORTEST_S = 1.1

Quality = Callable[[Sound, Sound, int], float]
"""(reference (n,), enhanced (n,), rate) -> MOS-LQO, or nan where a recording is too short for one."""


def visqol() -> Quality | None:
    """ViSQOL in audio mode at 48 kHz (Chinen et al., 2020; the package visqol-python), or None without it.

    Takes about as long as the recording.
    """
    try:
        from visqol import VisqolApi

        api = VisqolApi()
        api.create(mode="audio")
    except ImportError:
        # It, or a part of it: the audio mode asks for LIBSVM only when it is made.
        return None

    def quality(reference: Sound, enhanced: Sound, rate: int) -> float:
        if len(reference) < _SHORTEST_S * rate:
            return math.nan
        at_48 = [_resampled(sound, rate) for sound in (reference, enhanced)]
        return float(api.measure_from_arrays(*at_48, _RATE).moslqo)

    return quality


def _resampled(sound: Sound, rate: int) -> Sound:
    import soxr

    if rate == _RATE:
        return sound
    resampled: Sound = soxr.resample(sound, rate, _RATE, quality="VHQ")
    return resampled

"""How good enhanced sound is, estimated without a reference, and how much enhancing that takes.

The estimate knows no model of hearing: it says how much of what enhancing is for (band, quiet between the
words, a spectrum that goes on evenly where the recording ends) is there. It does not say how a voice sounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enhance.bandwidth import BandwidthProbe

Block = NDArray[np.float32]

FULL_HZ = 16_000.0
"""A recording that reaches so far has all the band that counts here."""

SHARES = (0.25, 0.5, 0.75, 1.0)
"""The steps of `least_enough`: so much of what can be generated is added."""

LEAST_GAIN = 0.01
"""A step that gains less than this is not worth it."""

_BAND, _QUIET, _EVEN = 0.5, 0.2, 0.3
_FULL_RANGE_DB = 50.0
# Beside and above where a recording ends: clear of the slope there. Speech that was never cut steps by up to
# 10 dB, mostly by 4; with a quarter of a band that fits, it is 12 more.
_CLEAR_HZ, _WIDEST_HZ = 500.0, 1500.0
_EVEN_DB, _UNEVEN_DB = 4.0, 20.0


@dataclass(frozen=True, slots=True)
class Step:
    """A share of what can be generated, 0 to 1, and the estimated quality with it."""

    share: float
    quality: float


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps that were taken, from no enhancing on. chosen: the best. passed: it has what was asked."""

    taken: tuple[Step, ...]
    chosen: Step
    passed: bool


def least_enough(qualities: Sequence[float], asked: float) -> Steps:
    """How much enhancing is enough. qualities: of the sound as it is, and then with each of `SHARES`.

    Goes up step by step until one reaches `asked`, or gains less than `LEAST_GAIN` without that, and then is
    not chosen. So the result is never estimated to be worse than what came in.
    """
    steps = [Step(share, quality) for share, quality in zip((0.0, *SHARES), qualities, strict=True)]
    best = steps[0]
    taken = [best]
    for step in steps[1:]:
        if best.quality >= asked:
            break
        taken.append(step)
        if step.quality < min(best.quality + LEAST_GAIN, asked):
            break
        best = step
    return Steps(tuple(taken), best, best.quality >= asked)


def qualities(plain: Iterator[Block], enhanced: Iterator[Block], rate: int, ends_hz: float) -> list[float]:
    """The estimates that `least_enough` goes by, in one pass and flat memory.

    plain, enhanced: the same sound (n, channels) at `rate` without and with all that can be generated; they
    may be cut into blocks differently. ends_hz: where the recording ends.
    """
    probes: list[BandwidthProbe] = []
    for before, after in abreast(plain, enhanced):
        probes = probes or [BandwidthProbe(rate, before.shape[1]) for _ in (0.0, *SHARES)]
        added = after - before
        for probe, share in zip(probes, (0.0, *SHARES), strict=True):
            probe.add(before + np.float32(share) * added)
    return [estimate_quality(probe, ends_hz) for probe in probes] or [0.0] * (1 + len(SHARES))


def abreast(one: Iterable[Block], other: Iterable[Block]) -> Iterator[tuple[Block, Block]]:
    """Two sounds in blocks of the same lengths, as far as both go."""
    sounds = iter(one), iter(other)
    held = [np.empty((0, 1), np.float32)] * 2
    while True:
        for side, sound in enumerate(sounds):
            while not len(held[side]):
                block = next(sound, None)
                if block is None:
                    return
                held[side] = block
        both = min(map(len, held))
        yield held[0][:both], held[1][:both]
        held = [block[both:] for block in held]


def estimate_quality(heard: BandwidthProbe, ends_hz: float) -> float:
    """How much of the band, of quiet and of evenness there is: 0 to 1. Silence is 0.

    heard: the sound, as a probe has taken it. ends_hz: where the recording that it was made of ends. Five
    tenths are the effective bandwidth, full at 16 kHz; two tenths the range between loud and quiet frames,
    full at 50 dB; three tenths that the long-term spectrum neither falls nor rises much across `ends_hz`,
    full up to 4 dB, nothing from 20 dB on. Full-band speech is at 0.8 and more, in quiet rooms at 0.9.
    """
    found = heard.result()
    if found.confidence <= 0.0:
        return 0.0
    hz, levels = heard.spectra
    power = 10 ** (levels / 10)
    loud, quiet = np.quantile(10 * np.log10(power.mean(axis=1)), [0.95, 0.1])
    step_db = abs(_step_db(hz, power.mean(axis=0), ends_hz))
    even = 1.0 - np.clip((step_db - _EVEN_DB) / (_UNEVEN_DB - _EVEN_DB), 0.0, 1.0)
    band = min(found.hz / FULL_HZ, 1.0)
    return float(_BAND * band + _QUIET * min((loud - quiet) / _FULL_RANGE_DB, 1.0) + _EVEN * even)


def _step_db(hz: NDArray[np.float64], power: NDArray[np.float32], ends_hz: float) -> float:
    """How much louder it is above `ends_hz` than below; 0 where the sound has no room on both sides."""
    wide = min(_WIDEST_HZ, ends_hz / 3)
    below = (hz >= ends_hz - _CLEAR_HZ - wide) & (hz < ends_hz - _CLEAR_HZ)
    above = (hz >= ends_hz + _CLEAR_HZ) & (hz < ends_hz + _CLEAR_HZ + wide)
    if not below.any() or not above.any():
        return 0.0
    levels = 10 * np.log10(power)
    return float(levels[above].mean() - levels[below].mean())

"""The protocol: full-band recordings made narrow, enhanced, saved in 16 bits and compared with themselves.

For each pair of rates a reference is brought to the output rate, saved as int16, resampled (soxr, very high
quality) to the input rate and saved as int16 again: that is what enhancers are given. What they give back is
scored as saved in int16; only the low band's SNR is of the float output.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from enhance.errors import EnhanceError
from enhance.evaluate.enhancers import SINC, Enhancer, sinc
from enhance.evaluate.metrics import (
    Artefacts,
    Distances,
    Sound,
    artefacts,
    distances,
    low_band_snr_db,
)
from enhance.evaluate.perceptual import Quality
from enhance.evaluate.recordings import LeftOut, Reference, find_recordings, read_reference

INPUT_RATES = (8_000, 16_000, 22_050, 24_000)
OUTPUT_RATES = (44_100, 48_000)
# An enhancer may be off the exact length by its framing; more is another recording.
_SLACK_S = 0.1
# How much sound an enhancer's speed is measured on.
_TIMED_S = 20.0

Report = Callable[[float, str], None]
"""Told how much is done (0 to 1) and what is under way; work stops where it raises."""


@dataclass(frozen=True, slots=True)
class Condition:
    """From which rate to which, in samples a second."""

    rate_in: int
    rate_out: int

    @property
    def cutoff_hz(self) -> float:
        """Up to where the input holds anything."""
        return self.rate_in / 2

    def __str__(self) -> str:
        return f"{self.rate_in / 1000:g} -> {self.rate_out / 1000:g} kHz"


CONDITIONS = tuple(Condition(rate_in, rate_out) for rate_out in OUTPUT_RATES for rate_in in INPUT_RATES)


@dataclass(frozen=True, slots=True)
class Scores:
    """One recording, or the mean over many. low_band_snr_db: of the float output. visqol: MOS-LQO, 1 to 5.

    nan: not measured.
    """

    distances: Distances
    artefacts: Artefacts
    low_band_snr_db: float
    visqol: float


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds of work for a second of sound: by the clock, and of processor time over all threads."""

    realtime_factor: float
    processor_factor: float


@dataclass(frozen=True, slots=True)
class Row:
    """One enhancer under one condition: the mean over the recordings; each: by name of the recording."""

    condition: Condition
    name: str
    size_bytes: int
    speed: Speed
    mean: Scores
    each: dict[str, Scores]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that was measured: the rows of the table, and which recordings were left out of it."""

    rows: tuple[Row, ...]
    recordings: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One recording under one condition as everyone made it, for a picture.

    reference and each of `made` (by name of the enhancer): (n,) at the output rate; given: at the input rate.
    """

    name: str
    condition: Condition
    reference: Sound
    given: Sound
    made: dict[str, Sound]


def evaluate(
    folder: Path,
    enhancers: Sequence[Enhancer],
    *,
    conditions: Sequence[Condition] = CONDITIONS,
    seeds: int = 1,
    level: bool = True,
    quality: Quality | None = None,
    quality_of: int | None = None,
    shown: Callable[[Example], None] | None = None,
    show: int = 10,
    report: Report = lambda _fraction, _note: None,
) -> Evaluation:
    """Measure `enhancers` on the recordings in `folder`; `sinc` is measured beside them, first.

    seeds: with more than one, seeded enhancers get two further rows: the mean over seeds 0, 1, ... and, for
    each recording, the seed nearest by LSD. level: bring every recording to one peak. quality: a perceptual
    score of each enhancer's first row, on `quality_of` recordings spread over all (None: on all). shown: is
    handed `show` recordings, spread in the same way, under each condition.

    Raises EnhanceError where there is nothing to evaluate with or an enhancer gives back something that is no
    enhancement, and whatever `report` raises.
    """
    paths = find_recordings(folder)
    references: list[Reference] = []
    left_out: list[LeftOut] = []
    for place, path in enumerate(paths):
        report(0.05 * place / len(paths), f"Reading {path.name}")
        read = read_reference(path, level=level)
        if isinstance(read, LeftOut):
            left_out.append(read)
        else:
            references.append(read)
    if not references:
        raise EnhanceError(
            f"None of the {len(paths)} recordings in {folder} can be judged; the first: {left_out[0].reason}"
        )
    everyone = (SINC, *(e for e in enhancers if e.name != SINC.name))
    heard = _spread(len(references), quality_of if quality else 0)
    pictured = _spread(len(references), show if shown else 0)
    rows: list[Row] = []
    for number, condition in enumerate(conditions):
        scores: dict[str, dict[str, Scores]] = {}
        made_by: dict[str, Enhancer] = {}
        for place, reference in enumerate(references):
            trial = _Trial(reference, condition)
            for enhancer in everyone:
                done = (number + place / len(references)) / len(conditions)
                report(0.05 + 0.95 * done, f"{condition}: {reference.name}")
                for name, found in trial.rows(enhancer, seeds, quality if place in heard else None):
                    scores.setdefault(name, {})[reference.name] = found
                    made_by[name] = enhancer
            if shown is not None and place in pictured:
                shown(trial.example(reference.name))
        speeds = {enhancer: speed(enhancer, references, condition) for enhancer in everyone}
        rows += [
            Row(condition, name, by.size_bytes, speeds[by], mean(list(scores[name].values())), scores[name])
            for name, by in made_by.items()
        ]
    report(1.0, "")
    return Evaluation(tuple(rows), tuple(r.name for r in references), tuple(left_out))


def speed(enhancer: Enhancer, references: Sequence[Reference], condition: Condition) -> Speed:
    """How long the enhancer takes on a stretch of sound long enough for opening a model to count little."""
    given: list[Sound] = []
    wanted = int(_TIMED_S * condition.rate_in)
    for reference in itertools.cycle(references):
        given.append(_at(reference.samples, reference.rate, condition.rate_in)[:wanted])
        wanted -= len(given[-1])
        if wanted <= 0:
            break
    stretch = as_saved(np.concatenate(given))
    began, began_work = time.perf_counter(), time.process_time()
    enhancer.enhance(stretch, condition.rate_in, condition.rate_out, 0)
    took, worked = time.perf_counter() - began, time.process_time() - began_work
    return Speed(took / _TIMED_S, worked / _TIMED_S)


class _Trial:
    """One recording under one condition, enhanced by one after the other."""

    def __init__(self, reference: Reference, condition: Condition) -> None:
        self._condition = condition
        self._reference = as_saved(_at(reference.samples, reference.rate, condition.rate_out))
        self._given = as_saved(_at(self._reference, condition.rate_out, condition.rate_in))
        self._resampled = self._fitted(sinc(self._given, condition.rate_in, condition.rate_out), SINC.name)
        self._made: dict[str, Sound] = {}

    def rows(self, enhancer: Enhancer, seeds: int, quality: Quality | None) -> Iterator[tuple[str, Scores]]:
        first = self._scores(enhancer, 0, quality)
        yield enhancer.name, first
        if not enhancer.seeded or seeds < 2:
            return
        tries = [first, *(self._scores(enhancer, seed, None) for seed in range(1, seeds))]
        yield f"{enhancer.name}, mean of {seeds} seeds", mean(tries)
        yield f"{enhancer.name}, best of {seeds} seeds", min(tries, key=lambda s: s.distances.lsd)

    def example(self, name: str) -> Example:
        return Example(name, self._condition, self._reference, self._given, self._made)

    def _scores(self, enhancer: Enhancer, seed: int, quality: Quality | None) -> Scores:
        condition, rate = self._condition, self._condition.rate_out
        output = self._fitted(enhancer.enhance(self._given, condition.rate_in, rate, seed), enhancer.name)
        saved = as_saved(output)
        self._made.setdefault(enhancer.name, saved)
        return Scores(
            distances=distances(self._reference, saved, rate, condition.cutoff_hz),
            artefacts=artefacts(
                self._reference, saved, self._resampled, rate, condition.cutoff_hz, condition.rate_in
            ),
            low_band_snr_db=low_band_snr_db(self._resampled, output, rate, condition.cutoff_hz),
            visqol=quality(self._reference, saved, rate) if quality else math.nan,
        )

    def _fitted(self, output: Sound, name: str) -> Sound:
        """`output` as long as the reference; raises EnhanceError where it is no sound of that length."""
        wanted = len(self._reference)
        if output.ndim != 1 or abs(len(output) - wanted) > _SLACK_S * self._condition.rate_out:
            raise EnhanceError(
                f"{name} gave back {'x'.join(map(str, output.shape))} samples instead of {wanted}."
            )
        if not np.isfinite(output).all():
            raise EnhanceError(f"{name} gave back values that are no numbers.")
        fitted = output[:wanted].astype(np.float32)
        return np.pad(fitted, (0, wanted - len(fitted)))


def as_saved(samples: Sound) -> Sound:
    """What a 16-bit file of `samples` holds: rounded and clipped, without dither."""
    whole: NDArray[np.float32] = np.clip(np.round(samples * np.float32(32768)), -32768, 32767)
    return (whole / np.float32(32768)).astype(np.float32)


def _at(samples: Sound, rate: int, wanted: int) -> Sound:
    return samples if rate == wanted else sinc(samples, rate, wanted)


def _spread(many: int, some: int | None) -> frozenset[int]:
    """`some` of the numbers under `many` (None: all), evenly apart."""
    if some is None or some >= many:
        return frozenset(range(many))
    return frozenset(place * many // some for place in range(some))


def mean(scores: Sequence[Scores]) -> Scores:
    """The mean of each figure over those that have it; nan where none has."""
    found = [s.distances for s in scores]
    bands = zip(*(d.bands for d in found), strict=True)
    return Scores(
        Distances(**_means(found, Distances, "bands"), bands=tuple(_mean(band) for band in bands)),
        Artefacts(**_means([s.artefacts for s in scores], Artefacts)),
        low_band_snr_db=_mean([s.low_band_snr_db for s in scores]),
        visqol=_mean([s.visqol for s in scores]),
    )


def _means(found: Sequence[object], kind: type[Distances] | type[Artefacts], *but: str) -> dict[str, Any]:
    names = [field.name for field in fields(kind) if field.name not in but]
    return {name: _mean([getattr(one, name) for one in found]) for name in names}


def _mean(values: Iterable[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan

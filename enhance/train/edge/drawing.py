"""Lessons for the probe's network: cases drawn in several processes, kept in a folder for the next time."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from enhance.train.corpus import Corpus
from enhance.train.edge.cases import Case, Cases

# So many numbers are drawn in one go.
_TOGETHER = 100


class Lessons(NamedTuple):
    """curves (cases, CURVES, PLACES) float16; cut_hz (0: none), reach_hz, nyquist, coded: (cases,)."""

    curves: NDArray[np.float16]
    cut_hz: NDArray[np.float32]
    reach_hz: NDArray[np.float32]
    nyquist: NDArray[np.float32]
    coded: NDArray[np.bool_]

    def of(self, some: slice | NDArray[np.int64]) -> Lessons:
        """Some of them."""
        return Lessons(
            self.curves[some], self.cut_hz[some], self.reach_hz[some], self.nyquist[some], self.coded[some]
        )


def lessons(
    folder: Path, seed: int, counts: tuple[int, int], workers: int, *, held_out: bool = False
) -> Lessons:
    """So many cases through filters and through codecs, of the corpus in `folder`; kept there as well."""
    cases: list[Case] = []
    for through, count in zip((False, True), counts, strict=True):
        kept = folder / f"{'coded' if through else 'filtered'}-{seed}-{count}{'-held-out' * held_out}.npz"
        if not kept.is_file():
            draw = partial(_some, folder / "corpus", seed, through, held_out)
            _write(kept, _together(_drawn(draw, count, workers)))
        with np.load(kept, allow_pickle=False) as stored:
            columns = [stored[name] for name in Lessons._fields]
        cases += [Case(*values) for values in zip(*columns, strict=True)]
    return _together(cases)


def _drawn(draw: partial[list[Case]], count: int, workers: int) -> list[Case]:
    """The first cases of their sequence."""
    cases: list[Case] = []
    first = 0
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        while len(cases) < count:
            firsts = range(first, first + workers * _TOGETHER, _TOGETHER)
            for found in pool.map(draw, firsts):
                cases += found
            first = firsts.stop
            print(f"{len(cases)} of {count} cases", file=sys.stderr, flush=True)
    return cases[:count]


def _some(corpus: Path, seed: int, coded: bool, held_out: bool, first: int) -> list[Case]:
    cases = Cases(Corpus(corpus), seed, coded=coded, held_out=held_out)
    found = (cases[number] for number in range(first, first + _TOGETHER))
    return [case for case in found if case is not None]


def _together(cases: list[Case]) -> Lessons:
    curves, cut, reach, nyquist, coded = zip(*cases, strict=True)
    cut_hz, reach_hz, nyquists = (np.array(values, np.float32) for values in (cut, reach, nyquist))
    return Lessons(np.stack(curves), cut_hz, reach_hz, nyquists, np.array(coded, bool))


def _write(path: Path, lessons: Lessons) -> None:
    part = path.with_suffix(".part")
    columns: dict[str, NDArray[np.generic]] = dict(zip(Lessons._fields, lessons, strict=True))
    with open(part, "wb") as out:
        np.savez(out, allow_pickle=False, **columns)
    os.replace(part, path)

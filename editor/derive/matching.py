"""Which compilation a recording belongs to, by what is said in it.

Runs of words that both have are counted (w-shingling, Broder 1997): names, numbers and turns of phrase of a
talk recur in another recording of the same talk, another take of the same lines, or the same file again, even
where a recogniser gets every fifth word wrong. Between talks of different things hardly any run of so many
words is the same, apart from set phrases, which come alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K")

SHINGLE = 5
"""Words in a run."""

FEWEST = 4
"""Runs that have to be the same: a set phrase of seven words gives three, and proves nothing."""

LEAST_SCORE = 0.08

SHORT = 12
"""A text of fewer runs than this is weighed as if it had so many: little text proves little."""

_LETTERS = re.compile(r"[^\w]+")


class Match(NamedTuple, Generic[K]):
    """`key`: which text. score: 0 to 1, the share of the runs of words of the shorter text that both have.

    shared: how many runs that are.
    """

    key: K
    score: float
    shared: int


def ranked(words: Iterable[str], texts: Mapping[K, Iterable[str]]) -> list[Match[K]]:
    """The texts that have so much in common with `words` that they are of the same talk, the best first.

    words, and those of each text: as they are written, in order. Empty where nothing matches.
    """
    asked = _runs(words)
    known = {key: _runs(text) for key, text in texts.items()}
    matches = []
    for key, runs in known.items():
        shared = len(asked & runs)
        score = shared / max(min(len(asked), len(runs)), SHORT)
        if shared >= FEWEST and score >= LEAST_SCORE:
            matches.append(Match(key, min(score, 1.0), shared))
    return sorted(matches, key=lambda match: (-match.score, -match.shared))


def _runs(words: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Every run of `SHINGLE` words, without case and punctuation."""
    plain: Sequence[str] = [said for word in words if (said := _LETTERS.sub("", word).casefold())]
    return frozenset(tuple(plain[at : at + SHINGLE]) for at in range(len(plain) - SHINGLE + 1))

"""What comes out of listening: words with their times."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One written word, punctuation attached.

    start, stop: half-open span on the recording's clock, samples at its project rate; start < stop.
    confidence: 0 to 0.999; 1.0 would mean that a person said so, which no recogniser may.
    """

    start: int
    stop: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Caught:
    """Words that are handed over while listening goes on, in order.

    aligned: they are final. Otherwise they are about there, and come again once they are aligned, some of
    them perhaps spelt otherwise.
    """

    words: tuple[Word, ...]
    aligned: bool


@dataclass(frozen=True, slots=True)
class Speech:
    """Everything heard in one recording.

    words: sorted, disjoint, inside the recording. unrecognised: spans with a voice in them but no words,
    sorted, disjoint from the words and each other. language: code such as "en". model: the recogniser's
    name, "" where a script was aligned. aligned: whether times come from the acoustic model rather than from
    the recogniser. missing: words of a script that were not found in the sound, as (place among the script's
    words, word).
    """

    words: tuple[Word, ...]
    unrecognised: tuple[tuple[int, int], ...]
    language: str
    model: str
    aligned: bool
    missing: tuple[tuple[int, str], ...] = ()

"""Exact times for known words: the likeliest way through the acoustic model near where they may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from editor.speech.acoustics import Acoustics, Floats, Ints, english
from editor.speech.edges import sharpen
from editor.speech.features import BOUNDARY, HOP, RATE, cepstra, with_differences
from editor.speech.network import ANYTHING, Network, Pronunciations, band, build, path
from editor.speech.pronunciations import ways

#: How far from its guess a word is looked for at first, and when the first look ran into that wall.
_REACH_S, _FAR_REACH_S = 0.75, 4.0
#: Frames scored at once: what fits into a processor's nearest memory.
_BLOCK = 200
#: Faint noise on either side, in which the pauses at the ends have room.
_MARGIN_S, _NOISE = 0.25, 1e-4
#: By how much less likely than its likeliest phone a frame must be under the words for them to be left out.
_ANYTHING_PENALTY = 3.5


@dataclass(frozen=True, slots=True)
class Guess:
    """A word and where it roughly is: samples at 16 kHz in the sound at hand, start <= stop."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a word was found: samples at 16 kHz. exact: by the acoustic model, otherwise just as guessed.

    said: False where it is not in the sound; start and stop are then where it would have been.
    """

    start: int
    stop: int
    exact: bool
    said: bool = True


def align(sound: NDArray[np.float32], guesses: Sequence[Guess], *, loose: bool = False) -> list[Placed]:
    """The guessed words where they are said in `sound` ((n,) at 16 kHz): sorted and disjoint.

    Words that nobody can say (a dash) and words that do not fit stay where they were guessed, not exact.
    loose: words may be left out (`said` is False then), and others may be said between them.
    """
    placed = [Placed(guess.start, guess.stop, False) for guess in guesses]
    speakable = [(index, found) for index, guess in enumerate(guesses) if (found := ways(guess.text))]
    if speakable:
        words = [found for _, found in speakable]
        spans = _spans(sound, words, [guesses[index] for index, _ in speakable], loose)
        for (index, _), span in zip(speakable, spans, strict=False):
            placed[index] = Placed(*span, True, said=span[0] < span[1])
    placed = _in_order(placed)
    said = [place for place in placed if place.said]
    sharp = iter(sharpen(sound, [(place.start, place.stop) for place in said]))
    edges = [next(sharp) if place.said else (place.start, place.stop) for place in placed]
    return [
        Placed(*edge, True, place.said) if place.exact else place
        for place, edge in zip(placed, edges, strict=True)
    ]


def _spans(
    sound: NDArray[np.float32], words: list[Pronunciations], guesses: list[Guess], loose: bool
) -> list[tuple[int, int]]:
    """Where in `sound` each word is, (x, x) for one left out; empty where the words do not fit into the
    sound."""
    model = english()
    margin = round(_MARGIN_S * RATE)
    noise = np.random.default_rng(0).standard_normal(2 * margin, np.float32) * np.float32(_NOISE)
    values = cepstra(np.concatenate([noise[:margin], sound, noise[margin:]]))
    features = with_differences(values, values.mean(axis=0))
    network = build(model, words, loose=loose)
    states = _path(model, network, features, guesses, margin)
    if states is None:
        return []
    slots = network.slot[states]
    word_slots = 2 * np.arange(len(words)) + 1
    firsts = np.searchsorted(slots, word_slots, side="left").tolist()
    lasts = np.searchsorted(slots, word_slots, side="right").tolist()
    return [
        (_instant(first, margin, len(sound)), _instant(last, margin, len(sound)))
        for first, last in zip(firsts, lasts, strict=True)
    ]


def _instant(frame: int, margin: int, length: int) -> int:
    return min(max(frame * HOP + BOUNDARY - margin, 0), length)


def _path(
    model: Acoustics, network: Network, features: Floats, guesses: list[Guess], margin: int
) -> Ints | None:
    """States frame by frame, with a longer reach where the first runs into its limits; None if none fits."""
    for reach in (_REACH_S, _FAR_REACH_S):
        earliest, latest = _reach(guesses, margin, round(reach * RATE), len(features))
        scores, columns = _scores(model, network, features, earliest, latest)
        try:
            states, _ = path(network, scores, columns, earliest, latest)
        except ValueError:
            continue
        if reach == _FAR_REACH_S or not _at_limit(network.slot[states], earliest, latest):
            return states
    return None


def _scores(
    model: Acoustics, network: Network, features: Floats, earliest: Ints, latest: Ints
) -> tuple[Floats, Ints]:
    """Scores of frames under the tied states of the network, and the column of each state of it.

    Only what `path` will look at is worked out, block by block.
    """
    tied, columns = np.unique(network.tied, return_inverse=True)
    scores = np.zeros((len(features), len(tied)), np.float32)
    low, high = band(network, len(features), earliest, latest)
    for start in range(0, len(features), _BLOCK):
        stop = min(start + _BLOCK, len(features))
        needed = np.unique(columns[low[start] : high[stop - 1]])
        if tied[needed[0]] == ANYTHING:
            scores[start:stop, 0] = model.score_anything(features[start:stop]) - _ANYTHING_PENALTY
            needed = needed[1:]
        scores[start:stop, needed] = model.score(features[start:stop], tied[needed])
    return scores, columns


def _reach(anchors: list[Guess], margin: int, reach: int, count: int) -> tuple[Ints, Ints]:
    """The first and last frame in which each slot may be visited."""
    starts = np.array([(anchor.start + margin - reach) // HOP for anchor in anchors])
    stops = np.array([(anchor.stop + margin + reach) // HOP for anchor in anchors])
    words_from = np.minimum.accumulate(starts[::-1])[::-1]
    words_to = np.maximum.accumulate(stops)
    earliest = np.zeros(2 * len(anchors) + 1, np.int64)
    latest = np.full(2 * len(anchors) + 1, count, np.int64)
    earliest[1::2], latest[1::2] = words_from, words_to
    earliest[2::2], latest[0:-1:2] = words_from, words_to
    earliest[0], latest[-1] = 0, count
    return np.clip(earliest, 0, count), np.clip(latest, 0, count)


def _at_limit(slots: Ints, earliest: Ints, latest: Ints) -> bool:
    """Whether a word begins or ends within two frames of where it may at most."""
    for slot in range(1, len(earliest), 2):
        a, b = np.searchsorted(slots, [slot, slot + 1])
        if (a - earliest[slot] < 2 and earliest[slot] > 0) or (
            latest[slot] - b < 2 and latest[slot] < len(slots)
        ):
            return True
    return False


def _in_order(placed: list[Placed]) -> list[Placed]:
    """The same, none beginning before the one ahead of it ends and none empty where there is room."""
    ordered: list[Placed] = []
    at = 0
    for place in placed:
        start = max(place.start, at)
        stop = max(place.stop, start)
        ordered.append(Placed(start, stop, place.exact, place.said))
        at = stop
    return ordered

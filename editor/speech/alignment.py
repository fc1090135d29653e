"""Exact times for known words: the likeliest way through the acoustic model near where they are thought to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from editor.speech.acoustics import Floats, Ints, english
from editor.speech.edges import sharpen
from editor.speech.features import BOUNDARY, HOP, RATE, cepstra, with_differences
from editor.speech.network import Network, build, path
from editor.speech.pronunciations import ways

#: How far from its guess a word is looked for at first, and when the first look ran into that wall.
_REACH_S, _FAR_REACH_S = 1.0, 4.0
_MARGIN_S = 0.25


@dataclass(frozen=True, slots=True)
class Guess:
    """A word and where it roughly is: samples at 16 kHz in the sound at hand, start <= stop."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a word was found: samples at 16 kHz. exact: by the acoustic model, otherwise just as guessed."""

    start: int
    stop: int
    exact: bool


def align(sound: NDArray[np.float32], guesses: Sequence[Guess]) -> list[Placed]:
    """The guessed words where they are said in `sound` ((n,) at 16 kHz): sorted and disjoint.

    Words that nobody can say (a dash) and words that do not fit stay where they were guessed, not exact.
    """
    said = [(index, found) for index, guess in enumerate(guesses) if (found := ways(guess.text))]
    if not said:
        return _in_order([Placed(guess.start, guess.stop, False) for guess in guesses])
    model = english()
    margin = round(_MARGIN_S * RATE)
    noise = np.random.default_rng(0).standard_normal(2 * margin, np.float32) * np.float32(1e-4)
    padded = np.concatenate([noise[:margin], sound, noise[margin:]])
    values = cepstra(padded)
    features = with_differences(values, values.mean(axis=0))
    network = build(model, [found for _, found in said])
    tied, columns = np.unique(network.tied, return_inverse=True)
    scores = model.score(features, tied)
    anchors = [guesses[index] for index, _ in said]
    states = _path(network, scores, columns, anchors, margin)
    placed = [Placed(guess.start, guess.stop, False) for guess in guesses]
    if states is None:
        return _in_order(placed)
    slots = network.slot[states]
    first = np.searchsorted(slots, 2 * np.arange(len(said)) + 1, side="left")
    last = np.searchsorted(slots, 2 * np.arange(len(said)) + 1, side="right")
    for (index, _), a, b in zip(said, first.tolist(), last.tolist(), strict=True):
        placed[index] = Placed(_instant(a, margin, len(sound)), _instant(b, margin, len(sound)), True)
    placed = _in_order(placed)
    sharp = sharpen(sound, [(place.start, place.stop) for place in placed])
    return [
        Placed(*edges, True) if place.exact else place for place, edges in zip(placed, sharp, strict=True)
    ]


def _instant(frame: int, margin: int, length: int) -> int:
    return min(max(frame * HOP + BOUNDARY - margin, 0), length)


def _path(network: Network, scores: Floats, columns: Ints, anchors: list[Guess], margin: int) -> Ints | None:
    """States frame by frame; with a longer reach where the first runs into its own limits; None if none fits."""
    for reach in (_REACH_S, _FAR_REACH_S):
        earliest, latest = _reach(anchors, margin, round(reach * RATE), len(scores))
        try:
            states, _ = path(network, scores, columns, earliest, latest)
        except ValueError:
            continue
        if reach == _FAR_REACH_S or not _at_limit(network.slot[states], earliest, latest):
            return states
    return None


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
        ordered.append(Placed(start, stop, place.exact))
        at = stop
    return ordered

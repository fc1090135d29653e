"""Where a word meets a pause, its edge is heard as loudness rather than as a phone.

The acoustic model takes breath and fading reverberation beside a pause for speech: its ends there come some
40 ms late and its starts 30 ms early. Between words without a pause it is left alone, because there an energy
minimum is a stop's closure as often as it is an edge.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from editor.speech.features import RATE

#: A gap this long between two words is a pause.
PAUSE_S = 0.04
#: How far an edge moves into its word at most, and out of it.
_INTO_S, _OUT_S = 0.15, 0.03
#: Loudness at an edge: this share of the way, in decibels, from the pause to the word's loudest instant.
_SHARE = 0.4
#: With less than this between the two, loudness says nothing.
_LEAST_RANGE_DB = 15.0
_HOP, _WINDOW = 80, 160
_QUIETEST = 20
_EMPHASIS = 0.97
#: What emphasis takes from the loudness of a vowel, so that a fricative counts as much as one.
_EMPHASIS_GAIN_DB = 10.0

Spans = list[tuple[int, int]]


def sharpen(sound: NDArray[np.float32], words: Spans) -> Spans:
    """Words (sorted, disjoint spans of `sound`) with their edges at pauses where the loudness has them."""
    if not words or len(sound) < 4 * _WINDOW:
        return words
    loud = loudness(sound)
    pause = round(PAUSE_S * RATE)
    sharp: Spans = []
    for index, (start, stop) in enumerate(words):
        before = words[index - 1][1] if index else 0
        after = words[index + 1][0] if index + 1 < len(words) else len(sound)
        first, last = start, stop
        if start - before >= pause or index == 0:
            first = _edge(loud, start, stop, before, starts=True)
        if after - stop >= pause or index + 1 == len(words):
            last = _edge(loud, start, stop, after, starts=False)
        sharp.append((first, last) if first < last else (start, stop))
    return sharp


def loudness(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """Decibels every 5 ms over 10 ms of the sound or of its upper frequencies, whichever is more."""
    upper = sound.copy()
    upper[1:] -= np.float32(_EMPHASIS) * sound[:-1]
    louder: NDArray[np.float32] = np.maximum(
        _decibels(sound - sound.mean()), _decibels(upper) + _EMPHASIS_GAIN_DB
    )
    return louder


def _decibels(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    half = _WINDOW // 2
    energy = np.concatenate([[0.0], np.cumsum(np.square(sound, dtype=np.float64))])
    centres = np.arange(0, len(sound), _HOP)
    low, high = np.maximum(centres - half, 0), np.minimum(centres + half, len(sound))
    decibels: NDArray[np.float32] = 10 * np.log10((energy[high] - energy[low]) / (high - low) + 1e-10)
    return decibels.astype(np.float32)


def _edge(loud: NDArray[np.float32], start: int, stop: int, neighbour: int, *, starts: bool) -> int:
    """The edge of a word at the pause between it and `neighbour` (an end before it, a start after it)."""
    edge = start if starts else stop
    a, b = sorted((edge // _HOP, neighbour // _HOP))
    quiet = loud[a : b + 1]
    inside = loud[start // _HOP : stop // _HOP + 1]
    if not len(quiet) or not len(inside):
        return edge
    floor, peak = float(np.percentile(quiet, _QUIETEST)), float(inside.max())
    if peak - floor < _LEAST_RANGE_DB:
        return edge
    # Two words that face each other over a short pause may each take half of it.
    into, out = round(_INTO_S * RATE), min(round(_OUT_S * RATE), abs(neighbour - edge) // 2)
    if starts:
        low, high = edge - out, min(edge + into, stop)
    else:
        low, high = max(edge - into, start), edge + out
    heard = np.flatnonzero(loud[low // _HOP : high // _HOP + 1] > floor + _SHARE * (peak - floor))
    if not len(heard):
        return edge
    at = low // _HOP + int(heard[0] if starts else heard[-1] + 1)
    return min(max(at * _HOP, low), high)

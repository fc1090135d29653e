"""Where the recogniser skipped speech, the phrase around it is decoded once more, as a clip of its own.

Whisper leaves phrases out, most often where a text repeats itself, and the aligner then smears the words
beside the hole over it. Cut at the pauses around the phrase, the same recogniser usually hears all of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

import numpy as np
from numpy.typing import NDArray

from editor.speech import recognising
from editor.speech.alignment import Placed
from editor.speech.features import RATE
from editor.speech.recognising import Heard, Stretch
from editor.speech.voice import Spans, covered, without_words

#: A clip begins and ends in a pause of at least this length, taking so much of it along.
_PAUSE_S, _PADDING_S = 0.25, 0.3
_LONGEST_S = 15.0
#: A word is poor where the recogniser is less sure of it, or the aligner moved it farther.
_POOR, _MOVED_S = 0.1, 0.25
#: Each clip counts for at least so much, since the recogniser's cost has a part that length does not change.
_LEAST_COST_S = 5.0
#: Second looks may take this share of what was listened to, and one clip at the very start.
_SHARE = 0.1
#: What is heard must be surer than this (mean log-probability) and surer than this of being speech.
_SURE, _NO_SPEECH = -0.7, 0.6
#: How many of the old words may be missing from the new ones, and how fast people speak at most.
_MISSING, _SHORTEST_WORD_S = 0.25, 0.1

#: Segments, as faster-whisper gives them, in a clip of sound at 16 kHz.
Recognise = Callable[[NDArray[np.float32]], Sequence[Any]]


@dataclass
class Allowance:
    """How much sound may be decoded again: `spent` of what `listened`, in samples at 16 kHz, allows."""

    listened: int = 0
    spent: int = 0

    def take(self, length: int) -> bool:
        """Whether a clip of so many samples may be decoded; it is then paid for."""
        cost = max(length, round(_LEAST_COST_S * RATE))
        if self.spent + cost > _SHARE * self.listened + _LONGEST_S * RATE:
            return False
        self.spent += cost
        return True


def look_again(
    sound: NDArray[np.float32],
    stretch: Stretch,
    placed: Sequence[Placed],
    voices: Spans,
    done: int,
    late: int,
    recognise: Recognise,
    allowance: Allowance,
) -> Stretch:
    """The stretch with what a second look at its doubtful clips found; the very same where that is nothing.

    placed: where its words are in `sound` ((n,) at 16 kHz). voices: where there is a voice. done: where the
    words of the stretch before end. late: the model's bias in samples.
    """
    limit = len(sound) if stretch.after is None else max(stretch.after, placed[-1].stop)
    spans = [(place.start, place.stop) for place in placed]
    middles = [(start + stop) // 2 for start, stop in spans]
    heard: list[Heard] = []
    taken = 0
    poor = [
        span
        for word, span in zip(stretch.words, spans, strict=True)
        if word.probability < _POOR
        or max(abs(word.start - span[0]), abs(word.stop - span[1])) > _MOVED_S * RATE
    ]
    for start, stop in clips(voices, spans, poor, done, limit, last=stretch.after is None):
        first, end = bisect_left(middles, start), bisect_left(middles, stop)
        if not allowance.take(stop - start):
            break
        inside = [(max(a, start) - start, min(b, stop) - start) for a, b in voices if a < stop and b > start]
        new = _words(recognise(sound[start:stop]), late, stop - start, inside)
        if is_better(stretch.words[first:end], new, covered(0, stop - start, inside)):
            heard += stretch.words[taken:first]
            heard += [word.moved(start) for word in new]
            taken = end
    return replace(stretch, words=heard + stretch.words[taken:]) if heard else stretch


def clips(voices: Spans, words: Spans, poor: Spans, first: int, limit: int, *, last: bool) -> Spans:
    """Where in [first, limit) to look again: phrases, from pause to pause, with voice that has no words.

    A phrase beside such a one goes with it as long as it has one of the `poor` words, over which the aligner
    may have smeared what is missing. last: whether voice after the last word counts (otherwise it belongs to
    the words that follow it). Clips longer than the recogniser hears well are left out.
    """
    own = [(max(a, first), min(b, limit)) for a, b in voices if a < limit and b > first]
    padding = round(_PADDING_S * RATE)
    skipped = [span for span in without_words(own, words) if last or not words or span[0] < words[-1][1]]
    phrases = _phrases(own)
    edges = [first, *(edge for phrase in phrases for edge in phrase), limit]
    found: Spans = []
    for number, phrase in enumerate(phrases):
        if not covered(*phrase, skipped) or (found and phrase[0] < found[-1][1]):
            continue
        low = high = number
        while (
            low > 0 and covered(*phrases[low - 1], poor) and phrases[low - 1][0] >= (found or [(0, 0)])[-1][1]
        ):
            low -= 1
        while high + 1 < len(phrases) and covered(*phrases[high + 1], poor):
            high += 1
        start = max(phrases[low][0] - padding, (edges[2 * low] + phrases[low][0]) // 2)
        stop = min(phrases[high][1] + padding, (phrases[high][1] + edges[2 * high + 3]) // 2)
        if stop - start <= _LONGEST_S * RATE:
            found.append((start, stop))
    return found


def _phrases(voices: Spans) -> Spans:
    """Voices with less than a pause between them as one."""
    phrases: Spans = []
    for start, stop in voices:
        if phrases and start - phrases[-1][1] < _PAUSE_S * RATE:
            phrases[-1] = (phrases[-1][0], stop)
        else:
            phrases.append((start, stop))
    return phrases


def is_better(old: Sequence[Heard], new: Sequence[Heard], voice: int) -> bool:
    """Whether `new` words are more than the `old`, nearly all of which they contain, and can be said in so
    many samples of voice."""
    if len(new) <= len(old) or len(new) * _SHORTEST_WORD_S * RATE > voice:
        return False
    match = SequenceMatcher(None, [_plain(word) for word in old], [_plain(word) for word in new], False)
    same = sum(block.size for block in match.get_matching_blocks())
    return same >= (1 - _MISSING) * len(old)


def _words(segments: Sequence[Any], late: int, length: int, voices: Spans) -> list[Heard]:
    """The words in a clip, none if any of it is doubtful."""
    found: list[Heard] = []
    for segment in segments:
        words = recognising.words_of(segment, late)
        unsure = segment.avg_logprob < _SURE or segment.no_speech_prob > _NO_SPEECH
        if unsure or recognising.is_made_up(segment, words, voices):
            return []
        found += [replace(word, start=min(word.start, length), stop=min(word.stop, length)) for word in words]
    return found


def _plain(word: Heard) -> str:
    return "".join(filter(str.isalnum, word.text.lower()))

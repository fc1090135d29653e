"""Where there is a voice, whatever it says: the Silero detector that faster-whisper carries (MIT licence)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from editor.speech.features import RATE

Spans = list[tuple[int, int]]

#: The shortest voice that is worth a mark; breaths and clicks are shorter.
SHORTEST_S = 0.3
#: The detector's blur: how far outside a word its voice may still be heard.
_BLUR_S = 0.12


def voiced(sound: NDArray[np.float32]) -> Spans:
    """Spans of `sound` ((n,) at 16 kHz) with a voice in them."""
    if len(sound) == 0:
        return []
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(min_silence_duration_ms=150, min_speech_duration_ms=120, speech_pad_ms=0)
    return [(int(span["start"]), int(span["end"])) for span in get_speech_timestamps(sound, options)]


def covered(start: int, stop: int, spans: Sequence[tuple[int, int]]) -> int:
    """How many samples of [start, stop) lie in `spans` (disjoint)."""
    return sum(max(0, min(stop, b) - max(start, a)) for a, b in spans)


def without_words(voices: Sequence[tuple[int, int]], words: Sequence[tuple[int, int]]) -> Spans:
    """The parts of `voices` that no word covers and that are long enough to be speech. All spans sorted."""
    blur, shortest = round(_BLUR_S * RATE), round(SHORTEST_S * RATE)
    left: Spans = []
    first = 0
    for start, stop in voices:
        while first < len(words) and words[first][1] + blur <= start:
            first += 1
        at, number = start, first
        while number < len(words) and words[number][0] - blur < stop:
            left.append((at, words[number][0] - blur))
            at = max(at, words[number][1] + blur)
            number += 1
        left.append((at, stop))
    return [(start, stop) for start, stop in left if stop - start >= shortest]

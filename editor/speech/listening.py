"""What the child process does: recognise a recording chunk by chunk, place each word exactly, hand words over.

The recogniser's own word times are too rough to cut by, so each stretch of about half a minute is aligned as
soon as it is recognised.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from editor.media.pcm import PcmFile
from editor.model.time import rescale
from editor.speech import recognising
from editor.speech.alignment import Guess, Placed, align
from editor.speech.child import Tell
from editor.speech.features import RATE
from editor.speech.recognising import Heard
from editor.speech.sound import chunks
from editor.speech.voice import Spans, voiced, without_words
from editor.speech.words import Word

#: The language that the acoustic model is of.
ALIGNED_LANGUAGE = "en"

_STRETCH_S, _PAUSE_S = 20.0, 0.25
#: Sound around a stretch of words in which its edges may lie.
_AROUND_S = 1.5
#: Where the aligner and the recogniser differ by more than this, one of them is probably wrong.
_DISAGREE_S, _DISAGREEING = 0.25, 0.5
MOST_SURE = 0.999


@dataclass
class Found:
    """What listening comes to. words, unrecognised: on the recording's own clock. seconds, busy_s: time
    spent, and processor time used, by step."""

    words: list[Word] = field(default_factory=list)
    unrecognised: Spans = field(default_factory=list)
    language: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    busy_s: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Count the body's time under `step`."""
        began, busy = time.perf_counter(), time.thread_time()
        yield
        self.seconds[step] = self.seconds.get(step, 0.0) + time.perf_counter() - began
        self.busy_s[step] = self.busy_s.get(step, 0.0) + time.thread_time() - busy


def listen(tell: Tell, pcm_path: Path, folder: Path, language: str | None, late_s: float) -> Found:
    """Everything said in the recording; hands over lists of `Word` as they are found, in order."""
    found = Found(language=language or "")
    with found.timed("loading"):
        tell.progress(0.0, "Loading the speech model")
        model = recognising.load(folder)
        recognising.check_language(model, language)
    with PcmFile(pcm_path) as pcm:
        total = max(1, rescale(pcm.samples, pcm.rate, RATE))
        clock = Clock(pcm.rate, pcm.samples)
        for chunk in chunks(pcm):
            tell.progress(chunk.start / total, "Listening")
            with found.timed("voice"):
                voices = voiced(chunk.sound)
            spans: Spans = []
            heard = _heard(tell, model, chunk.start, chunk.sound, voices, round(late_s * RATE), total, found)
            for stretch in recognising.stretches(heard, round(_STRETCH_S * RATE), round(_PAUSE_S * RATE)):
                with found.timed("aligning"):
                    placed = place(chunk.sound, stretch, exact=found.language == ALIGNED_LANGUAGE)
                spans += [(word.start, word.stop) for word in placed]
                words = clock.words(chunk.start, stretch, placed)
                found.words += words
                tell.part(words)
            found.unrecognised += clock.spans(chunk.start, without_words(voices, spans))
    return found


def _heard(
    tell: Tell,
    model: Any,
    start: int,
    sound: NDArray[np.float32],
    voices: Spans,
    late: int,
    total: int,
    found: Found,
) -> Iterator[Heard]:
    """The words of one chunk as they are recognised; the first chunk with a voice settles the language."""
    if not voices:
        return
    with found.timed("recognising"):
        segments, found.language = recognising.recognise(model, sound, found.language or None)
        ahead = iter(segments)
        segment = next(ahead, None)
    while segment is not None:
        words = recognising.words_of(segment, late)
        if not recognising.is_made_up(segment, words, voices):
            yield from words
        tell.progress(min(1.0, (start + segment.end * RATE) / total), "Listening")
        with found.timed("recognising"):
            segment = next(ahead, None)


def place(sound: NDArray[np.float32], stretch: Sequence[Heard], *, exact: bool) -> list[Placed]:
    """Where the words of a stretch are in `sound`; as recognised where they are not to be `exact`."""
    if not exact:
        return [Placed(word.start, word.stop, False) for word in stretch]
    start = max(0, stretch[0].start - round(_AROUND_S * RATE))
    stop = min(len(sound), max(word.stop for word in stretch) + round(_AROUND_S * RATE))
    guesses = [Guess(word.start - start, word.stop - start, word.text) for word in stretch]
    found = align(sound[start:stop], guesses)
    return [Placed(word.start + start, word.stop + start, word.exact) for word in found]


class Clock:
    """From 16 kHz to the recording's own clock, never running back and never past its end."""

    def __init__(self, rate: int, samples: int) -> None:
        self._rate, self._samples, self._at = rate, samples, 0

    def words(self, chunk_start: int, stretch: Sequence[Heard], placed: Sequence[Placed]) -> list[Word]:
        """Words of a stretch, after those of the stretch before. A word without room to be in is left out."""
        words: list[Word] = []
        for heard, where in zip(stretch, placed, strict=True):
            start = max(self._at, self._instant(chunk_start + where.start))
            stop = max(start + 1, self._instant(chunk_start + where.stop))
            if stop > self._samples:
                break
            moved = max(abs(where.start - heard.start), abs(where.stop - heard.stop))
            doubt = 1.0 if moved <= _DISAGREE_S * RATE else _DISAGREEING
            words.append(Word(start, stop, heard.text, round(min(heard.probability * doubt, MOST_SURE), 3)))
            self._at = stop
        return words

    def spans(self, chunk_start: int, spans: Spans) -> Spans:
        """Spans of a chunk on the recording's clock."""
        return [
            (self._instant(chunk_start + start), self._instant(chunk_start + stop)) for start, stop in spans
        ]

    def _instant(self, sample: int) -> int:
        return min(max(rescale(sample, RATE, self._rate), 0), self._samples)

"""What the child process does: recognise a recording by chunks, place each word exactly, hand them over.

The recogniser's own word times are too rough to cut by, so each stretch of about half a minute is aligned as
soon as it is recognised.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from editor.jobs import Report, part
from editor.media.pcm import PcmFile
from editor.media.stream import Stream
from editor.model.time import rescale
from editor.speech import recognising
from editor.speech.alignment import Guess, Placed, align
from editor.speech.child import Tell
from editor.speech.features import RATE
from editor.speech.recognising import Heard, Stretch, stretches
from editor.speech.second_look import Allowance, Recognise, look_again
from editor.speech.sound import Chunk, chunks, quietest
from editor.speech.voice import Spans, voiced, without_words
from editor.speech.words import Caught, Word

#: The language that the acoustic model is of.
ALIGNED_LANGUAGE = "en"

_STRETCH_S, _PAUSE_S, _LONG_PAUSE_S = 20.0, 0.25, 3.0
#: By how much the recogniser may misplace the gap between two stretches, and how long an instant of quiet is.
_BLUR_S, _QUIET_S = 0.15, 0.06
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
        began, busy = time.perf_counter(), time.process_time()
        yield
        self.seconds[step] = self.seconds.get(step, 0.0) + time.perf_counter() - began
        self.busy_s[step] = self.busy_s.get(step, 0.0) + time.process_time() - busy


def listen(
    tell: Tell, path: Path, rate: int | None, folder: Path, language: str | None, late_s: float
) -> Found:
    """Everything said in the recording; hands over what is `Caught` as it is found, in order.

    path: decoded sound, or with a rate a recording itself, whose words are to be on a clock of that rate.
    """
    found = Found(language=language or "")
    with PcmFile(path) if rate is None else Stream(path, rate) as recording:
        clock = Clock(recording.rate, recording.samples)
        late, allowance = round(late_s * RATE), Allowance()
        for chunk, voices, heard, again in hear(recording, folder, late_s, found, tell.progress):
            # What is decoded as it is listened to grows longer; the last chunk comes when all of it is.
            clock.samples = recording.samples
            spans: Spans = []
            done = 0
            for stretch in in_stretches(_told(heard, chunk.start, Clock(clock.rate, clock.samples), tell)):
                exact = found.language == ALIGNED_LANGUAGE
                with found.timed("aligning"):
                    placed = place(chunk.sound, stretch, exact=exact)
                allowance.listened = chunk.start + placed[-1].stop
                with found.timed("looking again"):
                    fuller = look_again(chunk.sound, stretch, placed, voices, done, late, again, allowance)
                if fuller is not stretch:
                    stretch = fuller
                    with found.timed("aligning"):
                        placed = place(chunk.sound, stretch, exact=exact)
                done = placed[-1].stop
                spans += [(word.start, word.stop) for word in placed]
                words = clock.words(chunk.start, stretch.words, placed)
                found.words += words
                tell.part(Caught(tuple(words), aligned=True))
            found.unrecognised += clock.spans(chunk.start, without_words(voices, spans))
    return found


def _told(heard: Iterable[Heard], chunk_start: int, clock: Clock, tell: Tell) -> Iterator[Heard]:
    """`heard` as it is, each word handed over before anybody aligns it."""
    for word in heard:
        if words := clock.words(chunk_start, [word], [Placed(word.start, word.stop, False)]):
            tell.part(Caught(tuple(words), aligned=False))
        yield word


def hear(
    recording: PcmFile | Stream, folder: Path, late_s: float, found: Found, report: Report
) -> Iterator[tuple[Chunk, Spans, Iterator[Heard], Recognise]]:
    """The recording chunk by chunk: where in it there is a voice, its words as they are recognised, and what
    recognises a clip of it once more.

    The words of a chunk must be taken before the next chunk is. The first chunk with a voice settles
    `found.language` where it is empty.
    """
    with found.timed("loading"):
        report(0.0, "Loading the speech model")
        model = recognising.load(folder)
        recognising.check_language(model, found.language or None)

    def again(clip: NDArray[np.float32]) -> list[Any]:
        segments, _ = recognising.recognise(model, clip, found.language or None)
        return list(segments)

    late = round(late_s * RATE)
    for chunk in chunks(recording):
        total = max(1, rescale(_length(recording), recording.rate, RATE))
        now = part(report, chunk.start / total, (chunk.start + len(chunk.sound)) / total, "Listening")
        now(0.0)
        with found.timed("voice"):
            voices = voiced(chunk.sound)
        yield chunk, voices, _heard(model, chunk.sound, voices, late, found, now), again


def _length(recording: PcmFile | Stream) -> int:
    return recording.length if isinstance(recording, Stream) else recording.samples


def _heard(
    model: Any, sound: NDArray[np.float32], voices: Spans, late: int, found: Found, report: Report
) -> Iterator[Heard]:
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
        report(segment.end * RATE / len(sound))
        with found.timed("recognising"):
            segment = next(ahead, None)


def in_stretches(heard: Iterable[Heard]) -> Iterator[Stretch]:
    """Words in stretches of a length that aligns well."""
    seconds = (_STRETCH_S, _PAUSE_S, _LONG_PAUSE_S)
    return stretches(heard, *(round(each * RATE) for each in seconds))


def place(
    sound: NDArray[np.float32], stretch: Stretch, *, exact: bool = True, loose: bool = False
) -> list[Placed]:
    """Where the words of a stretch are in `sound`; as recognised where they are not to be `exact`."""
    if not exact:
        return [Placed(word.start, word.stop, False) for word in stretch.words]
    first, last = stretch.words[0].start, max(word.stop for word in stretch.words)
    start = _border(sound, stretch.before, first, first - round(_AROUND_S * RATE))
    stop = max(_border(sound, last, stretch.after, last + round(_AROUND_S * RATE)), start)
    guesses = [Guess(word.start - start, word.stop - start, word.text) for word in stretch.words]
    found = align(sound[start:stop], guesses, loose=loose)
    return [Placed(word.start + start, word.stop + start, word.exact, word.said) for word in found]


def _border(sound: NDArray[np.float32], before: int | None, after: int | None, farthest: int) -> int:
    """A quiet instant between the end of a word and the start of the next, not farther than `farthest`."""
    if before is None or after is None:
        return min(max(farthest, 0), len(sound))
    blur = round(_BLUR_S * RATE)
    low, high = max(0, min(before, after) - blur), min(len(sound), max(before, after) + blur)
    quiet = quietest(sound, low, high, _QUIET_S) if low < high else low
    return min(max(quiet, farthest), len(sound)) if farthest < after else min(quiet, farthest, len(sound))


class Clock:
    """From 16 kHz to the recording's own clock, never running back and never past its end.

    samples: where that is, as far as it is known.
    """

    def __init__(self, rate: int, samples: int) -> None:
        self.rate, self.samples, self._at = rate, samples, 0

    def words(self, chunk_start: int, heard: Sequence[Heard], placed: Sequence[Placed]) -> list[Word]:
        """Words of a stretch, after those of the stretch before. A word without room to be in is left out."""
        words: list[Word] = []
        for guess, where in zip(heard, placed, strict=True):
            start = max(self._at, self._instant(chunk_start + where.start))
            stop = max(start + 1, self._instant(chunk_start + where.stop))
            if stop > self.samples:
                break
            moved = max(abs(where.start - guess.start), abs(where.stop - guess.stop))
            doubt = 1.0 if moved <= _DISAGREE_S * RATE else _DISAGREEING
            words.append(Word(start, stop, guess.text, round(min(guess.probability * doubt, MOST_SURE), 3)))
            self._at = stop
        return words

    def spans(self, chunk_start: int, spans: Spans) -> Spans:
        """Spans of a chunk on the recording's clock."""
        return [
            (self._instant(chunk_start + start), self._instant(chunk_start + stop)) for start, stop in spans
        ]

    def _instant(self, sample: int) -> int:
        return min(max(rescale(sample, RATE, self.rate), 0), self.samples)

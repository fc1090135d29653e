"""The recogniser, faster-whisper (Radford et al. 2022): what it hears, less what it makes up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from editor.speech.errors import SpeechError
from editor.speech.features import RATE
from editor.speech.voice import covered

#: The settings for every recording; `tests.bench.bench_words` compares with plain faster-whisper under the
#: same.
SETTINGS = {"beam_size": 5, "word_timestamps": True, "condition_on_previous_text": False}
COMPUTE_TYPE = "int8"

#: A segment is made up where the model doubts that anybody speaks and is unsure of its words, where its text
#: repeats itself (as measured by its compression), or where hardly any of it is voiced.
_NO_SPEECH, _UNSURE, _REPEATING, _VOICED = 0.6, -0.7, 2.4, 0.1
#: "[Music]", "(applause)", "♪": notes of the model's own.
_NOTE = re.compile(r"^\s*(\[.*\]|\(.*\)|\*.*\*|♪.*)\s*$")


@dataclass(frozen=True, slots=True)
class Heard:
    """One word about where it was said: samples at 16 kHz in the sound at hand, the model's bias removed.

    index: its place in a script, if it is of one.
    """

    start: int
    stop: int
    text: str
    probability: float
    index: int = -1

    def moved(self, by: int) -> Heard:
        """The same word `by` samples later."""
        return replace(self, start=self.start + by, stop=self.stop + by)


def load(folder: Path) -> Any:
    """The `WhisperModel` in `folder`. Raises SpeechError where it is broken."""
    from faster_whisper import WhisperModel

    try:
        return WhisperModel(str(folder), device="cpu", compute_type=COMPUTE_TYPE, local_files_only=True)
    except MemoryError:
        raise
    except Exception as error:  # Whatever the libraries throw at a damaged file.
        raise SpeechError(f"The speech model in “{folder}” is damaged and cannot be loaded.") from error


def check_language(model: Any, language: str | None) -> None:
    """Raises SpeechError where `model` does not know `language` (None: it is to find out)."""
    if language is None or language in model.supported_languages:
        return
    if model.model.is_multilingual:
        raise SpeechError(
            f"The speech model does not know the language “{language}”: give its code, such as “de” or “fr”."
        )
    raise SpeechError(
        f"This speech model knows English only: for the language “{language}” choose a model without “.en” "
        "in its name, such as “base”."
    )


def recognise(model: Any, sound: NDArray[np.float32], language: str | None) -> tuple[Iterable[Any], str]:
    """Segments as faster-whisper finds them while they are iterated, and the language they are in."""
    segments, info = model.transcribe(sound, language=language, **SETTINGS)
    return segments, str(info.language)


def words_of(segment: Any, late: int) -> list[Heard]:
    """The words of a segment, moved earlier by `late` samples; pieces without a
    space before them and signs that nobody says (a dash) go with the word before."""
    words: list[Heard] = []
    for word in segment.words or ():
        start = max(0, round(word.start * RATE) - late)
        stop = max(start, round(word.end * RATE) - late)
        text = word.word.strip()
        if not text:
            continue
        joint = "" if not word.word[0].isspace() else " "
        if words and (not joint or not any(map(str.isalnum, text))):
            first = words.pop()
            sure = min(first.probability, float(word.probability)) if not joint else first.probability
            words.append(
                Heard(first.start, stop if not joint else first.stop, first.text + joint + text, sure)
            )
        else:
            words.append(Heard(start, stop, text, float(word.probability)))
    return words


def is_made_up(segment: Any, words: Sequence[Heard], voices: Sequence[tuple[int, int]]) -> bool:
    """Whether nobody said this segment."""
    if not words or _NOTE.match(segment.text):
        return True
    if segment.no_speech_prob > _NO_SPEECH and segment.avg_logprob < _UNSURE:
        return True
    if segment.compression_ratio > _REPEATING:
        return True
    start, stop = words[0].start, max(words[-1].stop, words[0].start + 1)
    return covered(start, stop, voices) < _VOICED * (stop - start)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that are aligned together. before, after: where the words outside end and begin, None for
    none."""

    words: list[Heard]
    before: int | None
    after: int | None


def stretches(words: Iterable[Heard], length: int, pause: int, long_pause: int) -> Iterator[Stretch]:
    """Words in groups (lengths in samples): cut at each gap of `long_pause`; once they span `length`, at the
    longest gap of their later half if it is at least `pause`; at twice that span there in any case."""
    held: list[Heard] = []
    before: int | None = None
    for word in words:
        if held and word.start - held[-1].stop >= long_pause:
            yield Stretch(held, before, word.start)
            held, before = [], held[-1].stop
        held.append(word)
        span = word.stop - held[0].start
        if span < length or len(held) < 4:
            continue
        gaps = [after.start - earlier.stop for earlier, after in pairwise(held)]
        half = len(gaps) // 2
        at = half + max(range(len(gaps) - half), key=lambda place: gaps[half + place])
        if gaps[at] >= pause or span >= 2 * length:
            yield Stretch(held[: at + 1], before, held[at + 1].start)
            before, held = held[at].stop, held[at + 1 :]
    if held:
        yield Stretch(held, before, None)

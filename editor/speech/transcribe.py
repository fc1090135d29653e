"""A recording goes in, its words come out with exact times."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from editor.jobs import Report, part, silent
from editor.speech.child import run
from editor.speech.listening import ALIGNED_LANGUAGE, Found, listen
from editor.speech.models import find, late_s
from editor.speech.words import Speech, Word

#: Share of the progress that looking for the model takes (all but nothing unless it is downloaded).
FINDING = 0.02


def transcribe(
    pcm: Path,
    *,
    model: str = "tiny.en",
    language: str | None = None,
    report: Report = silent,
    on_words: Callable[[tuple[Word, ...]], None] | None = None,
) -> Speech:
    """The words said in the decoded sound `pcm` (a `PcmFile`).

    model: a name or a folder (see `models.find`). language: its code, None to find out. on_words: gets words
    as they are found, in order, each once, on the calling thread. The work is done in a process of its own,
    killed where `report` raises `Cancelled`. Raises SpeechError, MediaError (a damaged file).
    """

    def parts(words: list[Word]) -> None:
        if on_words is not None and words:
            on_words(tuple(words))

    folder = find(model, part(report, 0.0, FINDING, "Looking for the speech model"))
    arguments = (pcm, folder, language, late_s(model))
    found: Found = run(listen, arguments, part(report, FINDING, 1.0), parts)
    return speech(found, model)


def speech(found: Found, model: str) -> Speech:
    """What was found, as a value."""
    return Speech(
        words=tuple(found.words),
        unrecognised=clear_of(found.unrecognised, found.words),
        language=found.language or ALIGNED_LANGUAGE,
        model=model,
        aligned=found.language == ALIGNED_LANGUAGE,
    )


def clear_of(spans: list[tuple[int, int]], words: list[Word]) -> tuple[tuple[int, int], ...]:
    """The parts of `spans` that no word covers; both sorted and each disjoint in itself."""
    clear: list[tuple[int, int]] = []
    first = 0
    for start, stop in spans:
        while first < len(words) and words[first].stop <= start:
            first += 1
        at, number = start, first
        while number < len(words) and words[number].start < stop:
            if words[number].start > at:
                clear.append((at, words[number].start))
            at = max(at, words[number].stop)
            number += 1
        if at < stop:
            clear.append((at, stop))
    return tuple(clear)

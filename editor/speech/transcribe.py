"""A recording goes in, its words come out with exact times."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from editor.jobs import Report, part, silent
from editor.speech.child import run
from editor.speech.listening import ALIGNED_LANGUAGE, Found, listen
from editor.speech.models import find, late_s
from editor.speech.words import Caught, Speech, Word

#: Share of the progress that looking for the model takes (all but nothing unless it is downloaded).
FINDING = 0.02


def transcribe(
    pcm: Path,
    *,
    model: str = "tiny.en",
    language: str | None = None,
    rate: int | None = None,
    report: Report = silent,
    on_caught: Callable[[Caught], None] = lambda _caught: None,
) -> Speech:
    """The words said in the decoded sound `pcm` (a `PcmFile`), or with a rate in any recording.

    model: a name or a folder (see `models.find`). language: its code, None to find out. rate: that of the
    words' clock, where a recording is decoded as it is listened to. on_caught: gets words as they are found,
    in order, on the calling thread; the aligned ones together are those of the result. The work is
    done in a process of its own, killed where `report` raises `Cancelled`. Raises SpeechError, MediaError
    (a damaged file).
    """

    folder = find(model, part(report, 0.0, FINDING, "Looking for the speech model"))
    arguments = (pcm, rate, folder, language, late_s(model))
    found: Found = run(listen, arguments, part(report, FINDING, 1.0), on_caught)
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

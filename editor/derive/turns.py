"""The document as prose: what is heard of each paragraph, as running text with its speaker and its time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from editor.derive.cues import words_over
from editor.derive.writing import clean, joined
from editor.model.document import Document, Kind, Paragraph, Place, SpeakerId
from editor.model.time import Samples

UNRECOGNISED = "[unrecognised speech]"

UNRECOGNISED_S = 0.5
"""Shorter stretches without words are breaths and what cuts leave over: they are not worth a mark."""


class Turn(NamedTuple):
    """What one paragraph says, from `start` on, counted from the start of the selection.

    over: what other voices say meanwhile, each speaker once.
    """

    start: Samples
    speaker: SpeakerId
    text: str
    over: tuple[tuple[SpeakerId, str], ...] = ()


def turns(document: Document, rate: int, start: Samples = 0, stop: Samples | None = None) -> Iterator[Turn]:
    """The turns of `[start, stop)` of the compilation in which something is said.

    Struck words and drafts are not heard, so not here. A word belongs where its middle lies.
    """
    stop = document.length if stop is None else min(stop, document.length)
    for number, paragraph in enumerate(document.paragraphs):
        base = document.time_of(Place(number, 0))
        if base >= stop or base + paragraph.length <= start:
            continue
        said = _said(paragraph, base, rate, start, stop)
        over = _over(paragraph, base, start, stop)
        if said or over:
            first = said[0][0] if said else base
            yield Turn(max(first, start) - start, paragraph.speaker, joined(text for _, text in said), over)


def _said(
    paragraph: Paragraph, base: Samples, rate: int, start: Samples, stop: Samples
) -> list[tuple[Samples, str]]:
    """Words, and the mark of speech without words, with when each begins."""
    said: list[tuple[Samples, str]] = []
    unknown = 0
    for piece, begin in zip(paragraph.pieces, paragraph.starts, strict=False):
        at = base + begin
        if not piece.kept or not start <= at + piece.length // 2 < stop:
            continue
        if piece.kind is Kind.WORD:
            unknown = 0
            if text := clean(piece.text):
                said.append((at, text))
        elif piece.kind is Kind.SPEECH:
            before, unknown = unknown, unknown + piece.length
            if before < UNRECOGNISED_S * rate <= unknown:
                said.append((at, UNRECOGNISED))
    return said


def _over(
    paragraph: Paragraph, base: Samples, start: Samples, stop: Samples
) -> tuple[tuple[SpeakerId, str], ...]:
    by_speaker: dict[SpeakerId, list[str]] = {}
    for word in words_over(paragraph, base):
        if start <= (word.start + word.stop) // 2 < stop:
            by_speaker.setdefault(word.speaker, []).append(word.text)
    return tuple((speaker, joined(said)) for speaker, said in by_speaker.items())

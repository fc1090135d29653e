"""What there is to be said of some words: when they are heard, what they are of, how sure they are."""

from __future__ import annotations

from dataclasses import dataclass

from editor.derive.clips import clips
from editor.derive.words import WordAt, span_of, words
from editor.model.document import SAID_BY_A_PERSON, Document, SourceId, SpeakerId
from editor.model.spans import Spans
from editor.model.time import Samples

MOST_WORDS = 5000
"""Of more words than these only the times are said: a look at all would be felt while they are chosen."""


@dataclass(frozen=True)
class Chosen:
    """Words `[first, stop)`. start, end: on the compilation's clock.

    speakers: whose they are, in order. clips: the stretches of sources that they are. doubtful: the word that
    the recogniser was least sure of, None where people said all of them. ignored: how many are struck
    through. The last four are empty where there are more than `MOST_WORDS`.
    """

    first: int
    stop: int
    start: Samples
    end: Samples
    text: str
    speakers: tuple[SpeakerId, ...]
    clips: dict[SourceId, Spans]
    doubtful: WordAt | None
    ignored: int


def chosen(document: Document, first: int, stop: int, shown: int = 24) -> Chosen:
    """Words `[first, stop)`, of which there is one at least; `shown` of them as text."""
    start, end = span_of(document, first, stop)
    few = list(words(document, first, min(stop, first + shown)))
    text = " ".join(word.piece.text for word in few) + ("…" if stop - first > shown else "")
    if stop - first > MOST_WORDS:
        return Chosen(first, stop, start, end, text, (), {}, None, 0)
    every = list(words(document, first, stop))
    heard = (word for word in every if word.piece.confidence < SAID_BY_A_PERSON)
    return Chosen(
        first,
        stop,
        start,
        end,
        text,
        tuple(dict.fromkeys(word.speaker for word in every)),
        clips(document, first, stop),
        min(heard, key=lambda word: word.piece.confidence, default=None),
        sum(1 for word in every if not word.piece.kept),
    )

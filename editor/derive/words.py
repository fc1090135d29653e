"""The words of a document in order, with their times on the compilation's clock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from editor.model.document import Document, Kind, Piece, Place, SpeakerId
from editor.model.time import Samples


class WordAt(NamedTuple):
    """Word number `number`; `start` and `stop` on the compilation's clock (equal where it is ignored)."""

    number: int
    piece: Piece
    speaker: SpeakerId
    place: Place
    start: Samples
    stop: Samples


def words(document: Document, first: int = 0, stop: int | None = None) -> Iterator[WordAt]:
    """Words `[first, stop)`, as many of them as there are; all by default."""
    stop = document.word_count if stop is None else min(stop, document.word_count)
    if first >= stop:
        return
    index, at = first, document.place_of_word(first)
    for number in range(at.paragraph, len(document.paragraphs)):
        paragraph = document.paragraphs[number]
        base = document.time_of(Place(number, 0))
        for piece_number in paragraph.word_pieces:
            if number == at.paragraph and piece_number < at.piece:
                continue
            if index == stop:
                return
            piece = paragraph.pieces[piece_number]
            start = base + paragraph.starts[piece_number]
            place = Place(number, piece_number)
            yield WordAt(index, piece, paragraph.speaker, place, start, start + piece.length)
            index += 1


def span_of(document: Document, first: int, stop: int) -> tuple[Samples, Samples]:
    """When words `[first, stop)`, of which there is one at least, are heard."""
    last = document.place_of_word(stop - 1)
    return document.time_of(document.place_of_word(first)), document.time_of(last) + document.piece(
        last
    ).length


def word_at(document: Document, time: Samples) -> int | None:
    """The number of the word that plays at `time`, or None in a pause, a gap or beyond the end."""
    place, _ = document.place_at(time)
    if place == document.end or not document.piece(place).text:
        return None
    return document.word_at_place(place)


def unrecognised(document: Document) -> Iterator[tuple[Samples, Samples]]:
    """Kept stretches of speech that no word was found for, on the compilation's clock."""
    now = 0
    for piece in document.pieces():
        if piece.kept and piece.kind is Kind.SPEECH:
            yield now, now + piece.length
        now += piece.length

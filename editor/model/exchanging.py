"""Pieces exchanged for others over the same sound, in the text and in what is remembered of their source.

However many are exchanged, the document and its transcripts are made anew once: `Exchanging` keeps them open
until then. Paragraphs stay paragraphs of their own, so places before an exchange stay good.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from editor.model.document import Document, Paragraph, Piece, Place, Transcript, canonical


class Exchange(NamedTuple):
    """`gone` pieces from `place` on become `new`, which covers of the source just what they did."""

    place: Place
    gone: int
    new: tuple[Piece, ...]


def exchanged(document: Document, exchanges: Iterable[Exchange]) -> Document:
    """The document with all of these made, one after the other."""
    made = Exchanging(document)
    for exchange in exchanges:
        made.make(exchange)
    return made.document()


class Exchanging:
    """A document open for exchanges: later ones first, as each may change how many pieces there are."""

    def __init__(self, document: Document) -> None:
        self._before = document
        self._paragraphs = list(document.paragraphs)
        self._remembered: dict[int, list[Paragraph]] = {}

    def make(self, exchange: Exchange) -> None:
        """Make one exchange."""
        number, at = exchange.place
        paragraph = self._paragraphs[number]
        old = paragraph.pieces[at : at + exchange.gone]
        self._paragraphs[number] = _with(paragraph, at, at + exchange.gone, exchange.new)
        for index, transcript in enumerate(self._before.transcripts):
            if all(piece.source == transcript.source for piece in (*old, *exchange.new)):
                self._remember(index, old, exchange.new)

    def document(self) -> Document:
        """What the document is now; transcripts that remember nothing new are the very same."""
        transcripts = tuple(
            replace(transcript, text=Document(tuple(self._remembered[index])))
            if index in self._remembered
            else transcript
            for index, transcript in enumerate(self._before.transcripts)
        )
        return replace(self._before, paragraphs=tuple(self._paragraphs), transcripts=transcripts)

    def _remember(self, index: int, old: tuple[Piece, ...], new: tuple[Piece, ...]) -> None:
        """Have the transcript say `new` over the same span, where it says there what `old` said.

        Its paragraphs keep their times, so they are found in the transcript as it was.
        """
        start, stop = old[0].start, old[-1].stop
        if sum(piece.stop - piece.start for piece in old) != stop - start:
            return
        transcript: Transcript = self._before.transcripts[index]
        number = transcript.text.place_at(start)[0].paragraph
        base = transcript.text.time_of(Place(number, 0))
        known = self._remembered.get(index, transcript.text.paragraphs)
        if stop - base > known[number].length:
            return
        text, a, b = Document((known[number],)).between(start - base, stop - base)
        there = text.paragraphs[0].pieces[a.piece : b.piece]
        if [piece.text for piece in there if piece.text] != [piece.text for piece in old if piece.text]:
            return
        kept = tuple(replace(piece, kept=True) for piece in new)
        paragraphs = self._remembered.setdefault(index, list(transcript.text.paragraphs))
        paragraphs[number] = _with(text.paragraphs[0], a.piece, b.piece, kept)


def _with(paragraph: Paragraph, start: int, stop: int, new: tuple[Piece, ...]) -> Paragraph:
    """The paragraph with `new` in place of pieces `[start, stop)`."""
    pieces = canonical((*paragraph.pieces[:start], *new, *paragraph.pieces[stop:]))
    return Paragraph(paragraph.speaker, pieces, paragraph.over)

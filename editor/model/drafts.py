"""Words that nobody has recorded yet: typed into the text, they hold their place and an estimated time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from editor.model.cutting import MIDPOINTS, Cutting, EditError, insertion_place
from editor.model.document import Document, Fragment, Paragraph, Piece
from editor.model.edits import Change, count_of, delete
from editor.model.time import Samples

NARRATOR = "Narrator"
"""Who says a draft in a document in which nobody speaks."""


def insert_draft(
    document: Document,
    before: int,
    paragraphs: Sequence[Sequence[Piece]],
    cutting: Cutting = MIDPOINTS,
    *,
    after: bool = False,
) -> Change:
    """Draft words put before word `before`, said by who speaks there; between the given runs are breaks.

    after: where that is a paragraph's first word, the draft ends the paragraph before it instead.
    Raises `EditError` where there are no words, or no such position.
    """
    words = sum(len(pieces) for pieces in paragraphs)
    if not words:
        raise EditError("There is nothing to write: a draft needs words.")
    landing, place = insertion_place(document, before, cutting)
    if after:
        place = landing.backward(place)
    there = landing.paragraphs
    speaker = there[min(place.paragraph, len(there) - 1)].speaker if there else NARRATOR
    fragment: Fragment = tuple(Paragraph(speaker, tuple(pieces)) for pieces in paragraphs if pieces)
    changed = landing.replace(place, place, fragment)
    return Change(changed, f"Wrote {count_of(words, 'word')}", (before + words, before + words))


def write_over(
    document: Document,
    first: int,
    stop: int,
    paragraphs: Sequence[Sequence[Piece]],
    cutting: Cutting = MIDPOINTS,
) -> Change:
    """Words `[first, stop)` deleted, and draft words where they were. Raises as `delete`, `insert_draft`."""
    emptied = delete(document, first, stop, cutting).document
    begins = document.first_word(document.place_of_word(first).paragraph) == first
    return insert_draft(emptied, first, paragraphs, cutting, after=not begins)


def redrafted(drafts: Sequence[Piece], words: Sequence[str]) -> tuple[Piece, ...]:
    """`words` in place of draft words, at the pace of those: what nobody says yet has no time to keep."""
    pace = sum(piece.stop for piece in drafts) / sum(len(piece.text) + 1 for piece in drafts)
    return tuple(replace(drafts[0], start=0, stop=_lasting(word, pace), text=word) for word in words)


def _lasting(word: str, pace: float) -> Samples:
    return max(round((len(word) + 1) * pace), 1)

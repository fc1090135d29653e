"""Clips: stretches of one paragraph in which one source runs on. Their edges trimmed, and one made into two.

..left clip|right clip..       the end of the left one and the start of the right one can be moved apart
           ^ join              from each other's sound: what was cut away comes back, or more goes
"""

from __future__ import annotations

import enum
from dataclasses import replace

from editor.model.cutting import MIDPOINTS, Cutting, EditError, insertion_place
from editor.model.document import Document, Fragment, Paragraph, Piece, Place, Stretch
from editor.model.edits import Change
from editor.model.folds import folds
from editor.model.time import Samples
from editor.model.words import SHORTEST_WORD

SHORTEST_CLIP: Samples = SHORTEST_WORD


class Side(enum.Enum):
    """Which edge of a clip."""

    START = "start"
    END = "end"


def edge_at(document: Document, time: Samples, side: Side) -> tuple[int, Stretch] | None:
    """The paragraph and the clip whose start or end is heard at `time`; None where no clip has one there.

    Where ignored words stand at the edge it is theirs: then there is none either.
    """
    inside_clip = time if side is Side.START else time - 1
    if not 0 <= inside_clip < document.length:
        return None
    place, inside = document.place_at(inside_clip)
    piece = document.piece(place)
    if inside != (0 if side is Side.START else piece.length - 1):
        return None
    for stretch in document.paragraphs[place.paragraph].stretches:
        if stretch.first <= place.piece < stretch.after:
            at_edge = place.piece == (stretch.first if side is Side.START else stretch.after - 1)
            return (place.paragraph, stretch) if at_edge and stretch.source is not None else None
    return None


def cut_beyond(document: Document, stretch: Stretch, side: Side) -> Samples:
    """How many samples of its source were cut away at this edge of a clip: so much can come back."""
    for fold in folds(document):
        if fold.source != stretch.source:
            continue
        if side is Side.END and fold.start == stretch.stop:
            return fold.stop - fold.start
        if side is Side.START and fold.stop == stretch.start:
            return fold.stop - fold.start
    return 0


def trim(document: Document, time: Samples, side: Side, by: Samples) -> Change:
    """The clip whose start or end is heard at `time` becomes `by` samples longer, or shorter below 0.

        before   one two|five six      before   one two|five six
        END +    one two three|five    START -  one two|six

    What comes back is what the source's transcript says there; a word cut in two keeps its text on the larger
    half. Everything after moves along. Raises `EditError` where there is no such edge, nothing left of the
    clip, or not so much that was cut away.
    """
    found = edge_at(document, time, side)
    if found is None:
        raise EditError(f"No clip has its {side.value} there.")
    if not by:
        raise EditError("The clip's edge is there already.")
    changed = _shorter(document, *found, time, side, -by) if by < 0 else _longer(document, *found, side, by)
    edge = time if side is Side.START else time + by
    word = changed.word_at_place(changed.place_at(edge)[0])
    verb = "Trimmed" if by < 0 else "Restored"
    return Change(changed, f"{verb} the {side.value} of a clip", (word, word))


def _shorter(
    document: Document, paragraph: int, stretch: Stretch, time: Samples, side: Side, by: Samples
) -> Document:
    pieces = document.paragraphs[paragraph].pieces[stretch.first : stretch.after]
    if by > sum(piece.length for piece in pieces) - SHORTEST_CLIP:
        raise EditError("Nothing would be left of the clip; to remove it, delete its words.")
    if side is Side.START:
        split, b = document.split(*document.place_at(time + by))
        return split.replace(Place(paragraph, stretch.first), b)
    count = len(document.paragraphs[paragraph].pieces)
    split, a = document.split(*document.place_at(time - by))
    grown = len(split.paragraphs[paragraph].pieces) - count
    return split.replace(a, Place(paragraph, stretch.after + grown))


def _longer(document: Document, paragraph: int, stretch: Stretch, side: Side, by: Samples) -> Document:
    room = cut_beyond(document, stretch, side)
    if by > room:
        raise EditError(f"{'Not so much' if room else 'Nothing'} was cut away there.")
    assert stretch.source is not None
    transcript = document.transcript(stretch.source)
    assert transcript is not None, "a fold is of a known source"
    turn = document.paragraphs[paragraph]
    edge = turn.pieces[stretch.first if side is Side.START else stretch.after - 1]
    anew = int(_is_part(edge, transcript.text))
    if side is Side.END:
        a, b = Place(paragraph, stretch.after - anew), Place(paragraph, stretch.after)
        start, stop = (edge.start if anew else edge.stop), edge.stop + by
    else:
        a, b = Place(paragraph, stretch.first), Place(paragraph, stretch.first + anew)
        start, stop = edge.start - by, (edge.stop if anew else edge.start)
    return document.replace(a, b, _said(transcript.text, start, stop, edge, turn))


def _is_part(piece: Piece, text: Document) -> bool:
    """Whether a piece at an edge is what is left of a longer one of its source."""
    whole = text.after(text.place_at(piece.start)[0])
    return (
        whole is not None
        and whole.start <= piece.start
        and piece.stop <= whole.stop
        and (whole.start, whole.stop) != (piece.start, piece.stop)
    )


def _said(text: Document, start: Samples, stop: Samples, edge: Piece, turn: Paragraph) -> Fragment:
    """What a source says in `[start, stop)`; who says the clip's edge there says it as `turn` is said.

    On a transcript's clock instants are those of the source: every sample is in it, in order.
    """
    said, first, last = text.between(start, stop)
    own = text.paragraphs[text.place_at(edge.start)[0].paragraph].speaker
    return tuple(
        replace(part, speaker=turn.speaker) if part.speaker == own else part
        for part in said.slice(first, last)
    )


def split(document: Document, time: Samples, cutting: Cutting = MIDPOINTS) -> Change:
    """A clip in two at `time`: a paragraph ends there and another begins, so nothing is heard of it.

    In a word it is at the nearer end of the word. Raises `EditError` where a paragraph begins there already.
    """
    if not 0 < time < document.length:
        raise EditError("There is nothing to split at the very start or end.")
    place, inside = document.place_at(time)
    piece = document.piece(place)
    if piece.text:
        word = document.word_at_place(place) + (inside >= piece.length / 2)
        landing, at = insertion_place(document, word, cutting)
    else:
        landing, at = document.split(place, inside)
    at = landing.forward(at)
    if not at.piece or at.paragraph >= len(landing.paragraphs):
        raise EditError("A paragraph begins there already.")
    changed = landing.replace(at, at, (Paragraph("", ()),))
    number = changed.word_at_place(Place(at.paragraph + 1, 0))
    return Change(changed, "Split a clip", (number, number))

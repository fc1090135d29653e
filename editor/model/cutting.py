"""Where a cut goes when words are chosen: in the silence beside them, never inside a word that stays.

An edit names words; the sound between two words is divided here. `Cutting.quiet` answers which instant of a
stretch is best to cut at: the default is its middle, the application passes one that listens to the sound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from editor.model.document import Document, Fragment, Kind, Piece, Place
from editor.model.errors import Refusal
from editor.model.time import Samples

Quiet = Callable[[str, Samples, Samples, Samples], Samples]
"""(source, lo, hi, wanted) -> an instant in [lo, hi] of the source's clock, quiet and near `wanted`."""


class EditError(Refusal):
    """The edit makes no sense for this document; the document is as it was."""


def wanted_instant(source: str, lo: Samples, hi: Samples, wanted: Samples) -> Samples:  # noqa: ARG001
    """The `Quiet` of somebody who cannot hear: the wanted instant itself."""
    return min(max(wanted, lo), hi)


@dataclass(frozen=True)
class Cutting:
    """How cut points are found.

    quiet: which instant of a stretch to cut at.
    reach: samples that a cut may move into a word that is being deleted where no pause stands before it.
    """

    quiet: Quiet = wanted_instant
    reach: Samples = 0


MIDPOINTS = Cutting()


def check_words(document: Document, first: int, stop: int) -> None:
    """Raise `EditError` unless words `[first, stop)` are one or more words of the document."""
    if not 0 <= first < stop <= document.word_count:
        raise EditError(
            f"There are no words {first} to {stop}: the document has {document.word_count} words, "
            "and a range needs at least one."
        )


def cut_before(
    document: Document, word: int, cutting: Cutting, *, deleting: bool = False
) -> tuple[Document, Place]:
    """The document split where what belongs to `word` begins, and that place.

    ..kept word|~~~~ pause ~~~~|word..      the quiet instant of the pause
    ..kept word|word..                      between them, or up to `reach` into a word to be deleted
    ..(join)|~~ pause ~~|word..             before the pause: it follows on from nothing that is heard
    """
    place = document.place_of_word(word)
    piece = document.piece(place)
    pause = document.before(place)
    if pause is None or not piece.follows(pause) or not pause.kept:
        return document, place
    if pause.kind is not Kind.PAUSE:
        reach = min(cutting.reach, (piece.stop - piece.start - 1) // 2) if deleting else 0
        if not reach or piece.source is None or not piece.kept:
            return document, place
        at = cutting.quiet(piece.source, piece.start, piece.start + reach, piece.start)
        return _shaved(document, place, at - piece.start, front=True)
    before_pause = _step_back(document, place)
    earlier = document.before(before_pause)
    if earlier is None or not pause.follows(earlier) or not earlier.kept:
        return document, before_pause
    return document.split(before_pause, _quiet_inside(pause, cutting))


def cut_after(
    document: Document, word: int, cutting: Cutting, *, deleting: bool = False
) -> tuple[Document, Place]:
    """The document split where what belongs to `word` ends, and that place: the mirror of `cut_before`."""
    place = document.place_of_word(word)
    piece = document.piece(place)
    after = Place(place.paragraph, place.piece + 1)
    pause = document.after(after)
    if pause is None or not pause.follows(piece) or not pause.kept:
        return document, after
    if pause.kind is not Kind.PAUSE:
        reach = min(cutting.reach, (piece.stop - piece.start - 1) // 2) if deleting else 0
        if not reach or piece.source is None or not piece.kept:
            return document, after
        at = cutting.quiet(piece.source, piece.stop - reach, piece.stop, piece.stop)
        return _shaved(document, place, at - piece.start, front=False)
    pause_place = document.forward(after)
    after_pause = Place(pause_place.paragraph, pause_place.piece + 1)
    later = document.after(after_pause)
    if later is None or not later.follows(pause) or not later.kept:
        return document, after_pause
    return document.split(pause_place, _quiet_inside(pause, cutting))


def _step_back(document: Document, place: Place) -> Place:
    back = document.backward(place)
    return Place(back.paragraph, back.piece - 1)


def _quiet_inside(pause: Piece, cutting: Cutting) -> Samples:
    assert pause.source is not None
    wanted = (pause.start + pause.stop) // 2
    return cutting.quiet(pause.source, pause.start, pause.stop, wanted) - pause.start


def _shaved(document: Document, place: Place, inside: Samples, *, front: bool) -> tuple[Document, Place]:
    """`Document.split` of a word so that the sliver on the kept side is a pause: the word goes away whole."""
    piece = document.piece(place)
    if not 0 < inside < piece.stop - piece.start:
        return document, Place(place.paragraph, place.piece + (0 if front else 1))
    sliver_start, sliver_stop = (
        (piece.start, piece.start + inside) if front else (piece.start + inside, piece.stop)
    )
    sliver = Piece(piece.source, sliver_start, sliver_stop, "")
    split, between = document.split(place, inside)
    at = place.piece if front else between.piece
    paragraph = split.paragraphs[place.paragraph]
    fixed = type(paragraph)(
        paragraph.speaker, (*paragraph.pieces[:at], sliver, *paragraph.pieces[at + 1 :]), paragraph.over
    )
    paragraphs = (*split.paragraphs[: place.paragraph], fixed, *split.paragraphs[place.paragraph + 1 :])
    return replace(document, paragraphs=paragraphs), between


def lifted(
    document: Document, first: int, stop: int, cutting: Cutting, *, deleting: bool = False
) -> tuple[Document, Place, Place, Fragment]:
    """Words `[first, stop)` with their share of the silence around.

    Returns the document split at both ends, the two places, and the fragment between them.

    An end at a paragraph's end moves on to the next one's start where the range began at a paragraph's
    start or another speaker goes on there, so that paragraphs are lifted with their break.
    """
    check_words(document, first, stop)
    document, b = cut_after(document, stop - 1, cutting, deleting=deleting)
    pieces_before = _count(document, b.paragraph)
    document, a = cut_before(document, first, cutting, deleting=deleting)
    if a.paragraph <= b.paragraph:
        b = Place(b.paragraph, b.piece + _count(document, b.paragraph) - pieces_before)
    b = through_break(document, a, b)
    return document, a, b, document.slice(a, b)


def through_break(document: Document, a: Place, b: Place) -> Place:
    """`b`, moved over the break it stands at where taking `[a, b)` leaves nothing for the break to divide."""
    after = document.forward(b)
    if a.piece == 0 or after.paragraph >= len(document.paragraphs):
        return after if a.piece == 0 else b
    hands_over = document.paragraphs[a.paragraph].speaker != document.paragraphs[after.paragraph].speaker
    return after if hands_over else b


def _count(document: Document, paragraph: int) -> int:
    return len(document.paragraphs[paragraph].pieces) if paragraph < len(document.paragraphs) else 0


def insertion_place(document: Document, word: int, cutting: Cutting = MIDPOINTS) -> tuple[Document, Place]:
    """The document split where something put before `word` goes, and that place.

    A join or gap between the words is taken as it is; else the quiet instant of the pause between them.
    At a paragraph's first word it is the paragraph's start; after the last word the document's end.
    Raises `EditError` where there is no such position.
    """
    if not 0 <= word <= document.word_count:
        raise EditError(f"There is no position {word}: the document has {document.word_count} words.")
    if word == document.word_count:
        return document, document.end
    place = document.place_of_word(word)
    pieces = document.paragraphs[place.paragraph].pieces
    index = place.piece
    while index > 0 and not pieces[index - 1].text:
        if not pieces[index].follows(pieces[index - 1]) or not pieces[index - 1].kept:
            return document, Place(place.paragraph, index)
        index -= 1
    if index == 0:
        return document, Place(place.paragraph, 0)
    if index == place.piece or not pieces[index].follows(pieces[index - 1]):
        return document, Place(place.paragraph, index)
    pause = pieces[index]
    if pause.kind is not Kind.PAUSE:
        return document, place
    return document.split(Place(place.paragraph, index), _quiet_inside(pause, cutting))

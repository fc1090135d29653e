"""The silence at an instant, made longer or shorter: what dragging a pause in the word bar does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from editor.model.cutting import MIDPOINTS, Cutting, EditError
from editor.model.document import Document, Kind, Paragraph, Piece, Place
from editor.model.edits import Change, insert_gap, without_spans
from editor.model.time import Samples

SHORTEST_SILENCE: Samples = 882
"""No silence is made shorter than this, 20 ms at 44.1 kHz: words that touch sound like a mistake."""


class Silence(NamedTuple):
    """`[start, stop)` of the compilation's clock: pauses and gaps heard one after another.

    word: the number of the first word after it.
    """

    start: Samples
    stop: Samples
    word: int


def silence_at(document: Document, time: Samples) -> Silence | None:
    """The silence that is heard at `time`, over ignored words too; None in speech. Looks no further."""
    if not 0 <= time < document.length:
        return None
    place, inside = document.place_at(time)
    if not _silent(document.piece(place)):
        return None
    start = time - inside
    for piece in _back(document, place):
        start -= piece.length
    stop, after = start, document.end
    for here, piece in _on(document, document.place_at(start)[0]):
        if piece.kept and not _silent(piece):
            after = here
            break
        stop += piece.length
    return Silence(start, stop, document.word_at_place(after))


def resize_silence(
    document: Document, time: Samples, length: Samples, cutting: Cutting = MIDPOINTS
) -> Change:
    """The silence at `time` lasts `length` from now on.

        longer    one ~~~|......|~~~ two     room tone in its middle, or where a gap or a join is already
        shorter   one ~~~|~~~ two            a made gap gives way first, then the middle of what is left

    Raises `EditError` where there is none, and below `SHORTEST_SILENCE`.
    """
    silence = silence_at(document, time)
    if silence is None:
        raise EditError("There is no pause there.")
    if length < SHORTEST_SILENCE:
        raise EditError("A pause cannot be made that short.")
    more = length - (silence.stop - silence.start)
    if not more:
        raise EditError("The pause is that long already.")
    if more > 0:
        return Change(
            _lengthened(document, silence, more, cutting),
            "Made a pause longer",
            (silence.word, silence.word),
        )
    changed = _shortened(document, silence, -more)
    return Change(changed, "Made a pause shorter", (silence.word, silence.word))


def set_gap(document: Document, before: int, length: Samples, cutting: Cutting = MIDPOINTS) -> Change:
    """The silence right before word `before` lasts `length`; where the words touch, a gap is made."""
    if not 0 <= before < document.word_count:
        raise EditError(f"There is no word {before}: the document has {document.word_count} words.")
    time = document.time_of(document.place_of_word(before))
    if silence_at(document, time - 1) is None:
        return insert_gap(document, before, max(length, SHORTEST_SILENCE), cutting)
    return resize_silence(document, time - 1, length, cutting)


def _lengthened(document: Document, silence: Silence, more: Samples, cutting: Cutting) -> Document:
    """At a gap, else at a join, else at the quiet instant of the longest pause."""
    pieces = [(place, piece) for place, piece in _inside(document, silence) if piece.kept]
    previous: Piece | None = None
    for place, piece in pieces:
        join = previous is not None and not piece.follows(previous)
        if piece.kind is Kind.GAP or join:
            return _with_gap(document, place, more)
        previous = piece
    place, pause = max(pieces, key=lambda found: found[1].length)
    assert pause.source is not None
    middle = (pause.start + pause.stop) // 2
    at = cutting.quiet(pause.source, pause.start, pause.stop, middle)
    return _with_gap(*document.split(place, at - pause.start), more)


def _with_gap(document: Document, place: Place, length: Samples) -> Document:
    speaker = document.paragraphs[place.paragraph].speaker
    return document.replace(place, place, (Paragraph(speaker, (Piece(None, 0, length, ""),)),))


def _shortened(document: Document, silence: Silence, less: Samples) -> Document:
    spans: list[tuple[Samples, Samples]] = []
    now = silence.start
    for _, piece in _inside(document, silence):
        gone = min(piece.length, less) if piece.kind is Kind.GAP else 0
        if gone:
            spans.append((now, now + gone))
            less -= gone
        now += piece.length
    changed = without_spans(document, spans)
    if not less:
        return changed
    start, stop = silence.start, silence.stop - (document.length - changed.length)
    half = (stop - start - less) // 2
    return without_spans(changed, [(start + half, start + half + less)])


def _inside(document: Document, silence: Silence) -> Iterator[tuple[Place, Piece]]:
    now = silence.start
    for place, piece in _on(document, document.place_at(silence.start)[0]):
        if now >= silence.stop:
            return
        yield place, piece
        now += piece.length


def _silent(piece: Piece) -> bool:
    return piece.kept and piece.kind in (Kind.PAUSE, Kind.GAP)


def _back(document: Document, place: Place) -> Iterator[Piece]:
    """Pieces before a place, the nearest first, as long as they are silent or ignored."""
    while (piece := document.before(place)) is not None and (_silent(piece) or not piece.kept):
        yield piece
        back = document.backward(place)
        place = Place(back.paragraph, back.piece - 1)


def _on(document: Document, place: Place) -> Iterator[tuple[Place, Piece]]:
    """Pieces from a place on, each with where it is."""
    for number in range(place.paragraph, len(document.paragraphs)):
        first = place.piece if number == place.paragraph else 0
        pieces = document.paragraphs[number].pieces
        for index in range(first, len(pieces)):
            yield Place(number, index), pieces[index]

"""Edits that choose words and cut, move or silence them: pure functions (Document, selection) -> Change.

Words are numbered as `Document.place_of_word` does, half-open `[first, stop)`. Each raises `EditError` where
the edit makes no sense, and then nothing has changed. Time on the compilation's clock is in samples.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from editor.model.cutting import (
    MIDPOINTS,
    Cutting,
    EditError,
    check_words,
    insertion_place,
    lifted,
    through_break,
)
from editor.model.document import (
    Document,
    Fragment,
    Kind,
    Paragraph,
    Piece,
    Place,
    Transcript,
    canonical,
    halves,
    said_over,
)
from editor.model.time import Samples


@dataclass(frozen=True)
class Change:
    """What an edit gives.

    label: the undo text, a sentence in the past tense. selection: the words to have selected afterwards.
    """

    document: Document
    label: str
    selection: tuple[int, int]


def count_of(number: int, noun: str) -> str:
    """`1 word`, `3 words`."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def delete(document: Document, first: int, stop: int, cutting: Cutting = MIDPOINTS) -> Change:
    """Words and their share of the silence around them gone, everything after moved up.

    before   Ann ~~~ [um] ~~~ well
    after    Ann ~|~ well
    """
    split, a, b, _ = lifted(document, first, stop, cutting, deleting=True)
    return Change(split.replace(a, b), f"Deleted {count_of(stop - first, 'word')}", (first, first))


def ignore(
    document: Document, first: int, stop: int, on: bool = True, cutting: Cutting = MIDPOINTS
) -> Change:
    """Words struck through (or, with `on` False, no longer): skipped in playback and export, still there."""
    check_words(document, first, stop)
    changed = _struck(document, first, stop, cutting) if on else _unstruck(document, first, stop)
    verb = "Ignored" if on else "Stopped ignoring"
    return Change(changed, f"{verb} {count_of(stop - first, 'word')}", (first, stop))


def _struck(document: Document, first: int, stop: int, cutting: Cutting) -> Document:
    split, a, b, fragment = lifted(document, first, stop, cutting)
    return split.replace(a, b, _with_kept(fragment, kept=False))


def _unstruck(document: Document, first: int, stop: int) -> Document:
    """The words, and the ignored stretches without text beside them, kept again."""
    a, last = document.place_of_word(first), document.place_of_word(stop - 1)
    while (before := document.before(a)) and _struck_pause(before):
        back = document.backward(a)
        a = Place(back.paragraph, back.piece - 1)
    b = Place(last.paragraph, last.piece + 1)
    while (after := document.after(b)) and _struck_pause(after):
        forward = document.forward(b)
        b = Place(forward.paragraph, forward.piece + 1)
    if a.piece == 0:
        b = document.forward(b)
    return document.replace(a, b, _with_kept(document.slice(a, b), kept=True))


def _struck_pause(piece: Piece) -> bool:
    return not piece.kept and not piece.text


def _with_kept(fragment: Fragment, *, kept: bool) -> Fragment:
    return tuple(
        replace(
            paragraph,
            pieces=canonical(
                piece if piece.kept is kept else replace(piece, kept=kept) for piece in paragraph.pieces
            ),
        )
        for paragraph in fragment
    )


def move(document: Document, first: int, stop: int, before: int, cutting: Cutting = MIDPOINTS) -> Change:
    """Words taken out and put before word `before` (a position in the document as it was)."""
    check_words(document, first, stop)
    if first <= before <= stop:
        raise EditError("The words cannot be moved to where they already are.")
    split, a, b, fragment = lifted(document, first, stop, cutting)
    lifted_out = split.replace(a, b)
    target = before if before < first else before - (stop - first)
    landing, place = insertion_place(lifted_out, target, cutting)
    changed = landing.replace(place, place, fragment)
    return Change(changed, f"Moved {count_of(stop - first, 'word')}", (target, target + stop - first))


def copied(document: Document, first: int, stop: int, cutting: Cutting = MIDPOINTS) -> Fragment:
    """Words with their share of the silence around, as a clipboard holds them."""
    return lifted(document, first, stop, cutting)[3]


def copy(document: Document, first: int, stop: int, before: int, cutting: Cutting = MIDPOINTS) -> Change:
    """The same words once more, before word `before`."""
    fragment = copied(document, first, stop, cutting)
    landing, place = insertion_place(document, before, cutting)
    changed = landing.replace(place, place, fragment)
    return Change(changed, f"Copied {count_of(stop - first, 'word')}", (before, before + stop - first))


def paste(
    document: Document,
    before: int,
    fragment: Fragment,
    transcripts: tuple[Transcript, ...] = (),
    cutting: Cutting = MIDPOINTS,
) -> Change:
    """A fragment put before word `before`; `transcripts` are those of the sources that it may bring along."""
    known = {transcript.source for transcript in document.transcripts}
    needed = {piece.source for paragraph in fragment for piece in paragraph.pieces}
    new = tuple(t for t in transcripts if t.source in needed and t.source not in known)
    landing, place = insertion_place(document, before, cutting)
    changed = replace(landing.replace(place, place, fragment), transcripts=(*document.transcripts, *new))
    words = sum(paragraph.word_count for paragraph in fragment)
    return Change(changed, f"Pasted {count_of(words, 'word')}", (before, before + words))


def append(document: Document, fragment: Fragment, transcript: Transcript, name: str) -> Change:
    """What a new recording says, as paragraphs of their own at the end; what it says is kept beside."""
    end = Place(len(document.paragraphs), 0)
    others = tuple(t for t in document.transcripts if t.source != transcript.source)
    changed = replace(document.replace(end, end, fragment), transcripts=(*others, transcript))
    words = sum(paragraph.word_count for paragraph in fragment)
    start = document.word_count
    return Change(changed, f"Imported {name}", (start, start + words))


def insert_gap(document: Document, before: int, length: Samples, cutting: Cutting = MIDPOINTS) -> Change:
    """A made pause of `length` samples before word `before`, to be filled with room tone."""
    if length <= 0:
        raise EditError("A gap needs a length above zero.")
    if not document.paragraphs:
        raise EditError("A gap needs words beside it; the document is empty.")
    landing, place = insertion_place(document, before, cutting)
    speaker = landing.paragraphs[min(place.paragraph, len(landing.paragraphs) - 1)].speaker
    gap: Fragment = (Paragraph(speaker, (Piece(None, 0, length, ""),)),)
    return Change(landing.replace(place, place, gap), "Inserted a gap", (before, before))


def shorten_gaps(document: Document, over: Samples, to: Samples) -> Change:
    """Every silence longer than `over` taken down to `to`: the middle goes, half of `to` stays at each word.

    Silence is a run of pauses and gaps as it is heard, over ignored words too; speech that no word was found
    for is none. Raises `EditError` unless 0 < `to` <= `over`.
    """
    if not 0 < to <= over:
        raise EditError(
            "Gaps can be shortened to something above zero and not longer than what they are now."
        )
    spans = [
        (at + to // 2, at + length - (to - to // 2))
        for at, length in _silences(document)
        if length > max(over, to)
    ]
    return Change(without_spans(document, spans), f"Shortened {count_of(len(spans), 'gap')}", (0, 0))


def _silences(document: Document) -> list[tuple[Samples, Samples]]:
    """(start, length) on the compilation's clock of each run of silence."""
    found: list[tuple[Samples, Samples]] = []
    now = start = 0
    for piece in document.pieces():
        if piece.kept and piece.kind not in (Kind.PAUSE, Kind.GAP):
            if now > start:
                found.append((start, now - start))
            start = now + piece.length
        now += piece.length
    if now > start:
        found.append((start, now - start))
    return found


def without_spans(document: Document, spans: list[tuple[Samples, Samples]]) -> Document:
    """The document without these stretches of silence, in one pass: order and paragraphs stay as they are.

    spans: on the compilation's clock, ascending, apart from each other, in nothing but pauses and gaps.
    """
    paragraphs: list[Paragraph] = []
    now = number = 0
    for paragraph in document.paragraphs:
        end = now + paragraph.length
        while number < len(spans) and spans[number][1] <= now:
            number += 1
        if number == len(spans) or spans[number][0] >= end:
            paragraphs.append(paragraph)
            now = end
            continue
        pieces: list[Piece] = []
        for piece in paragraph.pieces:
            pieces.extend(_outside(piece, now, spans[number:]))
            now += piece.length
        if pieces:
            over = said_over(pieces, paragraph.over)
            paragraphs.append(Paragraph(paragraph.speaker, canonical(pieces), over))
    return replace(document, paragraphs=tuple(paragraphs))


def _outside(piece: Piece, now: Samples, spans: list[tuple[Samples, Samples]]) -> list[Piece]:
    """What is left of a piece that begins at `now` when `spans` (ascending) are taken out."""
    left: list[Piece] = []
    rest: Piece | None = piece
    for start, stop in spans:
        if rest is None or not piece.kept or start >= now + rest.length:
            break
        if stop <= now:
            continue
        if start > now:
            head, rest = halves(rest, rest.start + start - now)
            left.append(head)
            now = start
        gone = min(stop - now, rest.length)
        now += gone
        rest = halves(rest, rest.start + gone)[1] if gone < rest.length else None
    return left if rest is None else [*left, rest]


def cut_time(document: Document, start: Samples, stop: Samples) -> Change:
    """Exactly `[start, stop)` of the compilation gone. A word cut in two keeps its text on the larger."""
    if not 0 <= start < stop <= document.length:
        raise EditError("The time to cut must lie inside the document and be longer than zero.")
    split, a, b = document.between(start, stop)
    changed = split.replace(a, through_break(split, a, b))
    word = changed.word_at_place(changed.place_at(start)[0])
    return Change(changed, "Cut a stretch of time", (word, word))

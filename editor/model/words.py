"""Edits inside the text: what a word reads and when it begins and ends. The sound never moves.

Both also change what is remembered of the source (its transcript), so that a correction outlives a cut and a
restore, and stays when the source is transcribed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

from editor.model.cutting import EditError, check_words
from editor.model.document import SAID_BY_A_PERSON, Document, Kind, Piece, Place, canonical
from editor.model.drafts import redrafted
from editor.model.edits import Change, count_of
from editor.model.exchanging import Exchange, Exchanging, exchanged
from editor.model.time import Samples

SHORTEST_WORD: Samples = 256
"""No word is made shorter than this: 6 ms at 44.1 kHz."""


def correct(document: Document, first: int, stop: int, text: str) -> Change:
    """Words `[first, stop)` read `text` from now on.

    Words that the change leaves alone keep their times; equal counts map one to one; else the time of the
    words that go is divided among those that come, by their letters. A pause between words stays where the
    same number of words lies around it and is taken into a word that reaches over it. Drafts, which have no
    sound, last as long as what they read takes at their pace.
    """
    changed = exchanged(document, _rewordings(document, first, stop, text))
    return Change(
        changed,
        f"Corrected {count_of(stop - first, 'word')}",
        (first, first + changed.word_count - document.word_count + stop - first),
    )


class Correction(NamedTuple):
    """Words `[first, stop)` are to read `text`."""

    first: int
    stop: int
    text: str


def correct_each(document: Document, corrections: Sequence[Correction]) -> Change:
    """Several corrections, in order and apart from each other, each as `correct` makes it, as one edit.

    Those that change nothing or cannot be made are left out. Raises `EditError` where that is all of them.
    """
    made = Exchanging(document)
    count = 0
    first = document.word_count
    refusal: EditError | None = None
    for correction in reversed(corrections):
        try:
            rewordings = list(_rewordings(document, *correction))
        except EditError as error:
            refusal = error
            continue
        for exchange in rewordings:
            made.make(exchange)
        if rewordings:
            count += correction.stop - correction.first
            first = correction.first
    if not count:
        raise refusal or EditError("The words read like that already.")
    return Change(made.document(), f"Corrected {count_of(count, 'word')}", (first, first))


def _rewordings(document: Document, first: int, stop: int, text: str) -> Iterator[Exchange]:
    """What makes words `[first, stop)` read `text`, the last first; nothing where they do."""
    check_words(document, first, stop)
    words = text.split()
    if not words:
        raise EditError("A correction needs words; to remove words, delete or ignore them.")
    old = [document.piece(document.place_of_word(word)) for word in range(first, stop)]
    matcher = SequenceMatcher(None, [piece.text for piece in old], words, autojunk=False)
    for tag, a, b, c, d in reversed(_whole_changes(matcher)):
        if tag != "equal":
            yield from _reworded(document, first + a, first + b, words[c:d])


def _whole_changes(matcher: SequenceMatcher[str]) -> list[tuple[str, int, int, int, int]]:
    """The matcher's opcodes, each insertion or deletion made a replacement with words on both sides."""
    codes = list(matcher.get_opcodes())
    out: list[tuple[str, int, int, int, int]] = []
    for tag, a, b, c, d in codes:
        if tag in ("insert", "delete") and out and out[-1][0] != "equal":
            _, a0, _, c0, _ = out.pop()
            out.append(("replace", a0, b, c0, d))
        elif tag in ("insert", "delete") and out:
            _, a0, b0, c0, d0 = out.pop()
            if b0 - 1 > a0:
                out.append(("equal", a0, b0 - 1, c0, d0 - 1))
            out.append(("replace", b0 - 1, b, d0 - 1, d))
        elif tag == "equal" and out and out[-1][0] in ("insert", "delete"):
            _, a0, _, c0, _ = out.pop()
            out.append(("replace", a0, a + 1, c0, c + 1))
            if b > a + 1:
                out.append(("equal", a + 1, b, c + 1, d))
        else:
            out.append((tag, a, b, c, d))
    return out


def _reworded(document: Document, first: int, stop: int, words: list[str]) -> Iterator[Exchange]:
    for paragraph in range(
        document.place_of_word(first).paragraph, document.place_of_word(stop - 1).paragraph
    ):
        middle = document.first_word(paragraph + 1)
        if stop - first != len(words) and middle < stop:
            yield from _reworded_across(document, first, middle, stop, words)
            return
    if stop - first == len(words):
        for word, text in zip(range(first, stop), words, strict=True):
            place = document.place_of_word(word)
            piece = replace(document.piece(place), text=text, confidence=SAID_BY_A_PERSON)
            draft = piece.kind is Kind.DRAFT
            yield Exchange(place, 1, redrafted((document.piece(place),), (text,)) if draft else (piece,))
        return
    start, last = document.place_of_word(first), document.place_of_word(stop - 1)
    pieces = document.paragraphs[start.paragraph].pieces[start.piece : last.piece + 1]
    drafts = all(piece.kind is Kind.DRAFT for piece in pieces)
    yield Exchange(start, len(pieces), (redrafted if drafts else _redistributed)(pieces, words))


def _reworded_across(
    document: Document, first: int, middle: int, stop: int, words: list[str]
) -> Iterator[Exchange]:
    """A rewording over a paragraph's end: each side takes its share of the words, at least one."""
    share = round(len(words) * (middle - first) / (stop - first))
    share = min(max(share, 1), len(words) - 1) if len(words) > 1 else 1
    if len(words) == 1:
        raise EditError(
            "So few words cannot take the place of words in several paragraphs; correct each on its own."
        )
    yield from _reworded(document, middle, stop, words[share:])
    yield from _reworded(document, first, middle, words[:share])


def _redistributed(pieces: tuple[Piece, ...], words: list[str]) -> tuple[Piece, ...]:
    """`words` over the time of `pieces` (which begin and end with a word), letters giving the proportions.

    Time that runs on in one source is divided as one stretch; a join inside is never crossed by a word.
    """
    stretches: list[list[Piece]] = [[pieces[0]]]
    for piece in pieces[1:]:
        if piece.follows(stretches[-1][-1]) and piece.kept == stretches[-1][-1].kept:
            stretches[-1].append(piece)
        else:
            stretches.append([piece])
    spoken = [stretch for stretch in stretches if any(piece.text for piece in stretch)]
    total = sum(stretch[-1].stop - stretch[0].start for stretch in spoken)
    letters = list(accumulate((len(word) + 1 for word in words), initial=0))
    out: list[Piece] = []
    used = 0
    elapsed = 0
    for stretch in stretches:
        begin, end = stretch[0].start, stretch[-1].stop
        if stretch not in spoken:
            out.extend(stretch)
            continue
        elapsed += end - begin
        upto = len(words)
        if stretch is not spoken[-1]:
            upto = max(used, sum(1 for n in letters[1:] if n * total <= elapsed * letters[-1]))
        spoken_like = next(piece for piece in stretch if piece.text)
        out.extend(_spread(spoken_like, begin, end, words[used:upto]))
        used = upto
    return tuple(out)


def _spread(like: Piece, begin: Samples, end: Samples, words: list[str]) -> list[Piece]:
    """`words` side by side over `[begin, end)` of the source of `like`, each at least one sample long."""
    if not words:
        return [replace(like, start=begin, stop=end, text="", confidence=0.0)]
    spare = end - begin - len(words)
    if spare < 0:
        raise EditError("There is not enough sound under these words for so many new ones.")
    letters = list(accumulate((len(word) + 1 for word in words), initial=0))
    edges = [begin + number + spare * n // letters[-1] for number, n in enumerate(letters)]
    clock = int(like.source is not None)  # a draft is on no clock: each begins at 0
    return [
        replace(like, start=a * clock, stop=b - a + a * clock, text=word, confidence=SAID_BY_A_PERSON)
        for a, b, word in zip(edges, edges[1:], words, strict=False)
    ]


def retime(document: Document, word: int, start: Samples, stop: Samples) -> Change:
    """Word number `word` begins and ends at these instants of the compilation's clock.

        before   |one|~~~|two|three|
        after    |one|~|two    |ree|        what the word gains its neighbours lose, and the other way round

    What it gives up on a side becomes a pause. Raises `EditError` where the word would be shorter than
    `SHORTEST_WORD`, would reach over a join, or would leave its neighbour no room.
    """
    check_words(document, word, word + 1)
    place = document.place_of_word(word)
    piece = document.piece(place)
    if not piece.kept or piece.source is None:
        raise EditError("Only a word that is heard can be given other times.")
    now = document.time_of(place)
    begin, end = piece.start + start - now, piece.start + stop - now
    if end - begin < SHORTEST_WORD:
        raise EditError("A word cannot be that short.")
    pieces = document.paragraphs[place.paragraph].pieces
    left = _made_room(pieces, place.piece, begin, step=-1)
    right = _made_room(pieces, place.piece, end, step=1)
    first, last = left[0], right[0]
    middle = replace(piece, start=begin, stop=end)
    new = canonical((*left[1], middle, *right[1]))
    changed = exchanged(document, [Exchange(Place(place.paragraph, first), last - first + 1, new)])
    return Change(changed, "Changed when a word begins and ends", (word, word + 1))


def _made_room(
    pieces: tuple[Piece, ...], index: int, edge: Samples, step: int
) -> tuple[int, tuple[Piece, ...]]:
    """(the last piece touched on this side, what stands there once the word's edge is at `edge`)."""
    word = pieces[index]
    inward = edge - word.start if step < 0 else word.stop - edge
    if inward == 0:
        return index, ()
    if inward > 0:
        pause = replace(word, text="", confidence=1.0, mic=0)
        pause = replace(pause, stop=edge) if step < 0 else replace(pause, start=edge)
        return index, (pause,)
    at = index + step
    previous = word
    while 0 <= at < len(pieces):
        piece = pieces[at]
        touches = previous.follows(piece) if step < 0 else piece.follows(previous)
        if not touches or piece.kept != word.kept:
            break
        left_over = edge - piece.start if step < 0 else piece.stop - edge
        if piece.text and left_over < SHORTEST_WORD:
            raise EditError("The word beside it would have no room left.")
        if left_over > 0:
            return at, (replace(piece, stop=edge) if step < 0 else replace(piece, start=edge),)
        if left_over == 0:
            return at, ()
        previous, at = piece, at + step
    raise EditError("A word cannot reach over a cut or over the end of its paragraph.")

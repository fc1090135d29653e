"""A paragraph as one string with room for marks in it, and the way back from a character to a piece.

Marks (a pause, a gap, speech without words, a cut) are one no-break space each, widened to what is drawn
there: so Qt alone decides where lines break and how scripts of both directions run.
"""

from __future__ import annotations

import enum
from bisect import bisect_right
from dataclasses import dataclass

from editor.model.document import Kind, Paragraph, Piece
from editor.model.folds import Fold
from editor.model.time import Samples

SHOWN_PAUSE_S = 0.5
"""Pauses up to this are just a space between words."""

SHOWN_SPEECH_S = 0.3
"""Speech without words that is shorter is a sliver left by a cut, and not worth a mark."""

DOUBTFUL = 0.5
"""Words that the recogniser believes in less are underlined."""

MARK = "\u00a0"


class MarkKind(enum.Enum):
    """What stands between words."""

    PAUSE = "pause"
    GAP = "gap"
    SPEECH = "speech"
    FOLD = "fold"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark at character `at`. piece: its piece, or the one that a fold stands before.

    said: for OVER who speaks in between and what.
    """

    kind: MarkKind
    at: int
    piece: int
    length: Samples = 0
    fold: Fold | None = None
    kept: bool = True
    said: str = ""


@dataclass(frozen=True)
class Composed:
    """The text of a paragraph. `starts[k]`, `stops[k]`: the characters of word number k of the paragraph."""

    text: str
    starts: tuple[int, ...]
    stops: tuple[int, ...]
    marks: tuple[Mark, ...]

    def word_at(self, character: int) -> int:
        """The word that a character belongs to: the last one that begins at or before it, at least 0."""
        return max(bisect_right(self.starts, character) - 1, 0)

    def mark_at(self, character: int) -> Mark | None:
        """The mark that stands at a character, if one does."""
        return next((mark for mark in self.marks if mark.at == character), None)


def compose(paragraph: Paragraph, folds: tuple[Fold, ...], rate: int) -> Composed:
    """The text of `paragraph` with the marks of `folds`, those that stand in it in order of place."""
    text: list[str] = []
    length = 0
    starts: list[int] = []
    stops: list[int] = []
    marks: list[Mark] = []
    last = ""
    between = _between(paragraph, rate) if paragraph.over else {}
    pending = iter(folds)
    fold = next(pending, None)
    for number, piece in enumerate(paragraph.pieces):
        while fold is not None and fold.place.piece <= number:
            marks.append(Mark(MarkKind.FOLD, length, number, fold.stop - fold.start, fold))
            text.append(MARK)
            length += 1
            last = last or MARK
            fold = next(pending, None)
        if piece.text:
            if last and last != MARK and not (_wide(last) and _wide(piece.text[0])):
                text.append(" ")
                length += 1
            starts.append(length)
            text.append(piece.text)
            length += len(piece.text)
            stops.append(length)
            last = piece.text[-1]
        elif (kind := _shown(piece, rate)) is not None:
            marks.append(Mark(kind, length, number, piece.stop - piece.start, None, piece.kept))
            text.append(MARK)
            length += 1
            last = last or MARK
        for said in between.get(number, ()):
            marks.append(Mark(MarkKind.OVER, length, number, said=said))
            text.append(MARK)
            length += 1
            last = last or MARK
    while fold is not None:
        marks.append(Mark(MarkKind.FOLD, length, len(paragraph.pieces), fold.stop - fold.start, fold))
        text.append(MARK)
        length += 1
        fold = next(pending, None)
    return Composed("".join(text), tuple(starts), tuple(stops), tuple(marks))


def _between(paragraph: Paragraph, rate: int) -> dict[int, list[str]]:
    """What other voices say inside the paragraph, each run of a voice after the piece that it begins in."""
    found: dict[int, list[str]] = {}
    at = number = 0
    while at < len(paragraph.over):
        first = paragraph.over[at]
        words, stop = [first.piece.text], first.piece.stop
        at += 1
        while (
            at < len(paragraph.over)
            and paragraph.over[at].speaker == first.speaker
            and paragraph.over[at].piece.source == first.piece.source
            and 0 <= paragraph.over[at].piece.start - stop < rate
        ):
            words.append(paragraph.over[at].piece.text)
            stop = paragraph.over[at].piece.stop
            at += 1
        number = next(
            (
                n
                for n, piece in enumerate(paragraph.pieces)
                if piece.source == first.piece.source and piece.start <= first.piece.start < piece.stop
            ),
            number,
        )
        found.setdefault(number, []).append(f"{first.speaker}: {' '.join(words)}")
    return found


def _shown(piece: Piece, rate: int) -> MarkKind | None:
    """The mark of a piece without text, or None where it is too short to have one."""
    length = piece.stop - piece.start
    if piece.kind is Kind.GAP:
        return MarkKind.GAP
    if piece.kind is Kind.SPEECH:
        return MarkKind.SPEECH if length >= SHOWN_SPEECH_S * rate else None
    return MarkKind.PAUSE if length > SHOWN_PAUSE_S * rate else None


def _wide(character: str) -> bool:
    """Whether a script is written without spaces: Chinese, Japanese; Korean has them."""
    code = ord(character)
    return 0x2E80 <= code < 0xA4D0 or 0xF900 <= code < 0xFB00 or 0xFF00 <= code < 0xFFF0 or code >= 0x20000

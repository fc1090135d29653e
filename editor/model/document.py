"""The compilation: one immutable root that every view, the renderer and the store read.

A document is a tuple of paragraphs, a paragraph a tuple of pieces, a piece one word or one stretch without
words of one source. `Document.replace` is the only door through which text changes; equality is by value and
what did not change stays the very same object, so finding what changed is a walk from both ends by identity.

Canonical form, kept by `replace`: no paragraph is empty, and no two neighbouring pieces of a paragraph could
be one (`mergeable`). It is what makes "cut, then paste at the same place" give back an equal document.
"""

from __future__ import annotations

import enum
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from editor.model.time import Samples

SourceId = str
SpeakerId = str
"""A speaker is known by the name shown; renaming everywhere is an edit like any other."""

SAID_BY_A_PERSON = 1.0
"""Confidence of a word that a person typed or confirmed. A recogniser never gives it."""


class Kind(enum.Enum):
    """What a piece is; follows from its fields and is stored nowhere."""

    WORD = "word"
    PAUSE = "pause"
    SPEECH = "speech"
    GAP = "gap"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Piece:
    """One word, or one stretch without words, of one source.

    start, stop: half-open span in the source's clock, samples at the project's rate; start < stop.
    text: what is shown; "" is a pause, or with a confidence below 1 speech that no word was found for.
    kept: False is 'ignored': struck through, skipped in playback and export, restorable in place.
    source None: a gap (text "") or a draft word that no recording has yet (text set); start is 0.
    mic: which recording of the source says the word; time is cut on all of them.
    """

    source: SourceId | None
    start: Samples
    stop: Samples
    text: str
    confidence: float = 1.0
    kept: bool = True
    mic: int = 0

    @property
    def length(self) -> Samples:
        """What the piece takes up in the compilation: nothing where it is ignored."""
        return self.stop - self.start if self.kept else 0

    @property
    def kind(self) -> Kind:
        """Which of the five kinds of piece this is."""
        if self.text:
            return Kind.WORD if self.source is not None else Kind.DRAFT
        if self.source is None:
            return Kind.GAP
        return Kind.PAUSE if self.confidence >= SAID_BY_A_PERSON else Kind.SPEECH

    def follows(self, other: Piece) -> bool:
        """Whether the source runs on without a join from `other` into this piece."""
        return self.source is not None and self.source == other.source and self.start == other.stop


class Overlap(NamedTuple):
    """A word of another voice, said while the paragraph's own speaker is speaking."""

    speaker: SpeakerId
    piece: Piece


def mergeable(left: Piece, right: Piece) -> bool:
    """Whether two neighbours without text are one stretch that happens to be in two pieces."""
    if left.text or right.text or left.kept != right.kept or left.confidence != right.confidence:
        return False
    return right.follows(left) or (left.source is None and right.source is None)


def merged(left: Piece, right: Piece) -> Piece:
    """The one piece that two `mergeable` ones are."""
    return replace(left, stop=left.stop + right.stop - right.start)


def join_pieces(*parts: Sequence[Piece]) -> tuple[Piece, ...]:
    """The parts in order, as one canonical run of pieces; only the seams are looked at."""
    out: list[Piece] = []
    for part in parts:
        rest = iter(part)
        for piece in rest:
            if out and mergeable(out[-1], piece):
                out[-1] = merged(out[-1], piece)
                continue
            out.append(piece)
            break
        out.extend(rest)
    return tuple(out)


def canonical(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """`pieces` with every two that are `mergeable` made one."""
    return join_pieces(*((piece,) for piece in pieces))


class Stretch(NamedTuple):
    """`[start, stop)` of a source's clock, which pieces `[first, after)` of a paragraph play in one go."""

    source: SourceId | None
    start: Samples
    stop: Samples
    first: int
    after: int


@dataclass(frozen=True)
class Paragraph:
    """One speaker's turn. `over` holds what other voices say inside its span: each word once, `in_order`."""

    speaker: SpeakerId
    pieces: tuple[Piece, ...]
    over: tuple[Overlap, ...] = ()

    @cached_property
    def length(self) -> Samples:
        """Samples that the paragraph takes up in the compilation."""
        return sum(piece.stop - piece.start for piece in self.pieces if piece.kept)

    @cached_property
    def word_count(self) -> int:
        """How many pieces have text."""
        return sum(1 for piece in self.pieces if piece.text)

    @cached_property
    def word_pieces(self) -> tuple[int, ...]:
        """The index in `pieces` of each word."""
        return tuple(index for index, piece in enumerate(self.pieces) if piece.text)

    @cached_property
    def starts(self) -> tuple[Samples, ...]:
        """When each piece begins, and at last the length: samples from the paragraph's start."""
        return tuple(accumulate((piece.length for piece in self.pieces), initial=0))

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The pieces gathered into stretches in which a source runs on without a join, ignored ones too."""
        found: list[Stretch] = []
        first = 0
        for after in range(1, len(self.pieces) + 1):
            if after < len(self.pieces) and self.pieces[after].follows(self.pieces[after - 1]):
                continue
            begin, end = self.pieces[first], self.pieces[after - 1]
            found.append(Stretch(begin.source, begin.start, end.stop, first, after))
            first = after
        return tuple(found)

    def part(self, start: int, stop: int) -> Paragraph:
        """Pieces `[start, stop)` as a paragraph, with what is said over them; itself where that is all.

        Canonical at its ends even where `Document.split` was not.
        """
        if start <= 0 and stop >= len(self.pieces):
            return self
        pieces = self.pieces[max(start, 0) : max(stop, 0)]
        if len(pieces) > 1:
            pieces = join_pieces(pieces[:1], pieces[1:-1], pieces[-1:])
        return Paragraph(self.speaker, pieces, said_over(pieces, self.over))


def said_over(pieces: Sequence[Piece], over: Iterable[Overlap]) -> tuple[Overlap, ...]:
    """The overlaps whose middle lies in one of `pieces`, as `in_order`."""
    said = []
    for overlap in over:
        middle = (overlap.piece.start + overlap.piece.stop) // 2
        if any(p.source == overlap.piece.source and p.start <= middle < p.stop for p in pieces):
            said.append(overlap)
    return in_order(said)


def in_order(over: Iterable[Overlap]) -> tuple[Overlap, ...]:
    """Overlaps by source time, each once: a stretch that a paragraph plays twice has the same ones."""
    return tuple(sorted(set(over), key=_order))


def _order(overlap: Overlap) -> tuple[Samples, Samples, SpeakerId, str, SourceId]:
    """With the source: a turn may play several, and of equal keys a set would give any order."""
    piece = overlap.piece
    return piece.start, piece.stop, overlap.speaker, piece.text, piece.source or ""


Fragment = tuple[Paragraph, ...]
"""What a clipboard holds, a transcription gives and an insertion takes: n paragraphs, so n - 1 breaks."""


class Place(NamedTuple):
    """A boundary between pieces: before `pieces[piece]` of `paragraphs[paragraph]`.

    (n, 0), where n is the number of paragraphs, is the end of the document as a new paragraph.
    """

    paragraph: int
    piece: int


@dataclass(frozen=True)
class Transcript:
    """All that a source says, from its first sample to its last, corrections included.

    text: a document whose pieces cover [0, length) of the source in order; it has no transcripts of its own.
    """

    source: SourceId
    length: Samples
    text: Document


@dataclass(frozen=True, slots=True)
class Marker:
    """A name for an instant: sample `at` of a source's clock, wherever that is heard. colour: its number."""

    name: str
    colour: int
    source: SourceId
    at: Samples


@dataclass(frozen=True)
class Document:
    """The compilation, the transcripts of the sources that it was made from, and markers in what they say."""

    paragraphs: tuple[Paragraph, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    markers: tuple[Marker, ...] = ()

    @cached_property
    def _times(self) -> array[int]:  # an array: every kept root has one
        return array("q", accumulate((p.length for p in self.paragraphs), initial=0))

    @cached_property
    def _words(self) -> array[int]:
        return array("q", accumulate((p.word_count for p in self.paragraphs), initial=0))

    @property
    def length(self) -> Samples:
        """Samples that the compilation plays for."""
        return self._times[-1]

    @property
    def word_count(self) -> int:
        """Pieces that have text, ignored ones and drafts included."""
        return self._words[-1]

    @property
    def end(self) -> Place:
        """The place after the last piece."""
        if not self.paragraphs:
            return Place(0, 0)
        return Place(len(self.paragraphs) - 1, len(self.paragraphs[-1].pieces))

    def transcript(self, source: SourceId) -> Transcript | None:
        """What is known of what `source` says, or None."""
        return next((t for t in self.transcripts if t.source == source), None)

    def piece(self, place: Place) -> Piece:
        """The piece right after `place`. Raises IndexError at the end of a paragraph."""
        return self.paragraphs[place.paragraph].pieces[place.piece]

    def before(self, place: Place) -> Piece | None:
        """The piece right before `place`, looking over a paragraph's start into the one before it."""
        if place.piece:
            return self.paragraphs[place.paragraph].pieces[place.piece - 1]
        return self.paragraphs[place.paragraph - 1].pieces[-1] if place.paragraph else None

    def after(self, place: Place) -> Piece | None:
        """The piece right after `place`, looking over a paragraph's end into the next."""
        forward = self.forward(place)
        return self.piece(forward) if forward.paragraph < len(self.paragraphs) else None

    def forward(self, place: Place) -> Place:
        """The same boundary, named from the paragraph that goes on after it."""
        if place.paragraph < len(self.paragraphs) and place.piece == len(
            self.paragraphs[place.paragraph].pieces
        ):
            return Place(place.paragraph + 1, 0)
        return place

    def backward(self, place: Place) -> Place:
        """The same boundary, named from the paragraph that ends at it."""
        if place.piece == 0 and place.paragraph:
            return Place(place.paragraph - 1, len(self.paragraphs[place.paragraph - 1].pieces))
        return place

    def place_of_word(self, word: int) -> Place:
        """Where word number `word` stands. Raises IndexError where there is no such word."""
        if not 0 <= word < self.word_count:
            raise IndexError(word)
        paragraph = bisect_right(self._words, word) - 1
        return Place(paragraph, self.paragraphs[paragraph].word_pieces[word - self._words[paragraph]])

    def word_at_place(self, place: Place) -> int:
        """The number of the first word at or after `place`: how many words come before it."""
        if place.paragraph >= len(self.paragraphs):
            return self.word_count
        words = self.paragraphs[place.paragraph].word_pieces
        return self._words[place.paragraph] + bisect_right(words, place.piece - 1)

    def first_word(self, paragraph: int) -> int:
        """The number of the first word of paragraph number `paragraph`, or where it would be."""
        return self._words[paragraph]

    def time_of(self, place: Place) -> Samples:
        """When the piece after `place` begins, on the compilation's clock."""
        if place.paragraph >= len(self.paragraphs):
            return self.length
        return self._times[place.paragraph] + self.paragraphs[place.paragraph].starts[place.piece]

    def place_at(self, time: Samples) -> tuple[Place, Samples]:
        """The piece that plays at `time` and how far into it that is; the end and 0 from the length on."""
        if time >= self.length:
            return self.end, 0
        paragraph = bisect_right(self._times, max(time, 0)) - 1
        starts = self.paragraphs[paragraph].starts
        inside = max(time, 0) - self._times[paragraph]
        piece = bisect_right(starts, inside) - 1
        return Place(paragraph, piece), inside - starts[piece]

    def slice(self, a: Place, b: Place) -> Fragment:
        """What stands between two places, its paragraph breaks included."""
        if a >= b:
            return ()
        if a.paragraph == b.paragraph:
            return (self.paragraphs[a.paragraph].part(a.piece, b.piece),)
        first = self.paragraphs[a.paragraph]
        middle = self.paragraphs[a.paragraph + 1 : b.paragraph]
        if b.paragraph == len(self.paragraphs):
            last = Paragraph(self.paragraphs[-1].speaker, ())
        else:
            last = self.paragraphs[b.paragraph].part(0, b.piece)
        return (first.part(a.piece, len(first.pieces)), *middle, last)

    def replace(self, a: Place, b: Place, new: Fragment = ()) -> Document:
        """The document with `[a, b)` gone and `new` in its stead: the only door for changes of the text.

            before   ..head| a ........ b |tail..
            after    ..head + new[0], new[1], ..., new[-1] + tail..

        The ends of `new` join the paragraph they land in where the speakers are the same (a run without
        pieces has no say), else they stand as paragraphs of their own. Empty paragraphs vanish. Where one
        voice hands over to another, `new` may run from the one into the other: it joins both.
        """
        if len(new) > 1 and self._hands_over(b, new[-1]):
            b = self.forward(b)
        head = self._head(a)
        tail = self._tail(b)
        runs: list[Paragraph] = []
        joins: tuple[Paragraph, ...] = (*(p for p in (head,) if p), *new, *(p for p in (tail,) if p))
        for number, paragraph in enumerate(joins):
            at_seam = (head is not None and number == 1) or (tail is not None and number == len(joins) - 1)
            if not paragraph.pieces:
                continue
            if runs and at_seam and runs[-1].speaker == paragraph.speaker and self._meets(joins, number):
                runs[-1] = _joined(runs[-1], paragraph)
            else:
                runs.append(paragraph)
        return replace(
            self,
            paragraphs=(*self.paragraphs[: a.paragraph], *runs, *self.paragraphs[b.paragraph + 1 :]),
        )

    def _hands_over(self, place: Place, last: Paragraph) -> bool:
        """Whether `place` is a paragraph's end after which another speaker goes on, the one of `last`."""
        following = self.forward(place)
        return (
            following != place
            and following.paragraph < len(self.paragraphs)
            and bool(last.pieces)
            and self.paragraphs[following.paragraph].speaker == last.speaker
            and self.paragraphs[place.paragraph].speaker != last.speaker
        )

    @staticmethod
    def _meets(joins: Sequence[Paragraph], number: int) -> bool:
        """Whether the run before number `number` reaches it without a break (an empty one is a break)."""
        return bool(joins[number - 1].pieces)

    def _head(self, a: Place) -> Paragraph | None:
        return self.paragraphs[a.paragraph].part(0, a.piece) if a.paragraph < len(self.paragraphs) else None

    def _tail(self, b: Place) -> Paragraph | None:
        if b.paragraph >= len(self.paragraphs):
            return None
        paragraph = self.paragraphs[b.paragraph]
        return paragraph.part(b.piece, len(paragraph.pieces))

    def split(self, place: Place, inside: Samples) -> tuple[Document, Place]:
        """The document with the piece at `place` in two `inside` samples after its start; the place between.

        Not canonical where the piece has no text: it is for a caller that goes on to take one half away.
        A word keeps its text on the larger half; the other becomes speech without words.
        """
        if inside <= 0:
            return self, place
        piece = self.piece(place)
        if inside >= piece.stop - piece.start:
            return self, Place(place.paragraph, place.piece + 1)
        paragraph = self.paragraphs[place.paragraph]
        pieces = (
            *paragraph.pieces[: place.piece],
            *halves(piece, piece.start + inside),
            *paragraph.pieces[place.piece + 1 :],
        )
        paragraphs = (
            *self.paragraphs[: place.paragraph],
            Paragraph(paragraph.speaker, pieces, paragraph.over),
            *self.paragraphs[place.paragraph + 1 :],
        )
        return replace(self, paragraphs=paragraphs), Place(place.paragraph, place.piece + 1)

    def between(self, start: Samples, stop: Samples) -> tuple[Document, Place, Place]:
        """The document split at two instants of its clock, and those places.

        Both ends lie inside what is heard: ignored pieces at an end are outside. As `split`, not canonical.
        """
        document, b = self.split(*self.place_at(stop))
        while (piece := document.before(b)) is not None and not piece.kept:
            back = document.backward(b)
            b = Place(back.paragraph, back.piece - 1)
        if b.paragraph == len(document.paragraphs):
            b = document.end
        count = len(document.paragraphs[b.paragraph].pieces) if document.paragraphs else 0
        document, a = document.split(*document.place_at(start))
        if document.paragraphs and a.paragraph == b.paragraph:
            b = Place(b.paragraph, b.piece + len(document.paragraphs[b.paragraph].pieces) - count)
        return document, a, b

    def pieces(self) -> Iterator[Piece]:
        """Every piece in order."""
        for paragraph in self.paragraphs:
            yield from paragraph.pieces


def halves(piece: Piece, at: Samples) -> tuple[Piece, Piece]:
    """A piece in two at source time `at`, inside it; the text stays with the larger half."""
    left, right = replace(piece, stop=at), replace(piece, start=at)
    if piece.source is None:
        right = replace(piece, start=0, stop=piece.stop - at + piece.start)
    if piece.text:
        if at - piece.start >= piece.stop - at:
            right = replace(right, text="", confidence=0.0)
        else:
            left = replace(left, text="", confidence=0.0)
    return left, right


def _joined(left: Paragraph, right: Paragraph) -> Paragraph:
    return Paragraph(left.speaker, join_pieces(left.pieces, right.pieces), in_order(left.over + right.over))

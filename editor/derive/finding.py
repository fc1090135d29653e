"""Finding words: where a document reads as what is looked for, case, diacritics and punctuation aside.

The words of a document, each `bare`, are one long text that a regular expression goes through in milliseconds
for 100,000 words. A match is whole words, also where only a part of one was looked for: it is words that are
chosen and edited. No word is in two matches; of overlapping ones the first counts.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import NamedTuple

from editor.derive.folding import after, as_written, bare, before, ends, lead
from editor.derive.writing import space_between
from editor.model.document import Document, Paragraph

SEPARATORS = "[ \u00a0]"
"""Between words, and inside of those that have spaces."""

VOICE = "\n"
"""Between the words of two speakers, over which nothing is found."""

Words = tuple[int, int]
"""Words `[first, stop)` of a document."""


class Query(NamedTuple):
    """What is looked for. whole: only as whole words, else also as parts of words."""

    text: str
    whole: bool = False

    @property
    def punctuation(self) -> bool:
        """Whether nothing but punctuation is looked for."""
        return not any(map(bare, self.text.split()))

    @property
    def fold(self) -> Callable[[str], str]:
        """How words are compared: without punctuation at their ends, unless that is what is looked for."""
        return as_written if self.punctuation else bare

    def pattern(self) -> re.Pattern[str] | None:
        """What finds it in a `Reading`, as group 1, and goes on to the end of the word; None for nothing."""
        tokens = [token for said in self.text.split() if (token := self.fold(said))]
        if not tokens:
            return None
        said = _spelt(tokens[0])
        for left, right in pairwise(tokens):
            said += f"{SEPARATORS}{'+' if space_between(left, right) else '*'}{_spelt(right)}"
        if not self.whole:
            return re.compile(rf"({said})[^ {VOICE}]*")
        # Looking back once a letter fits is several times as fast as looking for where a word begins.
        first = re.escape(tokens[0][0])
        return re.compile(rf"({first}(?<!\S{first}){said.removeprefix(first)})(?!\S)[^ {VOICE}]*")


def _spelt(token: str) -> str:
    """A token as a pattern. Scripts without spaces may be divided into words anywhere."""
    out = re.escape(token[0])
    for left, right in pairwise(token):
        out += re.escape(right) if space_between(left, right) else f"{SEPARATORS}*{re.escape(right)}"
    return out


class Reading:
    """A document as one text. text: every word followed by a space, a line between two voices.

    offsets: where each paragraph begins in it. words: for each paragraph, where each of its words begins,
    counted from there.
    """

    def __init__(self, document: Document, fold: Callable[[str], str] = bare) -> None:
        self.document = document
        self.offsets = array("q")
        self.words: list[array[int]] = []
        parts: list[str] = []
        at, speaker = 0, ""
        for paragraph in document.paragraphs:
            text, starts = read_paragraph(paragraph, fold)
            if text:
                if parts and paragraph.speaker != speaker:
                    parts.append(VOICE)
                    at += len(VOICE)
                speaker = paragraph.speaker
            self.offsets.append(at)
            self.words.append(starts)
            parts.append(text)
            at += len(text)
        self.text = "".join(parts)

    def word_at(self, offset: int) -> tuple[int, int]:
        """(the number of the word that a character belongs to, where in that word the character is)."""
        paragraph = bisect_right(self.offsets, offset) - 1
        inside = offset - self.offsets[paragraph]
        word = bisect_right(self.words[paragraph], inside) - 1
        return self.document.first_word(paragraph) + word, inside - self.words[paragraph][word]

    def offset_of(self, word: int) -> int:
        """Where word number `word` begins; the end of the text beyond the last."""
        if word >= self.document.word_count:
            return len(self.text)
        paragraph = self.document.place_of_word(word).paragraph
        return self.offsets[paragraph] + self.words[paragraph][word - self.document.first_word(paragraph)]


def read_paragraph(paragraph: Paragraph, fold: Callable[[str], str] = bare) -> tuple[str, array[int]]:
    """The text of a paragraph and where its words begin; kept on the paragraph, which never changes."""
    kept_as = f"_{fold.__name__}"
    cached: tuple[str, array[int]] | None = paragraph.__dict__.get(kept_as)
    if cached is None:
        texts = [f"{fold(piece.text)} " for piece in paragraph.pieces if piece.text]
        starts = array("I", accumulate(map(len, texts[:-1]), initial=0) if texts else ())
        cached = paragraph.__dict__[kept_as] = ("".join(texts), starts)
    return cached


class Found:
    """The matches of a query in a document, in order. `find` makes it."""

    def __init__(self, reading: Reading, query: Query) -> None:
        self.query = query
        self._reading = reading
        self._pattern = query.pattern()
        self._starts = array("q")
        self._seen: dict[int, tuple[Words, ...]] = {}
        if self._pattern is not None:
            self._starts.extend(map(re.Match.start, self._pattern.finditer(reading.text)))

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, number: int) -> Words:
        """The words of match number `number`."""
        (first, _), (last, _) = self._edges(number)
        return first, last + 1

    def _edges(self, number: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """The word and the character in it that a match begins with, and those that it ends with."""
        start = self._starts[number]
        assert self._pattern is not None
        match = self._pattern.match(self._reading.text, start)
        assert match is not None
        return self._reading.word_at(start), self._reading.word_at(match.end(1) - 1)

    @property
    def all(self) -> list[Words]:
        """The words of every match."""
        return [self[number] for number in range(len(self))]

    def from_word(self, word: int) -> int:
        """The number of the first match that begins at or after a word, or how many there are."""
        return bisect_left(self._starts, self._reading.offset_of(word))

    def at(self, words: Words) -> int | None:
        """The number of the match that is these very words, or None."""
        number = self.from_word(words[0])
        return number if number < len(self) and self[number] == words else None

    def in_paragraph(self, paragraph: int) -> tuple[Words, ...]:
        """The matches that have words in a paragraph."""
        seen = self._seen.get(paragraph)
        if seen is None:
            document = self._reading.document
            first, stop = document.first_word(paragraph), document.first_word(paragraph + 1)
            low, high = self.from_word(first), self.from_word(stop)
            if low and self[low - 1][1] > first:
                low -= 1
            seen = self._seen[paragraph] = tuple(self[number] for number in range(low, high))
        return seen

    def reworded(self, number: int, text: str) -> str:
        """What the words of a match read where only what was looked for is replaced with `text`.

        What of the first and the last word was not looked for stays: a part of a word, and punctuation.
        """
        (first, a), (last, b) = self._edges(number)
        document = self._reading.document
        head, tail = (document.piece(document.place_of_word(word)).text for word in (first, last))
        if self.query.punctuation:
            return before(head, a) + text + after(tail, b + 1)
        opening, closing = ends(self.query.text.strip())
        left = _without(before(head, lead(head) + a)[::-1], opening[::-1])[::-1]
        return left + text + _without(after(tail, lead(tail) + b + 1), closing)


def _without(text: str, start: str) -> str:
    """`text` without as much of `start` as it starts with."""
    same = 0
    while same < min(len(text), len(start)) and text[same] == start[same]:
        same += 1
    return text[same:]


def find(document: Document, query: Query) -> Found:
    """Where a document reads as `query`."""
    return Found(Reading(document, query.fold), query)

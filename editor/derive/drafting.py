"""Typed text as draft words: no recording has them yet, so how long each lasts is an estimate.

The pace is a calm narrator's, some 150 words a minute, which with 5.6 letters and spaces to an English word
makes 14 letters a second, the short pauses between sentences included. A Chinese character or a kana lasts as
long as three letters, which comes to 280 characters a minute, the pace of news readers.
"""

from __future__ import annotations

import unicodedata

from editor.derive.writing import clean
from editor.model.document import Piece
from editor.model.time import Samples, from_seconds

LETTERS_PER_S = 14.0
LETTERS_IN_A_WIDE_ONE = 3
SHORTEST_S = 0.12


def drafted(text: str, rate: int) -> tuple[tuple[Piece, ...], ...]:
    """The draft words of `text`, for each line that has some; none where there is nothing to say."""
    lines = (words_of(line) for line in text.splitlines())
    return tuple(tuple(Piece(None, 0, spoken(word, rate), word) for word in line) for line in lines if line)


def words_of(line: str) -> list[str]:
    """What stands between spaces; of scripts that have none, each letter with the marks after it."""
    words: list[str] = []
    for token in clean(line).split():
        begin = 0
        for at in range(1, len(token)):
            if _begins_a_word(token[at]) and any(c.isalnum() for c in token[begin:at]):
                words.append(token[begin:at])
                begin = at
        words.append(token[begin:])
    return words


def spoken(word: str, rate: int) -> Samples:
    """How long a narrator takes for `word` and the space after it."""
    letters = sum(LETTERS_IN_A_WIDE_ONE if _begins_a_word(letter) else 1 for letter in word)
    return from_seconds(max((letters + 1) / LETTERS_PER_S, SHORTEST_S), rate)


def _begins_a_word(letter: str) -> bool:
    """Whether it is a Han character or a kana. Hangul is as wide, but has spaces between words."""
    return (
        letter > "\u2e7f"
        and not "\uac00" <= letter < "\ud7b0"
        and unicodedata.east_asian_width(letter) in "WF"
        and unicodedata.category(letter) in ("Lo", "Lm")
    )

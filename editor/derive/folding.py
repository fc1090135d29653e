"""Words as they are compared in a search: without case and diacritics, and without punctuation at their ends.

Marks upon letters are passed over where they are an accent, a point or a stroke: by their canonical combining
class (Unicode 4.3) an overlay, those of Hebrew, Arabic and Syriac, and everything from 200 on. The marks of
kana, Indic and Thai letters tell words apart, and stay.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable

_LIKE = str.maketrans("‘’‚‛“”„‟‐‑−øłđħŧı", "''''\"\"\"\"---oldhti")
"""What is written one way or the other for the same, and letters whose stroke Unicode does not take apart."""

_OF_WORDS = "#%&*@/\\†‡§¶‰"
"""Of Unicode's punctuation, what belongs to a word, as in C# and 50%."""

_ASCII_ENDS = "!\"'(),-.:;?[]_{} \t\n\r\v\f\x1c\x1d\x1e\x1f"


def folded(text: str) -> str:
    """`text` without case, diacritics and what cannot be seen."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_LIKE))
    plain = "".join(character for character in spread if not _passed_over(character))
    return unicodedata.normalize("NFC", plain.casefold())


def bare(text: str) -> str:
    """`folded` without punctuation at its ends, no-break spaces for spaces inside; "" where that is all."""
    if text.isascii():
        if text.isalnum():
            return text.lower()
        plain = text.lower().strip(_ASCII_ENDS)
    else:
        plain = folded(text)
        start, stop = _inner(plain)
        plain = plain[start:stop]
    return "\u00a0".join(plain.split())


def as_written(text: str) -> str:
    """`folded` with its punctuation, no-break spaces for spaces inside."""
    return text.lower() if text.isascii() and text.isalnum() else "\u00a0".join(folded(text).split())


def ends(text: str) -> tuple[str, str]:
    """The punctuation before and after the rest of a text; all of it before where there is no rest."""
    start, stop = _inner(text)
    return text[:start], text[stop:]


def lead(text: str) -> int:
    """How many characters of `folded` come before those of `bare`."""
    return _inner(folded(text))[0]


def before(text: str, count: int) -> str:
    """What of `text` makes the first `count` characters of its `folded`, marks upon them included."""
    return text[: bisect_right(range(len(text) + 1), count, key=_length(text)) - 1]


def after(text: str, count: int) -> str:
    """What of `text` comes after the first `count` characters of its `folded` and the marks upon them."""
    upto, length = range(len(text) + 1), _length(text)
    stop = min(bisect_left(upto, count, key=length), len(text))
    return text[bisect_right(upto, length(stop), key=length) - 1 :]


def _length(text: str) -> Callable[[int], int]:
    """How long the first characters of `text` are when they are folded; it grows with their number."""
    return lambda count: len(folded(text[:count]))


def _inner(text: str) -> tuple[int, int]:
    """Where what is no punctuation begins and ends."""
    start, stop = 0, len(text)
    while start < stop and _at_ends(text[start]):
        start += 1
    while stop > start and _at_ends(text[stop - 1]):
        stop -= 1
    return start, stop


def _at_ends(character: str) -> bool:
    if character.isalnum():
        return False
    return character.isspace() or (unicodedata.category(character)[0] == "P" and character not in _OF_WORDS)


def _passed_over(character: str) -> bool:
    kind = unicodedata.combining(character)
    return (
        kind == 1
        or 10 <= kind <= 36
        or kind >= 200
        or "\ufe00" <= character <= "\ufe0f"
        or unicodedata.category(character) == "Cf"
    )

"""How words are written one after another: with a space or, in scripts that have none, without."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

#: Scripts written without spaces between words, as half-open code point ranges: Thai and Lao, Myanmar, Khmer,
#: CJK punctuation and kana, Han with its extensions, full-width forms. Hangul has spaces.
_UNSPACED = (
    (0x0E00, 0x0F00),
    (0x1000, 0x10A0),
    (0x1780, 0x1800),
    (0x2E80, 0x3130),
    (0x3190, 0xA000),
    (0xF900, 0xFB00),
    (0xFF00, 0xFFA0),
    (0x20000, 0x32000),
)


def clean(text: str) -> str:
    """`text` on one line: single spaces, no control characters, nothing that UTF-8 cannot hold."""
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    safe = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in safe).split())


def space_between(left: str, right: str) -> str:
    """What stands between two words that are not empty: nothing where both are of a script without spaces."""
    return "" if _unspaced(left[-1]) and _unspaced(right[0]) else " "


def joined(words: Iterable[str]) -> str:
    """Words as running text; empty ones are left out."""
    out: list[str] = []
    for word in words:
        if word:
            if out:
                out.append(space_between(out[-1], word))
            out.append(word)
    return "".join(out)


def columns(text: str) -> int:
    """How wide `text` is beside Latin letters: 2 for wide characters and emoji, 0 for marks upon others."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def pieces_of(word: str, width: int) -> list[str]:
    """`word` in parts of at most `width` columns; a character is never parted from the marks upon it."""
    if columns(word) <= width:
        return [word]
    parts: list[str] = []
    part, used, joins = "", 0, False
    for character in word:
        wide = _columns(character)
        if part and used + wide > width and wide and not joins:
            parts.append(part)
            part, used = "", 0
        part, used, joins = part + character, used + wide, character == "\u200d"
    return [*parts, part]


def _unspaced(character: str) -> bool:
    point = ord(character)
    return point >= 0x0E00 and any(first <= point < after for first, after in _UNSPACED)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or 0x1F3FB <= ord(character) <= 0x1F3FF:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1

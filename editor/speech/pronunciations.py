"""How a written word may be said: the CMU pronouncing dictionary, then its parts, numbers, and rules."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from itertools import product, zip_longest
from pathlib import Path

from editor.speech import letters, numbers
from editor.speech.network import Pronunciations

_MOST_WAYS = 4
_ENDINGS = {
    "'s": (("Z",), ("S",)),
    "s'": (("Z",),),
    "'ll": (("AH", "L"),),
    "'ve": (("V",),),
    "'d": (("D",),),
    "'re": (("ER",),),
    "n't": (("AH", "N", "T"),),
    "in'": (("IH", "N"),),
    "s": (("Z",), ("S",)),
}


@lru_cache(maxsize=16384)
def ways(token: str) -> Pronunciations:
    """The ways to say one written word, at most four; () where nothing in it is said ("-", "♪")."""
    word = unicodedata.normalize("NFKC", token).replace("’", "'").strip('"“”‘.,;:!?()[]{}<>…—–-*_/ ')
    if not word:
        return ()
    if found := _known(word.lower()) or _known(word.lower().strip("'")):
        return _few(found)
    if said := numbers.spoken(word):
        return _few(_in_turn([_together(words) for words in said]))
    parts = [part for part in re.split(r"[-–—/_.,&+@:;!?…]+", word) if part]
    if len(parts) > 1:
        if all(len(part) == 1 for part in parts):
            return _few((letters.spelled("".join(parts)),))
        return _together(parts)
    return _whole(word)


def _whole(word: str) -> Pronunciations:
    lower = word.lower()
    for ending, sounds in _ENDINGS.items():
        stem = lower.removesuffix(ending)
        if stem != lower and (found := _known(stem)):
            return _few(tuple(way + sound for way in found for sound in sounds))
    by_rule = letters.guess(lower)
    if word.isupper() and 1 < len(word) < 6:
        return _few(tuple(way for way in (letters.spelled(word), by_rule) if way))
    return (by_rule,) if by_rule else ()


def _together(words: list[str]) -> Pronunciations:
    """Several words said as one."""
    each = [found for word in words if (found := ways(word))]
    if not each:
        return ()
    return _few(tuple(sum(choice, ()) for choice in product(*(found[:2] for found in each[:6]))), each[6:])


def _in_turn(found: list[Pronunciations]) -> Pronunciations:
    """The likeliest of each, then the second of each, and so on."""
    turns = zip_longest(*found, fillvalue=())
    return tuple(way for turn in turns for way in turn if way)


def _few(found: Pronunciations, rest: list[Pronunciations] | None = None) -> Pronunciations:
    tail = sum((more[0] for more in rest or []), ())
    return tuple(dict.fromkeys(way + tail for way in found[:_MOST_WAYS] if way))


def _known(word: str) -> Pronunciations:
    """What the dictionary says about a word in lower case; () where it does not have it."""
    lines, sought = _dictionary(), word.encode()
    found: list[tuple[str, ...]] = []
    at = bisect_left(lines, sought, key=_headword)
    while at < len(lines) and _headword(lines[at]) == sought:
        found.append(tuple(lines[at].decode("ascii", "replace").split()[1:]))
        at += 1
    return tuple(found)


def _headword(line: bytes) -> bytes:
    """ "live(2) L IH V" -> "live"."""
    return line.partition(b" ")[0].partition(b"(")[0]


@lru_cache(maxsize=1)
def _dictionary() -> list[bytes]:
    """Lines, by headword, of Carnegie Mellon's dictionary (BSD licence), which pocketsphinx carries.

    Kept as they are: to take 135,000 lines apart would take longer than aligning a minute of speech.
    """
    import pocketsphinx

    file = Path(pocketsphinx.get_model_path()) / "en-us" / "cmudict-en-us.dict"
    return file.read_bytes().splitlines()

"""How a written word may be said: the CMU pronouncing dictionary, then its parts, numbers, and rules."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product
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
    if found := _dictionary().get(word.lower()) or _dictionary().get(word.lower().strip("'")):
        return _few(found)
    if said := numbers.spoken(word):
        return _few(tuple(way for words in said for way in _together(words)))
    parts = [part for part in re.split(r"[-–—/_.,&+@:;!?…]+", word) if part]
    if len(parts) > 1:
        if all(len(part) == 1 for part in parts):
            return (letters.spelled("".join(parts)),)
        return _together(parts)
    return _whole(word)


def _whole(word: str) -> Pronunciations:
    lower = word.lower()
    for ending, sounds in _ENDINGS.items():
        stem = lower.removesuffix(ending)
        if stem != lower and (found := _dictionary().get(stem)):
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


def _few(found: Pronunciations, rest: list[Pronunciations] | None = None) -> Pronunciations:
    tail = sum((more[0] for more in rest or []), ())
    return tuple(dict.fromkeys(way + tail for way in found[:_MOST_WAYS] if way))


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, Pronunciations]:
    """Carnegie Mellon University's dictionary (BSD licence) as the pocketsphinx package carries it."""
    import pocketsphinx

    file = Path(pocketsphinx.get_model_path()) / "en-us" / "cmudict-en-us.dict"
    found: dict[str, list[tuple[str, ...]]] = {}
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            word, *phones = line.split()
            found.setdefault(word.split("(")[0], []).append(tuple(phones))
    return {word: tuple(said) for word, said in found.items()}

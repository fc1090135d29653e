"""How well what was typed fits the name of a command: word starts before their insides, letters apart last.

Letters of a word that is typed stand in a title in their order, as the whole of a word, its start, the first
letters of several (`patc` is Play Around the Cut), or anywhere. Several words may stand in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from editor.derive.folding import folded

_LETTER, _NEXT = 4, 6
"""For a letter that is there, and more where it follows the one before at once."""

_FIRST, _START = 10, 8
"""For a letter that begins the title, or a word of it."""

_MOST_APART = 3
"""So much is lost at most for what lies between two letters, one for each character."""

_BEGINS, _IS = 20, 40
"""For a title that begins with all that was typed, or is just that."""


class Entry(NamedTuple):
    """What can be looked for. also: other words for it, divided by spaces."""

    title: str
    menu: str = ""
    also: str = ""


class Fit(NamedTuple):
    """score: the more the better. at: the characters of the title that were typed."""

    score: int
    at: tuple[int, ...] = ()


def ranked(typed: str, entries: Sequence[Entry]) -> list[tuple[int, Fit]]:
    """The numbers of the entries that fit, the best first; of equals the one that comes first."""
    fits = ((number, fit(typed, entry)) for number, entry in enumerate(entries))
    found = [(number, fit) for number, fit in fits if fit is not None]
    return sorted(found, key=lambda one: -one[1].score)


def fit(typed: str, entry: Entry) -> Fit | None:
    """How well an entry fits, None where some word of what was typed is not of it."""
    score, at = 0, set[int]()
    for word in _plain(typed).split():
        found = max(
            (one for one in (_in_title(word, entry.title), _beside(word, entry)) if one is not None),
            key=lambda one: one.score,
            default=None,
        )
        if found is None:
            return None
        score += found.score
        at.update(found.at)
    whole, title = " ".join(_plain(typed).split()), _plain(entry.title)
    if whole and title.rstrip("…") == whole.rstrip("…"):
        score += _IS
    elif whole and title.startswith(whole):
        score += _BEGINS
    return Fit(score, tuple(sorted(at)))


def _beside(word: str, entry: Entry) -> Fit | None:
    """Whether a word begins one of those that an entry is also known by, or its menu."""
    score = _LETTER * len(word) + _NEXT * (len(word) - 1)
    known = [other for other in folded(entry.also).split() if other.startswith(word)]
    if known:
        return Fit(score + (_START if word in known else 2))
    return Fit(score) if folded(entry.menu).startswith(word) else None


@lru_cache(maxsize=4096)
def _in_title(word: str, title: str) -> Fit | None:
    """The best way to find the letters of a word in a title."""
    text = _plain(title)
    # For each place of the present letter: the score so far, and the places of the letters.
    ways: dict[int, Fit] = {
        at: Fit(_LETTER + _bonus(text, at), (at,)) for at, letter in enumerate(text) if letter == word[0]
    }
    for typed in word[1:]:
        further: dict[int, Fit] = {}
        for at, letter in enumerate(text):
            before = [
                Fit(way.score + _step(text, last, at), (*way.at, at))
                for last, way in ways.items()
                if last < at and letter == typed
            ]
            if before:
                further[at] = max(before, key=lambda way: way.score)
        ways = further
    return max(ways.values(), key=lambda way: way.score, default=None)


def _step(text: str, last: int, at: int) -> int:
    if at == last + 1:
        return _LETTER + max(_NEXT, _bonus(text, at))
    return _LETTER + _bonus(text, at) - min(at - last - 1, _MOST_APART)


def _bonus(text: str, at: int) -> int:
    if at == 0:
        return _FIRST
    return _START if not text[at - 1].isalnum() else 0


@lru_cache(maxsize=1024)
def _plain(title: str) -> str:
    """Folded character by character, so that places stay."""
    return "".join((folded(letter) or letter)[:1] if letter != "…" else letter for letter in title)

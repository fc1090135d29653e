"""Numbers as English speakers say them, for alignment only: what is shown stays as written."""

from __future__ import annotations

import re

_ONES = [
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_GROUPS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_MONEY = {"$": "dollars", "£": "pounds", "€": "euros", "¥": "yen"}
_SIGNS = {"%": ["percent"], "&": ["and"], "+": ["plus"], "=": ["equals"], "@": ["at"], "°": ["degrees"]}
_NUMBER = re.compile(
    r"(?P<money>[$£€¥])?(?P<whole>[0-9]+)(?:\.(?P<part>[0-9]+))?(?P<tail>st|nd|rd|th|s|'s)?$"
)
_LONGEST = 15
_DIGITS = frozenset("0123456789")


def spoken(token: str) -> list[list[str]]:
    """The ways in which a token with digits or signs is said, likeliest first, each a list of words.

    Empty where the token is neither. "1984" -> [["nineteen", "eighty", "four"], ["one", "thousand", ...]].
    """
    if token in _SIGNS:
        return [_SIGNS[token]]
    if not any(letter in _DIGITS for letter in token):
        return []
    plain = token.replace(",", "").lower()
    match = _NUMBER.match(plain)
    if match and len(match["whole"]) <= _LONGEST:
        return _of_match(match)
    pieces = re.findall(r"[0-9]+|[a-z']+|[%&+=@°]", plain)
    said: list[str] = []
    for piece in pieces:
        said += (spoken(piece[:_LONGEST]) or [[piece]])[0]
    return [said] if said else []


def cardinal(number: int) -> list[str]:
    """42 -> ["forty", "two"]; from 0 below 10 ** 15."""
    if number < 20:
        return [_ONES[number]]
    if number < 100:
        return [_TENS[number // 10], *(cardinal(number % 10) if number % 10 else [])]
    size, name = next((size, name) for size, name in _GROUPS if number >= size)
    return [*cardinal(number // size), name, *(cardinal(number % size) if number % size else [])]


def _of_match(match: re.Match[str]) -> list[list[str]]:
    digits, part, tail = match["whole"], match["part"], match["tail"] or ""
    number = int(digits)
    if part is not None and match["money"]:
        return [
            [
                *cardinal(number),
                _MONEY[match["money"]],
                *(cardinal(int(part[:_LONGEST])) if int(part) else []),
            ]
        ]
    if part is not None:
        return [[*cardinal(number), "point", *(_ONES[int(digit)] for digit in part)]]
    ways = [cardinal(number)]
    if len(digits) == 4 and not match["money"]:
        ways.insert(0, _year(number, digits))
    if digits[0] == "0" or len(digits) > 4:
        ways.append([_ONES[int(digit)] for digit in digits])
    rest = number % 100
    if rest and (number < 1000 or number % 1000 < 100) and number > 100:
        whole = cardinal(number)
        at = len(whole) - len(cardinal(rest))
        ways.append([*whole[:at], "and", *whole[at:]])
    if rest and 100 < number < 1000:
        ways.append([*cardinal(number // 100), *_pair(digits[-2:])])
    if match["money"]:
        ways = [[*way, _MONEY[match["money"]]] for way in ways]
    if tail in ("s", "'s"):
        ways = [[*way[:-1], _plural(way[-1])] for way in ways]
    elif tail:
        ways = [[*way[:-1], _ordinal(way[-1])] for way in ways]
    return ways


def _year(number: int, digits: str) -> list[str]:
    if number % 1000 < 10:
        return cardinal(number)
    if number % 100 == 0:
        return [*cardinal(number // 100), "hundred"]
    return [*cardinal(number // 100), *_pair(digits[2:])]


def _pair(digits: str) -> list[str]:
    if digits == "00":
        return []
    return ["oh", _ONES[int(digits[1])]] if digits[0] == "0" else cardinal(int(digits))


def _ordinal(word: str) -> str:
    if word in _ORDINALS:
        return _ORDINALS[word]
    return word[:-1] + "ieth" if word.endswith("y") else word + "th"


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") else word + "es" if word.endswith("x") else word + "s"

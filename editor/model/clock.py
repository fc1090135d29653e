"""Times as people write them: `1:02:03.5`, `62.5`, `12m`, and `+10` or `-5` from where one is."""

from __future__ import annotations

import re

from editor.model.errors import Refusal
from editor.model.time import Samples, clock_text, from_seconds

EXAMPLES = "1:02:03.5, 62.5 or 12m; +10 and -5 go from here"

_NUMBER = r"[0-9]{1,9}(?:[.,][0-9]{0,9})?"
_COLONS = re.compile(rf"(?:([0-9]{{1,6}}):)?([0-9]{{1,6}}):({_NUMBER})")
_UNITS = re.compile(rf"(?:({_NUMBER})h)?(?:({_NUMBER})m(?:in)?)?(?:({_NUMBER})s?)?")
_MINUS = "-−–"


class TimeError(Refusal):
    """A text that is no time, or none of this document."""


def read_instant(text: str, now: Samples, length: Samples, rate: int) -> Samples:
    """The instant that `text` names in a document of `length` samples, `now` being where one is.

    Hours, minutes and seconds with colons, or with h, m and s, or seconds alone; a comma is a decimal point.
    With a sign it is so far from `now`, and ends at the start or the end. Raises `TimeError`.
    """
    plain = "".join(text.split()).lower()
    sign, plain = (plain[0], plain[1:]) if plain[:1] in ("+", *_MINUS) else ("", plain)
    seconds = _seconds(plain)
    if seconds is None:
        raise TimeError(f"That is no time. Write it as {EXAMPLES}.")
    samples = from_seconds(seconds, rate)
    if sign:
        return min(max(now + (samples if sign == "+" else -samples), 0), length)
    if samples > length:
        raise TimeError(f"That is past the end, which is at {clock_text(length, rate, tenths=True)}.")
    return samples


def _seconds(plain: str) -> float | None:
    """How many seconds are written, or None."""
    if match := _COLONS.fullmatch(plain):
        hours, minutes, seconds = match.groups()
        if _number(seconds) >= 60 or (hours and int(minutes) >= 60):
            return None
        return int(hours or 0) * 3600 + int(minutes) * 60 + _number(seconds)
    if plain and (match := _UNITS.fullmatch(plain)):
        hours, minutes, seconds = match.groups()
        return _number(hours) * 3600 + _number(minutes) * 60 + _number(seconds)
    return None


def _number(text: str | None) -> float:
    return float((text or "0").replace(",", "."))

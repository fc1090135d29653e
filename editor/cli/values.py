"""Numbers as they are given on the command line, and sentences for what is none."""

from __future__ import annotations

from argparse import ArgumentTypeError


def number(text: str, low: float, high: float) -> float:
    """A number from `low` to `high`. Raises ArgumentTypeError."""
    try:
        value = float(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no number") from None
    if not low <= value <= high:
        raise ArgumentTypeError(f"{text} is not between {low:g} and {high:g}")
    return value


def whole(text: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`. Raises ArgumentTypeError."""
    try:
        value = int(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no whole number") from None
    if not low <= value <= high:
        raise ArgumentTypeError(f"{text} is not between {low} and {high}")
    return value

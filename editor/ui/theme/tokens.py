"""The colours by name, light and dark, and what is computed from them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Tokens:
    """One set of colours, as `#rrggbb`. Text on `page` and `pane` has a contrast of 4.5 to 1 at least."""

    dark: bool
    page: str
    pane: str
    ink: str
    quiet: str
    hairline: str
    accent: str
    on_accent: str
    draft: str
    enhanced: str
    warning: str
    error: str


LIGHT = Tokens(
    dark=False,
    page="#FBFAF7",
    pane="#F3F1EC",
    ink="#1C1B19",
    quiet="#6B6963",
    hairline="#E2DED5",
    accent="#2F6FDE",
    on_accent="#FFFFFF",
    draft="#8A4FBF",
    enhanced="#0E8A6B",
    warning="#B4690E",
    error="#B3261E",
)

DARK = Tokens(
    dark=True,
    page="#17181A",
    pane="#1F2023",
    ink="#E9E7E2",
    quiet="#9A978F",
    hairline="#303236",
    accent="#6EA2FF",
    on_accent="#10131A",
    draft="#C79BF2",
    enhanced="#4CC9A5",
    warning="#E5A54B",
    error="#F2867E",
)

LIT = 0.18
"""How much accent lies behind the word that is playing."""

SELECTED = 0.26
"""How much accent lies behind selected words."""

FOUND = 0.2
"""How much warning lies behind words that a search found."""

SPEAKERS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Okabe and Ito's colours, told apart by everybody; black and yellow are left out: ink and glare."""


def blend(over: str, under: str, share: float) -> str:
    """`over` at `share` (0 to 1) on `under`, as one opaque colour."""
    a, b = QColor(over), QColor(under)
    mixed = (
        round(x * share + y * (1 - share))
        for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    )
    return QColor(*mixed).name()


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, tokens: Tokens) -> str:
    """`colour`, moved towards ink until text in it can be read on page and pane."""
    for step in range(21):
        moved = blend(tokens.ink, colour, step / 20)
        if min(contrast(moved, tokens.page), contrast(moved, tokens.pane)) >= 4.5:
            return moved
    return tokens.ink


def _luminance(colour: str) -> float:
    mixed = QColor(colour)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (mixed.redF(), mixed.greenF(), mixed.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

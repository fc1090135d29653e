"""Type by families that some system has; nothing is shipped, and the last resort is Qt's own choice."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

READING = (
    "Charter",
    "Iowan Old Style",
    "Source Serif 4",
    "Source Serif Pro",
    "Georgia",
    "Noto Serif",
    "P052",
    "Palatino Linotype",
    "DejaVu Serif",
)
"""Book faces with real italics: macOS, what designers install, Windows, and what Linux has."""

READING_PX = 16
LINE_HEIGHT = 1.55
CHROME_PX = 13
SMALL_PX = 12

_CJK = ("Noto Serif CJK SC", "Songti SC", "SimSun", "Yu Mincho", "Noto Sans CJK SC", "Droid Sans Fallback")


def reading(pixels: int = READING_PX) -> QFont:
    """The face of the transcript."""
    font = QFont()
    # Where two foundries make a family, Qt names it with the foundry: "P052 [urw]".
    known = {family.split(" [")[0] for family in QFontDatabase.families()}
    font.setFamilies([*(family for family in (*READING, *_CJK) if family in known), "serif"])
    font.setPixelSize(pixels)
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def chrome(pixels: int = CHROME_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The system's own face, for everything around the text; figures of one width."""
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font

"""Text can be read in both looks, and the icons are drawn."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from editor.ui.theme import DARK, LIGHT, Theme, Tokens, icons
from editor.ui.theme.tokens import SPEAKERS, blend, contrast, readable


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_text_has_contrast(application: QApplication, tokens: Tokens) -> None:
    for ground in (tokens.page, tokens.pane):
        for ink in (tokens.ink, tokens.quiet, tokens.error):
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    for speaker in SPEAKERS:
        assert contrast(readable(speaker, tokens), tokens.pane) >= 4.5
    for share in (0.18, 0.26):
        assert contrast(tokens.ink, blend(tokens.accent, tokens.page, share)) >= 4.5


def test_what_is_readable_already_stays(application: QApplication) -> None:
    assert readable("#000000", LIGHT) == "#000000"


def test_a_look_is_put_on_and_told(application: QApplication, theme: Theme) -> None:
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.tokens.dark))
    theme.choose("dark")
    theme.choose("light")
    assert told == [True, False]


@pytest.mark.parametrize("name", icons.names())
def test_icons_have_ink(application: QApplication, name: str) -> None:
    image = icons.pixmap(name, "#ff0000", 20).toImage()
    inked = sum(
        image.pixelColor(x, y).alpha() > 0 for x in range(image.width()) for y in range(image.height())
    )
    assert 20 < inked < image.width() * image.height() * 0.8

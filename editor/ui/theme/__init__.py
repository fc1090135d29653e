"""Colours, type, icons and the style sheet: the whole look, in one place."""

from editor.ui.theme.theme import Theme
from editor.ui.theme.tokens import DARK, LIGHT, Tokens

__all__ = ["DARK", "LIGHT", "Theme", "Tokens"]

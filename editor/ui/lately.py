"""Commands that were given through the palette, kept in the settings, the latest first."""

from __future__ import annotations

from PySide6.QtCore import QSettings

KEPT = 8
_KEY = "commands of late"


def used(settings: QSettings) -> list[str]:
    """The names of commands, the latest first; what the settings say may be of another version."""
    value = settings.value(_KEY, [])
    return [str(name) for name in value] if isinstance(value, list) else [str(value)]


def keep_used(settings: QSettings, name: str) -> None:
    """A command has been given."""
    settings.setValue(_KEY, [name, *(other for other in used(settings) if other != name)][:KEPT])

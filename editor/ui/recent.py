"""Projects that were open lately, kept in the settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

KEPT = 8
_KEY = "recent"


def recent(settings: QSettings) -> list[Path]:
    """Those that are still there, the latest first."""
    return [path for name in _names(settings) if (path := Path(name)).is_dir()]


def remember(settings: QSettings, project: Path) -> None:
    """Put a project first."""
    name = str(project.resolve())
    names = [name, *(other for other in _names(settings) if other != name)]
    settings.setValue(_KEY, names[:KEPT])


def _names(settings: QSettings) -> list[str]:
    value = settings.value(_KEY, [])
    if isinstance(value, str):
        return [value]
    return [str(name) for name in value] if isinstance(value, list) else []

"""Projects that were open lately, kept in the settings."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QSettings

KEPT = 12
_KEY, _ABOUT = "recent", "recent about"


@dataclass(frozen=True)
class About:
    """What is known of a project without opening it. opened: seconds since 1970, 0 where nobody knows."""

    opened: float = 0.0
    length_s: float = 0.0
    words: float = 0


@dataclass(frozen=True)
class Recent:
    """A project that was open lately; it may have been moved or deleted since."""

    path: Path
    about: About

    @property
    def title(self) -> str:
        """Its name as people say it."""
        return self.path.name.removesuffix(".wordtape")

    @property
    def there(self) -> bool:
        """Whether it is still where it was."""
        return self.path.is_dir()


def recent_projects(settings: QSettings) -> list[Recent]:
    """All of them, the latest first."""
    about = _about(settings)
    return [Recent(Path(name), about.get(name, About())) for name in _names(settings)]


def recent(settings: QSettings) -> list[Path]:
    """Those that are still there, the latest first."""
    return [one.path for one in recent_projects(settings) if one.there]


def remember(settings: QSettings, project: Path) -> None:
    """Put a project first: it was opened now."""
    name = str(project.resolve())
    _keep(settings, [name, *(other for other in _names(settings) if other != name)])
    known = _about(settings).get(name, About())
    remember_about(settings, project, known.length_s, known.words)


def remember_about(settings: QSettings, project: Path, length_s: float, words: float) -> None:
    """Keep what is known of a project as it is closed."""
    names = set(_names(settings))
    about = {name: known for name, known in _about(settings).items() if name in names}
    about[str(project.resolve())] = About(time.time(), length_s, words)
    settings.setValue(_ABOUT, json.dumps({name: asdict(known) for name, known in about.items()}))


def forget(settings: QSettings, project: Path) -> None:
    """List a project no more."""
    gone = {str(project), str(project.resolve())}
    _keep(settings, [name for name in _names(settings) if name not in gone])


def _keep(settings: QSettings, names: list[str]) -> None:
    settings.setValue(_KEY, names[:KEPT])


def _names(settings: QSettings) -> list[str]:
    value = settings.value(_KEY, [])
    if isinstance(value, str):
        return [value] if value else []
    return [str(name) for name in value] if isinstance(value, list) else []


def _about(settings: QSettings) -> dict[str, About]:
    try:
        kept = json.loads(str(settings.value(_ABOUT, "{}")))
        return {
            str(name): About(**{key: float(value) for key, value in known.items()})
            for name, known in kept.items()
        }
    except (ValueError, TypeError, AttributeError):
        # Settings that somebody else wrote: then nothing is known.
        return {}

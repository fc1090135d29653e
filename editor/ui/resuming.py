"""Where a project was left, kept in the settings: caret, playhead, and what was seen of text and sound."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QSettings

from editor.ui.timeline.scale import Scale
from editor.ui.workspace import Workspace

KEPT = 50
"""Projects; who was left longest ago is forgotten first."""

MOST = 2**53
"""Beyond it numbers of settings are no longer exact."""

_KEY = "left at"


@dataclass(frozen=True)
class Left:
    """Where somebody was. offset: pixels into the paragraph at the top; start, per_px: see `Scale`."""

    caret: float
    playhead: float
    paragraph: float
    offset: float
    start: float
    per_px: float


def keep(settings: QSettings, workspace: Workspace) -> None:
    """Remember where a project is left."""
    desk, scale = workspace.desk, workspace.timeline.scale
    if not desk.document.paragraphs:
        return
    left = Left(desk.caret, desk.playhead, *workspace.transcript.standing, scale.start, scale.per_px)
    name = str(desk.session.path.resolve())
    others = {other: about for other, about in _all(settings).items() if other != name}
    latest = list({**others, name: asdict(left)}.items())[-KEPT:]
    settings.setValue(_KEY, json.dumps(dict(latest)))


def resume(settings: QSettings, workspace: Workspace) -> None:
    """Be where the project was left, as nearly as what is in it now allows."""
    left = _read(settings, workspace.desk.session.path)
    if left is None or not workspace.desk.document.paragraphs:
        return
    workspace.desk.select(int(left.caret))
    workspace.desk.seek(int(left.playhead))
    workspace.timeline.show_scale(Scale(left.start, left.per_px))
    workspace.transcript.stand(int(left.paragraph), left.offset)


def _read(settings: QSettings, project: Path) -> Left | None:
    try:
        known = _all(settings)[str(project.resolve())]
        left = Left(**{str(key): float(value) for key, value in known.items()})
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None
    good = all(math.isfinite(value) and abs(value) < MOST for value in asdict(left).values())
    return left if good and left.per_px > 0 else None


def _all(settings: QSettings) -> dict[str, dict[str, float]]:
    """Everything that is kept; settings that somebody else wrote are none."""
    try:
        kept = json.loads(str(settings.value(_KEY, "{}")))
    except (ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}

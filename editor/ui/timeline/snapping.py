"""Snapping: what is dragged stops at what is near it, within a few pixels, and a line shows at what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from editor.model.document import Document
from editor.model.time import Samples
from editor.ui.timeline.drags import Drag
from editor.ui.timeline.scale import Scale
from editor.ui.timeline.seen import Seen

SNAP_PX = 7
"""How near something has to come."""


@dataclass(frozen=True)
class Snapped:
    """The instant that a drag is taken to. to: what it snapped to, or None."""

    time: Samples
    to: Samples | None = None


def snapped(
    drag: Drag, time: Samples, document: Document, seen: Seen, others: Iterable[Samples], scale: Scale
) -> Snapped:
    """`time`, or the nearest thing that `drag` snaps to. others: the playhead and whatever else there is."""
    reach = max(round(SNAP_PX * scale.per_px), 1)
    start, stop = time - reach, time + reach + 1
    low, high = drag.within
    anything = [
        at for at in (*others, *(run.at for run in seen.runs)) if start <= at < stop and low <= at <= high
    ]
    found = anything or list(drag.snaps_to(document, start, stop))
    if not found:
        return Snapped(time)
    best = min(found, key=lambda at: abs(at - time))
    return Snapped(best, best)

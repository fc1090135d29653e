"""What is under the pointer in the word bar: an edge of a word, or the pause between two."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from editor.derive.words import WordAt
from editor.model.cutting import Cutting
from editor.model.document import Document
from editor.model.silences import Silence, silence_at
from editor.model.time import Samples
from editor.ui.timeline.drags import EdgeDrag, GapDrag
from editor.ui.timeline.scale import Scale

GRAB_PX = 5
"""How near to an edge it is taken hold of."""

NARROWEST_PX = 3
"""A pause that is narrower than this between the reach of both edges is not taken hold of by itself."""


def edge_at(found: Sequence[WordAt], scale: Scale, x: float, cutting: Cutting) -> EdgeDrag | None:
    """The edge under `x`, the nearer one where two words meet: left of the meeting the earlier word's end."""
    best: tuple[float, EdgeDrag] | None = None
    for word in found:
        if scale.x(word.stop) - scale.x(word.start) < 3 * GRAB_PX or word.piece.source is None:
            continue
        for left, time in ((True, word.start), (False, word.stop)):
            distance = abs(scale.x(time) - x)
            inside = scale.x(word.start) <= x <= scale.x(word.stop)
            rank = distance + (0 if inside else 0.5)
            if distance <= GRAB_PX and (best is None or rank < best[0]):
                best = rank, EdgeDrag(word, left, time, cutting)
    return best[1] if best else None


def gap_at(document: Document, scale: Scale, time: Samples, cutting: Cutting) -> GapDrag | None:
    """The pause that is heard at `time`, where it is wide enough to be pointed at."""
    silence = silence_at(document, time)
    if silence is None or scale.x(silence.stop) - scale.x(silence.start) < NARROWEST_PX:
        return None
    return GapDrag(silence, time, cutting)


def meeting_at(found: Sequence[WordAt], scale: Scale, x: float, cutting: Cutting) -> GapDrag | None:
    """Where two words touch under `x`: a pause can be made there."""
    for left, right in pairwise(found):
        if left.stop == right.start and abs(scale.x(right.start) - x) <= GRAB_PX:
            return GapDrag(Silence(right.start, right.start, right.number), right.start, cutting)
    return None

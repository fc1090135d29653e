"""What is under the pointer in the lanes: the edge of a clip, beside a join or a break, or a clip's body."""

from __future__ import annotations

from editor.derive.words import span_of
from editor.model.clips import Side, edge_at
from editor.model.cutting import Cutting
from editor.model.time import Samples
from editor.ui.timeline.clipdrags import MoveDrag, TrimDrag
from editor.ui.timeline.seen import Clip, Seen, between, clip_at, clips

HANDLE_PX = 6
"""How near to a clip's edge, on its own side of it, the edge is taken hold of."""


def handle_at(seen: Seen, x: float) -> tuple[Clip, Side] | None:
    """The clip whose edge is under `x`, and which one: left of a join the end of the clip that ends there."""
    scale = seen.scale
    reach = HANDLE_PX * scale.per_px
    time = scale.time(x)
    best: tuple[float, Clip, Side] | None = None
    for clip in clips(seen.document, round(time - reach), round(time + reach)):
        if (clip.stop - clip.start) / scale.per_px < 3 * HANDLE_PX:
            continue
        for side, edge in ((Side.START, clip.start), (Side.END, clip.stop)):
            inward = x - scale.x(edge) if side is Side.START else scale.x(edge) - x
            # Two pixels beyond it count too, for less: at the very end of everything nothing else is there.
            distance = inward if inward >= 0 else HANDLE_PX - inward
            near = -2 <= inward <= HANDLE_PX and (best is None or distance < best[0])
            if near and edge_at(seen.document, edge, side) is not None:
                best = distance, clip, side
    return (best[1], best[2]) if best else None


def trim_at(seen: Seen, x: float) -> TrimDrag | None:
    """The edge under `x`, taken hold of."""
    found = handle_at(seen, x)
    return TrimDrag.of(seen.document, *found) if found else None


def move_at(seen: Seen, time: Samples, selection: tuple[int, int], cutting: Cutting) -> MoveDrag | None:
    """The chosen words where the pointer is over them, else the clip under it, to be moved elsewhere."""
    document = seen.document
    place, _ = document.place_at(time)
    if time < 0 or place == document.end:
        return None
    word = document.word_at_place(place)
    first, stop = selection
    if not first <= word < stop:
        clip = clip_at(document, time)
        said = between(document, clip.start, clip.stop) if clip else []
        if not said:
            return None
        first, stop = said[0].number, said[-1].number + 1
    drag = MoveDrag(first, stop, *span_of(document, first, stop), time, cutting)
    drag.offer(seen.words, document)
    return drag

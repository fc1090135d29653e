"""Which variant of a recording is heard where. Pure: the variants of a project in, the ones that change out.

At no instant are two variants of one recording heard: one that is switched on takes its spans away from the
others. Switching off forgets nothing, so that switching on again brings back just what was heard.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from editor.model.source import Variant, VariantId
from editor.model.spans import Spans, common, union, without


def switched_on(variants: Iterable[Variant], wanted: VariantId, spans: Spans | None = None) -> list[Variant]:
    """Have variant `wanted` heard in `spans` too; without spans where it was last, or wherever it can be.

    Where it was off, it is heard in `spans` alone. Raises KeyError where there is no such variant.
    """
    known = {variant.id: variant for variant in variants}
    old = known[wanted]
    if spans is None:
        chosen = common(old.chosen, old.rendered) or old.rendered
    else:
        chosen = union(old.chosen if old.active else (), common(spans, old.rendered))
    new = replace(old, chosen=chosen, active=bool(chosen))
    changed = [new] if new != old else []
    for other in known.values():
        if other.active and other.id != wanted and (other.source, other.mic) == (old.source, old.mic):
            changed += _taken_off(other, new.heard)
    return changed


def switched_off(variants: Iterable[Variant], wanted: VariantId, spans: Spans | None = None) -> list[Variant]:
    """Have the recording itself heard in `spans` again, or wherever variant `wanted` is heard.

    Raises KeyError where there is no such variant.
    """
    old = {variant.id: variant for variant in variants}[wanted]
    if not old.active:
        return []
    return [replace(old, active=False)] if spans is None else _taken_off(old, spans)


def _taken_off(variant: Variant, spans: Spans) -> list[Variant]:
    left = without(variant.chosen, spans)
    if left == variant.chosen:
        return []
    # Where nothing is left it is off, and keeps what it was chosen for until it is switched on again.
    return [replace(variant, chosen=left) if left else replace(variant, active=False)]

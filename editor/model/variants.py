"""Which variant of a recording is heard where. Pure: the variants of a project in, the ones that change out.

No two variants of one recording are chosen for the same instant: one that is switched on takes its spans away
from the others. Switching off keeps what was chosen, so that switching on again brings back what was heard.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from editor.model.document import SourceId
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
    changed = [replace(old, chosen=chosen, active=bool(chosen))]
    for other in known.values():
        if other.id != wanted and (other.source, other.mic) == (old.source, old.mic):
            left = without(other.chosen, chosen)
            changed.append(replace(other, chosen=left, active=other.active and bool(left)))
    return [variant for variant in changed if variant != known[variant.id]]


def switched_off(variants: Iterable[Variant], wanted: VariantId, spans: Spans | None = None) -> list[Variant]:
    """Have the recording itself heard in `spans` again, or wherever variant `wanted` is heard.

    Raises KeyError where there is no such variant.
    """
    old = {variant.id: variant for variant in variants}[wanted]
    if not old.active:
        return []
    left = without(old.chosen, spans) if spans is not None else ()
    new = replace(old, chosen=left) if left else replace(old, active=False)
    return [new] if new != old else []


def source_on(variants: Iterable[Variant], source: SourceId) -> list[Variant]:
    """Have all that was last chosen for a source heard; where nothing was, of each recording the newest."""
    of_source = [variant for variant in variants if variant.source == source and variant.parts]
    changed = []
    for mic in sorted({variant.mic for variant in of_source}):
        ours = [variant for variant in of_source if variant.mic == mic]
        if not any(common(variant.chosen, variant.rendered) for variant in ours):
            ours = [replace(ours[-1], chosen=ours[-1].rendered)]
        changed += [
            replace(variant, active=True)
            for variant in ours
            if not variant.active and common(variant.chosen, variant.rendered)
        ]
    return changed


def source_off(variants: Iterable[Variant], source: SourceId, spans: Spans | None = None) -> list[Variant]:
    """Have a source's recordings themselves heard, in `spans` or everywhere."""
    known = tuple(variants)
    ours = [variant.id for variant in known if variant.source == source]
    return [changed for wanted in ours for changed in switched_off(known, wanted, spans)]

"""What changed between two roots, found by identity: the only thing that a view needs to follow an edit."""

from __future__ import annotations

from typing import NamedTuple

from editor.model.document import Document


class Changed(NamedTuple):
    """Paragraphs `[first, old_stop)` of the old root became `[first, new_stop)` of the new one."""

    first: int
    old_stop: int
    new_stop: int


def changed(old: Document, new: Document) -> Changed:
    """The smallest span of paragraphs outside which the two roots hold the very same objects."""
    before, after = old.paragraphs, new.paragraphs
    shorter = min(len(before), len(after))
    first = 0
    while first < shorter and before[first] is after[first]:
        first += 1
    same = 0
    while same < shorter - first and before[-1 - same] is after[-1 - same]:
        same += 1
    return Changed(first, len(before) - same, len(after) - same)

"""Kept roots, with the sentence of the edit that made each: undo is going back to one.

Grouping, all of it: one call of `record` is one step; nothing is ever merged. A drag or a run of typing is
made one step by whoever collects it and records it when it ends. Recording after an undo drops what could be
redone.
Revision 0 is the empty document; revision n is what step n made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from editor.model.cutting import EditError
from editor.model.document import Document


@dataclass(frozen=True, slots=True)
class Step:
    """One edit. label: a sentence in the past tense. selection: the words to select when it is done again.

    made: when, in ISO 8601 and UTC; "" where that is not known.
    """

    label: str
    selection: tuple[int, int] = (0, 0)
    made: str = ""


class History:
    """The line of roots and where on it the document is.

    Roots made since it was opened are kept, so undo gives back the very same object; older ones come from
    `load(revision)`, which is asked at most once for each.
    """

    def __init__(
        self,
        steps: list[Step],
        revision: int,
        root: Document,
        load: Callable[[int], Document],
    ) -> None:
        self._steps = list(steps)
        self._revision = revision
        self._roots: dict[int, Document] = {revision: root}
        self._load = load

    @property
    def root(self) -> Document:
        """The document as it is now."""
        return self._roots[self._revision]

    @property
    def revision(self) -> int:
        """How many steps led to the document as it is now."""
        return self._revision

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, those that were undone included: step n is number n - 1."""
        return tuple(self._steps)

    @property
    def count(self) -> int:
        """How many steps there are, those that were undone included."""
        return len(self._steps)

    def step(self, number: int) -> Step:
        """Step number `number`, from 1 on: the one that made that revision."""
        return self._steps[number - 1]

    @property
    def undo_label(self) -> str | None:
        """What an undo would take back, or None."""
        return self._steps[self._revision - 1].label if self._revision else None

    @property
    def redo_label(self) -> str | None:
        """What a redo would do again, or None."""
        return self._steps[self._revision].label if self._revision < len(self._steps) else None

    def record(self, document: Document, step: Step) -> int:
        """Make `document` the present root, made by `step`; returns its revision."""
        for revision in range(self._revision + 1, len(self._steps) + 1):
            self._roots.pop(revision, None)
        del self._steps[self._revision :]
        self._steps.append(step)
        self._revision += 1
        self._roots[self._revision] = document
        return self._revision

    def root_at(self, revision: int) -> Document:
        """The root of any revision, without going there. Raises `EditError` where there is none."""
        if not 0 <= revision <= len(self._steps):
            raise EditError(f"There is no revision {revision}; the history has {len(self._steps)} steps.")
        if revision not in self._roots:
            self._roots[revision] = self._load(revision)
        return self._roots[revision]

    def distance(self, revision: int) -> int:
        """How many steps a revision is from the nearest root that is here, so that nothing has to be read."""
        return min(abs(here - revision) for here in self._roots)

    def go(self, revision: int) -> Document:
        """Make the root of `revision` the present one, and return it."""
        root = self.root_at(revision)
        self._revision = revision
        return root

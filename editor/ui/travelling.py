"""Going to any state of the history, in one go: at once where it is near, else as a job."""

from __future__ import annotations

from editor.jobs import Report
from editor.model.cutting import EditError
from editor.model.document import Document
from editor.ui.desk import Desk
from editor.ui.working import Work

NEAR = 100
"""So many steps are read from disk while the window waits: a hundredth of a second or two."""


class Travelling:
    """Takes one desk to revisions of its history."""

    def __init__(self, desk: Desk, work: Work) -> None:
        self._desk, self._work = desk, work

    def go(self, revision: int) -> None:
        """Make a revision the present one; later steps can be done again."""
        session = self._desk.session
        history = session.history
        if revision == history.revision:
            return
        if history.distance(revision) <= NEAR:
            self._desk.go(revision)
            return
        step = history.step(revision) if revision else None

        def read(report: Report) -> Document:
            try:
                return session.project.root_at(revision, report)
            except ValueError:
                raise _gone() from None

        def arrive(_root: Document) -> None:
            # While the root is held, the session finds it without reading anything again.
            if revision > history.count or (step is not None and history.step(revision) is not step):
                self._desk.refused.emit(str(_gone()))
                return
            self._desk.go(revision)

        title = f"Going to “{step.label}”" if step is not None else "Going to the beginning"
        self._work.submit(title, read, arrive)


def _gone() -> EditError:
    return EditError("That step is no longer in the history; another edit has taken its place.")

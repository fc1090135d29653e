"""One open project: its document, its history, its sound, and the one door through which it changes.

A session belongs to the thread that opened it. Slow work happens in jobs that change nothing; what they bring
is an `Edit`, done on the owner's thread on whatever the document is by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from editor.app.moments import moment
from editor.app.sounds import Sounds
from editor.app.variants import Variants
from editor.jobs import Report, silent
from editor.model.cutting import Cutting, EditError
from editor.model.document import Document, SourceId
from editor.model.edits import Change
from editor.model.history import History, Step
from editor.model.source import Source
from editor.model.time import from_seconds
from editor.store.project import Project

if TYPE_CHECKING:
    from editor.render.renderer import Renderer

Edit = Callable[[Document], Change]
"""An edit that waits for the document it is to change. Raises `EditError` where it makes no sense."""

Listener = Callable[[Document, Document], None]
"""Called after a change with the root before and the root after, on the session's thread."""

CUT_REACH_S = 0.03
"""How far a cut may look into a word that is being deleted, where no pause stands before it."""

MOST_TOLD = 12
"""So many sources are named in one sentence."""


class Session:
    """An open project. Close it, or use it as a context manager. now: the time, as steps keep it."""

    def __init__(self, project: Project, now: Callable[[], str] = moment) -> None:
        self._project = project
        self._now = now
        steps, revision, root = project.load()
        self.history = History(steps, revision, root, project.root_at)
        self._listeners: list[Listener] = []
        self.sounds = Sounds(project)
        self.variants = Variants(project, self.sounds)
        self.cutting = Cutting(self.sounds.quiet, from_seconds(CUT_REACH_S, project.rate))

    @classmethod
    def create(cls, path: Path, rate: int = 44100) -> Session:
        """A new, empty project at `path`. Raises `StoreError`."""
        return cls(Project.create(path, rate))

    @classmethod
    def open(cls, path: Path, *, write: bool = True) -> Session:
        """The project at `path`. Raises `StoreError`, also where another process is writing it."""
        return cls(Project.open(path, write=write))

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the project. Everything done is on disk already."""
        self.sounds.close()
        self._project.close()

    @property
    def project(self) -> Project:
        """The folder on disk. What changes the document goes through `do`, never through this."""
        return self._project

    @property
    def path(self) -> Path:
        """The project's folder."""
        return self._project.path

    @property
    def title(self) -> str:
        """The project's name as people say it."""
        return self.path.name.removesuffix(".wordtape")

    @property
    def rate(self) -> int:
        """Samples a second of every clock in the project."""
        return self._project.rate

    @property
    def document(self) -> Document:
        """The document as it is now."""
        return self.history.root

    @property
    def sources(self) -> tuple[Source, ...]:
        """The recordings of the project, oldest first."""
        return self._project.sources()

    def source(self, source: SourceId) -> Source:
        """The source with this id. Raises `EditError` where the project has none."""
        found = self._project.source(source)
        if found is None:
            raise EditError(f"There is no source {source[:64]} in {self.title}; {self.told_sources()}.")
        return found

    def told_sources(self) -> str:
        """Which sources there are, as a clause."""
        known = [f"{one.id} ({one.name})" for one in self.sources]
        more = f" and {len(known) - MOST_TOLD} more" if len(known) > MOST_TOLD else ""
        return f"there are: {', '.join(known[:MOST_TOLD])}{more}" if known else "there are none"

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` called after every change; returns what stops that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def do(self, edit: Edit) -> Change:
        """The one door: the edit is made on the present root, put on disk, and only then shown to anybody.

        Raises `EditError` where it makes no sense and `StoreError` where it cannot be written; then the
        document is as it was.
        """
        old = self.document
        change = edit(old)
        step = Step(change.label, change.selection, self._now())
        self._project.commit(old, change.document, step, self.history.revision + 1)
        self.history.record(change.document, step)
        self._tell(old)
        return change

    def undo(self, steps: int = 1) -> tuple[str, ...]:
        """Take back the last `steps` edits; returns their labels, the latest first. Raises `EditError`."""
        return self._walk(-steps)

    def redo(self, steps: int = 1) -> tuple[str, ...]:
        """Do `steps` undone edits again; returns their labels in order. Raises `EditError`."""
        return self._walk(steps)

    def go(self, revision: int) -> None:
        """Make any revision of the history the present one; later ones can be redone."""
        old = self.document
        self.history.root_at(revision)
        self._project.go(revision)
        self.history.go(revision)
        self._tell(old)

    def _walk(self, by: int) -> tuple[str, ...]:
        now = self.history.revision
        there = now + by
        if not 0 <= there <= len(self.history.steps):
            word = "undo" if by < 0 else "redo"
            available = now if by < 0 else len(self.history.steps) - now
            many = (
                f"are only {available} edits"
                if available > 1
                else "is only 1 edit"
                if available
                else "is nothing"
            )
            raise EditError(f"There {many} to {word}.")
        labels = [step.label for step in self.history.steps[min(now, there) : max(now, there)]]
        self.go(there)
        return tuple(labels if by > 0 else reversed(labels))

    def _tell(self, old: Document) -> None:
        for listener in tuple(self._listeners):
            listener(old, self.document)

    def prepare(self, report: Report = silent, sources: Iterable[Source] | None = None) -> None:
        """Decode again whatever sound is not in the caches, which may be deleted at any time. Slow then.

        sources: those that will be needed; None is all. Raises `MediaError`, `StoreError`.
        """
        self.sounds.restore(self.sources if sources is None else sources, report)

    def renderer(self) -> Renderer:
        """The present root as sound, with the variants that are on now, for playback and export alike."""
        return self.sounds.renderer(self.document)

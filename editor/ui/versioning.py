"""Named versions from the window: saving, going back, renaming and removing, each with what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from editor.app.session import Edit
from editor.app.versions import back_to, naming
from editor.model.errors import Refusal
from editor.store import Version
from editor.ui.desk import Desk
from editor.ui.panes.messages import MessageBar
from editor.ui.working import Work


class Versioning(QObject):
    """The versions of one desk's project. changed: there are others than before, or they have other names."""

    changed = Signal()

    def __init__(self, desk: Desk, work: Work, messages: MessageBar) -> None:
        super().__init__()
        self._desk, self._work, self._messages = desk, work, messages
        self._versions: tuple[Version, ...] = ()
        self.refresh()

    @property
    def versions(self) -> tuple[Version, ...]:
        """The versions in the order in which they were made."""
        return self._versions

    @property
    def named(self) -> Mapping[int, Sequence[str]]:
        """The names of the versions that have a place in the history, by its revision."""
        found: dict[int, list[str]] = {}
        for version in self._versions:
            if version.revision is not None:
                found.setdefault(version.revision, []).append(version.name)
        return found

    def refresh(self) -> None:
        """Read them again."""
        try:
            self._versions = self._desk.session.project.versions.all()
        except Refusal as refusal:
            self._desk.refused.emit(str(refusal))
        self.changed.emit()

    def suggested(self) -> str:
        """A name that no version has yet."""
        taken = {version.name for version in self._versions}
        number = len(taken) + 1
        while f"Version {number}" in taken:
            number += 1
        return f"Version {number}"

    def save(self, name: str) -> None:
        """Give the document as it is now a name. Raises `Refusal` where that is none, or taken."""
        save = naming(self._desk.session, name)
        shown = " ".join(name.split())
        self._work.submit(f"Saving version “{shown}”", save, self._saved, serial=True)

    def _saved(self, version: Version) -> None:
        self.refresh()
        self._desk.told.emit(f"Saved version “{version.name}”")

    def go(self, name: str) -> None:
        """Make the document what it was then, as an edit."""
        session = self._desk.session

        def done(edit: Edit) -> None:
            self._desk.do(edit, choose=False)

        title = f"Going back to version “{name}”"
        self._work.submit(title, partial(back_to, session, name), done, serial=True)

    def rename(self, name: str, new: str) -> None:
        """Give a version another name; says why not where that cannot be."""
        versions = self._desk.session.project.versions
        if new != name:
            self._do(lambda: f"Renamed version “{name}” to “{versions.rename(name, new)}”")

    def remove(self, name: str) -> None:
        """Forget a version, which can be put back for as long as that is said."""
        put_back: list[Callable[[], None]] = []

        def act() -> str:
            put_back.append(self._desk.session.project.versions.remove(name))
            return ""

        self._do(act)
        if put_back:
            again = partial(self._put_back, name, *put_back)
            self._messages.tell(f"Removed version “{name}”", "Put it back", again)

    def _put_back(self, name: str, put_back: Callable[[], None]) -> None:
        def act() -> str:
            put_back()
            return f"Put version “{name}” back"

        self._do(act)

    def _do(self, act: Callable[[], str]) -> None:
        try:
            said = act()
        except Refusal as refusal:
            self._desk.refused.emit(str(refusal))
            said = ""
        self.refresh()
        if said:
            self._desk.told.emit(said)

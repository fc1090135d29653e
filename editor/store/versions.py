"""Named versions: states of the document that somebody gave a name to, kept whole.

A version holds its whole root and needs nothing of the history, which forgets a state where another edit
follows an undo. Where the history still has it, the version says as which revision.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from editor.model.document import Document
from editor.store.codec import CodecError, decode, encode
from editor.store.database import Database
from editor.store.errors import StoreError, damaged
from editor.store.journal import Journal

MAX_NAME = 200
"""Characters that the name of a version may have."""

MAX_VERSIONS = 10_000
_MAX_MADE = 100


@dataclass(frozen=True)
class Version:
    """A state with a name. made: when it got it, in ISO 8601 and UTC. revision: its place in the history, or
    None where that has gone another way since."""

    name: str
    made: str
    revision: int | None = None


class Versions:
    """The named versions of one project. Raises `StoreError` where the disk or the file fails."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._database = database
        self._journal = journal

    def all(self) -> tuple[Version, ...]:
        """The versions in the order in which they were made."""
        with self._database.reading() as connection:
            (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM steps").fetchone()
            rows = connection.execute(
                "SELECT name, made, revision FROM versions ORDER BY number LIMIT ?", (MAX_VERSIONS,)
            ).fetchall()
        try:
            return tuple(_version(*row, last=int(last)) for row in rows)
        except CodecError as error:
            raise damaged(self._name, str(error)) from error

    def add(self, version: Version, root: Document) -> Version:
        """Keep `root` under a name. Returns the version as it was saved: with its place in the history only
        where `root` is what the history has there. Slow where the document is long.

        Raises `StoreError` where the name is taken, or is none, or there are too many.
        """
        name = version_name(version.name)
        try:
            blob = encode(Document(), root)
        except CodecError as error:
            raise StoreError(f"The version “{name}” cannot be saved: {error}.") from error
        with self._database.guard, self._database.writing() as connection:
            self._check_free(connection, name)
            at = version.revision
            revision = at if at is not None and self._journal.is_root(at, root) else None
            saved = Version(name, version.made, revision)
            connection.execute(
                "INSERT INTO versions (name, made, revision, root) VALUES (?, ?, ?, ?)",
                (saved.name, saved.made, saved.revision, blob),
            )
        return saved

    def root(self, name: str) -> Document:
        """The document as it was then. Slow where it is long."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT root FROM versions WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise self._none(name)
        try:
            return decode(Document(), row[0])
        except CodecError as error:
            raise damaged(self._name, str(error)) from error

    def rename(self, name: str, new: str) -> str:
        """Give a version another name, which is returned as it is kept. Raises `StoreError` as `add` does."""
        new = version_name(new)
        with self._database.writing() as connection:
            if new != name:
                self._check_free(connection, new)
            if not connection.execute("UPDATE versions SET name = ? WHERE name = ?", (new, name)).rowcount:
                raise self._none(name)
        return new

    def remove(self, name: str) -> Callable[[], None]:
        """Forget a version; returns what puts it back, which raises `StoreError` where its name is taken."""
        with self._database.guard, self._database.writing() as connection:
            query = "SELECT number, made, revision, root FROM versions WHERE name = ?"
            row = connection.execute(query, (name,)).fetchone()
            if row is None:
                raise self._none(name)
            connection.execute("DELETE FROM versions WHERE name = ?", (name,))
            drops = self._journal.drops
        number, made, revision, root = row

        def put_back() -> None:
            with self._database.guard, self._database.writing() as again:
                self._check_free(again, name)
                at = revision if self._journal.drops == drops else None
                again.execute("INSERT INTO versions VALUES (?, ?, ?, ?, ?)", (number, name, made, at, root))

        return put_back

    def verify(self) -> None:
        """Read every version. `StoreError` where one is not what it was."""
        for version in self.all():
            root = self.root(version.name)
            if version.revision is not None and root != self._journal.root_at(version.revision):
                raise damaged(self._name, "a version of it is not what its history says")

    @property
    def _name(self) -> str:
        return self._database.root.stem

    def _check_free(self, connection: sqlite3.Connection, name: str) -> None:
        if connection.execute("SELECT 1 FROM versions WHERE name = ?", (name,)).fetchone():
            raise StoreError(f"There is a version “{name}” already; choose another name.")
        (count,) = connection.execute("SELECT count(*) FROM versions").fetchone()
        if count >= MAX_VERSIONS:
            raise StoreError(f"There are {count:,} versions already; remove some first.")

    def _none(self, name: str) -> StoreError:
        return StoreError(f"There is no version “{name[:MAX_NAME]}” in {self._name}.")


def version_name(text: str) -> str:
    """`text` as the name of a version: without needless white space. Raises `StoreError` where it is none."""
    name = " ".join(text.split())
    if not name:
        raise StoreError("A version needs a name.")
    if len(name) > MAX_NAME:
        raise StoreError(f"The name of a version can have {MAX_NAME} characters; that one has {len(name)}.")
    if not name.isprintable():
        raise StoreError("The name of a version can hold only characters that can be shown.")
    return name


def _version(name: object, made: object, revision: object, *, last: int) -> Version:
    """A version from its row. Raises `CodecError` where it is none."""
    if type(name) is not str or type(made) is not str or len(made) > _MAX_MADE or len(name) > MAX_NAME:
        raise CodecError("a version of it is malformed")
    if revision is not None and (type(revision) is not int or not 0 <= revision <= last):
        raise CodecError("a version of it is malformed")
    return Version(name, made, revision)

"""One SQLite connection, used from several threads one at a time, on a file that is not trusted."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from editor.store.errors import StoreError, as_sentences, damaged
from editor.store.schema import APPLICATION_ID, FORMAT, expected, objects
from editor.store.upgrades import upgrade

FILE = "project.sqlite"
"""The database's name in the project's folder."""

MAX_VALUE = 64 << 20
"""Bytes that one value in the database may have."""

MAX_CHECKED = 64 << 20
"""Databases up to this size are checked whole when opened, which costs some ms a megabyte."""

_BUSY_S = 5.0


class Database:
    """The database of the project at `root`. Raises `StoreError` where it is none, too new, or damaged.

    A project that cannot be opened was only read: nothing of it is changed. `guard` is held by whoever uses
    the connection, and may be held around more than that.
    """

    def __init__(self, root: Path, *, write: bool) -> None:
        self.root = root
        self.writable = write
        self.guard = threading.RLock()
        file = root / FILE
        with as_sentences(root):
            version = _inspect(file, root.stem)
            if version < FORMAT:
                if not write:
                    raise StoreError(
                        f'The project "{root.stem}" was made by an older Wordtape; '
                        "open it once for writing to bring it up to date."
                    )
                upgrade(file, version)
                if _inspect(file, root.stem) < FORMAT:
                    raise StoreError(
                        f'The project "{root.stem}" was made by an older Wordtape (format {version}), '
                        "which this program cannot bring up to date; open it with an older one."
                    )
            self._connection: sqlite3.Connection | None = _connect(file, write=write)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A block that sees one committed state. Raises `StoreError` for what the database refuses."""
        with self._block("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A block that is on disk as a whole when it ends, or not at all where it raises.

        Raises `StoreError` where the project is open for reading only, and for what the database refuses.
        """
        if not self.writable:
            raise StoreError(
                f'The project "{self.root.stem}" is open for reading only and cannot be changed.'
            )
        with self._block("BEGIN IMMEDIATE") as connection:
            yield connection

    def copy_to(self, file: Path) -> None:
        """Write the committed state to a database of its own at `file`, which must not exist."""
        with self.guard, as_sentences(self.root), closing(sqlite3.connect(file)) as target:
            self._open().backup(target)

    def close(self) -> None:
        """Close the file; the writer's journal is folded into it. Closing again does nothing."""
        with self.guard:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._connection is None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ValueError("the project is closed")
        return self._connection

    @contextmanager
    def _block(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self.guard, as_sentences(self.root):
            connection = self._open()
            connection.execute(begin)
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")


def check_inside(root: Path, path: Path) -> None:
    """Raise `StoreError` where `path`, if it is there, is reached through a link that leads out of `root`."""
    try:
        inside = path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        inside = False
    if not inside:
        raise StoreError(
            f'The project "{root.stem}" has a link named {path.name!r} that leads out of its folder, '
            "so it was not opened; put the real file in its place."
        )


def _inspect(file: Path, name: str) -> int:
    """The version of the format, of a database that is whole and has the tables of that version."""
    with as_sentences(file.parent), closing(_connect(file, write=False)) as connection:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION_ID:
            raise StoreError(f'"{name}" is no Wordtape project: its database belongs to another program.')
        if version > FORMAT:
            raise StoreError(
                f'The project "{name}" was made by a newer Wordtape (format {version}, this program knows '
                f"{FORMAT}); get the newest Wordtape to open it."
            )
        if version < 1:
            raise damaged(name, "it does not say which format it has")
        if version == FORMAT and objects(connection) != expected():
            raise damaged(name, "its database has other tables than it should")
        if file.stat().st_size <= MAX_CHECKED and connection.execute("PRAGMA quick_check(1)").fetchone() != (
            "ok",
        ):
            raise damaged(name, "its database does not hold together")
        return int(version)


def _connect(file: Path, *, write: bool) -> sqlite3.Connection:
    """A connection to a file that exists, set to be durable and to trust nothing that the file says."""
    if not stat.S_ISREG(os.stat(file).st_mode):
        raise damaged(file.parent.stem, "its database is no file")
    address = file.resolve().as_uri()
    if write:
        return _careful(_open(f"{address}?mode=rw"), write=True)
    try:
        return _careful(_open(f"{address}?mode=ro"), write=False)
    except sqlite3.OperationalError:
        # A folder that cannot be written to at all has no room for the index that readers of WAL share.
        if os.access(file.parent, os.W_OK) or file.with_name(f"{FILE}-wal").exists():
            raise
        return _careful(_open(f"{address}?mode=ro&immutable=1"), write=False)


def _open(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, _BUSY_S, isolation_level=None, check_same_thread=False, uri=True)


def _careful(connection: sqlite3.Connection, *, write: bool) -> sqlite3.Connection:
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA mmap_size = 0")
        # The first look at the file: a database in a state that cannot be read says so here.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if write:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection

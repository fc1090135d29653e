"""The primary database: one SQLite file, shared by all of a user's windows and commands at once.

Every change is one transaction that has the file to itself; who comes second waits. The version of the tables
is the file's user_version; an older file is brought up to date where it lies, a newer one is left alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from enhance.errors import ModelError

FORMAT = 1
"""The version of the tables that this program writes."""
APPLICATION_ID = 0x57544D31
"""What tells the file from other databases: "WTM1"."""
FILE = "models.sqlite"

# A card is kept whole, as canonical JSON. Metrics belong to a file, not to a name: what was measured of one
# model is never shown of another.
TABLES = (
    "CREATE TABLE models (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, card TEXT NOT NULL) "
    "WITHOUT ROWID",
    "CREATE TABLE metrics (sha256 TEXT NOT NULL, condition TEXT NOT NULL, name TEXT NOT NULL, "
    "value REAL NOT NULL, PRIMARY KEY (sha256, condition, name)) WITHOUT ROWID",
)

Upgrade = Callable[[sqlite3.Connection], None]
UPGRADES: Mapping[int, Upgrade] = {}
"""By the version that each starts from: one function each, kept for ever."""

# How long to wait for others; they hold the file while they copy one model.
_BUSY_S = 30.0


def connect(file: Path, upgrades: Mapping[int, Upgrade] = UPGRADES) -> sqlite3.Connection:
    """A connection to the database at `file`, made or brought up to date where needed, in autocommit mode.

    It may be used from several threads, one at a time. Raises ModelError, and then nothing was changed.
    """
    with as_sentences(file):
        connection = sqlite3.connect(file, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA synchronous = FULL")
            _prepare(connection, file, upgrades)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    """A block that happens as a whole, or not at all where it raises. begin: "BEGIN" or "BEGIN IMMEDIATE"."""
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def as_sentences(file: Path) -> Iterator[None]:
    """What the database or the system refuses in the block, as ModelError."""
    what = f"The registry of models in {file.parent} could not be read or written"
    try:
        yield
    except sqlite3.OperationalError as error:
        raise ModelError(f"{what} ({error}); check the disk and the rights of the folder.") from error
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _damaged(file) from error
    except OSError as error:
        raise ModelError(f"{what} ({error.strerror or error}).") from error


def _prepare(connection: sqlite3.Connection, file: Path, upgrades: Mapping[int, Upgrade]) -> None:
    if _version(connection, file) < FORMAT:
        with transaction(connection, "BEGIN IMMEDIATE"):
            # Another process may have done it while this one waited.
            version = _version(connection, file)
            if version == 0:
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                for statement in TABLES:
                    connection.execute(statement)
                version = FORMAT
            while version in upgrades:
                upgrades[version](connection)
                version += 1
            connection.execute(f"PRAGMA user_version = {version}")
    if _version(connection, file) != FORMAT or _tables(connection) != set(TABLES):
        raise _damaged(file)


def _version(connection: sqlite3.Connection, file: Path) -> int:
    """The version of the tables; 0 for a file that has nothing in it yet."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > FORMAT and application == APPLICATION_ID:
        raise ModelError(
            f"The registry of models in {file.parent} was made by a newer Wordtape (format {version}, this "
            f"program knows {FORMAT}); get the newest Wordtape to use it."
        )
    if application != APPLICATION_ID and (application or version or _tables(connection)):
        raise ModelError(f"{file} is no registry of models but another program's database; move it away.")
    return int(version)


def _tables(connection: sqlite3.Connection) -> set[str]:
    """The SQL of all in the database that SQLite does not keep for itself."""
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^'")
    return {str(sql) for (sql,) in rows}


def _damaged(file: Path) -> ModelError:
    return ModelError(
        f"The registry of models in {file.parent} is damaged; move {file.name} away to begin a new one, "
        "and add your models again."
    )

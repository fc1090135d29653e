"""From each version of the format to the next: one function each, kept for ever, tried on kept samples.

An upgrade runs in one transaction together with the change of version, on a database of which a copy was made
beside it (`before-upgrade-from-N.sqlite`), and ends in exactly the tables of `schema.TABLES`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

Upgrade = Callable[[sqlite3.Connection], None]

_VARIANTS_IN_PARTS = """
CREATE TABLE variants (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, mic INTEGER NOT NULL,
    active INTEGER NOT NULL, chosen TEXT NOT NULL, about TEXT NOT NULL
);
CREATE TABLE variant_parts (
    number INTEGER PRIMARY KEY, variant TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    hash TEXT NOT NULL, bytes INTEGER NOT NULL, before BLOB NOT NULL, after BLOB NOT NULL
);
CREATE TABLE bandwidths (media TEXT PRIMARY KEY, hz REAL NOT NULL, confidence REAL NOT NULL) WITHOUT ROWID"""


def _variants_in_parts(connection: sqlite3.Connection) -> None:
    """1 to 2: variants are rendered in parts. No program of version 1 ever wrote a row of the old table."""
    connection.execute("DROP TABLE variants")
    for statement in _VARIANTS_IN_PARTS.split(";"):
        connection.execute(statement)


_VERSIONS = """
CREATE TABLE versions (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, made TEXT NOT NULL, revision INTEGER,
    root BLOB NOT NULL
)"""


def _named_versions(connection: sqlite3.Connection) -> None:
    """2 to 3: states of the document can have names. Steps say when they were made from now on."""
    connection.execute(_VERSIONS)


def _markers(_connection: sqlite3.Connection) -> None:
    """3 to 4: blobs may tell markers. None of version 3 does, and what they tell is read as before."""


UPGRADES: Mapping[int, Upgrade] = {1: _variants_in_parts, 2: _named_versions, 3: _markers}
"""By the version that each starts from."""


def upgrade(file: Path, version: int, upgrades: Mapping[int, Upgrade] | None = None) -> None:
    """Bring the database at `file` from `version` to the newest one that there is a way to.

    Raises sqlite3.Error or OSError, and leaves the database as it was, where that fails.
    """
    known = UPGRADES if upgrades is None else upgrades
    kept = file.with_name(f"before-upgrade-from-{version}.sqlite")
    half_kept = kept.with_name(f".{kept.name}.part")
    half_kept.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA synchronous = FULL")
        with closing(sqlite3.connect(half_kept)) as copy:
            connection.backup(copy)
        os.replace(half_kept, kept)
        connection.execute("BEGIN IMMEDIATE")
        try:
            while version in known:
                known[version](connection)
                version += 1
                connection.execute(f"PRAGMA user_version = {version}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

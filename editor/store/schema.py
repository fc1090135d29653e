"""The tables of a project, and the check that a file has these and nothing else.

Columns hold what is looked up by; the rest is JSON in ASCII, so that any string that a file name or a word
can be comes back as it was. docs/format.md is the same for readers.
"""

from __future__ import annotations

import sqlite3

FORMAT = 4
"""The version of the format that this program writes; kept as the database's user_version."""

APPLICATION_ID = 0x57545031
"""What tells the file from other databases: "WTP1"."""

TABLES = """
CREATE TABLE project (
    one INTEGER PRIMARY KEY CHECK (one = 1), rate INTEGER NOT NULL, revision INTEGER NOT NULL
);
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE media (hash TEXT PRIMARY KEY, extension TEXT NOT NULL, bytes INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, about TEXT NOT NULL);
CREATE TABLE words (
    number INTEGER PRIMARY KEY, source TEXT NOT NULL, mic INTEGER NOT NULL, about TEXT NOT NULL,
    words BLOB NOT NULL
);
CREATE INDEX words_of ON words (source, mic);
CREATE TABLE variants (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, mic INTEGER NOT NULL,
    active INTEGER NOT NULL, chosen TEXT NOT NULL, about TEXT NOT NULL
);
CREATE TABLE variant_parts (
    number INTEGER PRIMARY KEY, variant TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    hash TEXT NOT NULL, bytes INTEGER NOT NULL, before BLOB NOT NULL, after BLOB NOT NULL
);
CREATE TABLE bandwidths (media TEXT PRIMARY KEY, hz REAL NOT NULL, confidence REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE steps (
    number INTEGER PRIMARY KEY, about TEXT NOT NULL, forward BLOB NOT NULL, backward BLOB NOT NULL
);
CREATE TABLE snapshots (revision INTEGER PRIMARY KEY, root BLOB NOT NULL);
CREATE TABLE versions (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, made TEXT NOT NULL, revision INTEGER,
    root BLOB NOT NULL
);
"""


def make_tables(connection: sqlite3.Connection, rate: int) -> None:
    """Fill an empty database with the tables of a project that has nothing in it yet."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    for statement in _statements():
        connection.execute(statement)
    connection.execute("INSERT INTO project VALUES (1, ?, 0)", (rate,))


def objects(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """(type, name, SQL with single spaces) of all in a database that SQLite does not keep for itself."""
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^'"
    )
    return {(str(kind), str(name), " ".join(str(sql).split())) for kind, name, sql in rows}


def expected() -> set[tuple[str, str, str]]:
    """What `objects` gives for a project: no trigger, view or virtual table among them."""
    connection = sqlite3.connect(":memory:")
    try:
        for statement in _statements():
            connection.execute(statement)
        return objects(connection)
    finally:
        connection.close()


def _statements() -> list[str]:
    return [statement for statement in TABLES.split(";") if statement.strip()]

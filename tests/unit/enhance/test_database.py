"""The file of the registry: made, brought up to date, or refused, never half of any."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from enhance import database
from enhance.database import FILE, FORMAT, connect, transaction
from enhance.errors import ModelError


def file_of(folder: Path, *statements: str) -> Path:
    """A database that somebody else made."""
    file = folder / FILE
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return file


def version(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_new_file_has_the_version_of_today_and_opens_again(tmp_path: Path) -> None:
    for _ in range(2):
        connect(tmp_path / FILE).close()
        assert version(tmp_path / FILE) == FORMAT


def test_an_older_file_is_brought_up_to_date_with_what_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(connect(tmp_path / FILE)) as connection:
        connection.execute("INSERT INTO models VALUES ('old', 'hash', '{}')")
    added = "CREATE TABLE notes (id TEXT PRIMARY KEY) WITHOUT ROWID"
    monkeypatch.setattr(database, "FORMAT", FORMAT + 2)
    monkeypatch.setattr(database, "TABLES", (*database.TABLES, added))
    upgrades = {
        FORMAT: lambda connection: connection.execute(added),
        FORMAT + 1: lambda connection: connection.execute("INSERT INTO notes SELECT id FROM models"),
    }
    with closing(connect(tmp_path / FILE, upgrades)) as connection:  # type: ignore[arg-type]
        assert connection.execute("SELECT id FROM notes").fetchall() == [("old",)]
    assert version(tmp_path / FILE) == FORMAT + 2


def test_an_upgrade_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect(tmp_path / FILE).close()
    before = (tmp_path / FILE).read_bytes()

    def halfway(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE models")
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(database, "FORMAT", FORMAT + 1)
    with pytest.raises(ModelError, match="disk"):
        connect(tmp_path / FILE, {FORMAT: halfway})
    assert (tmp_path / FILE).read_bytes() == before


def test_an_older_file_that_nobody_can_upgrade_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(tmp_path / FILE).close()
    monkeypatch.setattr(database, "FORMAT", FORMAT + 1)
    with pytest.raises(ModelError, match="damaged"):
        connect(tmp_path / FILE, {})


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["CREATE TABLE bookmarks (url TEXT)"], "another program's"),
        (["PRAGMA application_id = 7"], "another program's"),
        (["PRAGMA user_version = 1"], "another program's"),
        ([f"PRAGMA application_id = {database.APPLICATION_ID}", "PRAGMA user_version = 1"], "damaged"),
        ([f"PRAGMA application_id = {database.APPLICATION_ID}", "PRAGMA user_version = 99"], "newer"),
    ],
)
def test_what_is_no_registry_of_today_is_left_as_it_is(
    tmp_path: Path, statements: list[str], said: str
) -> None:
    file = file_of(tmp_path, *statements)
    before = file.read_bytes()
    with pytest.raises(ModelError, match=said):
        connect(file)
    assert file.read_bytes() == before


def test_a_registry_with_a_trigger_is_refused(tmp_path: Path) -> None:
    connect(tmp_path / FILE).close()
    file_of(tmp_path, "CREATE TRIGGER t AFTER INSERT ON models BEGIN DELETE FROM models; END")
    with pytest.raises(ModelError, match="damaged"):
        connect(tmp_path / FILE)


@pytest.mark.parametrize("data", [b"not a database" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_bytes_that_are_no_database_are_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(ModelError, match=r"registry of models in .*\.$"):
        connect(tmp_path / FILE)


def test_a_transaction_happens_as_a_whole(tmp_path: Path) -> None:
    def half(connection: sqlite3.Connection) -> None:
        with transaction(connection, "BEGIN IMMEDIATE"):
            connection.execute("INSERT INTO models VALUES ('a', 'b', 'c')")
            raise RuntimeError

    with closing(connect(tmp_path / FILE)) as connection:
        with pytest.raises(RuntimeError):
            half(connection)
        assert connection.execute("SELECT count(*) FROM models").fetchone() == (0,)

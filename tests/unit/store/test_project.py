"""Opening, locking and what a project knows besides its document."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from editor.model.document import Document, Paragraph, Piece
from editor.model.history import Step
from editor.model.source import Recording, Source, source_id
from editor.store import Heard, Project, StoreError, database
from editor.store.errors import as_sentences
from editor.store.schema import FORMAT

DOCUMENT = Document((Paragraph("Ann", (Piece("a", 0, 100, "word", 0.5),)),))
RECORDING = Recording("ab" * 32, "caf\udce9.wav", "Ann", 1000, 48_000, 2, 5)
SOURCE = Source(source_id((RECORDING,)), "Interview", (RECORDING,))


def about_recording(**harm: object) -> str:
    return json.dumps({"name": "x", "recordings": [asdict(RECORDING) | harm]})


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "talk", 8000) as opened:
        yield opened


def harmed(project: Project, sql: str) -> None:
    project.close()
    with closing(sqlite3.connect(project.path / "project.sqlite")) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.executescript(sql)


# Making a project


@pytest.mark.parametrize("name", ["talk", "talk.wordtape", "Talk with J. Doe", "Gespräch 100%?#"])
def test_a_project_is_a_folder_of_its_name(tmp_path: Path, name: str) -> None:
    with Project.create(tmp_path / name, 48_000) as project:
        assert project.path == tmp_path / (name.removesuffix(".wordtape") + ".wordtape")
        assert (project.rate, project.writable) == (48_000, True)
    with Project.open(tmp_path / name) as again:
        assert again.path == project.path
        assert again.rate == 48_000
    assert [entry.name for entry in tmp_path.iterdir()] == [project.path.name], "nothing else is left"


def test_an_empty_folder_is_made_a_project(tmp_path: Path) -> None:
    (tmp_path / "talk.wordtape").mkdir()
    Project.create(tmp_path / "talk").close()


def test_what_is_there_already_is_refused_and_left(tmp_path: Path) -> None:
    folder = tmp_path / "talk.wordtape"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    (tmp_path / "file.wordtape").write_text("mine too")
    for name in ("talk", "file"):
        with pytest.raises(StoreError, match=f'"{name}.wordtape" is there already; choose another name.'):
            Project.create(tmp_path / name)
    assert (folder / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("rate", [0, -1, 7_999, 192_001])
def test_a_rate_that_is_none_is_refused(tmp_path: Path, rate: int) -> None:
    with pytest.raises(StoreError, match=r"cannot have .* samples a second; choose 8000 to 192000"):
        Project.create(tmp_path / "talk", rate)
    assert not list(tmp_path.iterdir())


def test_a_project_in_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no folder"):
        Project.create(tmp_path / "missing" / "talk")


def test_a_disk_that_is_full_when_a_project_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", full)
    with pytest.raises(StoreError, match='"talk" could not be made because the disk is full'):
        Project.create(tmp_path / "talk")
    assert not list(tmp_path.iterdir())


# Opening one


def test_what_is_no_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "missing"):
        with pytest.raises(StoreError, match=r"is no Wordtape project: there is no project\.sqlite in it"):
            Project.open(tmp_path / name)
    assert not list((tmp_path / "empty").iterdir())


def test_the_database_of_another_program_is_refused(project: Project) -> None:
    harmed(project, "PRAGMA application_id = 7")
    before = (project.path / "project.sqlite").read_bytes()
    with pytest.raises(StoreError, match="belongs to another program"):
        Project.open(project.path)
    assert (project.path / "project.sqlite").read_bytes() == before


def test_a_project_of_a_newer_program_is_refused_and_left(project: Project) -> None:
    harmed(project, f"PRAGMA user_version = {FORMAT + 1}")
    with pytest.raises(
        StoreError, match=f"made by a newer Wordtape .format {FORMAT + 1}, this program knows {FORMAT}"
    ):
        Project.open(project.path)


def test_a_database_whose_text_is_no_text_is_damaged(project: Project) -> None:
    project.close()
    file = project.path / "project.sqlite"
    file.write_bytes(file.read_bytes().replace(b"CREATE TABLE", b"CREATE T\xc4BLE"))
    with pytest.raises(StoreError, match="damaged"):
        Project.open(project.path)


def test_a_disk_too_full_to_open_is_called_full(tmp_path: Path) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    with pytest.raises(StoreError, match="disk is full"), as_sentences(tmp_path):
        raise error


def test_a_database_that_does_not_say_its_format_is_refused(project: Project) -> None:
    harmed(project, "PRAGMA user_version = 0")
    with pytest.raises(StoreError, match="does not say which format it has"):
        Project.open(project.path)


SCHEMES = {
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON steps BEGIN DELETE FROM steps; END",
    "a view": "CREATE VIEW more AS SELECT * FROM steps",
    "a table more": "CREATE TABLE more (a)",
    "a table less": "DROP TABLE variants",
    "a column more": "ALTER TABLE steps ADD COLUMN more",
    "an index more": "CREATE INDEX more ON steps (about)",
    "a default that runs code": "UPDATE sqlite_master "
    "SET sql = replace(sql, 'rate INTEGER', 'rate INTEGER DEFAULT (1+1)')",
}


@pytest.mark.parametrize("sql", SCHEMES.values(), ids=SCHEMES)
def test_a_database_with_other_tables_is_refused(project: Project, sql: str) -> None:
    harmed(project, sql)
    with pytest.raises(StoreError, match="other tables than it should"):
        Project.open(project.path)


@pytest.mark.parametrize("where", [0, 20, 100, 4096, 3 * 4096])
def test_a_damaged_database_is_refused_and_left(project: Project, where: int) -> None:
    project.commit(Document(), DOCUMENT, Step("Imported"), 1)
    project.close()
    file = project.path / "project.sqlite"
    whole = file.read_bytes()
    broken = whole[:where] + b"\xff" * 60 + whole[where + 60 :]
    file.write_bytes(broken)
    with pytest.raises(
        StoreError, match=r"nothing was changed in it: keep a copy of the folder|another program"
    ):
        Project.open(project.path)
    assert file.read_bytes() == broken


@pytest.mark.parametrize("size", [0, 50, 5000])
def test_a_database_cut_short_is_refused_and_left(project: Project, size: int) -> None:
    project.close()
    file = project.path / "project.sqlite"
    short = file.read_bytes()[:size]
    file.write_bytes(short)
    with pytest.raises(StoreError):
        Project.open(project.path)
    assert file.read_bytes() == short


@pytest.mark.parametrize("rate", ["7", "'fast'", "NULL", "1e9"])
def test_a_project_without_a_rate_is_refused(project: Project, rate: str) -> None:
    harmed(
        project,
        f"PRAGMA ignore_check_constraints = 1; UPDATE OR IGNORE project SET rate = {rate};"
        "DELETE FROM project WHERE rate = 8000",
    )
    with pytest.raises(StoreError, match="its sample rate is none"):
        Project.open(project.path)


@pytest.mark.parametrize("name", ["project.sqlite", "lock", "media", "cache", "project.sqlite-wal"])
def test_a_link_that_leads_out_is_refused(project: Project, tmp_path: Path, name: str) -> None:
    project.close()
    inside, outside = project.path / name, tmp_path / "outside"
    if inside.exists():
        shutil.move(inside, outside)
    elif name == "cache":
        outside.mkdir()
    else:
        outside.write_bytes(b"")
    inside.symlink_to(outside)
    with pytest.raises(StoreError, match=r"has a link named .* that leads out of its folder"):
        Project.open(project.path)


def test_a_project_whose_folder_cannot_be_written_may_be_read(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.commit(Document(), DOCUMENT, Step("Imported"), 1)
    project.close()
    connect = database._open

    def on_a_disc(address: str) -> sqlite3.Connection:
        if "immutable" not in address:
            raise sqlite3.OperationalError("unable to open database file")
        return connect(address)

    monkeypatch.setattr(database, "_open", on_a_disc)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with Project.open(project.path, write=False) as reader:
        assert reader.load()[2] == DOCUMENT


# One writer


def test_a_second_writer_is_told_who_the_first_is(project: Project) -> None:
    with pytest.raises(
        StoreError,
        match=rf'"talk" is open in another window or program \(process {os.getpid()} on .*\); '
        "close it there, or open it for reading only.",
    ):
        Project.open(project.path)
    project.close()
    Project.open(project.path).close()


OPEN = """
import sys
from pathlib import Path
from editor.store import Project, StoreError
try:
    project = Project.open(Path(sys.argv[1]), write=sys.argv[2] == "write")
except StoreError as error:
    print(error, flush=True)
    sys.exit(1)
print("open", flush=True)
sys.stdin.read()
"""


def opener(project: Project, how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", OPEN, str(project.path), how]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_another_process_may_read_and_not_write_and_its_death_lets_go(project: Project) -> None:
    with opener(project, "write") as refused:
        said, _ = refused.communicate()
    assert refused.returncode == 1
    assert f"(process {os.getpid()} on " in said
    project.close()
    with opener(project, "write") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match=f"process {holder.pid} "):
            Project.open(project.path)
        with Project.open(project.path, write=False) as reader:
            assert reader.load()[1] == 0
        holder.kill()
        holder.wait()
    Project.open(project.path).close()


def test_a_lock_that_says_nothing_sensible_is_a_lock_still(project: Project) -> None:
    (project.path / "lock").write_text('{"pid": [1], "host": "\x1b[31m"}')
    with pytest.raises(StoreError, match="is open in another window or program; close it there"):
        Project.open(project.path)


def test_reading_only_changes_nothing(project: Project, tmp_path: Path) -> None:
    project.close()
    sound = tmp_path / "a.wav"
    sound.write_bytes(b"sound")
    with Project.open(project.path, write=False) as reader:
        assert not reader.writable
        for change in (
            lambda: reader.commit(Document(), DOCUMENT, Step("Imported"), 1),
            lambda: reader.go(0),
            lambda: reader.add_source(SOURCE),
            lambda: reader.save_words("a", 0, "tiny.en", "en", True, []),
            lambda: reader.set_setting("view", 1),
            lambda: reader.import_media(sound),
        ):
            with pytest.raises(StoreError, match='"talk" is open for reading only and cannot be changed'):
                change()


def test_closing_twice_is_closing(project: Project) -> None:
    project.close()
    project.close()
    with pytest.raises(ValueError, match="closed"):
        project.load()


# What it knows


def test_sources_come_back_in_order_and_the_newest_of_an_id_stays(project: Project) -> None:
    other = Source("b", "Second", (RECORDING, replace(RECORDING, offset=-3)))
    project.add_source(SOURCE)
    project.add_source(other)
    renamed = replace(SOURCE, name="Renamed")
    project.add_source(renamed)
    project.close()
    with Project.open(project.path) as again:
        assert again.sources() == (renamed, other)
        assert again.source("b") == other
        assert again.source("c") is None


@pytest.mark.parametrize(
    "about",
    [
        "{",
        "[]",
        '{"name": "x", "recordings": []}',
        '{"name": 1, "recordings": [{}]}',
        '{"name": "x", "recordings": [{"more": 1}]}',
        about_recording(samples=0),
        about_recording(samples=1.5),
        about_recording(speaker=5),
        about_recording(media=None),
        about_recording(rate=-1),
        about_recording(channels=True),
        about_recording(offset=1 << 60),
        about_recording(file="x" * 20_000),
    ],
)
def test_a_damaged_source_is_a_sentence(project: Project, about: str) -> None:
    with project._database.writing() as connection:
        connection.execute("INSERT INTO sources (id, about) VALUES ('a', ?)", (about,))
    with pytest.raises(StoreError, match="a source of it is malformed"):
        project.sources()


def test_a_source_without_recordings_is_a_bug(project: Project) -> None:
    with pytest.raises(ValueError, match="no recording"):
        project.add_source(Source("a", "Empty", ()))


def test_every_run_of_a_recogniser_is_kept_the_newest_first(project: Project) -> None:
    words = [(0, 10, "naïve", 0.25), (10, 10, "\udce9", 1)]
    project.save_words("a", 0, "tiny.en", "en", False, words, [(20, 30)])
    project.save_words("a", 0, "base", "en", True, iter(words[:1]))
    project.save_words("a", 1, "base", "de", True, [])
    newest, oldest = project.words("a", 0)
    assert (newest.model, newest.language, newest.aligned, newest.words) == (
        "base",
        "en",
        True,
        (Heard(*words[0]),),
    )
    assert (oldest.model, oldest.aligned, oldest.unrecognised) == ("tiny.en", False, ((20, 30),))
    assert oldest.words == tuple(words)
    assert project.words("a", 2) == ()
    assert project.listened("a") == {0: ("base", "en"), 1: ("base", "de")}
    assert project.listened("b") == {}


@pytest.mark.parametrize("about", ["[]", "nonsense", '{"model": "x"}', "[" * 100_000])
def test_what_is_said_of_a_recogniser_is_checked(project: Project, about: str) -> None:
    with project._database.writing() as connection:
        connection.execute("INSERT INTO words (source, mic, about, words) VALUES ('a', 0, ?, '')", (about,))
    with pytest.raises(StoreError, match="malformed"):
        project.listened("a")


@pytest.mark.parametrize(
    "word",
    [
        (-1, 5, "a", 0.5),
        (5, 4, "a", 0.5),
        (0, 5, "a" * 20_000, 0.5),
        (0, 5, "a", 1.5),
        (0, 5, "a", float("nan")),
    ],
)
def test_words_that_could_not_be_read_are_not_saved(
    project: Project, word: tuple[int, int, str, float]
) -> None:
    with pytest.raises(StoreError, match="The words cannot be saved"):
        project.save_words("a", 0, "tiny.en", "en", True, [word])
    assert project.words("a", 0) == ()


@pytest.mark.parametrize(
    "blob", [b"J{}", b"J[]", b'J{"words":[[1]],"unrecognised":[]}', b'J{"words":[],"unrecognised":[["a",2]]}']
)
def test_damaged_words_are_a_sentence(project: Project, blob: bytes) -> None:
    with project._database.writing() as connection:
        connection.execute(
            "INSERT INTO words (source, mic, about, words) VALUES ('a', 0, ?, ?)",
            ('{"model": "m", "language": "en", "aligned": true}', blob),
        )
    with pytest.raises(StoreError, match='"talk" is damaged'):
        project.words("a", 0)


def test_settings_come_back_and_a_broken_one_is_the_default(project: Project) -> None:
    assert project.setting("view", "none yet") == "none yet"
    project.set_setting("view", {"scroll": 1.5, "open": [True, None]})
    project.set_setting("view", {"scroll": 2.5})
    assert project.setting("view") == {"scroll": 2.5}
    with project._database.writing() as connection:
        connection.execute("UPDATE settings SET value = '{'")
    assert project.setting("view", 5) == 5
    with pytest.raises(ValueError):
        project.set_setting("view", float("nan"))
    with pytest.raises(ValueError, match="too long"):
        project.set_setting("view", "x" * (5 << 20))

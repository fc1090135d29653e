"""One file out of a project and a project out of one file; nothing else comes out of a file."""

from __future__ import annotations

import io
import os
import shutil
import stat
import zipfile
from collections import namedtuple
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from editor.jobs import Cancelled
from editor.model.document import Document, Paragraph, Piece
from editor.model.edits import ignore
from editor.model.history import Step
from editor.model.source import Recording, Source
from editor.store import Project, StoreError, pack, packing, unpack

SOUND = bytes(range(256)) * 10_000
HASH = sha256(SOUND).hexdigest()
DOCUMENT = Document((Paragraph("Ann", tuple(Piece("a", n, n + 1, f"w{n}", 0.5) for n in range(30))),))
STRUCK = ignore(DOCUMENT, 3, 5).document


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "a.wav").write_bytes(SOUND)
    with Project.create(tmp_path / "talk", 8000) as opened:
        opened.import_media(tmp_path / "a.wav")
        opened.add_source(Source("a", "Talk", (Recording(HASH, "a.wav", "Ann", 30, 8000, 1),)))
        opened.commit(Document(), DOCUMENT, Step("Imported"), 1)
        opened.commit(DOCUMENT, STRUCK, Step("Ignored"), 2)
        opened.cache_path(HASH, "pcm").write_bytes(b"cache")
    return tmp_path / "talk.wordtape"


@pytest.fixture
def packed(project: Path, tmp_path: Path) -> Path:
    pack(project, tmp_path / "sent.zip")
    return tmp_path / "sent.zip"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def test_what_was_packed_is_there_again_history_and_all(packed: Path, project: Path, home: Path) -> None:
    shutil.rmtree(project)
    assert unpack(packed, home) == home / "sent.wordtape"
    with Project.open(home / "sent.wordtape") as again:
        steps, revision, root = again.load()
        assert ([step.label for step in steps], revision, root) == (["Imported", "Ignored"], 2, STRUCK)
        assert again.root_at(1) == DOCUMENT
        assert again.media_path(HASH).read_bytes() == SOUND
        assert again.source("a") is not None
        again.verify()
        assert not (again.path / "cache").exists()
    assert [entry.name for entry in home.iterdir()] == ["sent.wordtape"]


def test_a_name_may_be_given(packed: Path, home: Path) -> None:
    assert unpack(packed, home / "mine.wordtape") == home / "mine.wordtape"


def test_a_pack_is_a_plain_zip_with_the_sound_as_it_is(packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        kinds = {info.filename: info.compress_type for info in archive.infolist()}
        assert kinds == {
            "talk.wordtape/project.sqlite": zipfile.ZIP_DEFLATED,
            f"talk.wordtape/media/{HASH}.wav": zipfile.ZIP_STORED,
        }
        assert archive.testzip() is None


def test_a_project_that_is_open_can_be_packed(project: Path, home: Path) -> None:
    with Project.open(project) as opened:
        opened.go(1)
        opened.commit(DOCUMENT, DOCUMENT, Step("Another"), 2)
        pack(project, home / "now.zip")
    with Project.open(unpack(home / "now.zip", home)) as again:
        assert again.load()[0][1].label == "Another"


def test_packing_replaces_the_file_only_when_whole(project: Path, packed: Path) -> None:
    packed.write_bytes(b"the one before")

    def stop(fraction: float, note: str = "") -> None:
        if fraction > 0.5:
            raise Cancelled

    before = sorted(packed.parent.iterdir())
    with pytest.raises(Cancelled):
        pack(project, packed, stop)
    assert packed.read_bytes() == b"the one before"
    assert sorted(packed.parent.iterdir()) == before
    pack(project, packed)
    assert zipfile.is_zipfile(packed)


def test_packing_to_where_nothing_can_be_written_is_a_sentence(project: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r'"out\.zip" could not be written because it is not there'):
        pack(project, tmp_path / "missing" / "out.zip")


def test_a_project_that_lacks_a_recording_is_not_packed(project: Path, tmp_path: Path) -> None:
    (project / "media" / f"{HASH}.wav").unlink()
    with pytest.raises(StoreError, match="A recording of the project"):
        pack(project, tmp_path / "out.zip")
    assert not (tmp_path / "out.zip").exists()


def test_unpacking_tells_how_far_it_is_and_cancelled_leaves_nothing(packed: Path, home: Path) -> None:
    told: list[float] = []

    def stop(fraction: float, note: str = "") -> None:
        told.append(fraction)
        if fraction > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        unpack(packed, home, stop)
    assert told == sorted(told)
    assert not list(home.iterdir())


def test_unpacking_never_overwrites(packed: Path, home: Path) -> None:
    (home / "sent.wordtape").mkdir()
    (home / "sent.wordtape" / "notes").write_text("mine")
    with pytest.raises(StoreError, match=r'"sent\.wordtape" is there already; choose another name\.'):
        unpack(packed, home)
    assert (home / "sent.wordtape" / "notes").read_text() == "mine"


def test_a_full_disk_is_a_sentence(packed: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 10, 5))
    with pytest.raises(StoreError, match=r'"sent\.zip" could not be unpacked because the disk is full'):
        unpack(packed, home)
    assert not list(home.iterdir())


# Files that were made to do harm, or are broken

Entries = dict[str, bytes]


def remade(packed: Path, change: Callable[[Entries], object]) -> None:
    with zipfile.ZipFile(packed) as archive:
        entries = {info.filename: archive.read(info) for info in archive.infolist()}
    change(entries)
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in entries.items():
            method = zipfile.ZIP_DEFLATED if name.endswith("sqlite") else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name), data, method)


def refused(packed: Path, home: Path, sentence: str) -> None:
    before = sorted(packed.parent.rglob("*"))
    with pytest.raises(StoreError, match=sentence):
        unpack(packed, home)
    assert sorted(packed.parent.rglob("*")) == before, "nothing is left, here or elsewhere"


TOP = "talk.wordtape"
NAMES = [
    "/etc/passwd",
    "../evil",
    f"{TOP}/../evil",
    f"{TOP}/media/../../../evil",
    f"{TOP}/media/../{HASH}.wav",
    "../project.sqlite",
    f"{TOP}\\project.sqlite",
    f"C:/{TOP}/project.sqlite",
    "C:/project.sqlite",
    f"{TOP}/project.sqlite-wal",
    f"{TOP}/notes.txt",
    f"{TOP}/lock",
    f"{TOP}/media/notes.txt",
    f"{TOP}/media/{HASH}.WAV",
    f"{TOP}/media/{HASH}",
    f"{TOP}/media/{HASH}.wav/x",
    f"{TOP}/cache/8000/{HASH}.pcm",
    f"{TOP}/cache/",
    "loose.wav",
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_belongs_in_no_project_is_refused(packed: Path, home: Path, name: str) -> None:
    remade(packed, lambda entries: entries.update({name: b"evil"}))
    refused(packed, home, "belongs in no project; ask whoever packed it to do so again")


def test_two_projects_in_one_file_are_refused(packed: Path, home: Path) -> None:
    remade(packed, lambda entries: entries.update({f"other.wordtape/media/{'b' * 64}.wav": b"x"}))
    refused(packed, home, "it does not hold one project")


def test_a_file_without_a_database_is_refused(packed: Path, home: Path) -> None:
    remade(packed, lambda entries: entries.pop(f"{TOP}/project.sqlite"))
    refused(packed, home, "it does not hold one project")


def test_the_name_of_the_folder_inside_does_not_matter(packed: Path, home: Path) -> None:
    def rename(entries: Entries) -> None:
        for name in list(entries):
            entries[name.replace(TOP, "CON")] = entries.pop(name)

    remade(packed, rename)
    assert unpack(packed, home).name == "sent.wordtape"


def test_the_same_name_twice_is_refused(packed: Path, home: Path) -> None:
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(f"{TOP}/project.sqlite", b"another")
    refused(packed, home, "twice")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_a_link_or_a_device_is_refused(packed: Path, home: Path, kind: int) -> None:
    with zipfile.ZipFile(packed, "a") as archive:
        info = zipfile.ZipInfo(f"{TOP}/media/{'b' * 64}.wav")
        info.external_attr = (kind | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    refused(packed, home, "which is a link or a device")


def test_a_recording_that_is_not_what_its_name_says_is_refused(packed: Path, home: Path) -> None:
    remade(packed, lambda entries: entries.update({f"{TOP}/media/{HASH}.wav": SOUND[:-1] + b"x"}))
    refused(packed, home, "the recording .* in it is damaged")


def test_a_recording_that_is_missing_is_refused(packed: Path, home: Path) -> None:
    remade(packed, lambda entries: entries.pop(f"{TOP}/media/{HASH}.wav"))
    refused(packed, home, "A recording of the project .* not there")


def test_a_recording_that_is_compressed_is_refused(packed: Path, home: Path) -> None:
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(f"{TOP}/media/{'b' * 64}.wav", bytes(100_000_000), zipfile.ZIP_DEFLATED)
    refused(packed, home, "its recordings are not stored as they are")


def test_a_database_that_would_become_absurdly_large_is_refused(packed: Path, home: Path) -> None:
    remade(
        packed, lambda entries: entries.update({f"{TOP}/project.sqlite": bytes(packing.SMALL_DATABASE + 1)})
    )
    refused(packed, home, "its database would become absurdly large")


def test_a_database_that_is_none_is_refused(packed: Path, home: Path) -> None:
    remade(packed, lambda entries: entries.update({f"{TOP}/project.sqlite": b"no database at all" * 100}))
    refused(packed, home, '"sent" is damaged')


def test_a_database_packed_with_its_trigger_is_refused(packed: Path, home: Path, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    def harm(entries: Entries) -> None:
        file = tmp_path / "harm.sqlite"
        file.write_bytes(entries[f"{TOP}/project.sqlite"])
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TRIGGER t AFTER INSERT ON steps BEGIN DELETE FROM steps; END")
        entries[f"{TOP}/project.sqlite"] = file.read_bytes()

    remade(packed, harm)
    refused(packed, home, "other tables than it should")


def test_too_many_files_are_refused(packed: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MAX_ENTRIES", 1)
    refused(packed, home, "it holds too many files")


def test_a_table_of_contents_that_is_too_long_is_not_read(
    packed: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remade(packed, lambda entries: entries.update({f"{TOP}/media/{n:064x}.wav": b"" for n in range(1000)}))
    monkeypatch.setattr(packing, "MAX_DIRECTORY", 70_000)
    refused(packed, home, "is no packed project, or it is damaged")


def in_the_table(packed: Path, offset: int, value: bytes) -> None:
    """Change the last entry of the table of contents, as somebody who lies would."""
    data = bytearray(packed.read_bytes())
    at = data.rindex(b"PK\1\2") + offset
    data[at : at + len(value)] = value
    packed.write_bytes(data)


def test_sizes_that_are_a_lie_are_refused(packed: Path, home: Path) -> None:
    for size in (len(SOUND) - 10, len(SOUND) + 10):
        lie = size.to_bytes(4, "little")
        in_the_table(packed, 20, lie + lie)
        refused(packed, home, "damaged|holds less than it says")
    lie = (1 << 31).to_bytes(4, "little")
    in_the_table(packed, 20, lie + lie)
    refused(packed, home, "it holds less than it says")


def test_an_encrypted_file_is_refused(packed: Path, home: Path) -> None:
    in_the_table(packed, 8, b"\x01")
    refused(packed, home, "it is encrypted")


def test_files_that_overlap_are_refused(packed: Path, home: Path) -> None:
    """A table of contents that names the same bytes many times, which is how small files become huge."""
    with zipfile.ZipFile(packed) as archive:
        infos = archive.infolist()
        start = archive.start_dir
    data = packed.read_bytes()[:start]
    central, sound = io.BytesIO(), infos[-1]
    with zipfile.ZipFile(central, "w") as archive:
        for number in range(50):
            copy = zipfile.ZipInfo(f"{TOP}/media/{number:064x}.wav")
            copy.CRC, copy.file_size, copy.compress_size = sound.CRC, sound.file_size, sound.compress_size
            copy.header_offset = sound.header_offset
            archive.filelist.append(copy)
        archive.filelist.append(infos[0])
        archive._didModify = True
        central.write(data)
        archive.start_dir = len(data)
    packed.write_bytes(central.getvalue())
    refused(packed, home, "it holds less than it says")


@pytest.mark.parametrize("share", [0.0, 0.2, 0.9, 0.9999])
def test_half_a_file_is_refused(packed: Path, home: Path, share: float) -> None:
    data = packed.read_bytes()
    packed.write_bytes(data[: int(len(data) * share)])
    refused(packed, home, r'"sent\.zip" is no packed project, or it is damaged; get it once more')


def test_damage_anywhere_is_noticed(packed: Path, home: Path) -> None:
    data = packed.read_bytes()
    with zipfile.ZipFile(packed) as archive:
        table, (database, sound) = archive.start_dir, archive.infolist()
    middles = [info.header_offset + 200 + info.compress_size // 2 for info in (database, sound)]
    for at in (*middles, sound.header_offset - 100, table - 1, table + 20):
        packed.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        with pytest.raises(StoreError):
            unpack(packed, home)
        assert not list(home.iterdir())


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path, home: Path) -> None:
    with pytest.raises(StoreError, match=r'"missing\.zip" could not be read because it is not there'):
        unpack(tmp_path / "missing.zip", home)
    with pytest.raises(StoreError, match="could not be read"):
        unpack(home, tmp_path)
    assert os.listdir(home) == []


@pytest.mark.parametrize("name", ["project.sqlite", "talk.zip", "media/talk.zip"])
def test_a_project_is_not_packed_into_its_own_folder(project: Path, name: str) -> None:
    before = {
        file: file.read_bytes() for file in project.rglob("*") if file.is_file() and "-" not in file.name
    }
    with pytest.raises(StoreError, match="choose another"):
        pack(project, project / name)
    assert {file: file.read_bytes() for file in before} == before
    assert not (project / name).exists() or name == "project.sqlite"

"""Recordings are kept once, by what is in them; caches come and go."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from editor.jobs import Cancelled
from editor.model.source import Recording, Source, source_id
from editor.store import Project, StoreError, mediafiles

SOUND = bytes(range(256)) * 10_000
HASH = sha256(SOUND).hexdigest()


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "talk", 8000) as opened:
        yield opened


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    file = tmp_path / "Interview, part 1.WAV"
    file.write_bytes(SOUND)
    return file


def names(project: Project) -> list[str]:
    return sorted(file.name for file in (project.path / "media").iterdir())


def test_a_recording_is_copied_under_its_hash(project: Project, sound: Path) -> None:
    told: list[float] = []
    assert project.import_media(sound, lambda fraction, note="": told.append(fraction)) == HASH
    path = project.media_path(HASH)
    assert path.name == f"{HASH}.wav"
    assert path.read_bytes() == SOUND
    assert os.stat(path).st_nlink == 1, "no link: what becomes of the original is its owner's business"
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert project.media() == (HASH,)


def test_the_same_recording_is_kept_once_whatever_its_name(project: Project, sound: Path) -> None:
    other = sound.with_name("copy.flac")
    shutil.copy(sound, other)
    assert project.import_media(sound) == project.import_media(other) == HASH
    assert names(project) == [f"{HASH}.wav"]


def test_a_recording_that_went_missing_is_put_back_by_importing_it_again(
    project: Project, sound: Path
) -> None:
    project.import_media(sound)
    project.media_path(HASH).unlink()
    with pytest.raises(
        StoreError,
        match=rf'A recording of the project "talk" \({HASH[:12]}\) could not be read because it is not there',
    ):
        project.media_path(HASH)
    project.import_media(sound)
    project.verify()


@pytest.mark.parametrize("name", ["a", "a.", "a.w v", "a.ÄÖ", "a.toolongtobeone", ".wav", "a.sh$"])
def test_an_odd_extension_becomes_a_safe_one(project: Project, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(SOUND)
    assert project.media_path(project.import_media(file)).name == f"{HASH}.bin"


def test_cancelling_leaves_nothing(project: Project, sound: Path) -> None:
    def stop(fraction: float, note: str = "") -> None:
        if fraction > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        project.import_media(sound, stop)
    assert names(project) == []
    assert project.media() == ()


def test_a_file_that_is_not_there_is_a_sentence(project: Project, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r'"missing\.wav" could not be read because it is not there\.'):
        project.import_media(tmp_path / "missing.wav")
    with pytest.raises(StoreError, match=r"is no file and cannot be imported\."):
        project.import_media(tmp_path)


def test_a_file_that_fails_on_the_way_is_a_sentence(
    project: Project, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = mediafiles.sha256

    class Failing:
        def __init__(self) -> None:
            self._digest = real()

        def update(self, _: bytes) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(mediafiles, "sha256", Failing)
    with pytest.raises(
        StoreError, match=r'part 1\.WAV" could not be copied into the project because the disk is full'
    ):
        project.import_media(sound)
    assert names(project) == []
    assert project.media() == ()


def test_what_a_killed_import_left_is_taken_away(project: Project) -> None:
    project.close()
    (project.path / "media" / ".part-xyz").write_bytes(b"half")
    Project.open(project.path, write=False).close()
    assert names(project) == [".part-xyz"], "a reader cleans nothing"
    Project.open(project.path).close()
    assert names(project) == []


def test_a_recording_of_another_size_or_content_is_found(project: Project, sound: Path) -> None:
    project.import_media(sound)
    project.verify()
    path = project.media_path(HASH)
    path.write_bytes(b"\1" + SOUND[1:])
    assert project.media_path(HASH) == path
    with pytest.raises(
        StoreError, match=r'A recording of the project "talk" .* is damaged; put the file back'
    ):
        project.verify()
    path.write_bytes(SOUND[1:])
    with pytest.raises(StoreError, match=r'A recording of the project "talk" .* is not what was imported'):
        project.media_path(HASH)
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreError, match="is not what was imported"):
        project.media_path(HASH)


def test_a_recording_that_is_a_link_out_is_refused(project: Project, sound: Path) -> None:
    project.import_media(sound)
    path = project.media_path(HASH)
    path.unlink()
    path.symlink_to(sound)
    with pytest.raises(StoreError, match="leads out of its folder"):
        project.media_path(HASH)


def test_a_recording_that_is_not_known_is_a_sentence(project: Project) -> None:
    for media in (HASH, "", "../../etc/passwd"):
        with pytest.raises(StoreError, match='"talk" has no recording'):
            project.media_path(media)


@pytest.mark.parametrize(
    ("media", "extension"), [("../x", "wav"), (HASH, "../../x"), (HASH, "w/v"), (HASH.upper(), "wav")]
)
def test_a_name_that_leads_out_is_refused(project: Project, media: str, extension: str) -> None:
    project.close()
    with closing(sqlite3.connect(project.path / "project.sqlite")) as connection, connection:
        connection.execute("INSERT INTO media VALUES (?, ?, 5)", (media, extension))
    with Project.open(project.path) as again, pytest.raises(StoreError, match="a name that it cannot have"):
        again.media_path(media)


def test_caches_have_a_place_at_the_projects_rate_and_may_vanish(project: Project) -> None:
    path = project.cache_path(HASH, "pcm")
    assert path == project.path / "cache" / "8000" / f"{HASH}.pcm"
    path.write_bytes(b"cache")
    shutil.rmtree(project.path / "cache")
    assert project.cache_path(HASH, "peaks").parent.is_dir()
    for media, kind in (("../x", "pcm"), (HASH, "sh"), (HASH[:-1], "pcm")):
        with pytest.raises(ValueError, match="no cache is named"):
            project.cache_path(media, kind)  # type: ignore[arg-type]


def test_a_cache_that_is_a_link_out_is_refused(project: Project, tmp_path: Path) -> None:
    project.cache_path(HASH, "pcm").symlink_to(tmp_path / "victim")
    with pytest.raises(StoreError, match="leads out of its folder"):
        project.cache_path(HASH, "pcm")


def test_what_a_killed_import_left_goes_when_the_project_is_next_written(
    project: Project, sound: Path
) -> None:
    media = project.import_media(sound)
    pcm = project.cache_path(media, "pcm")
    pcm.write_bytes(b"decoded")
    (pcm.parent / f".{pcm.name}.1a2b.part").write_bytes(b"half")
    project.close()
    with Project.open(project.path, write=False) as reader:
        assert reader.media() == (media,), "a reader cleans nothing"
    with Project.open(project.path) as again:
        assert again.media() == ()
        assert names(again) == []
        assert list(pcm.parent.iterdir()) == []


def test_a_recording_that_a_source_uses_stays(project: Project, sound: Path) -> None:
    media = project.import_media(sound)
    recording = Recording(media, sound.name, "Ann", 1000, 8000, 1)
    project.add_source(Source(source_id((recording,)), "Interview", (recording,)))
    project.close()
    with Project.open(project.path) as again:
        assert again.media() == (media,)
        assert again.media_path(media).read_bytes() == SOUND

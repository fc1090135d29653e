"""Variants are on disk as a whole or not at all, and their sound may go missing without harm."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from editor.jobs import Cancelled
from editor.model.source import Treatment, Variant, variant_id
from editor.model.variants import switched_off
from editor.store import Project, Rendered, StoreError, pack, unpack, variants

TREATMENT = Treatment("upsample", ("small",), 4000.0)
VARIANT = Variant(variant_id("a", 0, TREATMENT), "a", 0, TREATMENT, "2026-11-21T10:00:00+00:00")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "talk", 8000) as opened:
        yield opened


def rendered(project: Project, start: int, stop: int, sound: bytes = b"") -> Rendered:
    file = project.variants.room() / "sound.pcm"
    file.write_bytes(sound or f"{start} to {stop}".encode())
    return Rendered(start, stop, file, b"b" * 100, b"a" * 100)


def files(project: Project) -> list[str]:
    return sorted(file.name for file in (project.path / "variants").iterdir() if file.is_file())


def reopened(project: Project) -> Project:
    project.close()
    return Project.open(project.path)


def test_what_was_rendered_is_there_after_reopening(project: Project) -> None:
    made = project.variants.add(VARIANT, [rendered(project, 0, 50), rendered(project, 40, 90)], ((5, 70),))
    assert (made.rendered, made.heard) == (((0, 90),), ((5, 70),))
    with reopened(project) as again:
        assert again.variants.all() == again.variants.all("a") == (made,)
        assert again.variants.all("b") == ()
        paths = [again.variants.path(part) for part in made.parts]
        assert [path and path.read_bytes() for path in paths] == [b"0 to 50", b"40 to 90"]
        assert again.variants.pictures(VARIANT.id)[1] == (40, 90, b"b" * 100, b"a" * 100)
        again.verify()


def test_a_reader_sees_them_and_changes_nothing(project: Project) -> None:
    project.variants.add(VARIANT, [rendered(project, 0, 50)], ((0, 50),))
    with Project.open(project.path, write=False) as reader:
        assert reader.variants.all() == project.variants.all()
        for change in (
            lambda: reader.variants.room(),
            lambda: reader.variants.set_heard(reader.variants.all()),
            lambda: reader.variants.remove(VARIANT.id),
            lambda: reader.variants.add(VARIANT, ()),
        ):
            with pytest.raises(StoreError, match="open for reading only"):
                change()


@pytest.mark.parametrize("where", ["place", "commit"])
def test_what_fails_half_way_is_not_there_and_leaves_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    project.variants.add(VARIANT, [rendered(project, 0, 50)], ((0, 50),))
    before, kept = project.variants.all(), files(project)
    with monkeypatch.context() as broken:
        if where == "place":
            broken.setattr(variants.os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
        else:
            broken.setattr(variants, "_save_states", lambda *_: (_ for _ in ()).throw(sqlite3.Error("no")))
        with pytest.raises(StoreError):
            project.variants.add(VARIANT, [rendered(project, 60, 90)], ((60, 90),))
    assert project.variants.all() == before
    with reopened(project) as again:
        assert again.variants.all() == before
        assert sorted(file.name for file in (again.path / "variants").iterdir()) == kept


def test_cancelling_while_it_is_put_in_place_changes_nothing(project: Project) -> None:
    def stop(_fraction: float, _note: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        project.variants.add(VARIANT, [rendered(project, 0, 50)], ((0, 50),), stop)
    assert project.variants.all() == ()


def test_removing_deletes_the_sound_unless_another_variant_has_the_same(project: Project) -> None:
    other = Variant(variant_id("a", 1, TREATMENT), "a", 1, TREATMENT, "")
    project.variants.add(VARIANT, [rendered(project, 0, 50, b"same"), rendered(project, 50, 60)])
    project.variants.add(other, [rendered(project, 0, 50, b"same")])
    assert len(files(project)) == 2
    project.variants.remove(VARIANT.id)
    assert [variant.id for variant in project.variants.all()] == [other.id]
    assert len(files(project)) == 1
    project.variants.remove(other.id)
    assert files(project) == []
    assert project.variants.pictures(other.id) == ()


@pytest.mark.parametrize("how", ["gone", "shorter", "link"])
def test_sound_that_went_missing_is_missing_and_can_be_made_again(
    project: Project, tmp_path: Path, how: str
) -> None:
    (part,) = project.variants.add(VARIANT, [rendered(project, 10, 50)], ((10, 50),)).parts
    path = project.variants.path(part)
    assert path is not None
    sound = path.read_bytes()
    path.unlink()
    if how == "shorter":
        path.write_bytes(sound[:-1])
    elif how == "link":
        (tmp_path / "elsewhere").write_bytes(sound)
        path.symlink_to(tmp_path / "elsewhere")
    assert project.variants.path(part) is None
    assert project.variants.files() == ()
    project.verify()
    again = project.variants.add(VARIANT, [rendered(project, 0, 60, b"anew")], ((0, 60),))
    assert [(one.start, one.stop) for one in again.parts] == [(0, 60)]
    assert again.heard == ((0, 60),)


def test_a_second_variant_takes_the_span_from_the_first(project: Project) -> None:
    half = Treatment("upsample", ("small",), 4000.0, 0.5)
    other = Variant(variant_id("a", 0, half), "a", 0, half, "")
    project.variants.add(VARIANT, [rendered(project, 0, 90)], ((0, 90),))
    project.variants.add(other, [rendered(project, 30, 40)], ((30, 40),))
    assert [one.heard for one in project.variants.all()] == [((0, 30), (40, 90)), ((30, 40),)]


def test_damage_in_the_sound_is_found_by_verifying(project: Project) -> None:
    project.variants.add(VARIANT, [rendered(project, 0, 50)])
    (file,) = project.variants.files()
    file.write_bytes(b"0 TO 50")
    with pytest.raises(StoreError, match=r"A variant in the project .* is damaged; delete the file"):
        project.verify()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE variants SET about = '[]'",
        "UPDATE variants SET about = '{\"recipe\": 3}'",
        "UPDATE variants SET id = '../../etc'",
        "UPDATE variants SET chosen = '[[5, 5]]'",
        "UPDATE variants SET chosen = '[[0, 9], [5, 20]]'",
        "UPDATE variants SET mic = -1",
        "UPDATE variant_parts SET hash = '../../../etc/passwd'",
        "UPDATE variant_parts SET start = stop",
        "UPDATE variant_parts SET stop = 'x'",
    ],
)
def test_malformed_rows_are_refused(project: Project, damage: str) -> None:
    project.variants.add(VARIANT, [rendered(project, 0, 50)], ((0, 50),))
    project.close()
    with closing(sqlite3.connect(project.path / "project.sqlite")) as connection, connection:
        connection.execute(damage)
    with (
        Project.open(project.path, write=False) as again,
        pytest.raises(StoreError, match="a variant of it is malformed"),
    ):
        again.variants.all()


def test_a_picture_that_would_fill_the_memory_is_refused(project: Project) -> None:
    project.variants.add(VARIANT, [rendered(project, 0, 50)])
    huge = variants.zlib.compress(bytes(variants.MAX_PICTURE + 1))
    with project._database.writing() as connection:
        connection.execute("UPDATE variant_parts SET after = ?", (huge,))
    with pytest.raises(StoreError, match="a picture in it is malformed"):
        project.variants.pictures(VARIANT.id)


def test_they_travel_in_a_packed_project(project: Project, tmp_path: Path) -> None:
    made = project.variants.add(VARIANT, [rendered(project, 0, 50)], ((0, 50),))
    off = switched_off(project.variants.all(), VARIANT.id)
    project.variants.set_heard(off)
    pack(project.path, tmp_path / "sent.zip")
    with Project.open(unpack(tmp_path / "sent.zip", tmp_path / "again.wordtape")) as again:
        assert again.variants.all() == tuple(off)
        path = again.variants.path(made.parts[0])
        assert path is not None
        assert path.read_bytes() == b"0 to 50"


def test_one_that_is_missing_is_packed_as_missing(project: Project, tmp_path: Path) -> None:
    made = project.variants.add(VARIANT, [rendered(project, 0, 50)], ((0, 50),))
    project.variants.files()[0].unlink()
    pack(project.path, tmp_path / "sent.zip")
    with Project.open(unpack(tmp_path / "sent.zip", tmp_path / "again.wordtape")) as again:
        assert again.variants.all() == (made,)
        assert again.variants.files() == ()


def test_the_bandwidth_of_a_recording_is_kept(project: Project) -> None:
    assert project.bandwidth("x") is None
    project.save_bandwidth("x", 3400, 0.5)
    project.save_bandwidth("x", 3500, 0.75)
    with reopened(project) as again:
        assert again.bandwidth("x") == (3500.0, 0.75)

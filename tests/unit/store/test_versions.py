"""Laws of named versions: they outlive whatever becomes of the history, and say where in it they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from editor.model.document import Document, Paragraph, Piece
from editor.model.edits import delete
from editor.model.history import Step
from editor.store import Project, StoreError, Version, pack, unpack

EMPTY = Document()
SAID = Document((Paragraph("Ann", tuple(Piece("a", 10 * n, 10 * n + 10, f"w{n}") for n in range(8))),))
SHORTER, OTHER = delete(SAID, 0, 2).document, delete(SAID, 5, 6).document
THEN = "2026-11-24T09:30:00+00:00"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two steps, and a version "First cut" of the second."""
    with Project.create(tmp_path / "talk", 8000) as opened:
        opened.commit(EMPTY, SAID, Step("Imported"), 1)
        opened.commit(SAID, SHORTER, Step("Deleted 2 words"), 2)
        opened.versions.add(Version("First cut", THEN, 2), SHORTER)
        yield opened


def test_a_version_is_there_after_any_restart(project: Project) -> None:
    project.close()
    with Project.open(project.path) as again:
        assert again.versions.all() == (Version("First cut", THEN, 2),)
        assert again.versions.root("First cut") == SHORTER
        again.verify()


def test_a_version_outlives_the_steps_that_led_to_it(project: Project) -> None:
    project.go(1)
    assert project.versions.all()[0].revision == 2
    project.commit(SAID, OTHER, Step("Deleted 1 word"), 2)
    assert project.versions.all() == (Version("First cut", THEN, None),)
    assert project.versions.root("First cut") == SHORTER
    project.verify()


def test_a_version_that_is_saved_late_says_no_place_that_is_another_state_by_then(project: Project) -> None:
    project.go(1)
    project.commit(SAID, OTHER, Step("Deleted 1 word"), 2)
    assert project.versions.add(Version("Late", THEN, 2), SHORTER).revision is None
    assert project.versions.add(Version("Now", THEN, 2), OTHER).revision == 2
    assert project.versions.root("Late") == SHORTER


def test_the_empty_document_can_have_a_name(tmp_path: Path) -> None:
    with Project.create(tmp_path / "new", 8000) as opened:
        opened.load()
        root = opened.root_at(0)
        assert opened.versions.add(Version("Nothing yet", THEN, 0), root).revision == 0
        assert opened.versions.root("Nothing yet") == EMPTY
        opened.verify()


def test_a_name_is_given_once(project: Project) -> None:
    with pytest.raises(StoreError, match="There is a version “First cut” already"):
        project.versions.add(Version(" First  cut ", THEN, 1), SAID)
    project.versions.add(Version("Second", THEN), SAID)
    with pytest.raises(StoreError, match="already"):
        project.versions.rename("Second", "First cut")
    assert [version.name for version in project.versions.all()] == ["First cut", "Second"]


@pytest.mark.parametrize("name", ["", "  \n", "x" * 201, "a\x00b"])
def test_what_is_no_name_is_refused(project: Project, name: str) -> None:
    with pytest.raises(StoreError, match=r"\.$"):
        project.versions.add(Version(name, THEN), SAID)
    with pytest.raises(StoreError, match=r"\.$"):
        project.versions.rename("First cut", name)
    assert project.versions.all() == (Version("First cut", THEN, 2),)


def test_renaming_changes_the_name_alone(project: Project) -> None:
    assert project.versions.rename("First cut", " Rough  cut") == "Rough cut"
    assert project.versions.all() == (Version("Rough cut", THEN, 2),)
    assert project.versions.rename("Rough cut", "Rough cut") == "Rough cut"


def test_what_was_removed_can_be_put_back_where_it_was(project: Project) -> None:
    assert project.versions.add(Version("Second", THEN, 1), SAID).revision == 1
    before = project.versions.all()
    put_back = project.versions.remove("First cut")
    assert [version.name for version in project.versions.all()] == ["Second"]
    put_back()
    assert project.versions.all() == before
    assert project.versions.root("First cut") == SHORTER


def test_what_is_put_back_after_the_history_went_another_way_has_no_place_in_it(project: Project) -> None:
    put_back = project.versions.remove("First cut")
    project.go(1)
    project.commit(SAID, OTHER, Step("Deleted 1 word"), 2)
    put_back()
    assert project.versions.all() == (Version("First cut", THEN, None),)


def test_what_is_put_back_overwrites_nothing(project: Project) -> None:
    put_back = project.versions.remove("First cut")
    project.versions.add(Version("First cut", THEN), SAID)
    with pytest.raises(StoreError, match="already"):
        put_back()
    assert project.versions.root("First cut") == SAID


def test_a_version_that_is_none_is_a_sentence(project: Project) -> None:
    for act in (
        project.versions.root,
        project.versions.remove,
        lambda name: project.versions.rename(name, "x"),
    ):
        with pytest.raises(StoreError, match="There is no version “Third” in talk"):
            act("Third")


def test_versions_travel_in_a_packed_project(project: Project, tmp_path: Path) -> None:
    pack(project.path, tmp_path / "talk.zip")
    with Project.open(unpack(tmp_path / "talk.zip", tmp_path / "there.wordtape")) as there:
        assert there.versions.all() == project.versions.all()
        assert there.versions.root("First cut") == SHORTER


@pytest.mark.parametrize(
    "change",
    [
        "root = x'4a'",
        "root = (SELECT forward FROM steps WHERE number = 1)",
        "revision = 1",
        "revision = 7",
        "revision = 'x'",
        "name = x'00'",
        "made = x'00'",
        "made = printf('%200s', 'x')",
    ],
)
def test_a_version_that_was_tampered_with_is_named(project: Project, change: str) -> None:
    project.close()
    with closing(sqlite3.connect(project.path / "project.sqlite")) as connection, connection:
        connection.execute(f"UPDATE versions SET {change}")
    with Project.open(project.path) as again, pytest.raises(StoreError, match='"talk" is damaged'):
        again.verify()

"""Projects of every version ever written open; what was before an upgrade is kept beside it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from editor.model.document import Document, Marker, Overlap, Paragraph, Piece, Transcript
from editor.model.edits import delete, ignore
from editor.model.history import Step
from editor.model.source import Recording, Source, Treatment, Variant, variant_id
from editor.store import Heard, Project, Rendered, StoreError, Version, database, pack, unpack, upgrades
from editor.store.schema import FORMAT

SAMPLES = Path(__file__).parent / "samples"
SOUND = b"not really sound, and stored as it is"
HASH = sha256(SOUND).hexdigest()
SOURCE = Source("0123456789ab", "Ein Gespräch", (Recording(HASH, "gespräch.wav", "Ann", 400, 48_000, 2, 5),))
SAID = Document(
    (
        Paragraph(
            "Ann",
            (
                Piece(SOURCE.id, 0, 100, "Guten", 0.25),
                Piece(SOURCE.id, 100, 150, ""),
                Piece(SOURCE.id, 150, 200, "Tag"),
            ),
            (Overlap("Ben", Piece(SOURCE.id, 90, 130, "mhm", 0.5, mic=1)),),
        ),
        Paragraph("Ben", (Piece(SOURCE.id, 200, 300, "Ja,", 0.75), Piece(SOURCE.id, 300, 400, "", 0.0))),
    )
)
IMPORTED = Document(SAID.paragraphs, (Transcript(SOURCE.id, 400, SAID),))
STRUCK = ignore(IMPORTED, 0, 1).document
SHORTER = delete(STRUCK, 2, 3).document
OTHER = delete(IMPORTED, 1, 2).document
ROOTS = (Document(), IMPORTED, STRUCK, SHORTER)
PLAIN = Treatment("upsample", ("superset-48k",), 3400.0)
HALF = replace(PLAIN, strength=0.5, seed=7)
MADE = "2026-11-24T09:30:00+00:00"
STEPS = [
    Step("Imported “Gespräch”", (0, 3), MADE),
    Step("Ignored 1 word", (0, 1), MADE),
    Step("Deleted 1 word", (2, 2), MADE),
]
UNTIMED = [Step(step.label, step.selection) for step in STEPS]
IN_PLACE, LOST = Version("Erster Schnitt", MADE, 2), Version("Verworfen", MADE)
WITH_MARKERS = Version("Mit Marken", MADE)
MARKED = replace(OTHER, markers=(Marker("Anfang", 3, SOURCE.id, 20), Marker("Straße", 0, SOURCE.id, 399)))


def make_sample(folder: Path) -> Path:
    """The project that every sample holds, in the format of today: undone once, so that there is a redo."""
    sound = folder / "gespräch.wav"
    sound.write_bytes(SOUND)
    with Project.create(folder / "sample", 44_100) as project:
        project.import_media(sound)
        project.add_source(SOURCE)
        project.save_words(SOURCE.id, 0, "tiny.en", "en", True, [(0, 100, "Guten", 0.25)], [(300, 400)])
        project.set_setting("view", {"scroll": 3})
        project.save_bandwidth(HASH, 3400.0, 0.75)
        for treatment, start, stop in ((PLAIN, 0, 90), (PLAIN, 80, 400), (HALF, 0, 400)):
            file = (room := project.variants.room()) / "enhanced"
            file.write_bytes(f"{treatment.strength} from {start} to {stop}".encode())
            made = Rendered(start, stop, file, b"before" * 20, b"after" * 20)
            project.variants.add(variant(treatment), [made], ((start, stop),))
            room.rmdir()
        project.variants.set_heard([replace(variant(HALF), chosen=((100, 200),), active=False)])
        project.variants.set_heard([replace(variant(PLAIN), chosen=((0, 100), (200, 400)), active=True)])
        project.commit(ROOTS[0], ROOTS[1], STEPS[0], 1)
        project.commit(ROOTS[1], OTHER, Step("Deleted 1 word"), 2)
        project.versions.add(replace(LOST, revision=2), OTHER)
        project.go(1)
        for revision, step in enumerate(STEPS[1:], 2):
            project.commit(ROOTS[revision - 1], ROOTS[revision], step, revision)
        project.versions.add(IN_PLACE, ROOTS[2])
        project.versions.add(WITH_MARKERS, MARKED)
        project.go(2)
        return project.path


def variant(treatment: Treatment) -> Variant:
    return Variant(variant_id(SOURCE.id, 0, treatment), SOURCE.id, 0, treatment, "2026-11-21T10:00:00+00:00")


def is_the_sample(project: Project, version: int = FORMAT) -> None:
    assert project.rate == 44_100
    assert project.load() == (STEPS if version >= 3 else UNTIMED, 2, STRUCK)
    assert [project.root_at(revision) for revision in range(4)] == list(ROOTS)
    assert project.sources() == (SOURCE,)
    assert project.media_path(HASH).read_bytes() == SOUND
    (run,) = project.words(SOURCE.id)
    assert (run.words, run.unrecognised) == ((Heard(0, 100, "Guten", 0.25),), ((300, 400),))
    assert project.setting("view") == {"scroll": 3}
    project.verify()
    if version >= 2:
        has_its_variants(project)
    else:
        assert project.variants.all() == ()
        assert project.bandwidth(HASH) is None
    if version >= 3:
        marked = (WITH_MARKERS,) if version >= 4 else ()
        assert project.versions.all() == (LOST, IN_PLACE, *marked)
        assert (project.versions.root(LOST.name), project.versions.root(IN_PLACE.name)) == (OTHER, STRUCK)
    else:
        assert project.versions.all() == ()
    if version >= 4:
        assert project.versions.root(WITH_MARKERS.name) == MARKED


def has_its_variants(project: Project) -> None:
    assert project.bandwidth(HASH) == (3400.0, 0.75)
    plain, half = project.variants.all()
    assert (plain.treatment, half.treatment) == (PLAIN, HALF)
    assert plain.id == variant(PLAIN).id
    assert [(part.start, part.stop) for part in plain.parts] == [(0, 90), (80, 400)]
    assert (plain.heard, half.heard, half.chosen) == (((0, 100), (200, 400)), (), ((100, 200),))
    files = [project.variants.path(part) for part in plain.parts]
    assert [file and file.read_bytes() for file in files] == [b"1.0 from 0 to 90", b"1.0 from 80 to 400"]
    assert project.variants.pictures(half.id) == ((0, 400, b"before" * 20, b"after" * 20),)


@pytest.mark.parametrize("version", range(1, FORMAT + 1))
def test_the_kept_sample_of_every_version_opens(version: int, tmp_path: Path) -> None:
    with Project.open(unpack(SAMPLES / f"version_{version}.zip", tmp_path)) as project:
        is_the_sample(project, version)


def test_a_project_made_today_is_like_the_newest_sample(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    with Project.open(make_sample(tmp_path / "made")) as project:
        is_the_sample(project)


# An upgrade that has not been needed yet, tried with one that is made up: labels in capitals


def shout(connection: sqlite3.Connection) -> None:
    for number, about in connection.execute("SELECT number, about FROM steps").fetchall():
        told = json.loads(about)
        told["label"] = told["label"].upper()
        connection.execute("UPDATE steps SET about = ? WHERE number = ?", (json.dumps(told), number))


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> dict[int, upgrades.Upgrade]:
    known: dict[int, upgrades.Upgrade] = {FORMAT: shout}
    monkeypatch.setattr(upgrades, "UPGRADES", known)
    monkeypatch.setattr(database, "FORMAT", FORMAT + 1)
    return known


def test_an_older_project_is_brought_up_to_date_and_kept(tmp_path: Path, newer: object) -> None:
    path = unpack_old(tmp_path)
    old = (path / "project.sqlite").read_bytes()
    for _ in range(2):
        with Project.open(path) as project:
            assert project.load() == ([replace(s, label=s.label.upper()) for s in STEPS], 2, STRUCK)
    kept = path / f"before-upgrade-from-{FORMAT}.sqlite"
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (FORMAT,)
        assert (
            STEPS[0].label in json.loads(connection.execute("SELECT about FROM steps").fetchone()[0])["label"]
        )
    assert len(kept.read_bytes()) == len(old)


def test_an_older_project_is_not_opened_for_reading_only(tmp_path: Path, newer: object) -> None:
    path = unpack_old(tmp_path)
    with pytest.raises(StoreError, match='"sample" was made by an older Wordtape; open it once for writing'):
        Project.open(path, write=False)
    assert version_of(path) == FORMAT


def test_an_upgrade_that_fails_leaves_the_project_as_it_was(
    tmp_path: Path, newer: dict[int, upgrades.Upgrade]
) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        shout(connection)
        connection.execute("INSERT INTO nothing VALUES (1)")

    newer[FORMAT] = fail
    path = unpack_old(tmp_path)
    with pytest.raises(StoreError):
        Project.open(path)
    assert version_of(path) == FORMAT
    newer[FORMAT] = shout
    with Project.open(path) as project:
        assert project.load()[1] == 2


def test_an_upgrade_that_leads_nowhere_is_no_endless_one(
    tmp_path: Path, newer: dict[int, upgrades.Upgrade]
) -> None:
    newer.clear()
    path = unpack_old(tmp_path)
    with pytest.raises(StoreError, match='"sample" was made by an older Wordtape'):
        Project.open(path)
    assert version_of(path) == FORMAT


def test_a_packed_older_project_is_brought_up_to_date(tmp_path: Path, newer: object) -> None:
    with Project.open(unpack(SAMPLES / f"version_{FORMAT}.zip", tmp_path / "again.wordtape")) as project:
        assert project.load()[0][0].label == STEPS[0].label.upper()


def unpack_old(folder: Path) -> Path:
    """The sample in the format of today, as a folder: unzipped, not opened."""
    shutil.unpack_archive(SAMPLES / f"version_{FORMAT}.zip", folder)
    return folder / "sample.wordtape"


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path / "project.sqlite")) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return int(version)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as made:
        pack(make_sample(Path(made)), SAMPLES / f"version_{FORMAT}.zip")

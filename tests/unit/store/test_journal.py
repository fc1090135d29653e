"""Laws of the history on disk: what was done is there again, in both directions, after any restart."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.model.cutting import EditError
from editor.model.document import Document, Paragraph, Piece
from editor.model.edits import delete, ignore
from editor.model.history import History, Step
from editor.store import Project, StoreError, journal
from tests.helpers.documents import Edit, documents, edits

EMPTY = Document()


def numbered(words: int, paragraphs: int = 1) -> Document:
    """Paragraphs of `words` words each, one after another in one source."""
    size = 10 * words
    return Document(
        tuple(
            Paragraph(
                "Ann",
                tuple(Piece("a", n * size + 10 * w, n * size + 10 * w + 10, f"w{w}") for w in range(words)),
            )
            for n in range(paragraphs)
        )
    )


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "talk", 8000) as opened:
        yield opened


def reopened(project: Project) -> Project:
    project.close()
    return Project.open(project.path)


UNDO, REDO, REOPEN = "undo", "redo", "reopen"
deeds = st.lists(st.one_of(edits(), st.sampled_from((UNDO, UNDO, REDO, REOPEN))), max_size=12)


@settings(max_examples=25)
@given(documents(), deeds)
def test_any_course_of_edits_undos_and_restarts_is_there_again(
    document: Document, course: list[tuple[str, Edit] | str]
) -> None:
    with TemporaryDirectory() as folder:
        project = Project.create(Path(folder) / "talk", 8000)
        try:
            roots, steps, now = [EMPTY, document], [Step("Imported", (0, 1))], 1
            project.commit(EMPTY, document, steps[0], 1)
            for deed in course:
                if deed == REOPEN:
                    project = reopened(project)
                elif deed in (UNDO, REDO):
                    now = max(now - 1, 1) if deed == UNDO else min(now + 1, len(steps))
                    project.go(now)
                else:
                    try:
                        change = deed[1](roots[now])  # type: ignore[operator]
                    except EditError:
                        continue
                    step = Step(change.label, change.selection)
                    project.commit(roots[now], change.document, step, now + 1)
                    roots, steps, now = [*roots[: now + 1], change.document], [*steps[:now], step], now + 1
            project = reopened(project)
            assert project.load() == (steps, now, roots[now])
            for revision in range(len(roots)):
                assert project.root_at(revision) == roots[revision]
        finally:
            project.close()


def test_a_new_project_is_the_empty_document(project: Project) -> None:
    assert project.load() == ([], 0, EMPTY)


def test_undo_after_a_restart_shares_all_that_did_not_change(project: Project) -> None:
    document = numbered(5, 40)
    project.commit(EMPTY, document, Step("Imported"), 1)
    project.commit(document, delete(document, 52, 53).document, Step("Deleted 1 word"), 2)
    with reopened(project) as again:
        steps, revision, root = again.load()
        history = History(steps, revision, root, again.root_at)
        undone = history.go(1)
    assert undone == document
    assert sum(a is b for a, b in zip(undone.paragraphs, root.paragraphs, strict=True)) == 39
    changed_a, changed_b = undone.paragraphs[10].pieces, root.paragraphs[10].pieces
    assert [piece for piece in changed_a if not any(piece is other for other in changed_b)] == [changed_a[2]]


def test_a_root_that_is_still_held_is_given_back_itself(project: Project) -> None:
    document = numbered(5)
    project.commit(EMPTY, document, Step("Imported"), 1)
    assert project.root_at(1) is document
    assert project.load()[2] is document


def test_an_edit_after_an_undo_drops_what_could_be_redone(project: Project) -> None:
    document = numbered(5)
    project.commit(EMPTY, document, Step("Imported"), 1)
    one, two = ignore(document, 0, 1).document, ignore(document, 1, 2).document
    project.commit(document, one, Step("One"), 2)
    project.go(1)
    project.commit(document, two, Step("Two"), 2)
    assert project.root_at(2) is two
    with reopened(project) as again:
        assert again.load() == ([Step("Imported"), Step("Two")], 2, two)


@pytest.mark.parametrize("revision", [0, 2, -1])
def test_a_revision_that_does_not_follow_on_is_a_bug(project: Project, revision: int) -> None:
    with pytest.raises(ValueError, match="does not follow on"):
        project.commit(EMPTY, numbered(3), Step("Imported"), revision)
    assert project.load() == ([], 0, EMPTY)


@pytest.mark.parametrize("revision", [-1, 1])
def test_going_to_a_revision_that_is_none_is_a_bug(project: Project, revision: int) -> None:
    for go in (project.go, project.root_at):
        with pytest.raises(ValueError, match="no revision"):
            go(revision)


def struck(count: int) -> list[Document]:
    """A document, and it with ever another word struck and unstruck: `count` roots that cost little."""
    roots = [numbered(4, 30)]
    for number in range(count - 1):
        word = number % 100
        roots.append(ignore(roots[-1], word, word + 1, number // 100 % 2 == 0).document)
    return roots


def committed(project: Project, roots: list[Document]) -> None:
    project.commit(EMPTY, roots[0], Step("Imported"), 1)
    for number in range(1, len(roots)):
        project.commit(roots[number - 1], roots[number], Step(f"Step {number}"), number + 1)


def snapshots(project: Project) -> list[int]:
    with closing(sqlite3.connect(project.path / "project.sqlite")) as connection:
        return [
            number for (number,) in connection.execute("SELECT revision FROM snapshots ORDER BY revision")
        ]


def test_whole_roots_are_saved_now_and_then_and_all_revisions_stay_reachable(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "SNAPSHOT_EVERY", 20)
    monkeypatch.setattr(journal, "SNAPSHOT_WORTH", 10)
    monkeypatch.setattr(journal, "_SNAPSHOT_COST", 5)
    roots = struck(150)
    committed(project, roots)
    with reopened(project) as again:
        found = snapshots(again)
        assert 1 <= len(found) <= journal.SNAPSHOTS_KEPT
        assert found[-1] > 120
        for revision in (150, 3, 149, 75, 1, found[-1], found[0]):
            assert again.root_at(revision) == roots[revision - 1]


def test_closing_saves_a_root_far_from_the_last_one_and_a_broken_one_is_named(project: Project) -> None:
    roots = struck(journal.SNAPSHOT_WORTH + 10)
    committed(project, roots)
    project.close()
    assert snapshots(project) == [len(roots)]
    with closing(sqlite3.connect(project.path / "project.sqlite")) as connection, connection:
        connection.execute("UPDATE snapshots SET root = x'4a'")
    with Project.open(project.path) as again, pytest.raises(StoreError, match='"talk" is damaged'):
        again.load()


def test_an_undo_far_back_is_saved_on_closing(project: Project) -> None:
    roots = struck(journal.SNAPSHOT_WORTH * 2 + 10)
    committed(project, roots)
    project.go(journal.SNAPSHOT_WORTH + 1)
    with reopened(project) as again:
        assert snapshots(again)[0] == journal.SNAPSHOT_WORTH + 1
        assert again.load()[2] == roots[journal.SNAPSHOT_WORTH]


def test_a_snapshot_made_while_its_root_is_dropped_is_not_kept(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    roots = struck(journal.SNAPSHOT_WORTH + 2)
    committed(project, roots)
    last = len(roots)
    encode = journal.encode

    def slow(old: Document, new: Document) -> bytes:
        monkeypatch.setattr(journal, "encode", encode)
        project.go(last - 1)
        project.commit(roots[-2], numbered(2), Step("Another"), last)
        return encode(old, new)

    monkeypatch.setattr(journal, "encode", slow)
    project.tidy()
    assert snapshots(project) == []
    with reopened(project) as again:
        assert again.load()[2] == numbered(2)


def test_jobs_and_edits_may_use_the_project_at_once(project: Project) -> None:
    failures: list[BaseException] = []

    def busy() -> None:
        try:
            for number in range(40):
                project.set_setting("view", number)
                project.load()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=busy) for _ in range(3)]
    for thread in threads:
        thread.start()
    roots = struck(60)
    committed(project, roots)
    for thread in threads:
        thread.join()
    assert not failures
    assert project.load()[2] is roots[-1]


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (
            "UPDATE steps SET backward = forward WHERE number = 2",
            "a step of its history does not lead back|fit",
        ),
        (
            "UPDATE steps SET backward = (SELECT backward FROM steps WHERE number = 3) WHERE number = 2",
            "lead back",
        ),
        ("UPDATE snapshots SET revision = revision - 1", "a saved state of it is not what its history says"),
    ],
)
def test_a_history_that_contradicts_itself_is_found(project: Project, harm: str, sentence: str) -> None:
    committed(project, struck(journal.SNAPSHOT_WORTH + 10))
    project.close()
    with closing(sqlite3.connect(project.path / "project.sqlite")) as connection:
        connection.execute("BEGIN")
        connection.execute(harm)
        connection.execute("COMMIT")
    with Project.open(project.path) as again, pytest.raises(StoreError, match=sentence):
        again.verify()


def test_a_history_that_is_whole_is_verified_with_progress(project: Project) -> None:
    committed(project, struck(journal.SNAPSHOT_WORTH + 10))
    told: list[float] = []
    with reopened(project) as again:
        assert snapshots(again)
        again.verify(lambda fraction, note="": told.append(fraction))
    assert told == sorted(told)
    assert len(told) > 100


def test_a_reader_sees_what_is_committed_as_it_comes(project: Project) -> None:
    document = numbered(5)
    project.commit(EMPTY, document, Step("Imported"), 1)
    with Project.open(project.path, write=False) as reader:
        assert reader.load() == ([Step("Imported")], 1, document)
        one, two = ignore(document, 0, 1).document, ignore(document, 1, 2).document
        project.commit(document, one, Step("One"), 2)
        seen = reader.load()[2]
        assert seen == one
        project.go(1)
        project.commit(document, two, Step("Two"), 2)
        assert reader.load()[2] == two, "of the same number, but made anew"


def test_a_full_disk_is_a_sentence_and_nothing_is_half_done(project: Project) -> None:
    document = numbered(5)
    project.commit(EMPTY, document, Step("Imported"), 1)
    connection = project._database._open()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    # Words that no compression makes small.
    noise = "".join(chr(33 + n * n * 7 % 5903) for n in range(9_000))
    large = Document((Paragraph("Ann", tuple(Piece("a", n, n + 1, noise[n:]) for n in range(20))),))
    with pytest.raises(
        StoreError, match='"talk" could not be saved because the disk is full; free some space'
    ):
        project.commit(document, large, Step("Pasted"), 2)
    assert project.load() == ([Step("Imported")], 1, document)
    connection.execute("PRAGMA max_page_count = 1000000")
    project.commit(document, large, Step("Pasted"), 2)
    assert project.load()[2] is large


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (sqlite3.SQLITE_IOERR, "The disk failed while"),
        (sqlite3.SQLITE_BUSY, "is busy in another program"),
        (sqlite3.SQLITE_READONLY, "cannot be written to"),
        (sqlite3.SQLITE_CORRUPT, "is damaged"),
        (sqlite3.SQLITE_ERROR, "is damaged"),
    ],
)
def test_what_the_database_says_becomes_a_sentence(project: Project, code: int, sentence: str) -> None:
    error = sqlite3.OperationalError("said by the database")
    error.sqlite_errorcode = code
    with pytest.raises(StoreError, match=sentence), project._database.writing():
        raise error


def test_a_word_that_is_too_long_is_a_sentence(project: Project) -> None:
    long = Document((Paragraph("Ann", (Piece("a", 0, 1, "w" * 20_000),)),))
    with pytest.raises(StoreError, match="The edit cannot be saved: a word of it is longer than 10,000"):
        project.commit(EMPTY, long, Step("Corrected"), 1)
    with pytest.raises(StoreError, match="The edit cannot be saved: what it is called is too long"):
        project.commit(EMPTY, numbered(2), Step("x" * 60_000), 1)
    assert project.load() == ([], 0, EMPTY)


HARMS = {
    "a step is missing": "DELETE FROM steps WHERE number = 1",
    "no step is left": "DELETE FROM steps",
    "the revision is beyond the last step": "UPDATE project SET revision = 9",
    "a step is no blob": "UPDATE steps SET forward = 'text'",
    "a label is no JSON": "UPDATE steps SET about = '{'",
    "a label is a number": """UPDATE steps SET about = '{"label": 1, "selection": [0, 0]}'""",
    "a selection is a text": """UPDATE steps SET about = '{"label": "x", "selection": "ab"}'""",
    "a label is endless": "UPDATE steps SET about = hex(zeroblob(100000))",
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_damaged_history_is_a_sentence(project: Project, harm: str) -> None:
    document = numbered(5)
    project.commit(EMPTY, document, Step("Imported"), 1)
    project.commit(document, delete(document, 1, 2).document, Step("Deleted"), 2)
    project.close()
    with closing(sqlite3.connect(project.path / "project.sqlite")) as connection, connection:
        connection.execute(harm)
    with Project.open(project.path) as again, pytest.raises(StoreError, match=r'"talk" is damaged .*backup'):
        again.load()


def test_a_far_root_is_read_in_pieces_that_others_can_write_between(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "STEPS_AT_ONCE", 10)
    roots = struck(55)
    committed(project, roots)
    with reopened(project) as again:
        _, revision, last = again.load()
        told: list[float] = []
        changed = ignore(last, 3, 4).document

        def report(fraction: float, note: str = "") -> None:
            if not told:
                again.commit(last, changed, Step("Meanwhile"), revision + 1)
            told.append(fraction)

        assert again.root_at(1, report) == roots[0]
        assert told == sorted(told)
        assert len(told) == 5
        assert again.load()[1:] == (revision + 1, changed)


def test_a_revision_that_is_dropped_while_it_is_read_is_there_no_longer(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "STEPS_AT_ONCE", 10)
    roots = struck(55)
    committed(project, roots)
    project.go(1)
    with reopened(project) as again:
        _, _, first = again.load()

        def report(fraction: float, note: str = "") -> None:
            with contextlib.suppress(ValueError):
                again.commit(first, ignore(first, 3, 4).document, Step("Meanwhile"), 2)

        with pytest.raises(ValueError, match="no revision 50"):
            again.root_at(50, report)

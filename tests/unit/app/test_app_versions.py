"""Going back to a version is an edit like any other: the document it was, and nothing after it lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.app.session import Session
from editor.app.versions import back_to, naming
from editor.derive.changes import changed
from editor.model.cutting import EditError
from editor.model.edits import delete, ignore
from editor.store import Project, StoreError
from tests.helpers.projects import add_talk


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "talk") as opened:
        add_talk(opened, tmp_path / "ann.wav")
        yield opened


def test_the_document_is_again_what_it_was_and_undo_takes_that_back(session: Session) -> None:
    named = session.document
    naming(session, "First cut")()
    session.do(lambda document: delete(document, 3, 6))
    later = session.document
    change = session.do(back_to(session, "First cut"))
    assert change.label == "Went back to version “First cut”"
    assert session.document == named
    session.undo()
    assert session.document is later
    session.redo()
    assert session.document == named


def test_what_is_named_is_the_document_of_the_moment_of_asking(session: Session) -> None:
    named = session.document
    save = naming(session, "First cut")
    session.do(lambda document: delete(document, 3, 6))
    assert save().revision == session.history.revision - 1
    session.do(back_to(session, "First cut"))
    assert session.document == named


def test_a_version_of_a_state_that_history_lost_is_reached_all_the_same(session: Session) -> None:
    session.do(lambda document: delete(document, 3, 6))
    named = session.document
    naming(session, "First cut")()
    session.undo()
    session.do(lambda document: ignore(document, 0, 1))
    session.do(back_to(session, "First cut"))
    assert session.document == named


def test_what_did_not_change_is_shared_so_that_the_step_is_small(session: Session) -> None:
    naming(session, "First cut")()
    session.do(lambda document: delete(document, 0, 1))
    before = session.document
    session.do(back_to(session, "First cut"))
    assert session.document.transcripts is before.transcripts
    first, old_stop, _ = changed(before, session.document)
    assert (first, old_stop) == (0, 1)


def test_there_is_nothing_to_go_back_to_where_nothing_differs(session: Session) -> None:
    naming(session, "First cut")()
    count = session.history.count
    with pytest.raises(EditError, match="as it was in version “First cut”"):
        session.do(back_to(session, "First cut"))
    assert session.history.count == count


def test_a_name_that_is_taken_or_none_is_refused_before_any_work(session: Session) -> None:
    naming(session, "First cut")()
    with pytest.raises(EditError, match="already"):
        naming(session, " First cut")
    with pytest.raises(StoreError, match="needs a name"):
        naming(session, " ")


def test_steps_say_when_they_were_made(tmp_path: Path) -> None:
    path = tmp_path / "clock.wordtape"
    Project.create(path).close()
    times = iter(f"2026-11-24T09:30:0{n}+00:00" for n in range(9))
    with Session(Project.open(path), now=lambda: next(times)) as session:
        add_talk(session, tmp_path / "ann.wav")
    with Session.open(path) as again:
        assert [step.made[-8:-6] for step in again.history.steps] == ["00", "01"]

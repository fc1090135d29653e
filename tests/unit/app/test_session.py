"""The one door: durable before it is seen, the same root on the way back, nothing changed by a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.app.session import Session
from editor.model import edits
from editor.model.cutting import EditError
from editor.model.document import Document
from editor.store import StoreError
from tests.helpers.projects import add_talk


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "talk") as opened:
        add_talk(opened, tmp_path / "ann.wav")
        yield opened


def test_undo_gives_back_the_very_same_root_and_redo_too(session: Session) -> None:
    before = session.document
    session.do(lambda d: edits.delete(d, 2, 5, session.cutting))
    after = session.document
    assert session.undo() == ("Deleted 3 words",)
    assert session.document is before
    assert session.redo() == ("Deleted 3 words",)
    assert session.document is after


def test_listeners_are_told_of_every_change_and_of_nothing_else(session: Session) -> None:
    told: list[tuple[Document, Document]] = []
    stop = session.listen(lambda old, new: told.append((old, new)))
    first = session.document
    session.do(lambda d: edits.delete(d, 0, 1, session.cutting))
    second = session.document
    with pytest.raises(EditError):
        session.do(lambda d: edits.delete(d, 900, 901, session.cutting))
    session.undo()
    stop()
    session.redo()
    assert [
        (a is b, c is d) for (a, c), (b, d) in zip(told, [(first, second), (second, first)], strict=True)
    ] == [
        (True, True),
        (True, True),
    ]


def test_an_edit_that_cannot_be_written_is_not_shown(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    before, revision = session.document, session.history.revision
    told: list[Document] = []
    session.listen(lambda _, new: told.append(new))
    monkeypatch.setattr(session.project, "commit", full)
    with pytest.raises(StoreError):
        session.do(lambda d: edits.delete(d, 0, 1, session.cutting))
    assert session.document is before
    assert session.history.revision == revision
    assert told == []


def test_history_goes_on_after_closing(tmp_path: Path, session: Session) -> None:
    session.do(lambda d: edits.delete(d, 2, 5, session.cutting))
    session.do(lambda d: edits.ignore(d, 0, 1, True, session.cutting))
    session.undo()
    now, steps = session.document, session.history.steps
    session.close()
    with Session.open(tmp_path / "talk.wordtape") as again:
        assert again.document == now
        assert again.history.steps == steps
        assert again.redo() == ("Ignored 1 word",)
        assert again.undo(2) == ("Ignored 1 word", "Deleted 3 words")


def test_there_is_an_end_to_undo_and_it_says_so(session: Session) -> None:
    with pytest.raises(EditError, match="only 2 edits to undo"):
        session.undo(3)
    with pytest.raises(EditError, match="nothing to redo"):
        session.redo()


def test_cut_points_listen_to_the_sound(session: Session) -> None:
    """The bursts of the made-up talk are words and all between them is faint: a cut lies in what is faint."""
    import numpy as np

    document = session.document
    source = session.sources[0].id
    for word in range(1, document.word_count - 1):
        cut = edits.delete(document, word, word + 1, session.cutting).document
        place = cut.place_of_word(word)
        before = cut.before(place)
        while before is not None and not before.text:
            if not cut.piece(place).follows(before):
                break
            place = place._replace(piece=place.piece - 1)
            before = cut.before(place)
        at = cut.piece(place).start
        near = session.sounds.source(source).read(at - 100, at + 100)
        assert float(np.abs(near).max()) < 0.02

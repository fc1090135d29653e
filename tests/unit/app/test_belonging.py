"""A recording finds the project that its words are in, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.app import belonging
from editor.app.belonging import belongs_elsewhere, belongs_to, by_words
from editor.app.importing import Listening, import_source
from editor.app.session import Session
from editor.model.document import Document
from editor.model.retranscribe import retranscribe
from editor.speech.fragment import transcript
from tests.helpers.projects import spoken, talk

ELSE = "and now for something completely different, the weather of tomorrow in the north and in the south"


def project(path: Path, words: list[str], seed: int) -> Path:
    """A project with one source that says `words`."""
    with Session.create(path) as session:
        spans = talk(path.with_suffix(".wav"), len(words), seed=seed)
        imported = import_source(session, [path.with_suffix(".wav")], listening=Listening(transcribe=False))
        session.do(imported.edit)
        said = transcript(imported.source, [spoken(spans, words=words)], session.rate)
        session.do(lambda document: retranscribe(document, said, "talk"))
        return session.path


@pytest.fixture
def projects(tmp_path: Path, words_said: dict[str, str]) -> dict[str, Path]:
    return {
        name: project(tmp_path / name, text.split()[:60], seed)
        for seed, (name, text) in enumerate(sorted(words_said.items()))
    }


def test_words_find_their_project(projects: dict[str, Path], words_said: dict[str, str]) -> None:
    sessions = [Session.open(path, write=False) for path in projects.values()]
    for name, text in words_said.items():
        (found,) = by_words(text.lower().split(), sessions)
        assert (found.project, found.is_there) == (projects[name], False)
    assert by_words(ELSE.split(), sessions) == []
    for session in sessions:
        session.close()


def test_the_very_same_file_needs_no_listening(
    projects: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(belonging, "first_words", None)
    (found,) = belongs_to(projects["reader"].with_suffix(".wav"), projects.values())
    assert (found.project, found.title, found.score, found.is_there) == (
        projects["reader"],
        "reader",
        1.0,
        True,
    )


def test_projects_that_cannot_be_opened_are_left_out(
    projects: dict[str, Path], tmp_path: Path, words_said: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(belonging, "first_words", lambda *_: words_said["narrator"].split())
    talk(tmp_path / "new.wav", 3, seed=9)
    candidates = [tmp_path / "gone.wordtape", tmp_path, *projects.values(), projects["narrator"]]
    assert [found.project for found in belongs_to(tmp_path / "new.wav", candidates)] == [projects["narrator"]]
    assert belongs_to(tmp_path / "new.wav", [tmp_path / "gone.wordtape"]) == []


@pytest.mark.slow
def test_a_recording_is_listened_to(
    projects: dict[str, Path], example_audio: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(belonging, "LISTENED_S", 20.0)
    for name, file in example_audio.items():
        assert [found.project for found in belongs_to(file, projects.values())] == [projects[name]]


def test_another_project_is_named_only_where_it_fits_better(
    projects: dict[str, Path], words_said: dict[str, str], tmp_path: Path
) -> None:
    words = words_said["narrator"].split()[10:50]
    found = belongs_elsewhere(words, Document(), [tmp_path / "gone", *projects.values()])
    assert found is not None
    assert found.project == projects["narrator"].resolve()
    with Session.open(projects["narrator"], write=False) as session:
        assert belongs_elsewhere(words, session.document, projects.values()) is None
    assert belongs_elsewhere(ELSE.split(), Document(), projects.values()) is None

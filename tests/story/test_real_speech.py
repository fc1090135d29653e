"""The main job on real speech: recognised, cut by its words, exported, heard again with a larger model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from editor.app.importing import Listening, transcribe_source
from editor.app.session import Session
from editor.cli.main import main
from editor.derive.words import words
from editor.media.conform import conform
from editor.model import edits
from editor.model.document import Document
from editor.model.folds import folds, restore
from editor.model.words import correct
from editor.speech.transcribe import transcribe

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, example_audio: dict[str, Path]) -> Path:
    """A project with the example's reading of Dickens, transcribed with the model that is shipped."""
    path = tmp_path_factory.mktemp("real") / "reading.wordtape"
    assert main(["new", str(path)]) == 0
    assert main(["import", str(path), str(example_audio["narrator"]), "--speaker", "Narrator"]) == 0
    return path


@pytest.fixture
def session(imported: Path) -> Iterator[Session]:
    """The project as imported; what a test does to it is taken back."""
    with Session.open(imported) as opened:
        revision = opened.history.revision
        yield opened
        opened.go(revision)


def said(document: Document) -> list[str]:
    return [plain(word.piece.text) for word in words(document) if word.piece.kept]


def plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def find(document: Document, phrase: str) -> tuple[int, int]:
    wanted = [plain(word) for word in phrase.split()]
    texts = [plain(word.piece.text) for word in words(document)]
    starts = [i for i in range(len(texts)) if texts[i : i + len(wanted)] == wanted]
    assert starts, f"{phrase!r} is not in the document"
    return starts[0], starts[0] + len(wanted)


def heard(wav: Path, folder: Path, model: str = "base") -> list[str]:
    conform(wav, folder / "heard.pcm", folder / "heard.peaks", 44100)
    return [plain(word.text) for word in transcribe(folder / "heard.pcm", model=model, language="en").words]


def test_the_words_are_those_that_were_said(session: Session, words_said: dict[str, str]) -> None:
    truth = [plain(word) for word in words_said["narrator"].split() if plain(word)]
    missed = set(truth) - set(said(session.document))
    assert len(missed) <= 0.05 * len(set(truth)), missed


def test_what_was_deleted_is_gone_from_the_sound_and_what_was_kept_is_whole(
    session: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, stop = find(session.document, "it was the age of foolishness")
    session.do(lambda d: edits.delete(d, first, stop, session.cutting))
    struck = find(session.document, "it was the epoch of incredulity")
    session.do(lambda d: edits.ignore(d, *struck, True, session.cutting))
    out = tmp_path / "cut.wav"
    assert main(["export", str(session.path), str(out), "--json"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert written["samples"] == session.document.length
    again = heard(out, tmp_path)
    assert "foolishness" not in again
    assert "incredulity" not in again
    kept = said(session.document)
    assert len(again) == pytest.approx(len(kept), abs=3)
    joined = " ".join(again)
    assert "the age of wisdom it was the epoch of belief it was the season of light" in joined


def test_a_known_script_is_aligned_and_nothing_else_is_heard(
    tmp_path: Path, example_audio: dict[str, Path], words_said: dict[str, str]
) -> None:
    script = tmp_path / "script.txt"
    script.write_text(words_said["narrator"], encoding="utf-8")
    path = tmp_path / "scripted.wordtape"
    assert main(["new", str(path)]) == 0
    assert main(["import", str(path), str(example_audio["narrator"]), "--script", str(script)]) == 0
    with Session.open(path) as session:
        truth = [plain(word) for word in words_said["narrator"].split() if plain(word)]
        assert said(session.document) == truth
        rows: list[Any] = list(words(session.document))
        assert rows[0].start < 1.5 * 44100
        assert rows[-1].stop > 40 * 44100


def test_another_model_keeps_cuts_and_corrections(session: Session) -> None:
    cut = find(session.document, "it was the age of foolishness")
    session.do(lambda d: edits.delete(d, *cut, session.cutting))
    wrong = find(session.document, "wisdom")
    session.do(lambda d: correct(d, *wrong, "Wisdom-of-old,"))
    length = session.document.length
    source = session.sources[0].id
    session.do(transcribe_source(session, source, Listening(model="base", language="en")))
    assert session.document.length == length
    texts = [word.piece.text for word in words(session.document)]
    assert "Wisdom-of-old," in texts
    assert "foolishness" not in said(session.document)
    (number,) = [n for n, fold in enumerate(folds(session.document)) if fold.words > 3]
    session.do(lambda d: restore(d, number))
    assert "foolishness" in said(session.document)

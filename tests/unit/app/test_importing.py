"""An import that does not come to its end leaves nothing; a pasted source comes with its sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from editor.app.importing import Listening, import_source
from editor.app.pasting import paste_from
from editor.app.session import Session
from editor.jobs import Cancelled, Report
from editor.model.errors import Refusal
from editor.speech.words import Speech
from editor.store.mediafiles import CacheKind
from tests.helpers.projects import add_talk, spoken, talk

DEAF = Listening(transcribe=False)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "talk") as opened:
        add_talk(opened, tmp_path / "ann.wav")
        yield opened


def tree(folder: Path) -> set[Path]:
    return {file for part in ("media", "cache") for file in (folder / part).rglob("*") if file.is_file()}


@pytest.mark.parametrize("calls", [0, 1, 3, 6, 9])
def test_a_cancelled_import_leaves_nothing(session: Session, tmp_path: Path, calls: int) -> None:
    talk(tmp_path / "new.wav", 30, seed=3)
    before, sources, document = tree(session.path), session.sources, session.document
    left = iter(range(calls))

    def report(fraction: float, note: str = "") -> None:
        if next(left, None) is None:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_source(session, [tmp_path / "new.wav"], listening=DEAF, report=report)
    assert tree(session.path) == before
    assert session.sources == sources
    assert session.document is document


def test_a_bad_file_in_a_session_leaves_the_good_one_out_too(session: Session, tmp_path: Path) -> None:
    talk(tmp_path / "good.wav", 5, seed=4)
    (tmp_path / "bad.wav").write_bytes(b"RIFF....WAVEnothing")
    before = tree(session.path)
    with pytest.raises(Refusal, match=r"bad\.wav"):
        import_source(session, [tmp_path / "good.wav", tmp_path / "bad.wav"], listening=DEAF)
    assert tree(session.path) == before
    assert len(session.sources) == 1


def test_the_same_recording_again_is_kept_once_and_its_words_are_known(
    session: Session, tmp_path: Path
) -> None:
    before = tree(session.path)
    words = session.document.word_count
    session.do(import_source(session, [tmp_path / "ann.wav"], listening=DEAF).edit)
    assert tree(session.path) == before
    assert len(session.sources) == 1
    assert session.document.word_count == 2 * words


def test_the_same_recording_twice_is_no_session(session: Session, tmp_path: Path) -> None:
    talk(tmp_path / "a.wav", 5, seed=7)
    (tmp_path / "b.wav").write_bytes((tmp_path / "a.wav").read_bytes())
    before = tree(session.path)
    with pytest.raises(Refusal, match=r"b\.wav and a\.wav"):
        import_source(session, [tmp_path / "a.wav", tmp_path / "b.wav"], listening=DEAF)
    assert tree(session.path) == before


def test_a_recording_imported_without_words_is_heard_when_it_comes_again(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spans = talk(tmp_path / "new.wav", 6, seed=8)
    session.do(import_source(session, [tmp_path / "new.wav"], listening=DEAF).edit)
    words = session.document.word_count
    stopped = []

    def hear(_file: Path, *, report: Report, **_: object) -> Speech:
        if session.document.word_count == words:
            return spoken(spans)
        try:
            while True:
                report(0.5)
        except Cancelled:
            stopped.append(True)
            raise

    monkeypatch.setattr("editor.speech.transcribe.transcribe", hear)
    session.do(import_source(session, [tmp_path / "new.wav"]).edit)
    # What was there without words has them now too.
    assert session.document.word_count == words + 12
    session.do(import_source(session, [tmp_path / "new.wav"]).edit)
    assert session.document.word_count == words + 18
    # What was heard once is not waited for again.
    assert stopped


@pytest.mark.parametrize("kind", ["pcm", "peaks"])
@pytest.mark.parametrize("harm", [b"", b"garbage" * 100, None])
def test_a_damaged_cache_is_made_again(session: Session, kind: CacheKind, harm: bytes | None) -> None:
    (media,) = session.project.media()
    cache = session.project.cache_path(media, kind)
    whole = cache.read_bytes()
    cache.write_bytes(whole[:-100] if harm is None else harm)
    assert session.sounds.missing(session.sources) == [media]
    session.prepare()
    assert cache.read_bytes() == whole


def test_progress_never_goes_back(session: Session, tmp_path: Path) -> None:
    talk(tmp_path / "a.wav", 8, seed=5)
    talk(tmp_path / "b.wav", 8, seed=6)
    seen: list[float] = []
    import_source(
        session,
        [tmp_path / "a.wav", tmp_path / "b.wav"],
        name="Both",
        listening=DEAF,
        report=lambda fraction, note="": seen.append(fraction),
    )
    assert seen == sorted(seen)
    assert seen[-1] <= 1.0


def test_pasted_words_sound_as_they_did_there(session: Session, tmp_path: Path) -> None:
    with Session.create(tmp_path / "other") as other:
        add_talk(other, tmp_path / "ben.wav", speaker="Ben", seed=2)
        first = other.document.place_of_word(4)
        span = other.document.piece(first)
        there = other.sounds.source(other.sources[0].id).read(span.start, span.stop)
    session.do(paste_from(session, tmp_path / "other.wordtape", 4, 5, 0))
    place = session.document.place_of_word(0)
    at = session.document.time_of(place)
    here = session.renderer().read(at, at + span.stop - span.start)
    assert session.document.paragraphs[0].speaker == "Ben"
    inside = slice(700, -700)
    assert np.array_equal(here[inside], there[inside])

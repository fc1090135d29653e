"""What is heard of a project with variants: switches change the sound, in their spans, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from editor.app.exporting import export
from editor.app.importing import Listening, import_source
from editor.app.pasting import paste_from
from editor.app.session import Session
from editor.cli.main import main
from editor.model.cutting import EditError
from editor.model.edits import delete, insert_gap
from editor.player import output as outputs
from editor.player.player import Player
from editor.player.reading import FADE
from tests.helpers.projects import RATE, add_talk, talk
from tests.helpers.variants import add_variant, brighter
from tests.helpers.waiting import wait_until

PASSING = round(0.01 * RATE)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "talk") as opened:
        add_talk(opened, tmp_path / "ann.wav")
        yield opened


def sound(session: Session) -> np.ndarray:
    renderer = session.renderer()
    return renderer.read(0, renderer.length)


def the_source(session: Session) -> str:
    return session.sources[0].id


def test_a_variant_is_heard_in_its_spans_and_nowhere_else(session: Session) -> None:
    before = sound(session)
    add_variant(session, the_source(session), spans=((20_000, 60_000), (90_000, 100_000)))
    after = sound(session)
    assert after.shape == before.shape
    changed = np.flatnonzero((before != after).any(axis=1))
    assert all(20_000 <= at < 60_000 or 90_000 <= at < 100_000 for at in changed)
    inside = slice(20_000 + PASSING, 60_000 - PASSING)
    assert np.array_equal(after[inside], brighter(before)[inside].astype(np.float32))


def test_switched_off_is_the_very_same_sound_as_before(session: Session) -> None:
    before, source = sound(session), the_source(session)
    variant = add_variant(session, source)
    on = sound(session)
    assert not np.array_equal(on, before)
    session.variants.switch_off(variant.id)
    assert np.array_equal(sound(session), before)
    assert session.variants.toggle(source)
    assert np.array_equal(sound(session), on)
    assert not session.variants.toggle(source)
    assert np.array_equal(sound(session), before)


def test_removing_brings_the_recording_back_and_frees_the_disk(session: Session) -> None:
    before = sound(session)
    variant = add_variant(session, the_source(session))
    session.variants.remove(variant.id)
    assert np.array_equal(sound(session), before)
    assert list((session.path / "variants").iterdir()) == []
    with pytest.raises(EditError, match="There is no variant"):
        session.variants.remove(variant.id)


def test_an_export_says_where_enhanced_sound_is_missing(
    session: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_variant(session, the_source(session), spans=((20_000, 60_000),))
    out = tmp_path / "out.wav"
    assert export(session, out).remarks == ()
    next((session.path / "variants").iterdir()).unlink()
    (remark,) = export(session, out).remarks
    assert remark.startswith("Enhanced sound of ann is missing")
    assert export(session, out, stop=19_000).remarks == ()
    assert export(session, out, start=59_000).remarks == (remark,)
    assert export(session, out, start=60_000).remarks == ()
    assert export(session, tmp_path / "out.txt").remarks == ()
    session.close()
    assert main(["export", str(session.path), str(out), "--json"]) == 0
    printed, said = capsys.readouterr()
    assert (json.loads(printed)["remarks"], said) == ([remark], f"wordtape: {remark}\n")
    with Session.open(session.path) as again:
        again.variants.source_off(the_source(again))
        assert export(again, out).remarks == ()


def test_edits_undo_and_redo_neither_change_variants_nor_are_changed_by_them(session: Session) -> None:
    root, revision = session.document, session.history.revision
    variant = add_variant(session, the_source(session), spans=((20_000, 60_000),))
    assert (session.document, session.history.revision) == (root, revision)
    session.do(lambda document: delete(document, 2, 5, session.cutting))
    with_cut = session.document
    session.variants.switch_off(variant.id)
    session.undo()
    assert session.document is root
    assert session.variants.heard(variant.source) == ()
    session.variants.switch_on(variant.id)
    session.redo()
    assert session.document is with_cut
    assert session.variants.heard(variant.source) == ((20_000, 60_000),)


def test_where_a_cut_is_made_does_not_depend_on_variants(session: Session) -> None:
    session.do(lambda document: delete(document, 2, 5, session.cutting))
    without = session.document
    session.undo()
    add_variant(
        session, the_source(session), change=lambda old: np.random.default_rng(1).normal(0, 0.3, old.shape)
    )
    session.do(lambda document: delete(document, 2, 5, session.cutting))
    assert session.document == without


def test_what_is_exported_is_what_is_played(session: Session, tmp_path: Path) -> None:
    add_variant(session, the_source(session), spans=((20_000, 60_000),))
    session.do(lambda document: delete(document, 2, 5, session.cutting))
    export(session, tmp_path / "out.wav", loudness=None, true_peak=0.0)
    exported, rate = soundfile.read(tmp_path / "out.wav", dtype="float32", always_2d=True)
    assert rate == session.rate
    assert np.abs(exported - sound(session)[:, : exported.shape[1]]).max() < 1.5 / 32768


def test_everything_survives_reopening(session: Session) -> None:
    variant = add_variant(session, the_source(session), spans=((20_000, 60_000),))
    heard = sound(session)
    session.close()
    for write in (False, True):
        with Session.open(session.path, write=write) as again:
            assert again.variants.all() == (variant,)
            assert np.array_equal(sound(again), heard)


@pytest.mark.parametrize("damage", ["gone", "not sound", "another length", "other channels"])
def test_a_variant_whose_sound_is_gone_is_missing_and_the_recording_is_heard(
    session: Session, damage: str
) -> None:
    before = sound(session)
    variant = add_variant(session, the_source(session), spans=((20_000, 60_000),))
    (file,) = session.project.variants.files()
    data = file.read_bytes()
    session.close()
    if damage == "gone":
        file.unlink()
    elif damage == "not sound":
        file.write_bytes(bytes(len(data)))
    elif damage == "another length":
        file.write_bytes(data[:-4])
    else:
        file.write_bytes(data[:20] + b"\4" + data[21:24] + (10_000).to_bytes(8, "little") + data[32:])
    with Session.open(session.path) as again:
        assert np.array_equal(sound(again), before)
        if damage in ("gone", "another length"):
            assert again.variants.missing(again.variants.variant(variant.id)) == ((20_000, 60_000),)
        add_variant(again, variant.source, spans=((20_000, 60_000),))
        assert not np.array_equal(sound(again), before)


def test_a_renderer_stays_what_it_is_when_something_is_switched(session: Session) -> None:
    variant = add_variant(session, the_source(session))
    renderer = session.renderer()
    first = renderer.read(0, 40_000)
    session.variants.remove(variant.id)
    assert np.array_equal(renderer.read(0, 40_000), first)


def test_each_recording_of_a_session_has_its_own(tmp_path: Path) -> None:
    files = [tmp_path / "ann.wav", tmp_path / "ben.wav"]
    for number, file in enumerate(files):
        talk(file, seed=number)
    with Session.create(tmp_path / "two") as session:
        session.do(import_source(session, files, listening=Listening(transcribe=False)).edit)
        before, source = sound(session), the_source(session)
        first = add_variant(session, source, mic=0, change=lambda old: old * 0)
        only_second = sound(session)
        add_variant(session, source, mic=1, change=lambda old: old * 0)
        shorter = min(r.samples for r in session.source(source).recordings)
        assert not sound(session)[:shorter].any()
        session.variants.switch_off(first.id)
        assert np.allclose(sound(session) + only_second, before, atol=1e-6)


def test_gaps_sound_of_the_recording_until_all_of_it_is_enhanced(session: Session) -> None:
    session.do(lambda document: insert_gap(document, 4, RATE, session.cutting))
    length, starts = session.sources[0].length, session.document.paragraphs[0].starts
    at = next(start for start, p in zip(starts, session.document.pieces(), strict=False) if p.source is None)
    gap = slice(at + 1000, at + RATE - 1000)
    before = sound(session)[gap]
    assert before.any()
    add_variant(session, the_source(session), spans=((0, length // 2),), change=lambda old: old * 2)
    assert np.array_equal(sound(session)[gap], before)
    add_variant(session, the_source(session), spans=((0, length),), change=lambda old: old * 2)
    assert np.sqrt(np.mean(sound(session)[gap] ** 2)) == pytest.approx(
        2 * np.sqrt(np.mean(before**2)), rel=0.1
    )


def test_listeners_hear_of_every_switch(session: Session) -> None:
    told: list[int] = []
    stop = session.variants.listen(lambda: told.append(len(session.variants.heard(the_source(session)))))
    variant = add_variant(session, the_source(session))
    session.variants.switch_off(variant.id)
    session.variants.switch_off(variant.id)
    session.variants.source_on(variant.source)
    stop()
    session.variants.remove(variant.id)
    assert told == [1, 0, 1]


class Hand:
    """A sound card that plays when it is told to."""

    opened = 0

    def __init__(self, pull: Callable[[np.ndarray], int], *_: object) -> None:
        Hand.opened += 1
        Hand.now = self
        self.pull, self.lost, self.played = pull, False, 0

    def start(self) -> None:
        pass

    def heard(self) -> int:
        return self.played

    def close(self) -> None:
        pass

    def frames(self, count: int) -> np.ndarray:
        """The next frames, as soon as there are so many."""
        parts: list[np.ndarray] = []

        def all_there() -> bool:
            out = np.empty((min(count - sum(map(len, parts)), 512), 2), np.float32)
            parts.append(out[: self.pull(out)])
            self.played += len(parts[-1])
            return sum(map(len, parts)) == count

        wait_until(all_there, "the next frames", 5)
        return np.concatenate(parts)


def test_switching_while_playing_passes_over_without_a_gap_or_a_click(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "SoundDevice", Hand)
    Hand.opened = 0
    variant = add_variant(session, the_source(session), change=lambda old: old * 0.5)
    b = sound(session)
    session.variants.switch_off(variant.id)
    a = sound(session)
    with Player(rate=session.rate) as player:
        player.load(session.renderer())
        player.play()
        wait_until(lambda: Hand.opened, "the device", 5)
        heard = [Hand.now.frames(20_000)]
        for _ in range(3):
            session.variants.toggle(variant.source)
            player.load(session.renderer())
            heard.append(Hand.now.frames(20_000))
        player.pause()
    played = np.concatenate(heard)
    assert Hand.opened == 1
    of_a = (played == a[: len(played)]).all(axis=1)
    of_b = (played == b[: len(played)]).all(axis=1)
    neither = np.flatnonzero(~of_a & ~of_b)
    # Every sample is that of its place; only in the three short passages is it between the two.
    assert len(neither) <= 3 * FADE
    low, high = np.minimum(a, b)[neither], np.maximum(a, b)[neither]
    assert (low - 1e-6 <= played[neither]).all()
    assert (played[neither] <= high + 1e-6).all()
    # The switch is heard within a tenth of a second.
    soft = np.flatnonzero(of_b & ~of_a)
    assert 20_000 < soft[0] < 20_000 + session.rate // 10


def test_a_paste_from_a_project_with_variants_brings_the_recording(session: Session, tmp_path: Path) -> None:
    before = sound(session)
    add_variant(session, the_source(session))
    with Session.create(tmp_path / "other") as other:
        other.do(paste_from(other, session.path, 0, session.document.word_count, 0))
        first, stop = (other.document.paragraphs[0].pieces[n].start for n in (0, -1))
        assert np.array_equal(sound(other)[1000:10_000], before[first + 1000 : first + 10_000])
        assert stop > first

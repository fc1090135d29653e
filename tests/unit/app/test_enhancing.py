"""Enhancing makes a variant of just what was asked for, on the clock to the sample, and no edit."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from editor.app import enhancing
from editor.app.enhancing import EnhancingError, Wish, bandwidth, enhance
from editor.app.importing import Listening, import_source
from editor.app.session import Session
from editor.jobs import Cancelled
from editor.media.pcm import PcmFile
from editor.media.spectrogram import HEIGHT, WIDTH
from editor.model.edits import cut_time
from editor.model.spans import total
from tests.helpers.models import MODEL, make_small_model, use_models

RATE = 44100
SECONDS = 9


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_model(tmp_path_factory.mktemp("models"))


@pytest.fixture(autouse=True)
def _models(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_models(data, monkeypatch)


def speechlike(rate: int, seconds: float = SECONDS, channels: int = 1, seed: int = 0) -> np.ndarray:
    """Noise that swells and fades as words do, up to half the rate: float32 (samples, channels)."""
    samples = round(rate * seconds)
    noise = np.random.default_rng(seed).standard_normal((samples, channels))
    swell = 0.02 + np.abs(np.sin(3 * np.arange(samples) / rate))
    return (0.08 * noise * swell[:, None]).astype(np.float32)


def add(session: Session, folder: Path, rate: int = 16_000, **options: int) -> str:
    file = folder / f"talk{rate}.wav"
    soundfile.write(file, speechlike(rate, **options), rate, "PCM_16")
    imported = import_source(session, [file], listening=Listening(transcribe=False))
    session.do(imported.edit)
    return imported.source.id


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "talk", RATE) as opened:
        yield opened


def sound(session: Session) -> np.ndarray:
    renderer = session.renderer()
    return renderer.read(0, renderer.length)


def power_db(sound: np.ndarray, low_hz: float, high_hz: float) -> float:
    spectrum = np.abs(np.fft.rfft(sound[:, 0] * np.hanning(len(sound)))) ** 2
    hz = np.fft.rfftfreq(len(sound), 1 / RATE)
    return float(10 * np.log10(spectrum[(hz >= low_hz) & (hz < high_hz)].mean() + 1e-20))


def below(sound: np.ndarray, hz: float) -> np.ndarray:
    spectrum = np.fft.rfft(sound[:, 0])
    spectrum[np.fft.rfftfreq(len(sound), 1 / RATE) > hz] = 0
    return np.fft.irfft(spectrum, len(sound))


@pytest.mark.parametrize("rate", [8000, 11_025, 16_000, 22_050])
def test_a_span_is_enhanced_above_its_band_and_as_it_was_below_and_beside(
    session: Session, tmp_path: Path, rate: int
) -> None:
    source = add(session, tmp_path, rate)
    before = sound(session)
    span = (3 * RATE + 17, 5 * RATE + 5)
    (made,) = enhance(session, Wish(source, (span,)))
    assert np.array_equal(sound(session), before), "it is heard when the session is told"
    session.variants.refresh()
    after = sound(session)
    assert len(after) == len(before)
    assert np.array_equal(after[: span[0]], before[: span[0]])
    assert np.array_equal(after[span[1] :], before[span[1] :])
    inside = slice(span[0] + 2000, span[1] - 2000)
    low = below(after[inside], 0.4 * rate) - below(before[inside], 0.4 * rate)
    assert np.sqrt(np.mean(low[500:-500] ** 2)) < 1e-4 * np.sqrt(np.mean(before[inside] ** 2))
    gained = power_db(after[inside], 0.6 * rate, 20_000) - power_db(before[inside], 0.6 * rate, 20_000)
    assert gained > 30
    assert made.variant.heard == (span,)
    assert made.variant.treatment.models == (MODEL,)
    assert made.bandwidth_hz == pytest.approx(rate / 2, rel=0.05)
    assert made.rendered < 2.5 * RATE


def test_the_whole_is_exactly_as_long_and_begins_and_ends_with_it(session: Session, tmp_path: Path) -> None:
    source = add(session, tmp_path, 16_000)
    before = sound(session)
    (made,) = enhance(session, Wish(source))
    session.variants.refresh()
    assert made.rendered == len(before) == session.source(source).length
    assert made.variant.heard == ((0, len(before)),)
    for part in (sound(session)[:4000], sound(session)[-4000:]):
        assert power_db(part, 9000, 20_000) > power_db(before[4000:8000], 9000, 20_000) + 30


def test_a_file_of_the_projects_rate_that_ends_lower_is_enhanced(session: Session, tmp_path: Path) -> None:
    narrow = soxr.resample(speechlike(16_000, channels=2), 16_000, RATE)
    soundfile.write(tmp_path / "call.wav", narrow, RATE, "FLOAT")
    imported = import_source(session, [tmp_path / "call.wav"], listening=Listening(transcribe=False))
    session.do(imported.edit)
    # What the probe makes of noise is its own tests' business.
    session.project.save_bandwidth(imported.source.recordings[0].media, 7600.0, 1.0)
    before = sound(session)
    (made,) = enhance(session, Wish(imported.source.id, ((RATE, 3 * RATE),)))
    session.variants.refresh()
    assert made.bandwidth_hz == 7600.0
    after = sound(session)
    assert (
        power_db(after[RATE : 3 * RATE], 9000, 20_000) > power_db(before[RATE : 3 * RATE], 9000, 20_000) + 20
    )
    assert not np.array_equal(after[:, 0], after[:, 1])


def test_what_was_rendered_is_not_rendered_again(session: Session, tmp_path: Path) -> None:
    source = add(session, tmp_path)
    first = enhance(session, Wish(source, ((2 * RATE, 3 * RATE),)))[0]
    again = enhance(session, Wish(source, ((2 * RATE, 3 * RATE),)))[0]
    assert (again.rendered, again.variant) == (0, first.variant)
    more = enhance(session, Wish(source, ((2 * RATE, 4 * RATE),)))[0]
    assert RATE <= more.rendered < 1.2 * RATE
    assert more.variant.heard == ((2 * RATE, 4 * RATE),)
    assert more.variant.id == first.variant.id
    assert (
        enhance(session, Wish(source, ((2 * RATE, 3 * RATE),), strength=0.5))[0].variant.id
        != first.variant.id
    )


def test_two_parts_meet_without_a_seam(session: Session, tmp_path: Path) -> None:
    source = add(session, tmp_path)
    for span in ((2 * RATE, 4 * RATE), (4 * RATE, 6 * RATE)):
        enhance(session, Wish(source, (span,)))
    session.variants.refresh()
    assert session.variants.heard(source) == ((2 * RATE, 6 * RATE),)
    low, high = np.full(9 * RATE, np.inf, np.float32), np.full(9 * RATE, -np.inf, np.float32)
    for part in session.variants.all(source)[0].parts:
        path = session.project.variants.path(part)
        assert path is not None
        with PcmFile(path) as pcm:
            made = pcm.read(0, pcm.samples)[:, 0]
        low[part.start : part.stop] = np.minimum(low[part.start : part.stop], made)
        high[part.start : part.stop] = np.maximum(high[part.start : part.stop], made)
    inside = slice(2 * RATE + 500, 6 * RATE - 500)
    heard = sound(session)[inside, 0]
    # What is heard is the one part or the other, or between them, and nowhere the recording.
    assert ((low[inside] - 1e-6 <= heard) & (heard <= high[inside] + 1e-6)).all()


def test_the_same_wish_always_gives_the_same_sound(session: Session, tmp_path: Path) -> None:
    source = add(session, tmp_path)
    span = ((RATE, 2 * RATE),)
    files = []
    for seed in (1, 1, 2):
        (made,) = enhance(session, Wish(source, span, seed=seed))
        files.append(made.variant.parts[0].file)
        session.project.variants.remove(made.variant.id)
    assert files[0] == files[1] != files[2]


def test_a_part_that_went_missing_is_made_again(session: Session, tmp_path: Path) -> None:
    source = add(session, tmp_path)
    (made,) = enhance(session, Wish(source, ((RATE, 2 * RATE),)))
    session.variants.refresh()
    heard = sound(session)
    session.close()
    shutil.rmtree(session.path / "variants")
    with Session.open(session.path) as again:
        assert again.variants.missing(again.variants.variant(made.variant.id)) == made.variant.rendered
        assert not np.array_equal(sound(again), heard)
        (anew,) = enhance(again, Wish(source, ((RATE, 2 * RATE),)))
        again.variants.refresh()
        assert anew.rendered == made.rendered
        assert np.array_equal(sound(again), heard)


def test_pictures_show_it_before_and_after(session: Session, tmp_path: Path) -> None:
    source = add(session, tmp_path)
    (made,) = enhance(session, Wish(source, ((2 * RATE, 4 * RATE),)))
    ((start, stop, before, after),) = session.variants.pictures(made.variant.id)
    assert ((start, stop),) == made.variant.rendered
    old, new = (np.frombuffer(data, np.uint8).reshape(HEIGHT, WIDTH).astype(int) for data in (before, after))
    assert (new[: HEIGHT // 2] - old[: HEIGHT // 2]).mean() > 50
    # At its edges the picture of what was rendered looks at silence beside it.
    assert abs(new - old)[-HEIGHT // 4 :, 20:-20].max() <= 1


def test_progress_rises_and_the_document_is_not_touched(session: Session, tmp_path: Path) -> None:
    source = add(session, tmp_path)
    root, revision = session.document, session.history.revision
    told: list[float] = []
    enhance(session, Wish(source), lambda fraction, note="": told.append(fraction))
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(set(told)) > 5
    assert (session.document, session.history.revision) == (root, revision)


def test_cancelling_ends_the_work_within_a_second_and_leaves_nothing(
    session: Session, tmp_path: Path
) -> None:
    source = add(session, tmp_path, seconds=60)
    asked: list[float] = []

    def stop_when_it_runs(_fraction: float, note: str = "") -> None:
        if note == "Enhancing":
            asked.append(time.monotonic())
            raise Cancelled

    with pytest.raises(Cancelled):
        enhance(session, Wish(source), stop_when_it_runs)
    assert time.monotonic() - asked[0] < 1.0
    assert session.project.variants.all() == ()
    assert list((session.path / "variants").iterdir()) == []


@pytest.mark.parametrize("where", ["engine", "disk", "died"])
def test_what_fails_is_a_sentence_and_leaves_nothing(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    source = add(session, tmp_path)
    if where == "engine":
        monkeypatch.setattr(enhancing, "render", refuse)
    elif where == "died":
        monkeypatch.setattr(enhancing, "render", die)
    else:
        monkeypatch.setattr(enhancing, "SPARE_BYTES", 1 << 60)
    with pytest.raises(EnhancingError, match=r"^talk16000.wav was not enhanced") as failure:
        enhance(session, Wish(source))
    assert {"engine": "out of order", "disk": "free some space", "died": "lack of memory"}[where] in str(
        failure.value
    )
    assert session.project.variants.all() == ()
    assert list((session.path / "variants").iterdir()) == []


def refuse(_tell: object, _work: object) -> None:
    from enhance.errors import EnhanceError

    raise EnhanceError("The model is out of order.")


def die(_tell: object, _work: object) -> None:
    os._exit(3)


def test_a_recording_that_lacks_nothing_is_said_to(session: Session, tmp_path: Path) -> None:
    source = add(session, tmp_path, RATE)
    with pytest.raises(EnhancingError, match=r"^talk44100.wav was not enhanced. .* nothing was generated"):
        enhance(session, Wish(source))


def test_without_a_model_the_way_to_one_is_said(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from enhance.registry import Registry

    source = add(session, tmp_path)
    monkeypatch.setattr(Registry, "best", lambda *_: None)
    with pytest.raises(
        EnhancingError, match=r"not enhanced. .* `wordtape models train --rate 44100 --data DIR`"
    ):
        enhance(session, Wish(source))


def test_wishes_that_make_no_sense(session: Session, tmp_path: Path) -> None:
    source = add(session, tmp_path)
    for wish, why in (
        (Wish(source, recipe="magic"), "There is no recipe magic; the recipes are"),
        (Wish(source, mics=(1,)), "has no recording 1"),
        (Wish(source, ((10**9, 10**9 + 5),)), "has no sound there"),
    ):
        with pytest.raises(EnhancingError, match=why):
            enhance(session, wish)


def test_only_the_recordings_that_lack_something_are_enhanced(session: Session, tmp_path: Path) -> None:
    files = []
    for rate in (16_000, RATE):
        files.append(tmp_path / f"mic{rate}.wav")
        soundfile.write(files[-1], speechlike(rate, 3, seed=rate), rate, "PCM_16")
    imported = import_source(session, files, listening=Listening(transcribe=False))
    session.do(imported.edit)
    (made,) = enhance(session, Wish(imported.source.id))
    assert made.variant.mic == 0
    assert total(made.variant.heard) == imported.source.recordings[0].samples


def test_the_bandwidth_is_measured_at_import_and_once_more_where_it_is_not_known(
    session: Session, tmp_path: Path
) -> None:
    source = add(session, tmp_path)
    (recording,) = session.source(source).recordings
    known = session.project.bandwidth(recording.media)
    assert known is not None
    with session.project._database.writing() as connection:
        connection.execute("DELETE FROM bandwidths")
    found = bandwidth(session, recording)
    assert (found.hz, found.confidence) == known == session.project.bandwidth(recording.media)


def test_edits_made_meanwhile_stay(session: Session, tmp_path: Path) -> None:
    source = add(session, tmp_path)

    def edit_once(_fraction: float, note: str = "") -> None:
        if note == "Enhancing" and session.history.revision == 1:
            session.do(lambda document: cut_time(document, RATE, 2 * RATE))

    enhance(session, Wish(source, ((0, RATE),)), edit_once)
    session.variants.refresh()
    assert session.history.revision == 2
    assert session.variants.heard(source) == ((0, RATE),)

"""A narrow recording is enhanced, listened to, compared, exported and sent, all from the command line."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from editor.app.preferring import Preference, set_preference, set_source_preference
from editor.app.session import Session
from editor.cli.main import main
from tests.helpers.models import MODEL, make_small_model, use_models
from tests.helpers.waiting import wait_until

RATE = 44100
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_model(tmp_path_factory.mktemp("models"))


@pytest.fixture(autouse=True)
def _models(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_models(data, monkeypatch)


@pytest.fixture
def call(tmp_path: Path) -> Path:
    """A recording of a call: 16 kHz, eight seconds."""
    samples = 8 * 16_000
    swell = 0.02 + np.abs(np.sin(3 * np.arange(samples) / 16_000))
    sound = 0.08 * swell * np.random.default_rng(5).standard_normal(samples)
    soundfile.write(tmp_path / "call.wav", sound, 16_000, "PCM_16")
    return tmp_path / "call.wav"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object, status: int = 0) -> Any:
        got = main([*map(str, arguments), "--json"])
        out, err = capsys.readouterr()
        assert got == status, err
        return json.loads(out) if out else err

    return call


@pytest.fixture
def project(run: Run, call: Path, tmp_path: Path) -> Path:
    path = tmp_path / "talk.wordtape"
    run("new", path)
    return path


def imported(run: Run, project: Path, call: Path, *options: str) -> dict[str, Any]:
    found = run("import", project, call, "--no-transcribe", *options)
    return {**found["sources"][0], "remarks": found["remarks"]}


def exported(run: Run, project: Path) -> np.ndarray:
    out = project.parent / "out.wav"
    run("export", project, out, "--loudness", "off", "--true-peak", "0")
    sound, _ = soundfile.read(out, always_2d=True)
    return sound


def test_a_part_of_a_source_is_enhanced_compared_and_removed(run: Run, project: Path, call: Path) -> None:
    source = imported(run, project, call)["id"]
    before = exported(run, project)
    made = run("enhance", project, "--source", source, "--from", 2, "--to", 4)
    assert made["model"] == MODEL
    assert made["recipe"] == "upsample"
    assert made["rate"] == RATE
    assert made["input_bandwidth_hz"] == pytest.approx(8000, rel=0.05)
    assert made["seconds"] > 0
    assert made["realtime_factor"] > 0
    (variant,) = made["variants"]
    assert variant["variant"] == made["variant"]
    assert (variant["heard"][0]["start"], variant["heard"][0]["stop"]) == (2 * RATE, 4 * RATE)

    after = exported(run, project)
    assert after.shape == before.shape
    changed = np.flatnonzero((before != after).any(axis=1))
    assert 2 * RATE <= changed.min() < 2.1 * RATE
    assert 3.9 * RATE < changed.max() < 4 * RATE

    off = run("enhance", project, "--source", source, "--off")
    assert off["variants"][0]["heard"] == []
    assert np.array_equal(exported(run, project), before)
    run("enhance", project, "--source", source, "--on")
    assert np.array_equal(exported(run, project), after)
    shorter = run("enhance", project, "--source", source, "--off", "--from", 3)
    assert shorter["variants"][0]["heard"][0]["stop"] == 3 * RATE
    assert run("enhance", project, "--source", source, "--remove")["variants"] == []
    assert np.array_equal(exported(run, project), before)


def test_undo_says_nothing_of_enhancing_and_words_stay_where_they_are(
    run: Run, project: Path, call: Path
) -> None:
    source = imported(run, project, call)["id"]
    words = run("words", project)
    run("enhance", project, "--source", source, "--from", 1, "--to", 2)
    assert run("words", project) == words
    assert run("undo", project)["labels"] == ["Imported call"]
    run("redo", project)
    assert run("enhance", project, "--source", source, "--off")["variants"][0]["rendered"] != []


def test_an_enhanced_project_is_the_same_where_it_is_sent(
    run: Run, project: Path, call: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = imported(run, project, call)["id"]
    run("enhance", project, "--source", source, "--from", 1, "--to", 2)
    here = exported(run, project)
    run("pack", project, tmp_path / "sent.zip")
    shutil.rmtree(project)
    # No model is there where it is unpacked.
    monkeypatch.setenv("WORDTAPE_DATA", str(tmp_path / "nothing"))
    run("unpack", tmp_path / "sent.zip", project)
    assert np.array_equal(exported(run, project), here)


@pytest.mark.parametrize("how", ["auto", "upsample"])
def test_an_import_may_enhance_at_once(run: Run, project: Path, call: Path, how: str) -> None:
    source = imported(run, project, call, "--enhance", how)
    assert len(source["variants"]) == 1
    assert source["remarks"] == []
    spectrum = np.abs(np.fft.rfft(exported(run, project)[RATE : 7 * RATE, 0]))
    assert spectrum[len(spectrum) // 2 :].mean() > 1e-3 * spectrum[: len(spectrum) // 3].mean()


def test_an_import_enhances_by_itself_only_where_that_is_preferred(
    run: Run, project: Path, call: Path
) -> None:
    assert imported(run, project, call)["variants"] == []
    with Session.open(project) as session:
        set_preference(session, Preference("always", 9000.0))
    assert len(imported(run, project, call)["variants"]) == 1


def test_what_the_user_said_of_a_source_or_the_threshold_comes_first(
    run: Run, project: Path, call: Path
) -> None:
    source = imported(run, project, call, "--enhance", "never")
    with Session.open(project) as session:
        set_source_preference(session, source["id"], "never")
    assert imported(run, project, call, "--enhance", "auto")["variants"] == []
    with Session.open(project) as session:
        set_source_preference(session, source["id"], None)
        set_preference(session, Preference("always", 5000.0))
    assert imported(run, project, call, "--enhance", "auto")["variants"] == []


def test_an_import_that_cannot_be_enhanced_is_an_import(
    run: Run, project: Path, call: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from enhance.registry import Registry

    monkeypatch.setattr(Registry, "best", lambda *_: None)
    source = imported(run, project, call, "--enhance", "auto")
    assert source["variants"] == []
    assert "call.wav was not enhanced" in source["remarks"][0]


def test_what_cannot_be_done_is_one_line(run: Run, project: Path, call: Path) -> None:
    source = imported(run, project, call)["id"]
    for status, why, *options in (
        (2, f"Say with --source which source to enhance; there are: {source} (call)."),
        (2, "is for a file", "--source", source, "-o", "x.wav"),
        (1, f"There is no source 1 in talk; there are: {source} (call).", "--source", "1"),
        (1, "Nothing of call has been enhanced yet", "--source", source, "--off"),
        (1, "must lie inside the source", "--source", source, "--from", 100),
        (2, "--to 2 is not after --from 3", "--source", source, "--from", 3, "--to", 2),
        (2, "--to 0 is not after --from 0", "--source", source, "--to", 0),
        (2, "--off makes no sound anew", "--source", source, "--off", "--strength", 0.3),
        (2, "goes with no --seed", "--source", source, "--remove", "--seed", 0),
        (2, "--quality is for a file", "--source", source, "--quality", 0.5),
        (1, "has 44100 samples a second", "--source", source, "--rate", 48000),
        (1, "needs a model that this version does not have", "--source", source, "--recipe", "studio"),
    ):
        said = run("enhance", project, *options, status=status)
        assert why in said
        assert said.count("\n") == 1
    said = run("enhance", call, "--source", source, status=2)
    assert "is no project" in said


def test_a_source_is_enhanced_though_the_recording_of_another_is_gone(
    run: Run, project: Path, call: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.wav"
    sound, rate = soundfile.read(call)
    soundfile.write(other, 0.5 * sound, rate)
    there, gone = imported(run, project, call)["id"], imported(run, project, other)["id"]
    shutil.rmtree(project / "cache")
    with Session.open(project) as session:
        media = session.source(gone).recordings[0].media
        session.project.media_path(media).unlink()
    assert media[:12] in run("enhance", project, "--source", gone, status=1)
    assert run("enhance", project, "--source", there)["variants"]


def test_killed_in_the_middle_it_leaves_a_project_as_it_was(run: Run, project: Path, tmp_path: Path) -> None:
    long = tmp_path / "long.wav"
    soundfile.write(long, 0.05 * np.random.default_rng(1).standard_normal(300 * 16_000), 16_000, "PCM_16")
    source = imported(run, project, long)["id"]
    with subprocess.Popen(
        [sys.executable, "-m", "editor", "enhance", project, "--source", source]
    ) as process:
        wait_until(lambda: list(project.glob("variants/.part-*/*")), "the engine to write", 60)
        assert process.poll() is None
        process.kill()
    with Session.open(project) as session:
        assert session.variants.all() == ()
        wait_until(lambda: not list(project.glob("variants/*/*")), "the child to end", 10)
    with Session.open(project) as session:
        assert list((project / "variants").iterdir()) == []
        assert session.variants.heard(source) == ()


def test_removing_a_part_is_refused_rather_than_removing_all(run: Run, project: Path, call: Path) -> None:
    source = imported(run, project, call, "--enhance", "upsample")["id"]
    said = run("enhance", project, "--source", source, "--remove", "--from", 1, "--to", 2, status=2)
    assert "--remove is about all of the source" in said
    assert run("enhance", project, "--source", source, "--on")["variants"]


def test_a_recipe_that_nothing_is_there_for_is_refused_before_anything_is_imported(
    run: Run, project: Path, call: Path
) -> None:
    said = run("import", project, call, "--no-transcribe", "--enhance", "studio", status=1)
    assert "studio" in said
    with Session.open(project) as session:
        assert not session.sources

"""`wordtape models`: what is printed, and what is said when it cannot be done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from editor.cli.main import main
from tests.helpers.making_models import model_bytes, save

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `wordtape models ...` with a registry of its own: (status, stdout, stderr)."""
    monkeypatch.setenv("WORDTAPE_DATA", str(tmp_path / "data"))

    def call(*arguments: object) -> tuple[int, str, str]:
        status = main(["models", *map(str, arguments)])
        return status, *capsys.readouterr()

    return call


def listed(run: Run, *options: object) -> dict[str, dict[str, Any]]:
    """What `models list --json` prints, by id."""
    status, out, _ = run("list", "--json", *options)
    assert status == 0
    return {row["id"]: row for row in json.loads(out)}


def test_a_model_is_added_listed_shown_and_removed(run: Run, tmp_path: Path) -> None:
    before = listed(run)
    file, card = save(tmp_path / "new", id="mine", metrics={"16000->48000": {"lsd": 0.912}})
    status, out, err = run("add", file)
    assert (status, err) == (0, "")
    assert "mine" in out

    row = listed(run)["mine"]
    asked = ("id", "task", "input_bandwidth_hz", "rate", "sha256", "bytes", "metrics", "parent")
    assert {name: row[name] for name in asked} == {name: card[name] for name in asked}
    assert row["shipped"] is False
    status, out, _ = run("show", "mine", "--json")
    assert (status, json.loads(out)) == (0, row)
    assert Path(row["file"]).read_bytes() == file.read_bytes()
    status, out, _ = run("list")
    assert "mine  upsample from 2-20 kHz to 48000 Hz" in out
    assert "LSD 0.91 at 16000->48000 Hz (its card claims)" in out
    status, out, _ = run("show", "mine")
    assert "licence: CC0-1.0" in out.splitlines()

    assert run("remove", "mine", "--json") == (0, '{"id": "mine", "removed": ["model"]}\n', "")
    assert listed(run) == before
    assert not Path(row["file"]).exists()


def test_models_are_listed_by_rate_and_task(run: Run, tmp_path: Path) -> None:
    file, _ = save(tmp_path / "new", model_bytes(rate=44100), id="mine", rate=44100)
    run("add", file)
    assert "mine" in listed(run, "--rate", 44100)
    assert "mine" not in listed(run, "--rate", 48000)
    assert "mine" in listed(run, "--task", "upsample")
    assert "mine" not in listed(run, "--task", "clean")


@pytest.mark.parametrize("json_option", [[], ["--json"]])
def test_a_rate_without_a_model_offers_to_train_one(run: Run, json_option: list[str]) -> None:
    status, out, err = run("list", "--rate", 96000, *json_option)
    assert status == 0
    assert out == ("[]\n" if json_option else "")
    assert err.count("\n") == 1
    assert "wordtape models train --rate 96000 --data DIR" in err


def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    file, card = save(tmp_path / "new", id="mine")
    alone = tmp_path / "alone.onnx"
    alone.write_bytes(file.read_bytes())
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps({**card, "sha256": "0" * 64}))
    before = listed(run)
    for arguments, said in (
        (("add", alone), "alone.json cannot be read"),
        (("add", file, "--card", wrong), "hash"),
        (("add", tmp_path / "none.onnx", "--card", file.with_suffix(".json")), "cannot be read"),
        (("add", file, "--card", file), "no text"),
        (("show", "nope"), "no model called nope"),
        (("remove", "nope"), "no model called nope"),
    ):
        status, out, err = run(*arguments)
        assert (status, out) == (1, "")
        assert err.startswith("wordtape: ")
        assert err.count("\n") == 1
        assert said in err
    assert listed(run) == before


def test_a_task_that_nobody_knows_is_wrong_usage(run: Run) -> None:
    status, out, err = run("list", "--task", "compose")
    assert (status, out) == (2, "")
    assert "upsample" in err


def test_shipped_models_cannot_be_removed(run: Run) -> None:
    """Whatever comes with this checkout."""
    for name in listed(run):
        status, _, err = run("remove", name)
        assert status == 1
        assert "came with the program" in err


def test_with_a_damaged_registry_the_shipped_models_are_used_and_that_is_said(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = listed(run)
    folder = tmp_path / "data" / "models"
    folder.mkdir(parents=True)
    (folder / "models.sqlite").write_bytes(b"none" * 1000)
    soundfile.write(tmp_path / "a.wav", np.random.default_rng(0).normal(0, 0.1, 16_000), 16_000)
    for command in (("models", "list", "--json"), ("enhance", tmp_path / "a.wav", "-o", tmp_path / "b.wav")):
        assert main([*map(str, command)]) == 0
        out, err = capsys.readouterr()
        assert err.count("\n") == 1
        assert err.startswith("wordtape: Your own models cannot be used, only those that came with Wordtape.")
        assert "move models.sqlite away" in err
        if command[0] == "models":
            assert {row["id"] for row in json.loads(out)} == set(before)
    file, _ = save(tmp_path / "new", id="mine")
    long = (("train", "--rate", 48000, "--data", tmp_path), ("evaluate", *before, "--data", tmp_path))
    for arguments in (("add", file), ("remove", "mine"), ("show", "mine"), *long):
        status, _, err = run(*arguments)
        assert (status, err.count("\n")) == (1, 1)
        assert "damaged" in err


def test_a_model_whose_file_is_gone_is_said_to_be_missing(run: Run, tmp_path: Path) -> None:
    file, _ = save(tmp_path / "new", id="mine")
    run("add", file)
    assert not listed(run)["mine"]["missing"]
    Path(listed(run)["mine"]["file"]).unlink()
    assert listed(run)["mine"]["missing"]
    assert "its file is missing" in run("list")[1]
    status, _, err = run("show", "mine")
    assert status == 0
    assert "is missing or not whole" in err
    assert "models remove mine" in err


@pytest.mark.parametrize("name", ["../evil", "..", "/evil", "a b"])
def test_a_training_cannot_leave_its_folder_by_its_name(run: Run, tmp_path: Path, name: str) -> None:
    status, _, err = run("train", "--rate", 48000, "--data", tmp_path, "--id", name)
    assert status == 1
    assert "small letters" in err
    assert not list(tmp_path.rglob("*evil*"))


def test_a_name_that_is_taken_is_refused_before_hours_of_training(run: Run, tmp_path: Path) -> None:
    file, _ = save(tmp_path / "new", id="mine")
    run("add", file)
    status, _, err = run("train", "--rate", 48000, "--data", tmp_path, "--id", "mine")
    assert (status, err.count("\n")) == (1, 1)
    assert "called mine already" in err


@pytest.mark.parametrize(
    ("option", "number"),
    [("--rate", "7"), ("--rate", "1000000000"), ("--seed", "-1"), ("--seed", str(2**64))],
)
def test_numbers_that_no_training_can_begin_with_are_wrong_usage(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, number: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("train", "--rate", 48000, "--data", tmp_path, f"{option}={number}")
    assert stopped.value.code == 2
    assert f"argument {option}: {number} is not between" in capsys.readouterr().err


def test_who_stops_a_training_is_told_that_it_can_go_on_and_how_it_is_cleared(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data" / "training" / "own-48k"

    def stopped(*_: object, **options: object) -> str:
        assert options["name"] == "own-48k"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "checkpoint.pt").touch()
        raise KeyboardInterrupt

    monkeypatch.setattr("editor.cli.training.train_model", stopped)
    status, out, err = run("train", "--rate", 48000, "--data", tmp_path)
    assert (status, out) == (130, "")
    assert "the same command goes on with the training of own-48k where it was" in err
    assert "models remove own-48k" in err
    _, _, err = run("train", "--rate", 48000, "--data", tmp_path)
    assert err.startswith("wordtape: this goes on with the training of own-48k that was stopped")
    status, out, err = run("remove", "own-48k")
    assert (status, out, err) == (0, "Removed what was left of the training of own-48k.\n", "")
    assert not folder.exists()
    status, _, err = run("remove", "own-48k")
    assert status == 1
    assert "no model called own-48k" in err


def test_nothing_but_a_training_is_cleared_with_a_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data" / "training").mkdir(parents=True)
    (tmp_path / "data" / "keep").mkdir()
    for name in ("../keep", "..", ".", str(tmp_path / "data" / "keep")):
        assert run("remove", name)[0] == 1
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"training", "keep"}
    file, _ = save(tmp_path / "new", id="mine")
    run("add", file)
    (tmp_path / "data" / "training" / "mine").mkdir()
    _, out, _ = run("remove", "mine", "--json")
    assert json.loads(out)["removed"] == ["model", "training"]
    assert "mine" not in listed(run)


@pytest.mark.parametrize("json_option", [[], ["--json"]])
def test_a_command_whose_output_nobody_wants_is_done_all_the_same(
    run: Run, monkeypatch: pytest.MonkeyPatch, json_option: list[str]
) -> None:
    monkeypatch.setattr("sys.stdout", None)
    assert run("list", *json_option) == (0, "", "")

"""`wordtape models evaluate`, from the command line to the figures that the registry keeps."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from editor.cli.main import DONE, FAILED, WRONG_USAGE, main
from enhance.registry import Registry
from tests.helpers.making_models import save


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("WORDTAPE_DATA", str(tmp_path / "data"))
    path, card = save(tmp_path)
    with Registry() as registry:
        return registry.add(path, card).id


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    folder = tmp_path / "recordings"
    folder.mkdir()
    sound = 0.1 * np.random.default_rng(0).standard_normal(60_000)
    soundfile.write(folder / "noise.flac", sound, 48_000, subtype="PCM_16")
    return folder


def run(model: str, recordings: Path, *more: str) -> int:
    words = ["models", "evaluate", model, "--data", str(recordings), "--heard", "0"]
    return main([*words, "--from", "16000", "--rate", "48000", *more])


def test_a_table_is_printed_and_pictures_are_drawn(
    model: str, recordings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(model, recordings, "--pictures", str(tmp_path / "drawn"), "--seeds", "2") == DONE
    printed = capsys.readouterr()
    for name in ("sinc (soxr)", "spectral replication", model, f"{model}, best of 2 seeds"):
        assert any(line.startswith(name) for line in printed.out.splitlines())
    (picture,) = (tmp_path / "drawn").iterdir()
    assert f"Drew {picture}" in printed.out
    assert printed.err == ""


def test_json_is_one_document_and_the_registry_agrees_with_it(
    model: str, recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(model, recordings, "--json") == DONE
    said = json.loads(capsys.readouterr().out)
    (ours,) = (row for row in said["rows"] if row["name"] == model)
    with Registry() as registry:
        assert registry.model(model).metrics["16000->48000"]["lsd"] == ours["mean"]["lsd"]


def test_what_cannot_be_done_is_one_line(
    model: str, recordings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("another", recordings) == FAILED
    assert run(model, tmp_path / "missing") == FAILED
    assert len(capsys.readouterr().err.splitlines()) == 2
    with pytest.raises(SystemExit) as ended:
        run(model, recordings, "--seeds", "0")
    assert ended.value.code == WRONG_USAGE

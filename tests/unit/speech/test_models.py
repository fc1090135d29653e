from __future__ import annotations

from pathlib import Path

import pytest

from editor.speech import models
from editor.speech.errors import SpeechError
from editor.speech.models import available, find


@pytest.fixture(autouse=True)
def _nothing_but_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    monkeypatch.setattr(models, "_cache", lambda: tmp_path / "cache" / "models")


def whole_model(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in ("config.json", "model.bin", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_text("{}")
    return folder


def test_the_installed_model_is_found_without_a_network() -> None:
    assert (find("tiny.en") / "model.bin").is_file()


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    folder = whole_model(tmp_path / "mine")
    assert find(str(folder)) == folder


def test_a_folder_with_a_part_missing_is_refused_by_name(tmp_path: Path) -> None:
    folder = whole_model(tmp_path / "mine")
    (folder / "model.bin").unlink()
    with pytest.raises(SpeechError, match=r"mine is not a whole speech model: model\.bin is missing\."):
        find(str(folder))
    with pytest.raises(SpeechError, match=r"There is no folder .*nowhere"):
        find(str(tmp_path / "nowhere"))


def test_a_model_in_the_cache_of_downloads_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "hub" / "models--Systran--faster-whisper-small" / "snapshots"
    assert find(whole_model(folder / "one").as_posix()) == find("small")
    assert "small" in [model.name for model in available()]


def test_half_a_download_does_not_count(tmp_path: Path) -> None:
    folder = whole_model(tmp_path / "hub" / "models--Systran--faster-whisper-small" / "snapshots" / "one")
    (folder / "model.bin").unlink()
    with pytest.raises(SpeechError, match=r"“small” is not on this machine.*tiny\.en"):
        find("small")


def test_a_name_that_is_no_model_is_told_what_there_is() -> None:
    with pytest.raises(SpeechError, match=r"No speech model is called “huge”; there are tiny\.en,.*"):
        find("huge")
    with pytest.raises(SpeechError, match="no folder"):
        find("../hub")


def test_what_is_here_can_be_listed() -> None:
    listed = {model.name: model for model in available()}
    assert listed["tiny.en"].languages == ("en",)
    assert listed["tiny.en"].bytes > 70_000_000


def test_a_model_in_parts_is_joined_once_and_again_when_it_was_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, content in ((1, b"first "), (2, b"second")):
        folder = tmp_path / f"package{number}" / "data"
        folder.mkdir(parents=True)
        (folder / f"model.bin.part{number}").write_bytes(content)
        (folder / "config.json").write_text("{}")
        (folder / "tokenizer.json").write_text("{}")
    packages = dict(zip(models._PARTS, (tmp_path / "package1", tmp_path / "package2"), strict=True))
    monkeypatch.setattr(models, "_package", packages.get)
    folder = find("base")
    assert (folder / "model.bin").read_bytes() == b"first second"
    assert not list(folder.glob("*.part*"))
    assert [entry.name for entry in folder.parent.iterdir()] == ["base"]
    (folder / "model.bin").write_bytes(b"first")
    assert (find("base") / "model.bin").read_bytes() == b"first second"

"""Where the user's data lie, and where the shipped models are: in a checkout and installed."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest

from enhance import folders
from enhance.folders import data_folder, shipped_folder


def test_the_user_may_choose_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORDTAPE_DATA", str(tmp_path))
    assert data_folder() == tmp_path


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="a rule of free desktops")
def test_the_desktop_says_where_data_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORDTAPE_DATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder() == tmp_path / "wordtape"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert data_folder() == tmp_path / ".local" / "share" / "wordtape"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the engine is imported from, without the repository around it."""
    packages = tmp_path / "lib" / "site-packages"
    (packages / "enhance").mkdir(parents=True)
    monkeypatch.setattr(folders, "__file__", str(packages / "enhance" / "folders.py"))
    return packages


def test_a_checkout_has_them_in_its_assets(elsewhere: Path) -> None:
    (elsewhere / "assets" / "models").mkdir(parents=True)
    assert shipped_folder() == elsewhere / "assets" / "models"


def test_an_installed_program_finds_them_by_the_list_of_its_files(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = elsewhere / "wordtape-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: wordtape\nVersion: 1\n")
    (about / "RECORD").write_text(
        "enhance/card.json,,\n../../share/wordtape/models/a.onnx,,\n../../share/wordtape/models/a.json,,\n"
    )
    models = elsewhere.parents[1] / "share" / "wordtape" / "models"
    models.mkdir(parents=True)
    (models / "a.json").touch()
    found = metadata.Distribution.at(about).files
    monkeypatch.setattr(metadata, "files", {"wordtape": found}.get)
    assert shipped_folder() == models


def test_a_program_in_one_folder_has_them_beside_its_packages(elsewhere: Path) -> None:
    (elsewhere / "share" / "wordtape" / "models").mkdir(parents=True)
    assert shipped_folder() == elsewhere / "share" / "wordtape" / "models"


def test_a_program_without_any_has_none(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "files", missing)
    assert shipped_folder() is None
    monkeypatch.setattr(metadata, "files", lambda _name: None)
    assert shipped_folder() is None

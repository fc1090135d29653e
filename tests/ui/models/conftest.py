"""A registry of three models, one of them the other's parent, and the models window over it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from editor.ui.models.window import ModelsWindow
from editor.ui.theme import Theme
from enhance.registry import Registry
from tests.helpers.making_models import model_bytes, save

EVIL = '<img src="file:///etc/passwd"><b>bold</b>'


def add(home: Path, folder: Path, name: str, gain: float, **card: Any) -> None:
    """A model of its own in the registry under `home`."""
    path, _ = save(folder, model_bytes(noise_gain=gain), id=name, **card)
    with Registry(home / "models") as registry:
        registry.add(path, json.loads(path.with_suffix(".json").read_text()))


@pytest.fixture(scope="session")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder; trying the models takes a second, so it is made once."""
    made = tmp_path_factory.mktemp("models")
    data = made / "data"
    figures = {"16000->48000": {"lsd": 0.5, "visqol": 4.0}}
    add(data, made, "first", 0.1, licence=EVIL, data={"said": EVIL, "hours": 2.5})
    add(data, made, "second", 0.2, parent="first", metrics=figures, input_bandwidth_hz=[2000.0, 6000.0])
    add(data, made, "third", 0.3, parent="gone", metrics={"16000->48000": {"lsd": 0.75}})
    with Registry(data / "models") as registry:
        registry.record_metrics("third", {"16000->48000": {"lsd": 0.7}})
    return data


@pytest.fixture
def data(three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it as the user's data folder, here and in child processes."""
    copy = tmp_path / "data"
    shutil.copytree(three, copy)
    monkeypatch.setenv("WORDTAPE_DATA", str(copy))
    return copy


@pytest.fixture
def models(
    application: QApplication, theme: Theme, settings: QSettings, data: Path
) -> Iterator[ModelsWindow]:
    made = ModelsWindow(theme, settings, lambda: None)
    made.show()
    application.processEvents()
    yield made
    made.work.stop()
    made.close()


def ids(window: ModelsWindow) -> list[str]:
    """What is listed, from the top."""
    table = window.shelf.table
    return [table.at(row).id for row in range(table.rowCount())]

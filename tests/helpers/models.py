"""A registry of the tests' own, with one small model that really makes something up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from enhance.registry import Registry
from tests.helpers.making_models import model_bytes, save

MODEL = "small"


def make_small_model(folder: Path) -> Path:
    """A folder for `use_models`, made in `folder`, with `MODEL` in it.

    It is for sound that ends between 2 and 20 kHz and adds noise above that. Nothing was measured better, so
    that it is chosen before any shipped model, which is larger.
    """
    path, _ = save(folder / "made", model_bytes(noise_gain=0.3, context=2), id=MODEL, context=2)
    with Registry(folder / "data" / "models") as registry:
        registry.add(path, json.loads(path.with_suffix(".json").read_text()))
        registry.record_metrics(MODEL, {f"{rate}->48000": {"lsd": 0.0} for rate in (8000, 16000, 24000)})
    return folder / "data"


def use_models(data: Path, patch: pytest.MonkeyPatch) -> None:
    """Let `data` be the user's data folder, here and in child processes."""
    patch.setenv("WORDTAPE_DATA", str(data))

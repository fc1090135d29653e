"""Measuring a model of the registry and keeping what was found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from editor.app.evaluating_models import evaluate_model
from editor.jobs import Cancelled
from editor.model.errors import Refusal
from enhance.registry import Registry
from tests.helpers.making_models import save


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a model in a registry of the test's own, for sound that ends at 3 to 9 kHz."""
    monkeypatch.setenv("WORDTAPE_DATA", str(tmp_path / "data"))
    path, card = save(tmp_path, input_bandwidth_hz=[3000.0, 9000.0])
    with Registry() as registry:
        return registry.add(path, card).id


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    folder = tmp_path / "recordings"
    folder.mkdir()
    sound = 0.1 * np.random.default_rng(0).standard_normal(60_000)
    soundfile.write(folder / "noise.flac", sound, 48_000, subtype="PCM_16")
    return folder


def kept(model: str) -> dict[str, dict[str, float]]:
    with Registry() as registry:
        return {at: dict(values) for at, values in registry.model(model).metrics.items()}


def test_the_means_are_kept_with_the_model(model: str, recordings: Path, tmp_path: Path) -> None:
    found = evaluate_model(model, recordings, output_rates=(48_000,), heard=0, pictures=tmp_path / "pictures")
    assert set(found.recorded) == {"8000->48000", "16000->48000"}
    assert set(kept(model)) == {"8000->48000", "16000->48000"}
    rows = {(r["rate_in"], r["name"]): r["mean"] for r in found.figures["rows"]}
    assert kept(model)["16000->48000"]["lsd"] == rows[16_000, model]["lsd"]
    assert [path.is_file() for path in found.pictures] == [True, True]
    assert found.remarks == ()


def test_at_other_levels_nothing_is_kept(model: str, recordings: Path) -> None:
    found = evaluate_model(model, recordings, input_rates=(8_000,), heard=0, level=False)
    assert not found.recorded
    assert kept(model) == {}


def test_what_rests_on_more_recordings_is_kept_and_that_is_said(model: str, recordings: Path) -> None:
    many = {"lsd": 0.5, "recordings": 76.0}
    with Registry() as registry:
        registry.record_metrics(model, {"8000->48000": many, "16000->48000": {"lsd": 0.5, "visqol": 4.0}})
    found = evaluate_model(model, recordings, output_rates=(48_000,), heard=0)
    assert found.recorded == ("16000->48000",)
    assert found.remarks == (
        "The means at 8000->48000 Hz were not kept with the model: those that are there rest on 76 "
        "recordings or more, these on 1.",
    )
    assert kept(model)["8000->48000"] == many
    assert kept(model)["16000->48000"]["visqol"] == 4.0
    assert kept(model)["16000->48000"]["lsd"] != 0.5


def test_only_rates_that_the_model_serves_are_measured(model: str, recordings: Path) -> None:
    with pytest.raises(Refusal, match="between 3000 and 9000 Hz; none of the rates"):
        evaluate_model(model, recordings, input_rates=(22_050,), heard=0)


@pytest.mark.parametrize(("name", "data"), [("another", "recordings"), (None, "missing")])
def test_what_cannot_be_measured_is_a_sentence(
    name: str | None, data: str, model: str, recordings: Path
) -> None:
    with pytest.raises(Refusal, match=name or data):
        evaluate_model(name or model, recordings.parent / data, heard=0)


def test_pictures_do_not_go_where_a_file_stands(model: str, recordings: Path) -> None:
    with pytest.raises(Refusal, match=r"^noise\.flac is a file; the pictures need a folder"):
        evaluate_model(model, recordings, heard=0, pictures=recordings / "noise.flac")
    assert kept(model) == {}


def test_a_cancelled_measurement_keeps_nothing(model: str, recordings: Path) -> None:
    def stop(fraction: float, note: str = "") -> None:
        if fraction > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        evaluate_model(model, recordings, heard=0, report=stop)
    assert kept(model) == {}

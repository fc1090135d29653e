"""The table, its JSON, and what a model's entry keeps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from enhance.evaluate.enhancers import SINC, Enhancer, sinc
from enhance.evaluate.protocol import Condition, Evaluation, evaluate
from enhance.evaluate.table import as_json, metrics_of, table

WIDE = Condition(16_000, 48_000)


@pytest.fixture
def evaluation(recordings: Path) -> Evaluation:
    model = Enhancer("a-model", sinc, size_bytes=2_500_000)
    return evaluate(recordings, [model], conditions=[WIDE, Condition(8_000, 44_100)])


def test_rows_stand_under_their_condition(evaluation: Evaluation) -> None:
    lines = table(evaluation).splitlines()
    titles = [line.split()[:4] for line in lines if " -> " in line]
    assert titles == [["8", "->", "44.1", "kHz"], ["16", "->", "48", "kHz"]]
    assert sum(line.startswith(SINC.name) for line in lines) == 2
    assert sum(line.startswith("a-model") and line.endswith(" 2.5") for line in lines) == 2


def test_a_row_says_what_was_measured_and_a_dash_what_was_not(evaluation: Evaluation) -> None:
    found = next(r for r in evaluation.rows if r.name == SINC.name and r.condition == WIDE)
    after = table(evaluation).split("16 -> 48 kHz")[1]
    line = next(line for line in after.splitlines() if line.startswith(SINC.name))
    figures = line[len(SINC.name) :].split()
    assert figures[0] == f"{found.mean.distances.lsd:.3f}"
    assert figures[5] == "-"


def test_what_was_left_out_is_said_with_the_reason(evaluation: Evaluation) -> None:
    assert f"Left out: narrow.wav: {evaluation.left_out[0].reason}" in table(evaluation)
    assert "Means over 2 recordings" in table(evaluation)


def test_the_json_holds_every_figure_of_every_recording(evaluation: Evaluation) -> None:
    found = json.loads(json.dumps(as_json(evaluation), allow_nan=False))
    assert [(r["rate_in"], r["rate_out"], r["name"]) for r in found["rows"]] == [
        (r.condition.rate_in, r.condition.rate_out, r.name) for r in evaluation.rows
    ]
    first = found["rows"][0]
    assert set(first["each"]) == {"anna", "ben"}
    assert first["mean"]["lsd"] == round(evaluation.rows[0].mean.distances.lsd, 4)
    assert first["mean"]["visqol"] is None
    assert found["left_out"][0]["name"] == "narrow.wav"


def test_a_model_keeps_its_means_by_rates(evaluation: Evaluation) -> None:
    kept = metrics_of(evaluation, "a-model")
    assert set(kept) == {"16000->48000", "8000->44100"}
    assert kept["16000->48000"]["recordings"] == 2
    assert "visqol" not in kept["16000->48000"]
    assert metrics_of(evaluation, "another") == {}

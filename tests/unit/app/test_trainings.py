"""What trainings were asked for is found again as it was, whatever else lies in their folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.app import training_means
from editor.app.models import CHECKPOINT, training_folder
from editor.app.trainings import Plan, alone, is_running, keep_plan, stopped_trainings
from editor.jobs import Cancelled, silent
from editor.model.errors import Refusal


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORDTAPE_DATA", str(tmp_path))


def test_a_plan_is_found_again_as_it_was(tmp_path: Path) -> None:
    plan = Plan("mine", 96_000, (tmp_path / "a", tmp_path / "ü.wav"), "other", 12.5, 7, 3)
    assert stopped_trainings() == ()
    with alone("mine"):
        keep_plan(plan)
        assert stopped_trainings() == ()
        (training_folder("mine") / CHECKPOINT).touch()
        assert stopped_trainings()[0].running
        with pytest.raises(Refusal, match="in another window"), alone("mine"):
            pass
    assert not is_running("mine")
    (found,) = stopped_trainings()
    assert (found.plan, found.minutes, found.running) == (plan, 0.0, False)


@pytest.mark.parametrize("said", ["", "[]", "{}", '{"rate": "x"}', "\x00" * 10, '{"rate": 1, "data": 5}'])
def test_a_plan_that_cannot_be_read_is_none(said: str) -> None:
    with alone("mine"):
        (training_folder("mine") / CHECKPOINT).touch()
        (training_folder("mine") / "asked.json").write_text(said)
        (training_folder("mine") / "log.jsonl").write_text(said)
    (found,) = stopped_trainings()
    assert (found.plan, found.minutes) == (None, 0.0)


def test_what_lacks_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_means, "find_spec", lambda name: None if name != "onnx" else name)
    assert "needs PyTorch and ONNX Script, which are not installed" in training_means.lacking()
    assert "pip install" in training_means.lacking()
    monkeypatch.setattr(training_means, "find_spec", lambda name: name)
    assert training_means.lacking() == ""


def test_looking_for_what_it_runs_on_can_be_stopped() -> None:
    def stop(_fraction: float, _note: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        training_means.where_it_runs(stop)


@pytest.mark.parametrize(
    ("code", "found"), [('print(\'{"where": "the abacus"}\')', "the abacus"), ("print('no')", None)]
)
def test_what_it_runs_on_is_what_the_process_says(
    monkeypatch: pytest.MonkeyPatch, code: str, found: str | None
) -> None:
    real = training_means.subprocess.Popen

    def popen(command: list[str], **options: object) -> object:
        return real([command[0], "-c", code], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(training_means.subprocess, "Popen", popen)
    if found is None:
        with pytest.raises(Refusal, match="does not work"):
            training_means.where_it_runs(silent)
    else:
        assert training_means.where_it_runs(silent) == found

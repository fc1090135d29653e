"""What becomes of a training's process is told in a sentence, whatever it was."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from editor.app import training
from editor.app.training import train_model
from editor.jobs import Cancelled
from editor.model.errors import Refusal


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("raise ValueError('no such luck')", r"its work \(ValueError: no such luck\)\.$"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", r"its work\.$"),
        ('print(\'{"fraction": 0.5, "note": "half"}\')', r"its work\.$"),
        ('print(\'{"error": "There is no sound."}\')', r"^There is no sound\.$"),
    ],
)
def test_a_training_that_dies_is_a_sentence_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], code: str, why: str
) -> None:
    monkeypatch.setenv("WORDTAPE_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("WORDTAPE_DEBUG", raising=False)
    real = training.subprocess.Popen
    monkeypatch.setattr(
        training.subprocess,
        "Popen",
        lambda _command, **options: real([sys.executable, "-c", code], **options),
    )
    with pytest.raises(Refusal, match=why):
        train_model(48_000, [tmp_path])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("learned", [False, True])
@pytest.mark.parametrize("stopped", [False, True])
def test_only_a_training_that_can_go_on_leaves_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, learned: bool, stopped: bool
) -> None:
    home, into = tmp_path / "data", tmp_path / "data" / "training" / "mine"
    monkeypatch.setenv("WORDTAPE_DATA", str(home))
    left = ["corpus/sound.i16", *(["checkpoint.pt"] if learned else [])]

    def watched(command: list[str], _report: object) -> dict[str, str]:
        assert str(into) in command
        for name in left:
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            (into / name).touch()
        if stopped:
            raise Cancelled
        return {"error": "There is no sound."}

    monkeypatch.setattr(training, "_watched", watched)
    with pytest.raises(Cancelled if stopped else Refusal) as caught:
        train_model(48_000, [tmp_path], name="mine")
    assert sorted(path.relative_to(into).as_posix() for path in into.rglob("*") if path.is_file()) == sorted(
        [*left, "asked.json", "lock"] if learned else []
    )
    assert (home / "training").exists() == learned
    if not stopped:
        assert ("models remove mine" in str(caught.value)) == learned

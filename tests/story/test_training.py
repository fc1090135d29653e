"""Asked for a rate that no model serves, `enhance` offers to train; `train` does; then it works."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.helpers.full_band import full_band_voice, write_recordings

pytest.importorskip("torch", reason="PyTorch is not installed, so training is not tested")
pytest.importorskip("onnxscript", reason="ONNX's packages are not installed, so training is not tested")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

RATE = 96_000
SHORT = ["--steps", "8", "--id", "wide"]


def wordtape(home: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "editor", *map(str, words)],
        capture_output=True,
        text=True,
        env=os.environ | {"WORDTAPE_DATA": str(home)},
    )


def test_a_rate_without_a_model_gets_one(tmp_path):
    home, data = tmp_path / "home", write_recordings(tmp_path / "data", 4, rate=RATE)
    narrow = full_band_voice(2.0, 16_000, seed=9)
    soundfile.write(tmp_path / "in.wav", narrow, 16_000)
    enhance = ("enhance", tmp_path / "in.wav", "-o", tmp_path / "out.wav", "--rate", RATE, "--json")

    refused = wordtape(home, *enhance)
    assert refused.returncode == 1
    assert f"models train --rate {RATE}" in refused.stderr
    assert not (tmp_path / "out.wav").exists()

    trained = wordtape(home, "models", "train", "--rate", RATE, "--data", data, *SHORT, "--json")
    assert trained.returncode == 0, trained.stderr
    assert json.loads(trained.stdout)["rate"] == RATE

    done = wordtape(home, *enhance)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["model"] == "wide"
    sound, rate = soundfile.read(tmp_path / "out.wav")
    assert rate == RATE
    assert len(sound) == len(narrow) * 6
    assert np.isfinite(sound).all()

    further = (
        "models",
        "train",
        "--rate",
        RATE,
        "--data",
        data,
        "--steps",
        4,
        "--from",
        "wide",
        "--id",
        "more",
    )
    assert wordtape(home, *further).returncode == 0
    shown = json.loads(wordtape(home, "models", "show", "more", "--json").stdout)
    assert shown["parent"] == "wide"
    assert not list((home / "training" / "more").glob("*.pt"))


def test_a_training_that_is_interrupted_goes_on(tmp_path):
    data = write_recordings(tmp_path / "data", 3)
    command = [sys.executable, "-m", "enhance.train", "--rate", "48000", "--data", str(data)]
    command += ["--into", str(tmp_path / "run"), "--id", "mine", "--channels", "16", "--batch", "1"]
    environment = os.environ | {"WORDTAPE_DATA": str(tmp_path / "home")}

    running = subprocess.Popen(
        [*command, "--steps", "100000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert running.stdout is not None
    for line in running.stdout:
        if "step" in json.loads(line).get("note", ""):
            break
    running.send_signal(signal.SIGINT)
    running.communicate()
    assert running.returncode == 130
    assert (tmp_path / "run" / "checkpoint.pt").exists()
    assert not (tmp_path / "home").exists()

    log = tmp_path / "run" / "log.jsonl"
    done = subprocess.run([*command, "--steps", "1"], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {"model": "mine"}
    assert log.exists()


def test_refusals_are_sentences(tmp_path):
    home = tmp_path / "home"
    for words, what in (
        (["--rate", 48_000, "--data", tmp_path / "nowhere"], "There is no folder"),
        (["--rate", 48_000, "--data", tmp_path], "no recordings"),
        (["--rate", 48_000, "--data", tmp_path, "--from", "nobody"], "no model called nobody"),
    ):
        refused = wordtape(home, "models", "train", *words)
        assert refused.returncode == 1, refused
        assert what in refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1

"""`wordtape probe` tells a wide file of narrow content from a wide one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from editor.app.probing import probe_file
from editor.cli.main import main
from tests.helpers.making_models import model_bytes, save
from tests.helpers.talking import talking


def test_the_wide_example_file_of_narrow_content_is_found(example_audio: dict[str, Path]) -> None:
    found = probe_file(example_audio["narrator"])
    assert found["sample_rate_hz"] == 48_000
    assert 7000 < found["effective_bandwidth_hz"] < 8300
    assert found["bandwidth_confidence"] > 0.9
    assert found["auto_enhance"] is True
    assert "kHz" in found["reason"]


def test_a_full_band_recording_is_left_alone(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "wide.wav", talking(4, 44_100), 44_100)
    found = probe_file(tmp_path / "wide.wav")
    assert found["effective_bandwidth_hz"] > 18_000
    assert found["auto_enhance"] is False


def test_a_low_rate_is_enough_to_know(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "low.wav", talking(3, 16_000), 16_000)
    found = probe_file(tmp_path / "low.wav")
    assert found["effective_bandwidth_hz"] <= 8000
    assert found["auto_enhance"] is True
    assert probe_file(tmp_path / "low.wav", threshold_hz=6000)["auto_enhance"] is False


def test_what_no_model_can_mend_is_not_promised_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path / "shipped", model_bytes(), input_bandwidth_hz=[3000.0, 9000.0])
    monkeypatch.setattr("enhance.registry.shipped_folder", lambda: tmp_path / "shipped")
    monkeypatch.setenv("WORDTAPE_DATA", str(tmp_path / "data"))
    for rate, served in ((4000, False), (16_000, True), (24_000, False)):
        soundfile.write(tmp_path / "low.wav", talking(3, rate), rate)
        found = probe_file(tmp_path / "low.wav")
        assert found["auto_enhance"] is served
        assert found["effective_bandwidth_hz"] <= rate / 2


def test_silence_is_said_to_be_silent(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "silent.wav", np.zeros((48_000, 2)), 48_000)
    found = probe_file(tmp_path / "silent.wav")
    assert found["effective_bandwidth_hz"] == 24_000
    assert found["bandwidth_confidence"] == 0
    assert found["auto_enhance"] is False
    assert "silent" in found["reason"]


def test_a_recording_that_breaks_off_is_told_from_a_whole_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "call.wav"
    soundfile.write(path, talking(3, 16_000), 16_000)
    assert probe_file(path)["truncated"] is False
    path.write_bytes(path.read_bytes()[:50_000])
    assert main(["probe", str(path), "--json"]) == 0
    printed, said = capsys.readouterr()
    assert json.loads(printed)["truncated"] is True
    assert said == "wordtape: call.wav breaks off; this is about what could be read of it.\n"

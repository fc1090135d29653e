"""Playback equals export, sample for sample, on a sound card with a clock of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from editor.player.reading import FADE
from tests.helpers import sound_card as sound_cards
from tests.helpers.sound_card import SoundCard, sound_card

Ints = npt.NDArray[np.int16]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def numbers() -> Ints:
    """Two seconds of samples that are what they are in 16 bits too; none of them is zero."""
    found = np.random.default_rng(5).integers(1, 9000, (88_200, 2)).astype(np.int16)
    return np.where(np.arange(88_200)[:, None] % 2, found, -found).astype(np.int16)


def started(numbers: Ints, folder: Path, env: dict[str, str], *acts: str) -> subprocess.Popen[str]:
    np.save(folder / "sound.npy", (numbers / 32768).astype(np.float32))
    command = [sys.executable, "-m", "tests.helpers.playing", str(folder / "sound.npy"), *acts]
    return subprocess.Popen(
        command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def told(program: subprocess.Popen[str]) -> dict[str, Any]:
    out, err = program.communicate(timeout=60)
    assert program.returncode == 0, err
    said: dict[str, Any] = json.loads(out.splitlines()[-1])
    return said


def played(numbers: Ints, folder: Path, card: SoundCard, *acts: str) -> tuple[dict[str, Any], Ints]:
    """What the program told, and what the card played between the silences before and after."""
    with card.capture(folder / "heard.raw"):
        said = told(started(numbers, folder, card.env, *acts))
    heard = np.fromfile(folder / "heard.raw", "<i2").reshape(-1, 2)
    loud = np.nonzero(heard.any(axis=1))[0]
    return said, heard[loud[0] : loud[-1] + 1]


def test_what_the_card_plays_is_what_was_rendered(numbers: Ints, speaker: SoundCard, tmp_path: Path) -> None:
    said, heard = played(numbers, tmp_path, speaker, "play")
    assert np.array_equal(heard, numbers)
    assert said["message"] == ""
    assert said["underruns"] == 0
    assert said["position"] == len(numbers)
    assert said["pace"] == pytest.approx(1.0, abs=0.02)


def test_an_edit_that_changes_no_sound_is_not_heard(
    numbers: Ints, speaker: SoundCard, tmp_path: Path
) -> None:
    swaps = ("until", "20000", "swap", "until", "40000", "swap", "until", "50000", "swap", "play")
    said, heard = played(numbers, tmp_path, speaker, *swaps)
    assert np.array_equal(heard, numbers)
    assert said["underruns"] == 0


def test_pause_and_play_lose_nothing(numbers: Ints, speaker: SoundCard, tmp_path: Path) -> None:
    _, heard = played(numbers, tmp_path, speaker, "until", "30000", "pause", "play")
    silent = np.nonzero(~heard.any(axis=1))[0]
    first, second = heard[: silent[0]], heard[silent[-1] + 1 :]
    at = len(numbers) - len(second)
    assert np.array_equal(second[FADE:], numbers[at + FADE :])
    # Faded to less than one step of 16 bits, frames at the seam may be silence.
    assert 0 <= len(first) - at <= FADE + 8
    assert np.array_equal(first[: at - 8], numbers[: at - 8])


def test_a_card_that_goes_away_stops_playback_where_it_was(numbers: Ints, tmp_path: Path) -> None:
    if lacking := sound_cards.missing():
        pytest.skip(f"{lacking} is not installed")
    long = np.tile(numbers, (15, 1))
    with sound_card() as card:
        program = started(long, tmp_path, card.env, "until", "20000", "lose")
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    said = told(program)
    assert said["error"] == said["message"]
    assert said["message"].startswith("The sound device was lost; ")
    assert 20_000 <= said["position"] < 10 * 44_100

"""What is taken as a reference, and what is left out with which sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from enhance.errors import EnhanceError
from enhance.evaluate.recordings import (
    LONGEST_S,
    PEAK,
    LeftOut,
    Reference,
    find_recordings,
    read_reference,
)


def test_a_full_band_recording_is_brought_to_the_peak(recordings: Path) -> None:
    found = read_reference(recordings / "anna.flac")
    assert isinstance(found, Reference)
    assert np.abs(found.samples).max() == pytest.approx(PEAK)
    assert (found.name, found.rate, found.samples.shape) == ("anna", 48_000, (72_000,))


def test_or_is_left_as_it_is(recordings: Path) -> None:
    found = read_reference(recordings / "anna.flac", level=False)
    assert isinstance(found, Reference)
    np.testing.assert_array_equal(found.samples, soundfile.read(recordings / "anna.flac", dtype="float32")[0])


def test_a_narrow_recording_is_left_out_with_what_it_reaches(recordings: Path) -> None:
    found = read_reference(recordings / "narrow.wav")
    assert isinstance(found, LeftOut)
    assert "kHz only" in found.reason


def test_the_example_recording_is_too_narrow_to_judge(example_audio: dict[str, Path]) -> None:
    """It came out of a recogniser's test data: 48 kHz in name, 8 kHz in truth."""
    found = read_reference(example_audio["narrator"])
    assert isinstance(found, LeftOut)
    assert found.reason.startswith("It reaches ")


def test_channels_are_averaged(recordings: Path, tmp_path: Path) -> None:
    left = soundfile.read(recordings / "anna.flac", dtype="float32")[0]
    both = np.stack([left, 0.5 * left], axis=1)
    soundfile.write(tmp_path / "stereo.wav", both, 48_000, subtype="FLOAT")
    found = read_reference(tmp_path / "stereo.wav", level=False)
    assert isinstance(found, Reference)
    np.testing.assert_allclose(found.samples, 0.75 * left, atol=1e-7)


@pytest.mark.parametrize(
    ("samples", "reason"),
    [
        (np.zeros(48_000), "It is silent."),
        (np.ones(4_800), "It lasts 0.10 s"),
        (np.full(48_000, np.nan), "It holds values that are no numbers."),
    ],
)
def test_what_is_no_recording_is_left_out(samples: np.ndarray, reason: str, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", samples, 48_000, subtype="FLOAT")
    found = read_reference(tmp_path / "a.wav")
    assert isinstance(found, LeftOut)
    assert found.reason.startswith(reason)


def test_a_damaged_file_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF" + bytes(100))
    found = read_reference(tmp_path / "a.wav")
    assert isinstance(found, LeftOut)
    assert found.reason == "It cannot be read (Invalid data found when processing input)."


def test_of_a_long_recording_the_beginning_is_taken(recordings: Path, tmp_path: Path) -> None:
    sound = soundfile.read(recordings / "anna.flac", dtype="float32")[0]
    soundfile.write(tmp_path / "long.flac", np.tile(sound, 50), 48_000, subtype="PCM_16")
    found = read_reference(tmp_path / "long.flac", level=False)
    assert isinstance(found, Reference)
    assert len(found.samples) == LONGEST_S * 48_000
    np.testing.assert_array_equal(found.samples[:72_000], sound)


def test_recordings_are_found_in_the_order_of_their_names(recordings: Path) -> None:
    (recordings / "deeper").mkdir()
    (recordings / "deeper" / "a.FLAC").write_bytes(b"-")
    (recordings / "lossy.mp3").write_bytes(b"-")
    found = [path.relative_to(recordings).as_posix() for path in find_recordings(recordings)]
    assert found == ["anna.flac", "ben.flac", "deeper/a.FLAC", "narrow.wav"]


def test_a_link_out_of_the_folder_is_not_followed(recordings: Path, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "outside.wav", np.zeros(10), 48_000)
    (recordings / "linked.wav").symlink_to(tmp_path / "outside.wav")
    assert "linked.wav" not in [path.name for path in find_recordings(recordings)]


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_no_recordings_are_a_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(EnhanceError, match=name):
        find_recordings(tmp_path / name)

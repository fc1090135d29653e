"""What is painted bounds what is heard, at every zoom; any cut into blocks makes the same waveform."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.media.errors import MediaError
from editor.media.pcm import PcmFile, PcmWriter
from editor.media.peaks import BIN, Peaks, PeaksWriter


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("peaks")


def _sound(samples: int, dtype: str, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    envelope = np.repeat(random.uniform(0, 1.3, samples // 700 + 1), 700)[:samples, None]
    sound = envelope * random.uniform(-1, 1, (samples, 2))
    if dtype == "int16":
        return np.clip(np.rint(sound * 32768), -32768, 32767).astype(np.int16)
    return sound.astype(np.float32)


def _write(path: Path, sound: np.ndarray, cuts: list[int]) -> bytes:
    with PeaksWriter(path, 44100, sound.shape[1]) as writer:
        for part in np.split(sound, sorted(cuts)):
            writer.write(part)
    return path.read_bytes()


def _heard(sound: np.ndarray) -> np.ndarray:
    return np.clip(sound / 32768 if sound.dtype == np.int16 else sound, -1, 1)


@settings(max_examples=80)
@given(
    samples=st.integers(1, 40_000),
    dtype=st.sampled_from(["int16", "float32"]),
    start=st.integers(-5_000, 40_000),
    length=st.integers(0, 60_000),
    count=st.integers(1, 300),
    close=st.booleans(),
)
def test_every_column_bounds_the_samples_beneath_it(
    folder: Path, samples: int, dtype: str, start: int, length: int, count: int, close: bool
) -> None:
    sound = _sound(samples, dtype)
    _write(folder / "a.peaks", sound, [])
    with PcmWriter(folder / "a.pcm", 44100, 2, dtype) as writer:  # type: ignore[arg-type]
        writer.write(sound)
    with Peaks(folder / "a.peaks") as peaks, PcmFile(folder / "a.pcm") as pcm:
        assert (peaks.samples, peaks.channels, peaks.rate) == (samples, 2, 44100)
        lows, highs, rms = peaks.columns(start, start + length, count, 1, pcm if close else None)
    assert lows.shape == highs.shape == rms.shape == (count,)
    assert lows.dtype == highs.dtype == rms.dtype == np.float32
    heard = _heard(sound)[:, 1]
    for column in range(count):
        first = start + length * column // count
        last = max(first + 1, start + length * (column + 1) // count)
        beneath = heard[max(first, 0) : max(last, 0)]
        if not len(beneath):
            assert lows[column] == highs[column] == rms[column] == 0
            continue
        assert lows[column] <= beneath.min()
        assert highs[column] >= beneath.max()
        assert 0 <= rms[column] <= max(-lows[column], highs[column]) + 1e-3
        # Not arbitrarily more either: what is shown is there, within the bins that the column touches.
        reach = 0 if close and length / count < BIN else max(BIN, length // count)
        around = heard[max(first - reach, 0) : max(last + reach, 0)]
        assert lows[column] >= around.min() - 1e-4
        assert highs[column] <= around.max() + 1e-4


@settings(max_examples=40)
@given(
    samples=st.integers(0, 5_000),
    dtype=st.sampled_from(["int16", "float32"]),
    cuts=st.lists(st.integers(0, 5_000), max_size=8),
)
def test_blocks_of_any_size_make_the_same_file(
    folder: Path, samples: int, dtype: str, cuts: list[int]
) -> None:
    sound = _sound(samples, dtype)
    whole = _write(folder / "whole.peaks", sound, [])
    assert _write(folder / "cut.peaks", sound, [min(cut, samples) for cut in cuts]) == whole
    assert _write(folder / "planar.peaks", np.asfortranarray(sound), []) == whole


def test_effective_value_of_a_tone(tmp_path: Path) -> None:
    tone = (0.5 * np.sin(np.arange(200_000) * 0.1)).astype(np.float32)[:, None]
    _write(tmp_path / "a", tone, [])
    with Peaks(tmp_path / "a") as peaks:
        for count in (3, 50, 700):
            assert peaks.columns(0, 200_000, count)[2] == pytest.approx(0.5 / np.sqrt(2), rel=0.02)


def test_peak_is_the_loudest_sample(tmp_path: Path) -> None:
    sound = np.zeros((1000, 2), np.float32)
    sound[700, 1] = -1.25
    with PeaksWriter(tmp_path / "a", 44100, 2) as writer:
        writer.write(sound)
        writer.close()
        assert writer.peak == 1.25


@pytest.mark.parametrize(
    "spoil", [lambda d: b"", lambda d: d[:30], lambda d: b"x" + d[1:], lambda d: d[:-1], lambda d: d + b"x"]
)
def test_a_damaged_file_is_refused(tmp_path: Path, spoil) -> None:
    path = tmp_path / "voice.peaks"
    path.write_bytes(spoil(_write(path, _sound(3000, "int16"), [])))
    with pytest.raises(MediaError, match=r"voice\.peaks"):
        Peaks(path)


def test_nothing_is_left_where_writing_fails(tmp_path: Path) -> None:
    def write() -> None:
        with PeaksWriter(tmp_path / "a", 44100, 2) as writer:
            writer.write(np.zeros((10, 3), np.float32))

    with pytest.raises(ValueError):
        write()
    assert not list(tmp_path.iterdir())


def test_no_columns_of_a_channel_that_is_not_there(tmp_path: Path) -> None:
    _write(tmp_path / "a", _sound(3000, "int16"), [])
    with Peaks(tmp_path / "a") as peaks, pytest.raises(ValueError):
        peaks.columns(0, 10, 5, 2)

"""Decoded sound is read as it was written, wherever the reader cuts it; damage is said, not played."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editor.media.errors import MediaError
from editor.media.pcm import HEADER_BYTES, PcmFile, PcmType, PcmWriter


def _sound(samples: int, channels: int, dtype: str) -> np.ndarray:
    random = np.random.default_rng(samples)
    if dtype == "int16":
        return random.integers(-32768, 32768, (samples, channels)).astype(np.int16)
    return random.uniform(-1.5, 1.5, (samples, channels)).astype(np.float32)


def _as_float(sound: np.ndarray) -> np.ndarray:
    return sound if sound.dtype == np.float32 else (sound / 32768).astype(np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pcm")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    dtype=st.sampled_from(["int16", "float32"]),
    channels=st.integers(1, 8),
    cuts=st.lists(st.integers(0, 400), max_size=6),
    start=st.integers(-300, 900),
    length=st.integers(0, 1200),
)
def test_any_read_of_any_blocks_equals_the_whole(
    folder: Path, dtype: PcmType, channels: int, cuts: list[int], start: int, length: int
) -> None:
    sound = _sound(sum(cuts), channels, dtype)
    with PcmWriter(folder / "a.pcm", 44100, channels, dtype) as writer:
        place = 0
        for cut in cuts:
            writer.write(sound[place : place + cut])
            place += cut
    padded = np.zeros((3000, channels), np.float32)
    padded[300 : 300 + len(sound)] = _as_float(sound)
    with PcmFile(folder / "a.pcm") as pcm:
        assert (pcm.rate, pcm.channels, pcm.samples, pcm.dtype) == (44100, channels, len(sound), dtype)
        read = pcm.read(start, start + length)
    assert read.dtype == np.float32
    np.testing.assert_array_equal(read, padded[300 + start : 300 + start + length])


@pytest.mark.parametrize("dtype", ["int16", "float32"])
def test_reads_larger_than_one_hold_of_the_lock(tmp_path: Path, dtype: PcmType) -> None:
    sound = _sound(700_000, 3, dtype)
    with PcmWriter(tmp_path / "a.pcm", 8000, 3, dtype) as writer:
        writer.write(sound)
    with PcmFile(tmp_path / "a.pcm") as pcm:
        np.testing.assert_array_equal(pcm.read(7, 700_000), _as_float(sound[7:]))
        np.testing.assert_array_equal(pcm.read_raw(3, 50), sound[3:50])


def test_threads_reading_at_once_get_their_own_places(tmp_path: Path) -> None:
    sound = np.arange(400_000, dtype=np.float32)[:, None]
    with PcmWriter(tmp_path / "a.pcm", 8000, 1) as writer:
        writer.write(sound)
    wrong: list[int] = []
    with PcmFile(tmp_path / "a.pcm") as pcm:

        def look(seed: int) -> None:
            for start in np.random.default_rng(seed).integers(0, 390_000, 300):
                if not np.array_equal(pcm.read(int(start), int(start) + 5000), sound[start : start + 5000]):
                    wrong.append(int(start))

        threads = [threading.Thread(target=look, args=(seed,)) for seed in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not wrong


def test_the_file_appears_only_when_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.pcm"
    path.write_bytes(b"what was there before")

    def write() -> None:
        with PcmWriter(path, 44100, 2) as writer:
            writer.write(np.zeros((10, 2), np.float32))
            writer.write(np.zeros((10, 3), np.float32))

    with pytest.raises(ValueError):
        write()
    assert path.read_bytes() == b"what was there before"
    assert list(tmp_path.iterdir()) == [path]


def test_blocks_of_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError), PcmWriter(tmp_path / "a", 44100, 2, "int16") as writer:
        writer.write(np.zeros((10, 2), np.float32))
    with pytest.raises(ValueError), PcmWriter(tmp_path / "a", 44100, 2) as writer:
        writer.write(np.zeros((10, 3), np.float32))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:40],
        lambda data: b"RIFF" + data[4:],
        lambda data: data[:8] + b"\x09" + data[9:],
        lambda data: data[:10] + b"\x07" + data[11:],
        lambda data: data[:12] + b"\xff\xff\xff\xff" + data[16:],
        lambda data: data[:16] + b"\0\0\0\0" + data[20:],
        lambda data: data[:24] + b"\xff" * 8 + data[32:],
        lambda data: data[:-1],
        lambda data: data + b"\0",
    ],
)
def test_a_damaged_file_is_named_and_refused(tmp_path: Path, spoil) -> None:
    with PcmWriter(tmp_path / "voice.pcm", 44100, 2) as writer:
        writer.write(np.zeros((10, 2), np.float32))
    path = tmp_path / "voice.pcm"
    assert path.stat().st_size == HEADER_BYTES + 80
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(MediaError, match=r"voice\.pcm"):
        PcmFile(path)


def test_a_missing_file_is_named_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="no such file") as caught:
        PcmFile(tmp_path / "gone.pcm")
    assert "gone.pcm" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
def test_a_full_disk_is_told_without_the_name_of_an_internal_file(tmp_path: Path) -> None:
    writer = PcmWriter(tmp_path / "12345", 8000, 1)
    with open("/dev/full", "wb", buffering=0) as full:
        own, writer._part.file = writer._part.file, full
        with pytest.raises(MediaError) as caught:
            writer.write(np.zeros((10, 1), np.float32))
        writer._part.file = own
    writer.abort()
    assert str(caught.value) == "The sound that the project keeps cannot be written: no space left on device."
    assert list(tmp_path.iterdir()) == []

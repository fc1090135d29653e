"""A file is written whole or not at all, says what is in it, and other readers find the same."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.media.decode import blocks
from editor.media.encode import FORMATS, Encoder
from editor.media.errors import MediaError
from editor.media.part_file import PartFile
from editor.media.probe import probe
from tests.helpers.making_sound import voice


def _encode(path: Path, sound: np.ndarray, rate: int = 44100, step: int = 1 << 20, **settings) -> Path:
    with Encoder(path, rate=rate, channels=sound.shape[1], **settings) as out:
        for start in range(0, len(sound), step):
            out.write(sound[start : start + step])
    return path


@pytest.mark.parametrize(
    ("ending", "depth", "subtype"),
    [
        ("wav", 16, "PCM_16"),
        ("wav", 24, "PCM_24"),
        ("wav", "float", "FLOAT"),
        ("flac", 16, "PCM_16"),
        ("flac", 24, "PCM_24"),
    ],
)
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_another_reader_finds_the_same_sound(
    tmp_path: Path, ending: str, depth, subtype: str, channels: int
) -> None:
    sound = voice(70_001, channels)
    path = _encode(tmp_path / f"a.{ending}", sound, bit_depth=depth)
    found, rate = soundfile.read(path, always_2d=True, dtype="float64")
    info = soundfile.info(path)
    assert (rate, info.subtype, info.frames, info.channels) == (44100, subtype, 70_001, channels)
    # Dither moves a 16-bit sample by one and a half steps at most.
    assert np.abs(found - sound).max() <= {16: 1.5 * 2.0**-15, 24: 2.0**-23, "float": 0}[depth] + 1e-9


@pytest.mark.parametrize("ending", FORMATS)
def test_blocks_of_any_size_make_the_same_file(tmp_path: Path, ending: str) -> None:
    sound = voice(30_000, 2, 22050)
    files = [
        _encode(tmp_path / f"{step}.{ending}", sound, 22050, step).read_bytes()
        for step in (100_000, 7001, 512)
    ]
    if ending == "opus":
        # Each stream has a random serial number: the sound is what must be the same.
        sounds = [np.concatenate(list(blocks(tmp_path / f"{step}.opus"))) for step in (100_000, 7001, 512)]
        assert all(np.abs(found - sounds[0]).max() < 1e-3 for found in sounds)
    else:
        assert files[0] == files[1] == files[2]


@settings(max_examples=20)
@given(samples=st.integers(0, 5000), channels=st.integers(1, 3), depth=st.sampled_from([16, 24, "float"]))
def test_wav_of_any_length(
    tmp_path_factory: pytest.TempPathFactory, samples: int, channels: int, depth
) -> None:
    path = tmp_path_factory.mktemp("wav") / "a.wav"
    _encode(path, voice(samples, channels), bit_depth=depth, tags={"title": "odd"})
    data = path.read_bytes()
    assert len(data) % 2 == 0
    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8
    assert soundfile.info(path).frames == samples


def test_a_wav_too_large_for_its_fields_becomes_rf64(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.media.wav.RIFF_LIMIT", 100_000)
    sound = voice(70_000)
    path = _encode(tmp_path / "a.wav", sound, bit_depth="float")
    data = path.read_bytes()
    assert (data[:4], data[12:16]) == (b"RF64", b"ds64")
    assert struct.unpack("<QQQ", data[20:44]) == (len(data) - 8, 70_000 * 8, 70_000)
    found, _ = soundfile.read(path, dtype="float32")
    np.testing.assert_array_equal(found, sound)
    read = blocks(path)
    np.testing.assert_array_equal(np.concatenate(list(read)), sound)
    assert not read.truncated
    assert probe(path).container == "wav"


def test_a_small_rf64_of_sixteen_bits_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.media.wav.RIFF_LIMIT", 1000)
    path = _encode(tmp_path / "a.wav", voice(70_000))
    read = blocks(path)
    assert sum(len(block) for block in read) == 70_000
    assert not read.truncated


@pytest.mark.parametrize("ending", FORMATS)
def test_tags_can_be_read_back(tmp_path: Path, ending: str) -> None:
    import av

    tags = {"title": "Größe 東京", "artist": "Ann", "album": "Talks", "comment": "", "date": "2026"}
    path = _encode(tmp_path / f"a.{ending}", voice(20_000), tags=tags)
    with av.open(str(path)) as container:
        found = {name.lower(): text for name, text in container.metadata.items()}
        found |= {name.lower(): text for name, text in container.streams.audio[0].metadata.items()}
    for name in ("title", "artist", "album", "date"):
        assert found[name] == tags[name]


@pytest.mark.parametrize(
    ("ending", "codec", "container"),
    [
        ("wav", "pcm_s16le", "wav"),
        ("flac", "flac", "flac"),
        ("mp3", "mp3", "mp3"),
        ("m4a", "aac", "mov"),
        ("opus", "opus", "ogg"),
    ],
)
def test_probing_tells_what_was_written(tmp_path: Path, ending: str, codec: str, container: str) -> None:
    info = probe(_encode(tmp_path / f"a.{ending}", voice(88_200)))
    assert (info.codec, info.container, info.channels, info.has_video) == (codec, container, 2, False)
    assert info.sample_rate_hz == (48000 if ending == "opus" else 44100)
    assert info.duration_s == pytest.approx(2.0, abs=0.01)
    assert info.bit_depth == (16 if ending in ("wav", "flac") else None)


@pytest.mark.parametrize(
    ("rate", "ending", "file_rate"),
    [
        (96000, "mp3", 48000),
        (44100, "opus", 48000),
        (44100, "mp3", 44100),
        (10000, "mp3", 11025),
        (192000, "m4a", 96000),
        (96000, "flac", 96000),
    ],
)
def test_rates_a_format_does_not_know_are_changed(
    tmp_path: Path, rate: int, ending: str, file_rate: int
) -> None:
    path = tmp_path / f"a.{ending}"
    with Encoder(path, rate=rate, channels=1) as out:
        out.write(voice(rate * 2, 1, rate))
    assert (out.file_rate, out.samples) == (file_rate, rate * 2)
    read = blocks(path)
    assert sum(len(block) for block in read) == 2 * file_rate
    assert read.rate == file_rate


@pytest.mark.parametrize("bitrate", [32_000, 256_000])
@pytest.mark.parametrize("ending", ["mp3", "m4a", "opus"])
def test_the_bit_rate_asked_for(tmp_path: Path, ending: str, bitrate: int) -> None:
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, (44100 * 4, 2)).astype(np.float32)
    path = _encode(tmp_path / f"a.{ending}", noise, bitrate=bitrate)
    assert path.stat().st_size * 8 / 4 == pytest.approx(bitrate, rel=0.35)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_failure_leaves_what_was_there(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(b"the last export")

    def fail() -> None:
        with Encoder(path, rate=44100, channels=2) as out:
            out.write(voice(30_000))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert path.read_bytes() == b"the last export"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("ending", FORMATS)
def test_a_full_disk_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    room = 20_000
    write = PartFile.write

    def filling(self: PartFile, data: bytes) -> None:
        nonlocal room
        room -= len(data)
        if room < 0:
            raise MediaError("The disk is full.")
        write(self, data)

    monkeypatch.setattr(PartFile, "write", filling)
    with pytest.raises(MediaError):
        _encode(tmp_path / f"a.{ending}", voice(400_000), step=4096)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "settings", "why"),
    [
        ("a.aac", {}, "wav, flac, mp3, m4a or opus"),
        ("a", {}, "wav, flac, mp3, m4a or opus"),
        ("a.mp3", {"channels": 6}, "2 channels at most"),
        ("a.flac", {"bit_depth": "float"}, "floating"),
    ],
)
def test_what_a_format_cannot_hold(tmp_path: Path, name: str, settings, why: str) -> None:
    with pytest.raises(MediaError, match=why):
        Encoder(tmp_path / name, **{"rate": 44100, "channels": 2, **settings})
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"a\.wav"):
        Encoder(tmp_path / "gone" / "a.wav", rate=44100, channels=2)

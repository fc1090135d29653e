"""What is no recording is refused in one sentence that names the file, and nothing else is ever read."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from editor.media.conform import conform
from editor.media.decode import blocks
from editor.media.encode import Encoder
from editor.media.errors import MediaError, named
from editor.media.hashing import content_hash
from editor.media.probe import probe
from tests.helpers.making_sound import make_silent_film, voice


def _conform(path: Path) -> object:
    return conform(path, path.parent / "out.pcm", path.parent / "out.peaks", 44100)


def _blocks(path: Path) -> object:
    return list(blocks(path))


EVERY_WAY_IN = [_conform, _blocks, probe]


def _refused(path: Path, way: Callable[[Path], object]) -> str:
    before = set(path.parent.iterdir())
    with pytest.raises(MediaError) as caught:
        way(path)
    sentence = str(caught.value)
    assert path.name in sentence
    assert str(path.parent) not in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert set(path.parent.iterdir()) == before
    return sentence


def _wav(path: Path, samples: int = 20_000, channels: int = 2, rate: int = 44100) -> Path:
    with Encoder(path, rate=rate, channels=channels, format="wav") as out:
        out.write(voice(samples, channels, rate))
    return path


def _header(rate: int, channels: int, data: int, size: int | None = None) -> bytes:
    """A plain 16-bit WAV header that claims whatever it likes, and `data` bytes of sound."""
    claimed = data if size is None else size
    form = struct.pack(
        "<HHIIHH", 1, channels, rate, (rate * channels * 2) & 0xFFFFFFFF, (channels * 2) & 0xFFFF, 16
    )
    return (
        struct.pack("<4sI4s4sI", b"RIFF", (claimed + 36) & 0xFFFFFFFF, b"WAVE", b"fmt ", 16)
        + form
        + struct.pack("<4sI", b"data", claimed)
        + bytes(data)
    )


@pytest.mark.parametrize("way", [*EVERY_WAY_IN, content_hash])
def test_an_empty_file(tmp_path: Path, way) -> None:
    (tmp_path / "nothing.wav").write_bytes(b"")
    assert "empty" in _refused(tmp_path / "nothing.wav", way)


@pytest.mark.parametrize("way", [*EVERY_WAY_IN, content_hash])
def test_a_folder(tmp_path: Path, way) -> None:
    (tmp_path / "talks.mp3").mkdir()
    assert "folder" in _refused(tmp_path / "talks.mp3", way)


@pytest.mark.parametrize("way", [*EVERY_WAY_IN, content_hash])
def test_a_file_that_is_not_there(tmp_path: Path, way) -> None:
    assert "no such file" in _refused(tmp_path / "gone.mp3", way)


@pytest.mark.parametrize("way", EVERY_WAY_IN)
def test_a_name_no_file_can_have(tmp_path: Path, way) -> None:
    with pytest.raises(MediaError):
        way(tmp_path / "a\0b.wav")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("way", [*EVERY_WAY_IN, content_hash])
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, way) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    assert "ordinary" in _refused(tmp_path / "pipe.wav", way)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything is readable to root")
def test_a_file_one_may_not_read(tmp_path: Path) -> None:
    _wav(tmp_path / "private.wav").chmod(0)
    assert "not allowed" in _refused(tmp_path / "private.wav", probe)


def test_the_system_says_that_one_may_not_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _wav(tmp_path / "private.wav")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    assert "not allowed" in _refused(path, probe)


@pytest.mark.parametrize("way", EVERY_WAY_IN)
@pytest.mark.parametrize(
    "data",
    [
        b"These are the minutes of the meeting.\n" * 200,
        b"\x00" * 5000,
        bytes(range(256)) * 40,
        b"\xff\xfb\x90\x64" + bytes(30),
        b"RIFF\x00\x00\x00\x00WAVE",
        b"fLaC" + bytes(40),
        b"OggS" + bytes(60),
        b"\x1aE\xdf\xa3" + bytes(60),
        b"\x00\x00\x00\x18ftypM4A " + bytes(60),
    ],
    ids=["text", "zeros", "bytes", "mp3-head", "wav-head", "flac-head", "ogg-head", "mkv-head", "mp4-head"],
)
def test_what_only_looks_like_a_recording(tmp_path: Path, way, data: bytes) -> None:
    (tmp_path / "talk.mp3").write_bytes(data)
    _refused(tmp_path / "talk.mp3", way)


@pytest.mark.parametrize("way", EVERY_WAY_IN)
@pytest.mark.parametrize("container", ["mp4", "matroska"])
def test_a_film_without_sound(tmp_path: Path, way, container: str) -> None:
    film = make_silent_film(tmp_path / "silent film.mp4", container)
    assert "no sound" in _refused(film, way)


@pytest.mark.parametrize("way", [_conform, _blocks])
def test_sound_of_no_length(tmp_path: Path, way) -> None:
    (tmp_path / "short.wav").write_bytes(_header(44100, 2, 0))
    _refused(tmp_path / "short.wav", way)


@pytest.mark.parametrize("way", EVERY_WAY_IN)
@pytest.mark.parametrize(
    ("rate", "channels"), [(1_000_000_000, 2), (4_000_000_000, 1), (1, 1), (0, 2), (44100, 1000), (44100, 0)]
)
def test_a_header_that_claims_the_absurd(tmp_path: Path, way, rate: int, channels: int) -> None:
    (tmp_path / "odd.wav").write_bytes(_header(rate, channels, 40_000))
    _refused(tmp_path / "odd.wav", way)


def test_a_header_that_claims_years_is_only_as_long_as_the_file(tmp_path: Path) -> None:
    path = tmp_path / "years.wav"
    path.write_bytes(_header(1000, 1, 20_000, 0xFFFFFF00))
    assert sum(len(block) for block in blocks(path)) == 10_000


def _playlists(victim: Path) -> dict[str, str]:
    address = victim.as_uri()
    return {
        "hls": f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{address}\n#EXT-X-ENDLIST\n",
        "hls by name": f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{victim.name}\n#EXT-X-ENDLIST\n",
        "concat": f"ffconcat version 1.0\nfile {victim.name}\n",
        "dash": (
            '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
            'mediaPresentationDuration="PT1S"><Period><AdaptationSet mimeType="audio/mp4">'
            f'<Representation id="1" bandwidth="1"><BaseURL>{address}</BaseURL></Representation>'
            "</AdaptationSet></Period></MPD>"
        ),
        "pls": f"[playlist]\nFile1={address}\nNumberOfEntries=1\n",
    }


@pytest.mark.parametrize("kind", ["hls", "hls by name", "concat", "dash", "pls"])
@pytest.mark.parametrize("ending", ["mp3", "m3u8", "wav"])
@pytest.mark.parametrize("way", EVERY_WAY_IN)
def test_a_list_of_other_files_reads_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, ending: str, way
) -> None:
    victim = _wav(tmp_path / "secret.wav", 50_000)
    path = tmp_path / f"talk.{ending}"
    path.write_text(_playlists(victim)[kind])
    # A pipe would block, and a reader that came would be seen: here the file simply counts its readers.
    monkeypatch.chdir(tmp_path)
    os.utime(victim, (1, 1))
    _refused(path, way)
    assert victim.stat().st_atime == 1


def test_names_are_fit_for_a_screen() -> None:
    assert named("/home/ann/talk.wav") == "“talk.wav”"
    assert named("/home/ann/") == "“ann”"
    assert "\n" not in named("a\nb\x1b[31m.wav")
    assert len(named("x" * 500 + ".wav")) < 90
    assert named("\udcff.wav").encode("utf-8")


def test_content_names_the_file(tmp_path: Path) -> None:
    import hashlib

    data = np.random.default_rng(0).bytes(9_000_001)
    (tmp_path / "a.bin").write_bytes(data)
    seen: list[float] = []
    assert content_hash(tmp_path / "a.bin", lambda fraction, note="": seen.append(fraction)) == (
        hashlib.sha256(data).hexdigest()
    )
    assert seen == sorted(seen)
    assert seen[-1] == 1.0

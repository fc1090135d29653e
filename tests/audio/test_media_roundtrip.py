"""Sound that goes through a file comes back as long as it was, where it was, and sounding as it did."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from editor.media.decode import blocks
from editor.media.encode import Encoder
from editor.media.probe import probe
from tests.helpers.making_sound import make, voice


def _read(path: Path) -> tuple[np.ndarray, int]:
    read = blocks(path)
    return np.concatenate(list(read)), read.rate


def _lag(sound: np.ndarray, found: np.ndarray) -> int:
    """By how many samples `found` is late, by cross-correlation."""
    size = 1 << int(np.ceil(np.log2(len(sound) + len(found))))
    product = np.fft.rfft(found[:, 0], size) * np.conj(np.fft.rfft(sound[:, 0], size))
    lag = int(np.argmax(np.fft.irfft(product)))
    return lag - size if lag > size // 2 else lag


@pytest.mark.parametrize("samples", [1152, 48_000, 132_317])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize(
    ("ending", "rate"), [("mp3", 44100), ("mp3", 24000), ("m4a", 48000), ("m4a", 44100), ("opus", 48000)]
)
def test_lossy_formats_keep_length_and_place_to_the_sample(
    tmp_path: Path, ending: str, rate: int, channels: int, samples: int
) -> None:
    sound = voice(samples, channels, rate)
    with Encoder(tmp_path / f"a.{ending}", rate=rate, channels=channels) as out:
        out.write(sound)
    found, found_rate = _read(tmp_path / f"a.{ending}")
    assert found_rate == rate
    assert found.shape == sound.shape
    assert _lag(sound, found) == 0
    assert np.corrcoef(sound[:, 0], found[:, 0])[0, 1] > 0.97


def test_opus_of_another_rate_keeps_length_and_place(tmp_path: Path) -> None:
    with Encoder(tmp_path / "a.opus", rate=44100, channels=1) as out:
        out.write(voice(132_300, 1, 44100))
    found, rate = _read(tmp_path / "a.opus")
    assert (rate, len(found)) == (48000, 144_000)
    assert abs(_lag(voice(144_000, 1, 48000)[:20_000], found[:20_000])) <= 48


# What others record with: (ending, container, codec, format, settings, most samples it may be late or long).
FOREIGN = [
    ("mp3", "mp3", "libmp3lame", "fltp", {"bit_rate": 128_000}, 0),
    ("vbr mp3", "mp3", "libmp3lame", "fltp", {"global_quality": 4 * 118, "flags": 2}, 0),
    ("m4a", "ipod", "aac", "fltp", {"bit_rate": 128_000}, 0),
    ("mp4", "mp4", "aac", "fltp", {"bit_rate": 128_000}, 0),
    ("mov", "mov", "aac", "fltp", {"bit_rate": 128_000}, 0),
    ("alac", "ipod", "alac", "s16p", {}, 0),
    ("ogg", "ogg", "vorbis", "fltp", {"codec_options": {"strict": "experimental"}}, 2048),
    ("webm", "webm", "libopus", "flt", {"bit_rate": 96_000}, 960),
    ("mkv", "matroska", "flac", "s16", {}, 0),
    ("mkv aac", "matroska", "aac", "fltp", {"bit_rate": 128_000}, 2048),
    ("aac", "adts", "aac", "fltp", {"bit_rate": 128_000}, 3072),
    ("aiff", "aiff", "pcm_s16be", "s16", {}, 0),
    ("caf", "caf", "pcm_s16le", "s16", {}, 0),
    ("w64", "w64", "pcm_s16le", "s16", {}, 1),
    ("flac in ogg", "ogg", "flac", "s16", {}, 0),
]


@pytest.mark.parametrize("recorded", FOREIGN, ids=[kind[0] for kind in FOREIGN])
def test_what_other_programs_write(tmp_path: Path, recorded) -> None:
    name, container, codec, sample_format, encoding, slack = recorded
    sound = voice(140_003, 2, 48000)
    kept = np.rint(sound * 32767).astype(np.int16) if sample_format.startswith("s16") else sound
    path = make(
        tmp_path / f"a.{name.split()[-1]}",
        kept,
        48000,
        container=container,
        codec=codec,
        sample_format=sample_format,
        **encoding,
    )
    info = probe(path)
    assert (info.sample_rate_hz, info.channels, info.has_video) == (48000, 2, False)
    found, rate = _read(path)
    assert rate == 48000
    lag = _lag(sound, found)
    assert 0 <= lag <= slack
    assert 0 <= len(found) - len(sound) <= slack
    assert np.corrcoef(sound[:130_000, 0], found[lag : 130_000 + lag, 0])[0, 1] > 0.98


@pytest.mark.parametrize("container", ["mp4", "mov", "matroska"])
def test_sound_of_a_film(tmp_path: Path, container: str) -> None:
    sound = voice(144_000, 2, 48000)
    path = make(
        tmp_path / "film", sound, 48000, container=container, codec="aac", sample_format="fltp", video=True
    )
    assert probe(path).has_video
    found, _ = _read(path)
    assert abs(len(found) - len(sound)) <= 2048
    assert abs(_lag(sound, found)) <= 1024


def test_an_mp3_without_its_table_is_read_to_the_end(tmp_path: Path) -> None:
    sound = voice(48_000 * 20, 2, 48000)
    sound[: 48_000 * 10] *= 0.001  # the first half is cheap: a guess from the bit rate would be far off
    path = make(
        tmp_path / "a.mp3",
        sound,
        48000,
        container="mp3",
        codec="libmp3lame",
        sample_format="fltp",
        options={"write_xing": "0", "id3v2_version": "0"},
        global_quality=4 * 118,
        flags=2,
    )
    found, _ = _read(path)
    # Nothing says how much the encoder added: its delay and a padded frame at either end stay.
    assert 0 <= len(found) - len(sound) <= 4 * 1152
    lag = _lag(sound, found)
    assert 0 <= lag <= 2 * 1152
    assert np.corrcoef(sound[500_000:900_000, 0], found[500_000 + lag : 900_000 + lag, 0])[0, 1] > 0.98

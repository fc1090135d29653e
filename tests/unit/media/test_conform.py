"""A recording becomes exactly its own sound at the project's rate, or nothing is left of the attempt."""

from __future__ import annotations

import shutil
import threading
from collections import namedtuple
from pathlib import Path

import numpy as np
import pytest
import soxr

from editor.jobs import Cancelled
from editor.media.conform import Conformed, conform
from editor.media.decode import BATCH, blocks
from editor.media.encode import Encoder
from editor.media.errors import MediaError
from editor.media.mixing import stereo_shares
from editor.media.pcm import PcmFile
from editor.media.peaks import Peaks
from tests.helpers.making_sound import make, voice


def _conform(path: Path, rate: int = 44100) -> tuple[Conformed, np.ndarray]:
    """What became of `path`, and its sound as it is kept."""
    made = conform(path, path.parent / "out.pcm", path.parent / "out.peaks", rate)
    with PcmFile(path.parent / "out.pcm") as pcm, Peaks(path.parent / "out.peaks") as peaks:
        assert (pcm.rate, pcm.channels, pcm.samples, pcm.dtype) == (
            made.rate,
            made.channels,
            made.samples,
            made.dtype,
        )
        assert (peaks.rate, peaks.channels, peaks.samples) == (made.rate, made.channels, made.samples)
        sound = pcm.read_raw(0, pcm.samples)
        heard = pcm.read(0, pcm.samples)
        for channel in range(made.channels):
            lows, highs, _ = peaks.columns(0, made.samples, 1, channel)
            assert lows[0] <= heard[:, channel].min()
            assert highs[0] >= heard[:, channel].max()
    return made, sound


@pytest.mark.parametrize("samples", [1, 255, BATCH, BATCH + 1, 3 * BATCH + 4096, 300_001])
@pytest.mark.parametrize("ending", ["wav", "flac"])
@pytest.mark.parametrize("channels", [1, 2])
def test_sixteen_bits_at_the_project_s_rate_are_kept_exactly(
    tmp_path: Path, samples: int, ending: str, channels: int
) -> None:
    whole = np.random.default_rng(samples).integers(-32768, 32768, (samples, channels)).astype(np.int16)
    with Encoder(tmp_path / f"a.{ending}", rate=44100, channels=channels) as out:
        out.write((whole / 32768).astype(np.float32))
    made, sound = _conform(tmp_path / f"a.{ending}")
    assert (made.dtype, made.channels, made.truncated, made.silent) == ("int16", channels, False, False)
    np.testing.assert_array_equal(sound, whole)


@pytest.mark.parametrize(("ending", "depth"), [("wav", 24), ("wav", "float"), ("flac", 24)])
def test_finer_sound_is_kept_as_fine(tmp_path: Path, ending: str, depth) -> None:
    fine = voice(100_000)
    with Encoder(tmp_path / f"a.{ending}", rate=44100, channels=2, bit_depth=depth) as out:
        out.write(fine)
    made, sound = _conform(tmp_path / f"a.{ending}")
    assert made.dtype == "float32"
    assert np.abs(sound - fine).max() <= (0 if depth == "float" else 2.0**-23)


@pytest.mark.parametrize(
    ("codec", "sample_format", "step"),
    [
        ("pcm_s32le", "s32", 2.0**-24),
        ("pcm_u8", "u8", 2.0**-7),
        ("pcm_f64le", "dbl", 0),
        ("pcm_s16be", "s16", 2.0**-15),
    ],
)
def test_other_kinds_of_samples(tmp_path: Path, codec: str, sample_format: str, step: float) -> None:
    sound = voice(30_000).astype(np.float64)
    kept = {
        "s32": lambda: np.rint(sound * 2**31).astype(np.int32),
        "u8": lambda: (np.rint(sound * 127) + 128).astype(np.uint8),
        "dbl": lambda: sound,
        "s16": lambda: np.rint(sound * 32767).astype(np.int16),
    }[sample_format]()
    container = "aiff" if codec == "pcm_s16be" else "wav"
    make(tmp_path / "a", kept, 44100, container=container, codec=codec, sample_format=sample_format)
    made, found = _conform(tmp_path / "a")
    assert made.samples == 30_000
    heard = found / 32768 if made.dtype == "int16" else found
    assert np.abs(heard - sound).max() <= step * 1.6 + 1e-7


@pytest.mark.parametrize("source", [8000, 11025, 22050, 32000, 44100, 48000, 96000, 192000])
@pytest.mark.parametrize("rate", [44100, 48000])
def test_any_rate_keeps_its_length_to_the_sample(tmp_path: Path, source: int, rate: int) -> None:
    samples = source + 12_345
    with Encoder(tmp_path / "a.wav", rate=source, channels=2) as out:
        out.write(voice(samples, 2, source))
    made, _ = _conform(tmp_path / "a.wav", rate)
    assert made.samples == (2 * samples * rate + source) // (2 * source)
    assert (made.source_rate, made.source_channels) == (source, 2)


def test_streaming_equals_changing_the_rate_in_one_go(tmp_path: Path) -> None:
    fine = voice(300_000, 2, 48000)
    with Encoder(tmp_path / "a.wav", rate=48000, channels=2, bit_depth="float") as out:
        out.write(fine)
    _, sound = _conform(tmp_path / "a.wav")
    whole = soxr.resample(fine, 48000, 44100, quality="HQ")
    assert np.abs(sound[: len(whole)] - whole[: len(sound)]).max() < 1e-5


def test_a_tone_keeps_its_place_and_height_through_a_change_of_rate(tmp_path: Path) -> None:
    tone = (0.5 * np.sin(2 * np.pi * 997 * np.arange(96_000) / 48000)).astype(np.float32)[:, None]
    with Encoder(tmp_path / "a.wav", rate=48000, channels=1, bit_depth="float") as out:
        out.write(tone)
    _, sound = _conform(tmp_path / "a.wav")
    wanted = 0.5 * np.sin(2 * np.pi * 997 * np.arange(len(sound)) / 44100)
    middle = slice(2000, -2000)
    assert np.abs(sound[middle, 0] - wanted[middle]).max() < 1e-4


@pytest.mark.parametrize("channels", [3, 4, 5, 6, 7, 8])
@pytest.mark.parametrize("ending", ["wav", "flac", "m4a", "opus"])
def test_many_channels_become_two(tmp_path: Path, channels: int, ending: str) -> None:
    # The same in every channel: it must be in both, and no louder.
    one = voice(60_000, 1, 48000)
    with Encoder(tmp_path / f"a.{ending}", rate=48000, channels=channels) as out:
        out.write(np.repeat(one, channels, axis=1))
    made, sound = _conform(tmp_path / f"a.{ending}", 48000)
    assert (made.channels, made.source_channels, made.samples, made.dtype) == (2, channels, 60_000, "float32")
    for side in sound.T:
        assert np.corrcoef(side, one[:, 0])[0, 1] > 0.99
        assert 0.3 < np.sqrt((side**2).mean()) / np.sqrt((one**2).mean()) < 1.05


def test_sides_stay_sides() -> None:
    surround = ("FL", "FR", "FC", "LFE", "BL", "BR")
    left, right = stereo_shares(surround).T
    assert left[0] > 0 == right[0]
    assert right[1] > 0 == left[1]
    assert left[2] == right[2] > 0
    assert left[3] == right[3] == 0
    assert left[4] > 0 == right[4]
    assert left.sum() == pytest.approx(1)


def test_what_is_no_number_becomes_silence(tmp_path: Path) -> None:
    sound = voice(100_000)
    sound[500] = np.nan
    sound[70_000, 1] = np.inf
    with Encoder(tmp_path / "a.wav", rate=48000, channels=2, bit_depth="float") as out:
        out.write(sound)
    _, found = _conform(tmp_path / "a.wav")
    assert np.isfinite(found).all()
    assert np.abs(found).max() < 2


@pytest.mark.parametrize(("level", "is_silent"), [(0.0, True), (0.00005, True), (0.001, False)])
def test_silence_is_told(tmp_path: Path, level: float, is_silent: bool) -> None:
    with Encoder(tmp_path / "a.wav", rate=44100, channels=1, bit_depth="float") as out:
        out.write(np.full((50_000, 1), level, np.float32))
    assert _conform(tmp_path / "a.wav")[0].silent is is_silent


@pytest.mark.parametrize(("ending", "left"), [("wav", 0.4), ("flac", 0.4), ("opus", 0.5), ("mp3", 0.5)])
def test_what_there_is_of_a_file_cut_short_is_kept(tmp_path: Path, ending: str, left: float) -> None:
    sound = voice(48000 * 6, 2, 48000)
    path = tmp_path / f"a.{ending}"
    with Encoder(path, rate=48000, channels=2) as out:
        out.write(sound)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * left)])
    made, found = _conform(path, 48000)
    assert 1.5 * 48000 < made.samples < 4 * 48000
    heard = found / 32768 if made.dtype == "int16" else found
    assert np.corrcoef(heard[:70_000, 0], sound[:70_000, 0])[0, 1] > 0.98
    if ending in ("wav", "flac"):
        assert made.truncated


def test_a_film_cut_short_before_its_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.m4a"
    with Encoder(path, rate=48000, channels=2) as out:
        out.write(voice(200_000, 2, 48000))
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(MediaError, match=r"a\.m4a.*incomplete"):
        _conform(path)


def test_damage_in_the_middle_moves_nothing_that_follows(tmp_path: Path) -> None:
    sound = voice(48000 * 8, 1, 48000)
    path = tmp_path / "a.opus"
    with Encoder(path, rate=48000, channels=1) as out:
        out.write(sound)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 40] = bytes(40)
    path.write_bytes(data)
    made, found = _conform(path, 48000)
    if made.samples == len(sound):
        assert np.corrcoef(found[-48000:, 0], sound[-48000:, 0])[0, 1] > 0.9


def test_joined_files_of_two_rates_are_one_recording(tmp_path: Path) -> None:
    for name, rate in (("one", 44100), ("two", 48000)):
        with Encoder(tmp_path / f"{name}.mp3", rate=rate, channels=2) as out:
            out.write(voice(rate * 3, 2, rate))
    path = tmp_path / "joined.mp3"
    path.write_bytes((tmp_path / "one.mp3").read_bytes() + (tmp_path / "two.mp3").read_bytes())
    made, sound = _conform(path)
    assert made.source_rate == 44100
    assert abs(made.samples - 6 * 44100) < 6000
    assert np.abs(sound[-44100 * 2 : -44100]).max() > 0.1


class _Stopping:
    """A report that cancels at its nth call."""

    def __init__(self, calls: int) -> None:
        self.left = calls

    def __call__(self, fraction: float, note: str = "") -> None:
        assert 0 <= fraction <= 1
        self.left -= 1
        if self.left <= 0:
            raise Cancelled


@pytest.mark.parametrize("calls", [1, 2, 4])
@pytest.mark.parametrize("rate", [44100, 48000])
def test_cancelling_leaves_nothing_behind(tmp_path: Path, calls: int, rate: int) -> None:
    with Encoder(tmp_path / "a.wav", rate=44100, channels=2) as out:
        out.write(voice(BATCH * 5))
    before, threads = set(tmp_path.iterdir()), threading.active_count()
    with pytest.raises(Cancelled):
        conform(tmp_path / "a.wav", tmp_path / "o.pcm", tmp_path / "o.peaks", rate, _Stopping(calls))
    assert set(tmp_path.iterdir()) == before
    assert threading.active_count() == threads


def test_reading_block_by_block_can_be_cancelled(tmp_path: Path) -> None:
    with Encoder(tmp_path / "a.wav", rate=44100, channels=2) as out:
        out.write(voice(BATCH * 3))
    with pytest.raises(Cancelled):
        list(blocks(tmp_path / "a.wav", _Stopping(2)))


def test_blocks_are_the_caller_s_own(tmp_path: Path) -> None:
    sound = voice(BATCH * 8 + 77)
    for name, depth in (("a.wav", 16), ("b.wav", "float")):
        with Encoder(tmp_path / name, rate=44100, channels=2, bit_depth=depth) as out:  # type: ignore[arg-type]
            out.write(sound)
        read = blocks(tmp_path / name)
        kept = list(read)
        assert (read.rate, read.channels, read.truncated) == (44100, 2, False)
        assert all(block.dtype == np.float32 and block.flags.c_contiguous for block in kept)
        assert np.abs(np.concatenate(kept) - sound).max() < 2**-14


_Usage = namedtuple("_Usage", "total used free")


def test_a_full_disk_is_said_before_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Encoder(tmp_path / "a.wav", rate=44100, channels=2) as out:
        out.write(voice(BATCH * 3))
    before = set(tmp_path.iterdir())
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(1 << 40, 1 << 40, 1 << 20))
    with pytest.raises(MediaError, match=r"not enough free space.*a\.wav"):
        _conform(tmp_path / "a.wav")
    assert set(tmp_path.iterdir()) == before


def test_a_bomb_is_stopped_at_the_longest_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.media.conform.MAX_HOURS", 0.001)
    with Encoder(tmp_path / "a.mp3", rate=44100, channels=1) as out:
        out.write(voice(44100 * 5, 1))
    before = set(tmp_path.iterdir())
    with pytest.raises(MediaError, match="longer than"):
        _conform(tmp_path / "a.mp3")
    assert set(tmp_path.iterdir()) == before


def test_no_waveform_without_its_sound(tmp_path: Path) -> None:
    with Encoder(tmp_path / "a.wav", rate=44100, channels=2) as out:
        out.write(voice(1000))
    (tmp_path / "taken").mkdir()
    before = set(tmp_path.iterdir())
    with pytest.raises(MediaError, match="cannot be replaced"):
        conform(tmp_path / "a.wav", tmp_path / "taken", tmp_path / "o.peaks", 44100)
    assert set(tmp_path.iterdir()) == before

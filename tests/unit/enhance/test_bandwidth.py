"""The bandwidth probe finds the edge of a filter, and never takes speech for one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from enhance.bandwidth import MOST_FRAMES, BandwidthProbe, effective_bandwidth
from enhance.recipes import verdict
from tests.helpers.narrowing import (
    brickwall,
    butterworth,
    chebyshev,
    coded,
    down_and_up,
    elliptic,
    hiss,
    mu_law,
    polyphase,
    rounded,
    telephone,
    windowed_sinc,
)
from tests.helpers.talking import talking

STEEP = {
    "butterworth 12": butterworth(12),
    "chebyshev": chebyshev(),
    "elliptic": elliptic(),
    "windowed sinc": windowed_sinc(255),
    "brickwall": brickwall,
    "soxr": down_and_up,
    "polyphase": polyphase,
    "mp3": coded("libmp3lame", "mp3", 64_000, highest=320_000),
    "aac": coded("aac", "adts", 96_000, highest=256_000),
}


def off(found: float, true: float) -> bool:
    return abs(found - true) > max(500.0, 0.05 * true)


@pytest.mark.parametrize("name", STEEP)
@pytest.mark.parametrize("cut", [4000.0, 8000.0, 12_000.0])
def test_the_cut_off_of_a_filter_or_codec_is_found(name: str, cut: float) -> None:
    sound, rate, true = STEEP[name](talking(4, seed=int(cut)), 48_000, cut)
    found = effective_bandwidth(rounded(sound, seed=1), rate)
    assert not off(found.hz, true)
    assert found.confidence > 0.5


@pytest.mark.parametrize("narrow", [telephone, mu_law])
def test_of_a_telephone_band_the_upper_edge_counts(narrow: object) -> None:
    assert callable(narrow)
    sound, rate, true = narrow(talking(4), 48_000, 3400.0)
    assert not off(effective_bandwidth(rounded(sound), rate).hz, true)


@pytest.mark.parametrize("floor_db", [-90, -75, -65, -55])
@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_full_band_speech_is_never_narrow(floor_db: float, rate: int) -> None:
    for seed in range(3):
        assert effective_bandwidth(talking(3, rate, seed, floor_db), rate).hz > 0.85 * rate / 2


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.5])
def test_short_clips_of_full_band_speech_are_not_narrow(seconds: float) -> None:
    for seed in range(8):
        found = effective_bandwidth(talking(seconds, seed=seed), 48_000)
        assert found.hz > 18_000
        assert found.confidence < 0.5


def test_a_gentle_slope_loses_no_content() -> None:
    sound, rate, _ = butterworth(2)(talking(4), 48_000, 5000.0)
    assert effective_bandwidth(rounded(sound), rate).hz > 16_000


def test_half_a_second_of_narrow_speech_is_found() -> None:
    sound, rate, true = brickwall(talking(0.6, seed=3), 48_000, 8000.0)
    assert not off(effective_bandwidth(rounded(sound), rate).hz, true)


@pytest.mark.parametrize("rate", [8000, 11_025, 16_000, 22_050, 24_000, 32_000, 96_000, 192_000])
def test_files_of_every_rate_are_measured(rate: int) -> None:
    full = talking(3, rate, floor_db=-85)
    assert effective_bandwidth(full, rate).hz > rate / 2 - max(1000, 0.15 * rate / 2)
    sound, _, true = brickwall(full, rate, 0.4 * rate / 2 + 1000)
    assert not off(effective_bandwidth(rounded(sound), rate).hz, true)


def test_what_is_no_speech_does_not_move_the_edge() -> None:
    narrow, rate, true = down_and_up(talking(4, seed=2), 48_000, 8000.0)
    time = np.arange(len(narrow)) / rate
    hum = (0.05 * np.sin(2 * np.pi * 50 * time)).astype(np.float32)
    whistle = (0.003 * np.sin(2 * np.pi * 15_625 * time)).astype(np.float32)
    silence = np.zeros(rate, np.float32)
    disturbed = {
        "hum": narrow + hum,
        "offset": narrow + np.float32(0.2),
        "whistle": narrow + whistle,
        "hiss": narrow + hiss(len(narrow), -75),
        "silence": np.concatenate([silence, narrow, silence, silence]),
        "level": narrow * np.float32(0.1),
    }
    wrong = {name for name, sound in disturbed.items() if off(effective_bandwidth(sound, rate).hz, true)}
    assert wrong == set()


@pytest.mark.parametrize("rate", [8000, 16_000, 22_050])
def test_what_reaches_the_end_of_a_low_rate_reaches_half_of_it(rate: int) -> None:
    found = effective_bandwidth(talking(4, rate, seed=1, floor_db=-85), rate)
    assert found.hz > 0.85 * rate / 2
    assert 0.0 < found.confidence <= 1.0
    assert verdict(found, rate).auto


def test_silence_and_what_is_no_number_say_nothing() -> None:
    for sound in (
        np.zeros(48_000, np.float32),
        np.zeros(0, np.float32),
        np.full(48_000, np.nan, np.float32),
        rounded(np.zeros(48_000), seed=1),
    ):
        found = effective_bandwidth(sound, 48_000)
        assert (found.hz, found.confidence) == (24_000, 0.0)


def test_the_widest_channel_counts() -> None:
    wide = talking(3)
    narrow = brickwall(talking(3), 48_000, 4000.0)[0]
    assert effective_bandwidth(np.stack([narrow, wide], axis=1), 48_000).hz > 18_000
    opposed = np.stack([wide, -wide], axis=1)
    assert effective_bandwidth(opposed, 48_000) == effective_bandwidth(np.stack([wide, wide], axis=1), 48_000)


def test_blocks_of_any_size_give_the_same_answer() -> None:
    sound = brickwall(talking(3), 48_000, 9000.0)[0][:, None]
    whole = BandwidthProbe(48_000, 1)
    whole.add(sound)
    pieces = BandwidthProbe(48_000, 1)
    random = np.random.default_rng(4)
    place = 0
    while place < len(sound):
        size = int(random.choice([1, 7, 1023, 2048, 9000]))
        pieces.add(sound[place : place + size])
        place += size
    assert pieces.result() == whole.result()


def test_long_recordings_are_thinned_out_alike_in_any_blocks() -> None:
    seconds = 6 * MOST_FRAMES * 0.032
    block = brickwall(talking(10, 8000), 8000, 3000.0)[0][:, None]
    whole = np.tile(block, (int(seconds / 10), 1))
    at_once, in_parts = BandwidthProbe(8000, 1), BandwidthProbe(8000, 1)
    at_once.add(whole)
    for start in range(0, len(whole), len(block) // 3):
        in_parts.add(whole[start : start + len(block) // 3])
    assert at_once.result() == in_parts.result()
    assert not off(at_once.result().hz, 3000.0)
    assert at_once._count <= MOST_FRAMES


def test_what_cannot_be_probed_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be probed"):
        BandwidthProbe(48_000, 0)
    with pytest.raises(ValueError, match="cannot be probed"):
        BandwidthProbe(10, 1)
    with pytest.raises(ValueError, match="2 channels"):
        BandwidthProbe(48_000, 2).add(np.zeros((10, 1), np.float32))


def test_the_example_recording_in_a_wide_file_is_found_narrow(example_audio: dict[str, Path]) -> None:
    sound, rate = soundfile.read(example_audio["narrator"], dtype="float32")
    found = effective_bandwidth(sound, rate)
    assert rate == 48_000
    assert 7000 < found.hz < 8300
    assert found.confidence > 0.9


@pytest.mark.parametrize("cut", [3000.0, 5000.0])
def test_the_example_recording_narrowed_further_is_followed(
    cut: float, example_audio: dict[str, Path]
) -> None:
    sound, rate = soundfile.read(example_audio["narrator"], dtype="float32", frames=10 * 48_000)
    narrow, _, true = down_and_up(sound, rate, cut)
    assert not off(effective_bandwidth(rounded(narrow), rate).hz, true)
    assert not off(effective_bandwidth(soxr.resample(narrow, rate, 2 * cut), int(2 * cut)).hz, true)


def test_real_full_band_speech_is_never_narrow(shared: Path) -> None:
    files = sorted((shared / "data/eval/speech").glob("*.flac"))[::8]
    assert files
    for file in files:
        sound, rate = soundfile.read(file, dtype="float32")
        for floor in (None, -75, -60):
            noisy = sound if floor is None else sound + hiss(len(sound), floor)
            assert effective_bandwidth(noisy, rate).hz > 16_000

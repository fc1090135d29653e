"""A source is the sum of its recordings, each at its place on the clock."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.media.errors import MediaError
from editor.media.pcm import PcmWriter
from editor.model.source import Recording, Source
from editor.render.source import open_source
from tests.helpers.sounds import Array, noise

RATE = 44100
LEFT, RIGHT = noise(3000, seed=1), noise(2000, seed=2)


def source_of(folder: Path, *recordings: tuple[Array, int]) -> Source:
    made = []
    for number, (samples, offset) in enumerate(recordings):
        with PcmWriter(folder / f"{number}.pcm", RATE, samples.shape[1]) as writer:
            writer.write(samples)
        made.append(
            Recording(str(number), f"{number}.wav", "Ann", len(samples), RATE, samples.shape[1], offset)
        )
    return Source("s", "s", tuple(made))


def test_one_stereo_recording_comes_through_bit_exact(tmp_path: Path) -> None:
    sound = open_source(source_of(tmp_path, (LEFT, 0)), lambda media: tmp_path / f"{media}.pcm")
    assert (sound.length, sound.channels, sound.rate) == (3000, 2, RATE)
    assert np.array_equal(sound.read(0, 3000), LEFT)
    wide = sound.read(-5, 3005)
    assert not wide[:5].any()
    assert not wide[-5:].any()
    sound.close()


def test_mono_goes_to_both_sides(tmp_path: Path) -> None:
    sound = open_source(source_of(tmp_path, (LEFT[:, :1], 100)), lambda media: tmp_path / f"{media}.pcm")
    assert (sound.length, sound.channels) == (3100, 1)
    assert np.array_equal(sound.read(100, 3100), np.repeat(LEFT[:, :1], 2, axis=1))
    sound.close()


@given(a=st.integers(-100, 4000), n=st.integers(0, 4000))
def test_microphones_add_up_at_their_offsets(
    tmp_path_factory: pytest.TempPathFactory, a: int, n: int
) -> None:
    folder = tmp_path_factory.mktemp("mics")
    source = source_of(folder, (LEFT, 0), (RIGHT[:, :1], 1500))
    expected = np.zeros((3500, 2), np.float32)
    expected[:3000] += LEFT
    expected[1500:] += RIGHT[:, :1]
    sound = open_source(source, lambda media: folder / f"{media}.pcm")
    try:
        whole = np.zeros((8200, 2), np.float32)
        whole[100:3600] = expected
        assert (sound.length, sound.channels) == (3500, 2)
        assert np.array_equal(sound.read(a, a + n), whole[100 + a : 100 + a + n])
    finally:
        sound.close()


def test_a_missing_recording_leaves_no_file_open(tmp_path: Path) -> None:
    source = source_of(tmp_path, (LEFT, 0), (RIGHT, 0))
    (tmp_path / "1.pcm").unlink()
    with pytest.raises(MediaError):
        open_source(source, lambda media: tmp_path / f"{media}.pcm")

"""What is decoded as it is listened to is what is kept of it, and its outline never hides a sample."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.media.conform import conform
from editor.media.outline import STEP, Outline
from editor.media.pcm import PcmFile
from editor.media.stream import Stream


@pytest.mark.parametrize("name", ["narrator", "reader"])
@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_a_stream_is_the_very_sound_that_is_kept(
    example_audio: dict[str, Path], tmp_path: Path, name: str, rate: int
) -> None:
    seen: list[int] = []
    pcm = tmp_path / "a.pcm"
    conform(example_audio[name], pcm, tmp_path / "a.peaks", rate, seen=lambda block: seen.append(len(block)))
    with PcmFile(pcm) as kept, Stream(example_audio[name], rate) as stream:
        heard = np.concatenate([block.copy() for block in stream.blocks()])
        assert np.array_equal(heard, kept.read(0, kept.samples))
        assert stream.samples == stream.length == kept.samples == sum(seen)


@given(st.lists(st.integers(0, 3 * STEP), max_size=6), st.booleans())
def test_an_outline_is_the_peak_of_every_stretch_however_it_comes(lengths: list[int], whole: bool) -> None:
    random = np.random.default_rng(1)
    sound = random.uniform(-1, 1, (sum(lengths), 2)).astype(np.float32)
    if whole:
        sound = (sound * 32767).astype(np.int16)
    outline, at, found = Outline(), 0, []
    for length in lengths:
        found += outline.add(sound[at : at + length]).tolist() if length else []
        at += length
    scale = 32768 if whole else 1
    expected = np.abs(sound.astype(np.float32)).max(axis=1)[: len(sound) // STEP * STEP] / scale
    assert np.allclose(found, expected.reshape(-1, STEP).max(axis=1))

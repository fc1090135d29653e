"""A recording as the recogniser hears it: one channel at 16 kHz, in chunks cut where nobody speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from editor.media.pcm import PcmFile
from editor.media.stream import Stream
from editor.speech.features import RATE

#: A chunk is as long as memory allows to be comfortable, and cut in the quietest instant of its last part.
_CHUNK_S, _CUT_WITHIN_S, _QUIET_S = 300, 40, 0.4
#: The first chunk is short: whoever dropped a recording waits for its first words.
_FIRST_S, _FIRST_WITHIN_S = 30, 15
_BLOCK_S = 10


@dataclass(frozen=True)
class Chunk:
    """A stretch of the recording: sound is (n,) float32 at 16 kHz, start its first sample on that clock."""

    start: int
    sound: NDArray[np.float32]


def chunks(recording: PcmFile | Stream) -> Iterator[Chunk]:
    """The whole recording in order, each sample in one chunk; under six minutes held at most."""
    held: list[NDArray[np.float32]] = []
    length, start = 0, 0
    earliest, latest = _FIRST_S * RATE, (_FIRST_S + _FIRST_WITHIN_S) * RATE
    for block in _mono(recording):
        held.append(block)
        length += len(block)
        while length >= latest:
            sound = np.concatenate(held)
            cut = quietest(sound, earliest, latest)
            yield Chunk(start, sound[:cut])
            held = [sound[cut:].copy()]
            start, length = start + cut, length - cut
            earliest, latest = _CHUNK_S * RATE, (_CHUNK_S + _CUT_WITHIN_S) * RATE
    if length:
        yield Chunk(start, np.concatenate(held))


def quietest(sound: NDArray[np.float32], start: int, stop: int, seconds: float = _QUIET_S) -> int:
    """The middle of the least loud stretch of so many seconds between samples `start` and `stop`."""
    width = round(seconds * RATE)
    energy = np.cumsum(np.square(sound[start:stop], dtype=np.float64))
    if len(energy) <= width:
        return (start + stop) // 2
    return start + width // 2 + int(np.argmin(energy[width:] - energy[:-width]))


def _mono(recording: PcmFile | Stream) -> Iterator[NDArray[np.float32]]:
    """Blocks of the mean of all channels at 16 kHz."""
    import soxr

    blocks = recording.blocks() if isinstance(recording, Stream) else _blocks(recording)
    if recording.rate == RATE:
        for block in blocks:
            yield block.mean(axis=1)
        return
    resample = soxr.ResampleStream(recording.rate, RATE, 1, dtype="float32", quality="HQ")
    for block in blocks:
        yield resample.resample_chunk(block.mean(axis=1))
    yield resample.resample_chunk(np.empty(0, np.float32), last=True)


def _blocks(pcm: PcmFile) -> Iterator[NDArray[np.float32]]:
    step = _BLOCK_S * pcm.rate
    for at in range(0, pcm.samples, step):
        yield pcm.read(at, min(at + step, pcm.samples))

"""A recording as the recogniser hears it: one channel at 16 kHz, in chunks cut where nobody speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from editor.media.pcm import PcmFile
from editor.speech.features import RATE

#: A chunk is as long as memory allows to be comfortable, and cut in the quietest instant of its last part.
_CHUNK_S, _CUT_WITHIN_S, _QUIET_S = 300, 40, 0.4
_BLOCK_S = 10


@dataclass(frozen=True)
class Chunk:
    """A stretch of the recording: sound is (n,) float32 at 16 kHz, start its first sample on that clock."""

    start: int
    sound: NDArray[np.float32]


def chunks(pcm: PcmFile) -> Iterator[Chunk]:
    """The whole recording in order, each sample in one chunk; under six minutes held at most."""
    held: list[NDArray[np.float32]] = []
    length, start = 0, 0
    for block in _mono(pcm):
        held.append(block)
        length += len(block)
        if length >= (_CHUNK_S + _CUT_WITHIN_S) * RATE:
            sound = np.concatenate(held)
            cut = quietest(sound, _CHUNK_S * RATE, (_CHUNK_S + _CUT_WITHIN_S) * RATE)
            yield Chunk(start, sound[:cut])
            held = [sound[cut:].copy()]
            start, length = start + cut, length - cut
    if length:
        yield Chunk(start, np.concatenate(held))


def quietest(sound: NDArray[np.float32], start: int, stop: int, seconds: float = _QUIET_S) -> int:
    """The middle of the least loud stretch of so many seconds between samples `start` and `stop`."""
    width = round(seconds * RATE)
    energy = np.cumsum(np.square(sound[start:stop], dtype=np.float64))
    if len(energy) <= width:
        return (start + stop) // 2
    return start + width // 2 + int(np.argmin(energy[width:] - energy[:-width]))


def _mono(pcm: PcmFile) -> Iterator[NDArray[np.float32]]:
    """Blocks of the mean of all channels at 16 kHz."""
    import soxr

    if pcm.rate == RATE:
        for at in range(0, pcm.samples, _BLOCK_S * RATE):
            yield pcm.read(at, min(at + _BLOCK_S * RATE, pcm.samples)).mean(axis=1)
        return
    resample = soxr.ResampleStream(pcm.rate, RATE, 1, dtype="float32", quality="HQ")
    step = _BLOCK_S * pcm.rate
    for at in range(0, pcm.samples, step):
        stop = min(at + step, pcm.samples)
        mono = pcm.read(at, stop).mean(axis=1)
        yield resample.resample_chunk(mono, last=stop == pcm.samples)

"""What a source sounds like: all its recordings summed on the source's clock, two channels.

This is the seam at which a variant of a source (an enhanced one) or a silenced microphone comes in: the
renderer asks for a `SourceSound` and knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from editor.model.document import SourceId
from editor.model.source import Source
from editor.model.time import Samples

Block = npt.NDArray[np.float32]
"""Sound, shape (samples, 2): left and right, full scale at 1.0, not limited to it."""


class SourceSound(Protocol):
    """A source as sound. Reading the same instant gives the same bits, whatever is read around it."""

    @property
    def rate(self) -> int:
        """Samples a second."""

    @property
    def length(self) -> Samples:
        """Samples from the source's zero to its end."""

    @property
    def channels(self) -> int:
        """1 where left and right are the same, else 2."""

    def read(self, start: Samples, stop: Samples) -> Block:
        """Samples `[start, stop)` of the source's clock, float32 (stop - start, 2); zeros outside it."""


Sounds = Callable[[SourceId], SourceSound]
"""Which sound a source has. Called often: it keeps what it opens."""

Tones = Callable[[SourceId], Block]
"""The room tone of a source, (n, 2), played as a loop. Called often: it keeps what it finds."""


class RecordedSound(Protocol):
    """One recording at the project's rate, as `editor.media.pcm.PcmFile` is."""

    @property
    def rate(self) -> int:
        """Samples a second."""

    @property
    def samples(self) -> Samples:
        """Samples that there are."""

    @property
    def channels(self) -> int:
        """1 or 2."""

    def read(self, start: Samples, stop: Samples) -> Block:
        """Samples `[start, stop)`, float32 (stop - start, channels); zeros outside."""

    def close(self) -> None:
        """Let the file go."""


class SummedSound:
    """Recordings, each at its offset, added up.

    Two channels are left and right, a single one goes to both sides at unity. The sum may exceed full scale:
    nothing is clipped before the very end of the way out.
    """

    def __init__(self, recordings: Sequence[tuple[RecordedSound, Samples]], rate: int) -> None:
        self._recordings = tuple(recordings)
        self.rate = rate
        self.length: Samples = max((offset + sound.samples for sound, offset in recordings), default=0)
        self.channels = 2 if any(sound.channels == 2 for sound, _ in recordings) else 1

    def read(self, start: Samples, stop: Samples) -> Block:
        """See `SourceSound.read`."""
        if len(self._recordings) == 1:
            sound, offset = self._recordings[0]
            return _two_sides(sound.read(start - offset, stop - offset))
        total = np.zeros((max(stop - start, 0), 2), np.float32)
        for sound, offset in self._recordings:
            low, high = max(start, offset), min(stop, offset + sound.samples)
            if low < high:
                total[low - start : high - start] += _two_sides(sound.read(low - offset, high - offset))
        return total

    def close(self) -> None:
        """Let the recordings go; reading afterwards is an error."""
        for sound, _ in self._recordings:
            sound.close()


def _two_sides(block: Block) -> Block:
    """(n, 1) or (n, 2) as (n, 2)."""
    if block.shape[1] == 2:
        return block
    wide = np.empty((len(block), 2), np.float32)
    wide[:] = block
    return wide


def open_source(source: Source, pcm_path: Callable[[str], Path]) -> SummedSound:
    """The sound of `source`; `pcm_path` says where the decoded samples of a recording's media lie.

    Only what is read is taken from the disk. Raises `editor.media.errors.MediaError` where a file is broken.
    """
    from editor.media.pcm import PcmFile

    with ExitStack() as opened:
        files = [
            (opened.enter_context(PcmFile(pcm_path(recording.media))), recording.offset)
            for recording in source.recordings
        ]
        opened.pop_all()
        return SummedSound(files, files[0][0].rate)

"""The slow half of enhancing a source: spans of a recording through the engine, in a process of its own.

What comes out lies on the recording's clock to the sample. The engine is given sound from an instant on at
which a sample at the recording's own rate and one at the project's fall together, with as much on each side
of a span as the model hears; what was asked for is cut out of what it makes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from math import ceil, floor, gcd
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from editor.jobs import Report, part
from editor.jobs.process import Tell
from editor.media.decode import Decoder
from editor.media.errors import MediaError
from editor.media.mixing import stereo_shares
from editor.media.pcm import PcmFile, PcmWriter
from editor.media.spectrogram import picture
from editor.model.spans import Spans, total
from editor.model.time import Samples

if TYPE_CHECKING:
    from enhance.registry import Model

Block = NDArray[np.float32]

BLOCK = 1 << 16
HEARD_BESIDE_S = 0.5
"""Sound that is given to the engine on each side of a span, besides what the model itself hears."""


@dataclass(frozen=True)
class Work:
    """What is to be rendered: `spans` of a recording's own clock, at the project's `rate`.

    pcm: its decoded sound at that rate. media: the file as it was imported, or None where that is the same.
    folder: where the sound goes, one file for each span, named by its start. The spans are in order and
    further apart than twice `beside_s`.
    """

    pcm: Path
    media: Path | None
    folder: Path
    spans: Spans
    rate: int
    model: Model
    cutoff_hz: float
    strength: float
    seed: int


def beside_s(model: Model) -> float:
    """Seconds of sound on each side of a span that its own sound may depend on."""
    return model.context * model.hop / model.rate + HEARD_BESIDE_S


def render(tell: Tell, work: Work) -> list[tuple[bytes, bytes]]:
    """Render every span; gives its pictures before and after. Raises MediaError, EnhanceError."""
    pictures = []
    done, everything = 0, total(work.spans)
    with ExitStack() as stack:
        original = stack.enter_context(PcmFile(work.pcm))
        sound: _Sound = _Kept(original)
        if work.media is not None:
            sound = stack.enter_context(closing(_Decoded(work.media)))
        for start, stop in work.spans:
            step = part(tell.progress, done / everything, (done + stop - start) / everything, "Enhancing")
            file = work.folder / str(start)
            with PcmWriter(file, work.rate, original.channels) as pcm:
                _write(pcm, work, sound, start, stop, step)
            done += stop - start
            with PcmFile(file) as made:
                after = picture(made.read, 0, stop - start)
            pictures.append((picture(original.read, start, stop), after))
    return pictures


def _write(pcm: PcmWriter, work: Work, sound: _Sound, start: Samples, stop: Samples, report: Report) -> None:
    """Write `[start, stop)` of the project's samples, enhanced."""
    from enhance.runtime import enhance_blocks

    common = gcd(sound.rate, work.rate)
    beside = beside_s(work.model)
    # Every `sound.rate / common` samples of the one clock and `work.rate / common` of the other, both meet.
    meeting = max(floor((start / work.rate - beside) * common), 0)
    first = meeting * (sound.rate // common)
    last = ceil((stop / work.rate + beside) * sound.rate)
    skip = start - meeting * (work.rate // common)
    made = enhance_blocks(
        sound.read(first, last),
        rate_in=sound.rate,
        rate_out=work.rate,
        model=work.model,
        cutoff_hz=work.cutoff_hz,
        strength=work.strength,
        seed=work.seed,
    )
    for block in made:
        wanted = block[skip : skip + stop - start - pcm.samples]
        skip = max(skip - len(block), 0)
        pcm.write(np.ascontiguousarray(wanted, np.float32))
        report(pcm.samples / (stop - start))
    if pcm.samples < stop - start:
        raise MediaError("The recording in the project is shorter than it was when it was imported.")


class _Sound(Protocol):
    """A recording at some rate, one or two channels, read forwards."""

    rate: int

    def read(self, start: Samples, stop: Samples) -> Iterator[Block]:
        """Samples `[start, stop)` as far as there are any, block by block; never before what was read."""


class _Kept:
    """Decoded sound of the project."""

    def __init__(self, pcm: PcmFile) -> None:
        self.rate = pcm.rate
        self._pcm = pcm

    def read(self, start: Samples, stop: Samples) -> Iterator[Block]:
        stop = min(stop, self._pcm.samples)
        for at in range(start, stop, BLOCK):
            yield self._pcm.read(at, min(at + BLOCK, stop))


class _Decoded:
    """The imported file itself, at its own rate, decoded from the beginning as far as it is needed."""

    def __init__(self, path: Path) -> None:
        self._decoder = Decoder(path)
        self._batches = self._decoder.batches(kept=1)
        self._shares = stereo_shares(self._decoder.layout) if self._decoder.channels > 2 else None
        self.rate = self._decoder.rate
        self._at = 0
        self._held: NDArray[Any] = np.empty((0, self._decoder.channels), np.float32)

    def read(self, start: Samples, stop: Samples) -> Iterator[Block]:
        while start < stop:
            end = self._at + len(self._held)
            if end <= start:
                batch = next(self._batches, None)
                if batch is None:
                    return
                self._at, self._held = end, batch
                continue
            yield self._two_at_most(self._held[start - self._at : stop - self._at])
            start = min(end, stop)

    def _two_at_most(self, batch: NDArray[Any]) -> Block:
        scale = np.float32(1 / 32768 if batch.dtype == np.int16 else 1.0)
        block: Block = np.multiply(batch, scale, dtype=np.float32)
        return block if self._shares is None else block @ self._shares

    def close(self) -> None:
        self._batches.close()
        self._decoder.close()

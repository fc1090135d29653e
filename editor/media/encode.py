"""Sound into a file that other programs open."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from editor.media.compressed import KINDS, CompressedWriter
from editor.media.errors import MediaError, named
from editor.media.part_file import PartFile, WholeOrNothing
from editor.media.pcm import MAX_CHANNELS, MAX_RATE
from editor.media.resampling import Resampler, length_at
from editor.media.wav import BitDepth, WavWriter

Format = Literal["wav", "flac", "mp3", "m4a", "opus"]
FORMATS: tuple[Format, ...] = get_args(Format)

# Samples encoded at a time, so that one huge block costs no more memory than many small ones.
_STEP = 1 << 16


class Encoder(WholeOrNothing):
    """Writes sound to `path` block by block; the file takes its name at `close`, whole, or nothing changes.

    rate, channels: of the blocks. format: None takes it from the name's ending. bitrate: bits a second, of
    mp3, m4a and opus. bit_depth: of wav and flac. tags: title, artist, album, date, genre, comment.
    Opus is always 48000 Hz, and mp3 and m4a take the next rate they know: `file_rate` says which. samples:
    how many were written, at `rate`. The length is kept to the sample: lossless formats state it, the others
    state how much the encoder added in front and behind (LAME tag, edit list, pre-skip).

    A context manager: closes where the body ends well, aborts where it does not. Raises MediaError where the
    format is not one of `FORMATS` or cannot hold such sound, and where the disk or the encoder refuses.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        rate: int,
        channels: int,
        format: Format | None = None,
        bitrate: int | None = None,
        bit_depth: BitDepth = 16,
        tags: dict[str, str] | None = None,
    ) -> None:
        chosen = format or Path(path).suffix.lower().removeprefix(".")
        if chosen not in FORMATS:
            raise MediaError(f"{named(path)} cannot be written: sound is exported as {_listed(FORMATS)}.")
        if not 0 < rate <= MAX_RATE or not 0 < channels <= MAX_CHANNELS:
            raise ValueError(f"no sound of {rate} Hz and {channels} channels")
        self.format: Format = chosen
        self.rate, self.channels = rate, channels
        self.samples = 0
        kind = KINDS.get(chosen)
        if kind is not None and channels > kind.most_channels:
            raise MediaError(
                f"{named(path)} cannot be written: {chosen} holds {kind.most_channels} channels at most."
            )
        if chosen == "flac" and bit_depth == "float":
            raise MediaError(f"{named(path)} cannot be written: flac holds 16 or 24 bits, no floating point.")
        self.file_rate = rate if kind is None else kind.rate_for(rate)
        self._given = 0
        self._resample = None if self.file_rate == rate else Resampler(rate, self.file_rate, channels)
        self._part = PartFile(path)
        try:
            self._writer: WavWriter | CompressedWriter
            if kind is None:
                self._writer = WavWriter(self._part, rate, channels, bit_depth, tags or {})
            else:
                depth = 24 if bit_depth == 24 else 16
                self._writer = CompressedWriter(
                    self._part, kind, self.file_rate, channels, bitrate, depth, tags or {}
                )
        except BaseException:
            self._part.abort()
            raise

    def write(self, block: NDArray[np.float32]) -> None:
        """Append `block`, float32 of shape (n, channels), full scale 1.0, of any length."""
        if block.ndim != 2 or block.shape[1] != self.channels:
            raise ValueError(f"a block of shape {block.shape} is not (n, {self.channels})")
        for start in range(0, len(block), _STEP):
            part = block[start : start + _STEP]
            self.samples += len(part)
            self._give(part if self._resample is None else self._resample(part))

    def _give(self, block: NDArray[np.float32]) -> None:
        if len(block):
            self._given += len(block)
            self._writer.write(block)

    def close(self) -> None:
        """Finish the file and give it its name. Nothing after an abort or an earlier close."""
        if self._part.file.closed:
            return
        try:
            if self._resample is not None:
                due = length_at(self.samples, self.rate, self.file_rate) - self._given
                self._give(self._resample.rest(due))
            self._writer.finish()
            self._part.commit()
        finally:
            self.abort()

    def abort(self) -> None:
        """Leave nothing behind, and whatever `path` held as it was; harmless after `close`."""
        if self._part.file.closed:
            return
        if isinstance(self._writer, CompressedWriter):
            self._writer.abandon()
        self._part.abort()


def _listed(formats: tuple[str, ...]) -> str:
    return f"{', '.join(formats[:-1])} or {formats[-1]}"

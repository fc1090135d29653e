"""What a waveform is painted from: the lowest, highest and effective (RMS) value of every stretch of sound.

Level 0 has one bin per 256 samples, each further level a quarter as many bins, down to one. A file of 64
bytes of header, then the levels, finest first, each of bins x channels x (low, high, rms) as little-
endian int16:

    0   8   magic  b"WTPEAK\\n\\x1a"
    8   2   version, 1
    12  4   rate, samples a second
    16  4   channels
    24  8   samples (per channel)

32767 is full scale. Lows are rounded down and highs up, so that a painted column never hides a sample;
what lies beyond full scale is drawn at full scale.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from editor.media.errors import MediaError, because, named
from editor.media.part_file import PartFile, WholeOrNothing
from editor.media.pcm import MAX_CHANNELS, MAX_RATE, PcmFile

BIN = 256
STEP = 4

_HEADER_BYTES = 64
_MAGIC = b"WTPEAK\n\x1a"
_VERSION = 1
_LAYOUT = struct.Struct("<8sH2xII4xQ32x")
_FULL = 32767
# Bins of a level folded into the next at a time.
_FOLD_BINS = 1 << 16


def _bins_of_levels(samples: int) -> Iterator[int]:
    """How many bins each level has, finest first; none where there are no samples."""
    bins = -(-samples // BIN)
    while bins:
        yield bins
        if bins == 1:
            return
        bins = -(-bins // STEP)


class PeaksWriter(WholeOrNothing):
    """Builds the pyramid block by block; the file appears under `path` at `close`, whole.

    peak: the largest absolute value so far, full scale 1.0. As a context manager it closes where the
    body ends well and aborts where it does not. Raises MediaError where the disk refuses.
    """

    def __init__(self, path: str | os.PathLike[str], rate: int, channels: int) -> None:
        self.rate, self.channels = rate, channels
        self.samples = 0
        self.peak = 0.0
        # The bin that is not full yet, and how far it is.
        self._open: NDArray[Any] = np.empty((channels, BIN), np.float32)
        self._filled = 0
        # Kept from block to block: fresh memory costs more than what is done in it.
        self._rows: NDArray[Any] = np.empty((channels, 0), np.float32)
        self._floats = np.empty(0, np.float32)
        self._part = PartFile(path, "The waveform that the project keeps")
        self._part.write(bytes(_HEADER_BYTES))

    def write(self, block: NDArray[Any]) -> None:
        """Append `block` of shape (n, channels), int16 or float32 of full scale 1.0, in any memory order."""
        if block.ndim != 2 or block.shape[1] != self.channels:
            raise ValueError(f"a block of shape {block.shape} is not (n, {self.channels})")
        if self._open.dtype != block.dtype:
            if self.samples:
                raise TypeError(f"{block.dtype.name} after {self._open.dtype.name}")
            self._open = np.empty((self.channels, BIN), block.dtype)
        self.samples += len(block)
        done = 0
        if self._filled:
            done = min(BIN - self._filled, len(block))
            self._open[:, self._filled : self._filled + done] = self._planar(block[:done])
            self._filled += done
            if self._filled < BIN:
                return
            self._write_bins(self._open, BIN)
        whole = (len(block) - done) // BIN * BIN
        if whole:
            self._write_bins(self._planar(block[done : done + whole]), BIN)
        self._filled = len(block) - done - whole
        self._open[:, : self._filled] = self._planar(block[done + whole :])

    def _planar(self, block: NDArray[Any]) -> NDArray[Any]:
        """(n, channels) of any order to (channels, n), each row contiguous; valid until the next call."""
        if block.shape[1] == 1 or block.strides[0] == block.itemsize:
            return block.T
        if self._rows.shape[1] < len(block) or self._rows.dtype != block.dtype:
            self._rows = np.empty(block.shape[::-1], block.dtype)
        rows = self._rows[:, : len(block)]
        for channel in range(self.channels):
            rows[channel] = block[:, channel]
        return rows

    def _write_bins(self, planar: NDArray[Any], size: int) -> None:
        """Write the bins of `planar`, int16 or float32 of shape (channels, k * size)."""
        out = np.empty((planar.shape[1] // size, self.channels, 3), "<i2")
        full = np.float32(1 / 32768 if planar.dtype == np.int16 else 1.0)
        for channel, sound in enumerate(planar):
            # One channel at a time: each is contiguous, where reductions are some thirty times faster.
            bins = sound.reshape(-1, size)
            low, high = bins.min(axis=1) * full, bins.max(axis=1) * full
            self.peak = max(self.peak, float(-low.min()), float(high.max()))
            floats = bins
            if bins.dtype != np.float32:
                if self._floats.size < bins.size:
                    self._floats = np.empty(bins.size, np.float32)
                floats = self._floats[: bins.size].reshape(bins.shape)
                floats[:] = bins
            rms = np.sqrt(np.vecdot(floats, floats) * np.float32(full * full / size))
            for column, values in enumerate(
                (np.floor(low * _FULL), np.ceil(high * _FULL), np.rint(rms * _FULL))
            ):
                out[:, channel, column] = np.clip(values, -_FULL, _FULL)
        self._part.write(out.data)

    def close(self) -> None:
        """Fold the coarser levels, write the header, give the file its name. Nothing after abort or close."""
        if self._part.file.closed:
            return
        try:
            if self._filled:
                self._write_bins(self._open[:, : self._filled], self._filled)
            self._fold_levels()
            self._part.file.seek(0)
            self._part.write(_LAYOUT.pack(_MAGIC, _VERSION, self.rate, self.channels, self.samples))
            self._part.commit()
        finally:
            self._part.abort()

    def _fold_levels(self) -> None:
        """Append every further level, each read back from the file piece by piece: memory stays flat."""
        bin_bytes = self.channels * 3 * 2
        start = _HEADER_BYTES
        for bins in _bins_of_levels(self.samples):
            if bins == 1:
                return
            for first in range(0, bins, _FOLD_BINS):
                count = min(_FOLD_BINS, bins - first)
                self._part.file.seek(start + first * bin_bytes)
                fine = np.frombuffer(self._read(count * bin_bytes), "<i2").reshape(count, self.channels, 3)
                self._part.file.seek(0, os.SEEK_END)
                self._part.write(_folded(fine).data)
            start += bins * bin_bytes

    def _read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            more = self._part.file.read(size - len(data))
            if not more:
                raise MediaError(f"{named(self._part.path)} was cut short while it was written.")
            data += more
        return data

    def abort(self) -> None:
        """Leave nothing behind."""
        self._part.abort()


def _folded(fine: NDArray[np.int16]) -> NDArray[np.int16]:
    """Four bins to one: (n, channels, 3) to (ceil(n / 4), channels, 3)."""
    starts = np.arange(0, len(fine), STEP)
    out = np.empty((len(starts), *fine.shape[1:]), "<i2")
    out[..., 0] = np.minimum.reduceat(fine[..., 0], starts)
    out[..., 1] = np.maximum.reduceat(fine[..., 1], starts)
    squares = np.add.reduceat(fine[..., 2].astype(np.float64) ** 2, starts)
    counts = np.diff(np.append(starts, len(fine)))
    out[..., 2] = np.rint(np.sqrt(squares / counts[:, None]))
    return out


class Peaks:
    """The pyramid of one recording, mapped into memory. Any thread may read.

    rate, channels, samples: of the sound. Raises MediaError where the file is missing or damaged.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        path = Path(path)
        try:
            with open(path, "rb") as file:
                head = file.read(_HEADER_BYTES)
                size = os.fstat(file.fileno()).st_size
                if len(head) < _HEADER_BYTES or not head.startswith(_MAGIC):
                    raise MediaError(f"{named(path)} is not a waveform of this program.")
                _, version, rate, channels, samples = _LAYOUT.unpack(head)
                if version != _VERSION:
                    raise MediaError(f"The waveform {named(path)} was written by a newer version.")
                bins = list(_bins_of_levels(min(samples, 1 << 50)))
                right = 0 < rate <= MAX_RATE and 0 < channels <= MAX_CHANNELS
                if not right or size != _HEADER_BYTES + sum(bins) * channels * 6:
                    raise MediaError(f"The waveform {named(path)} is damaged.")
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise MediaError(f"The waveform {named(path)} cannot be read: {because(error)}.") from error
        self.rate: int = rate
        self.channels: int = channels
        self.samples: int = samples
        self._levels: list[NDArray[np.int16]] = []
        start = _HEADER_BYTES
        for count in bins:
            level = np.frombuffer(self._map, "<i2", count * channels * 3, start).reshape(count, channels, 3)
            self._levels.append(level)
            start += level.nbytes

    def columns(
        self, start: int, stop: int, count: int, channel: int = 0, pcm: PcmFile | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """What `count` pixel columns over samples [start, stop) show: (lows, highs, rms), full scale 1.0.

        Every column's low and high bound its samples (clipped to full scale); where the pyramid is
        coarser than a column they may bound a little more, unless `pcm`, the sound itself, is given for
        such close views. Columns beside the sound are zero. Raises ValueError where stop < start or
        `channel` does not exist.
        """
        if stop < start or count < 0 or not 0 <= channel < self.channels:
            raise ValueError(f"no {count} columns over [{start}, {stop}) of channel {channel}")
        lows, highs, rms = (np.zeros(count, np.float32) for _ in range(3))
        if not count or not self._levels:
            return lows, highs, rms
        edges = start + (np.arange(count + 1, dtype=np.int64) * (stop - start)) // count
        # A column narrower than a sample shows the sample it lies in.
        first, last = edges[:-1], np.maximum(edges[1:], edges[:-1] + 1)
        inside = (last > 0) & (first < self.samples)
        if not inside.any():
            return lows, highs, rms
        first, last = np.maximum(first[inside], 0), np.minimum(last[inside], self.samples)
        width = (stop - start) / count
        if width < BIN and pcm is not None:
            found = _from_sound(pcm, first, last, channel)
        else:
            found = self._from_levels(first, last, width, channel)
        lows[inside], highs[inside], rms[inside] = found
        return lows, highs, rms

    def _from_levels(
        self, first: NDArray[np.int64], last: NDArray[np.int64], width: float, channel: int
    ) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        number = 0
        while number + 1 < len(self._levels) and BIN * STEP ** (number + 1) <= width:
            number += 1
        size = BIN * STEP**number
        low_bin, high_bin = first // size, -(-last // size)
        base = int(low_bin[0])
        part = self._levels[number][base : int(high_bin[-1]), channel].astype(np.float32) * np.float32(
            1 / _FULL
        )
        lows, highs, squares = _reduced(
            part[:, 0], part[:, 1], part[:, 2] ** 2, low_bin - base, high_bin - base
        )
        return lows, highs, np.sqrt(squares)

    def close(self) -> None:
        """Let the file go; harmless again. Arrays that `columns` returned stay valid."""
        self._levels = []
        self._map.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _from_sound(
    pcm: PcmFile, first: NDArray[np.int64], last: NDArray[np.int64], channel: int
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    base = int(first[0])
    sound = np.clip(pcm.read(base, int(last[-1]))[:, channel], -1.0, 1.0)
    lows, highs, squares = _reduced(sound, sound, sound**2, first - base, last - base)
    return lows, highs, np.sqrt(squares)


def _reduced(
    low: NDArray[np.float32],
    high: NDArray[np.float32],
    square: NDArray[np.float32],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Least `low`, greatest `high` and mean `square` of each [first, last), which may overlap or leave
    gaps."""
    # reduceat reduces between neighbouring indices; every second result is a stretch that was asked for.
    ends = np.stack([first, last], axis=1).reshape(-1)
    lows = np.minimum.reduceat(np.append(low, 0.0), ends)[::2]
    highs = np.maximum.reduceat(np.append(high, 0.0), ends)[::2]
    means = np.add.reduceat(np.append(square, 0.0), ends)[::2] / (last - first)
    return lows, highs, means

"""The decoded sound of one recording, in one file that describes itself.

A header of 64 bytes, then interleaved little-endian samples, nothing after them:

    0   8   magic  b"WTPCM\\r\\n\\x1a"  (damage by a text-mode copy shows)
    8   2   version, 1
    10  2   sample type: 1 int16, 2 float32
    12  4   rate, samples a second
    16  4   channels
    20  4   zero
    24  8   samples (per channel)
    32  32  zero

The sound is read from the file, never mapped: the pages of a mapping count as the process's own memory,
and one pass over three hours of stereo would show as two gigabytes. A file cut short under a mapping would
also end the process, where a read says so.
"""

from __future__ import annotations

import os
import struct
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal, Self

import numpy as np
from numpy.typing import NDArray

from editor.media.errors import MediaError, because, named
from editor.media.part_file import PartFile, WholeOrNothing

HEADER_BYTES = 64
MAX_RATE = 768_000
MAX_CHANNELS = 64

PcmType = Literal["int16", "float32"]

_MAGIC = b"WTPCM\r\n\x1a"
_VERSION = 1
_LAYOUT = struct.Struct("<8sHHII4xQ32x")
_CODES: dict[PcmType, int] = {"int16": 1, "float32": 2}
_TYPES = {code: name for name, code in _CODES.items()}
_DTYPES: dict[PcmType, np.dtype[Any]] = {"int16": np.dtype("<i2"), "float32": np.dtype("<f4")}
# Bytes read in one hold of the lock: a reader of whole hours never keeps the player waiting.
_READ_BYTES = 1 << 20
_LITTLE = sys.byteorder == "little"


class PcmFile:
    """Random access to decoded sound. Any thread may read; a closed file raises ValueError.

    rate: samples a second. channels: interleaved. samples: per channel. dtype: how they are kept.
    Raises MediaError where the file is missing, damaged or of a version this program does not know.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._lock = threading.Lock()
        try:
            self._file: BinaryIO = open(self.path, "rb", buffering=0)  # noqa: SIM115  closed by `close`
        except OSError as error:
            raise MediaError(f"The decoded sound {named(path)} cannot be read: {because(error)}.") from error
        try:
            self._read_header()
        except BaseException:
            self._file.close()
            raise

    def _read_header(self) -> None:
        head = self._file.read(HEADER_BYTES)
        if len(head) < HEADER_BYTES or not head.startswith(_MAGIC):
            raise MediaError(f"{named(self.path)} is not decoded sound of this program.")
        _, version, code, rate, channels, samples = _LAYOUT.unpack(head)
        if version != _VERSION:
            raise MediaError(f"The decoded sound {named(self.path)} was written by a newer version.")
        if code not in _TYPES or not 0 < rate <= MAX_RATE or not 0 < channels <= MAX_CHANNELS:
            raise MediaError(f"The decoded sound {named(self.path)} is damaged.")
        self.dtype: PcmType = _TYPES[code]
        self.rate: int = rate
        self.channels: int = channels
        self.samples: int = samples
        self._frame_bytes = channels * _DTYPES[self.dtype].itemsize
        if os.fstat(self._file.fileno()).st_size != HEADER_BYTES + samples * self._frame_bytes:
            raise MediaError(f"The decoded sound {named(self.path)} is damaged: it was cut short.")

    def read(self, start: int, stop: int) -> NDArray[np.float32]:
        """Samples [start, stop) as float32 of shape (stop - start, channels), full scale 1.0.

        Zeros outside [0, samples). The array is the caller's own. Raises ValueError where stop < start,
        MediaError where the disk fails.
        """
        if stop < start:
            raise ValueError(f"stop {stop} lies before start {start}")
        out = np.empty((stop - start, self.channels), np.float32)
        first, last = min(max(start, 0), stop), max(min(stop, self.samples), start)
        if first >= last:
            out[:] = 0.0
            return out
        out[: first - start] = 0.0
        out[last - start :] = 0.0
        inside = out[first - start : last - start]
        if self.dtype == "float32" and _LITTLE:
            self._fill(first, inside)
        else:
            self._fill_converting(first, inside)
        return out

    def read_raw(self, start: int, stop: int) -> NDArray[Any]:
        """Samples [start, stop), which must lie inside the file, just as they are kept (`dtype`)."""
        if not 0 <= start <= stop <= self.samples:
            raise ValueError(f"[{start}, {stop}) is not inside [0, {self.samples})")
        out = np.empty((stop - start, self.channels), _DTYPES[self.dtype])
        self._fill(start, out)
        return out

    def _fill_converting(self, start: int, out: NDArray[np.float32]) -> None:
        step = max(1, _READ_BYTES // self._frame_bytes)
        scratch = np.empty((min(step, len(out)), self.channels), _DTYPES[self.dtype])
        scale = np.float32(1 / 32768 if self.dtype == "int16" else 1.0)
        for done in range(0, len(out), step):
            part = scratch[: len(out) - done]
            self._fill(start + done, part)
            np.multiply(part, scale, out=out[done : done + len(part)])

    def _fill(self, start: int, out: NDArray[Any]) -> None:
        """Read from sample `start` until `out` (contiguous, of the file's own type) is full."""
        view = out.data.cast("B")
        offset = HEADER_BYTES + start * self._frame_bytes
        try:
            for done in range(0, len(view), _READ_BYTES):
                part = view[done : done + _READ_BYTES]
                with self._lock:
                    self._file.seek(offset + done)
                    while part:
                        count = self._file.readinto(part)  # type: ignore[attr-defined]
                        if not count:
                            raise MediaError(
                                f"The decoded sound {named(self.path)} was cut short while in use."
                            )
                        part = part[count:]
        except OSError as error:
            raise MediaError(
                f"The decoded sound {named(self.path)} cannot be read: {because(error)}."
            ) from error

    def close(self) -> None:
        """Let the file go; calling it again is harmless."""
        with self._lock:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class PcmWriter(WholeOrNothing):
    """Writes decoded sound block by block; the file appears under `path` at `close`, whole.

    As a context manager it closes where the body ends well and aborts where it does not.
    Raises MediaError where the disk refuses, ValueError on a rate or channel count no file may have.
    """

    def __init__(
        self, path: str | os.PathLike[str], rate: int, channels: int, dtype: PcmType = "float32"
    ) -> None:
        if not 0 < rate <= MAX_RATE or not 0 < channels <= MAX_CHANNELS:
            raise ValueError(f"no sound of {rate} Hz and {channels} channels")
        self.rate, self.channels, self.dtype = rate, channels, dtype
        self.samples = 0
        # Kept from block to block: fresh memory costs more than the copy into it.
        self._interleaved = np.empty((0, channels), _DTYPES[dtype])
        self._part = PartFile(path, "The sound that the project keeps")
        self._part.write(bytes(HEADER_BYTES))

    def write(self, block: NDArray[Any]) -> None:
        """Append `block` of shape (n, channels), of the type that `dtype` says (TypeError otherwise)."""
        if block.dtype.name != self.dtype:
            raise TypeError(f"a file of {self.dtype} takes no {block.dtype.name}")
        if block.ndim != 2 or block.shape[1] != self.channels:
            raise ValueError(f"a block of shape {block.shape} is not (n, {self.channels})")
        if not len(block):
            return
        if block.flags.c_contiguous and _LITTLE:
            self._part.write(block.data)
        else:
            if len(self._interleaved) < len(block):
                self._interleaved = np.empty(block.shape, _DTYPES[self.dtype])
            for channel in range(self.channels):
                self._interleaved[: len(block), channel] = block[:, channel]
            self._part.write(self._interleaved[: len(block)].data)
        self.samples += len(block)

    def close(self) -> None:
        """Write the header and give the file its name. Nothing after an abort or an earlier close."""
        if self._part.file.closed:
            return
        head = _LAYOUT.pack(_MAGIC, _VERSION, _CODES[self.dtype], self.rate, self.channels, self.samples)
        try:
            self._part.file.seek(0)
            self._part.write(head)
            self._part.commit()
        finally:
            self._part.abort()

    def abort(self) -> None:
        """Leave nothing behind."""
        self._part.abort()

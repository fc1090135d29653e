"""WAV, written here rather than by a library: exact, streaming, and RF64 (EBU Tech 3306) past 4 GB."""

from __future__ import annotations

import struct
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from editor.media.part_file import PartFile
from editor.media.quantising import to_int16, to_int24

BitDepth = Literal[16, 24, "float"]

# Largest size that the 32-bit fields of a plain WAV can state.
RIFF_LIMIT = 0xFFFFFFFF

# What the text chunks of RIFF (INFO) are called, by our names of tags.
_INFO = {
    "title": b"INAM",
    "artist": b"IART",
    "album": b"IPRD",
    "date": b"ICRD",
    "genre": b"IGNR",
    "comment": b"ICMT",
    "copyright": b"ICOP",
}
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
# The tail of the two GUIDs of an extensible format, after the format's own number.
_GUID_TAIL = bytes.fromhex("000000001000800000aa00389b71")


class WavWriter:
    """Writes float blocks as 16 bit (dithered), 24 bit or float into `part`, which stays the caller's.

    Raises MediaError where the disk refuses.
    """

    def __init__(
        self, part: PartFile, rate: int, channels: int, bit_depth: BitDepth, tags: dict[str, str]
    ) -> None:
        self._part, self._channels, self._depth = part, channels, bit_depth
        self._samples = 0
        self._frame_bytes = channels * {16: 2, 24: 3, "float": 4}[bit_depth]
        self._before = self._chunks(rate, tags)
        self._write_head(bytes(36))

    def _chunks(self, rate: int, tags: dict[str, str]) -> bytes:
        bits = 32 if self._depth == "float" else self._depth
        kind = _FLOAT if self._depth == "float" else _PCM
        align = self._channels * bits // 8
        extensible = self._channels > 2 or bits == 24
        form = struct.pack(
            "<HHIIHH",
            _EXTENSIBLE if extensible else kind,
            self._channels,
            rate,
            rate * align,
            align,
            bits,
        )
        if extensible:
            mask = {1: 0x4, 2: 0x3, 6: 0x3F, 8: 0x63F}.get(self._channels, 0)
            form += struct.pack("<HHIH", 22, bits, mask, kind) + _GUID_TAIL
        elif kind == _FLOAT:
            form += struct.pack("<H", 0)
        chunks = _chunk(b"fmt ", form)
        texts = b"".join(
            _chunk(_INFO[name], text.encode("utf-8") + b"\0")
            for name, text in tags.items()
            if name in _INFO and text
        )
        return chunks + (_chunk(b"LIST", b"INFO" + texts) if texts else b"")

    def _write_head(self, ds64: bytes, riff: bytes = b"RIFF", size: int = 0, data_size: int = 0) -> None:
        """The head as long as it will ever be: where a plain file has junk, an RF64 has its 64-bit sizes."""
        self._part.file.seek(0)
        fact = b""
        if self._depth == "float":
            fact = _chunk(b"fact", struct.pack("<I", min(self._samples, RIFF_LIMIT)))
        self._part.write(
            struct.pack("<4sI4s", riff, size, b"WAVE")
            + ds64
            + self._before
            + fact
            + struct.pack("<4sI", b"data", data_size)
        )

    def write(self, block: NDArray[np.float32]) -> None:
        """Append `block` of shape (n, channels), full scale 1.0."""
        if self._depth == 16:
            data = to_int16(block, self._samples).astype("<i2", copy=False).tobytes()
        elif self._depth == 24:
            whole = np.ascontiguousarray(to_int24(block), "<i4")
            data = whole.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
        else:
            data = np.ascontiguousarray(block, "<f4").tobytes()
        self._part.write(data)
        self._samples += len(block)

    def finish(self) -> None:
        """Complete the head; the caller commits the file."""
        data_size = self._samples * self._frame_bytes
        end = self._part.file.tell()
        if data_size % 2:
            self._part.write(b"\0")
            end += 1
        if end - 8 > RIFF_LIMIT:
            ds64 = struct.pack("<4sIQQQI", b"ds64", 28, end - 8, data_size, self._samples, 0)
            self._write_head(ds64, b"RF64", 0xFFFFFFFF, 0xFFFFFFFF)
        else:
            self._write_head(struct.pack("<4sI28x", b"JUNK", 28), b"RIFF", end - 8, data_size)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack("<4sI", name, len(data)) + data + b"\0" * (len(data) % 2)

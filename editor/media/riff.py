"""Where the samples of a plain WAV or RF64 file lie."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from typing import BinaryIO

# Chunks looked at before the samples: real files have a dozen, and each costs a seek.
_MOST_CHUNKS = 1000
_UNKNOWN = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class WavData:
    """The samples of a WAV file: bytes [start, start + size) are there. claimed: how many the header states,
    or None where it leaves that open, as streams do.
    """

    start: int
    size: int
    claimed: int | None


def wav_data(file: BinaryIO) -> WavData | None:
    """Find the samples in `file`, which is left where it was; None where it is no WAV or has none."""
    place = file.tell()
    try:
        return _found(file, os.fstat(file.fileno()).st_size)
    finally:
        file.seek(place)


def _found(file: BinaryIO, size: int) -> WavData | None:
    file.seek(0)
    head = file.read(12)
    if len(head) < 12 or head[:4] not in (b"RIFF", b"RF64") or head[8:] != b"WAVE":
        return None
    place, long_size = 12, None
    for _ in range(_MOST_CHUNKS):
        file.seek(place)
        head = file.read(8)
        if len(head) < 8:
            return None
        name, length = struct.unpack("<4sI", head)
        place += 8
        if name == b"data":
            there = max(0, size - place)
            claimed: int | None = length
            if length == _UNKNOWN:
                claimed = long_size
            elif length == 0 and there > 0:
                claimed = None
            return WavData(place, there if claimed is None else min(there, claimed), claimed)
        if name == b"ds64" and length >= 16:
            long_size = struct.unpack("<8xQ", file.read(16).ljust(16, b"\0"))[0]
        place += length + length % 2
    return None

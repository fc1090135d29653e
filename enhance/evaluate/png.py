"""A PNG file out of an array: 8 bits with a palette, by zlib alone (PNG 1.2: IHDR, PLTE, IDAT, IEND)."""

from __future__ import annotations

import os
import struct
import tempfile
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def write_png(path: Path, pixels: NDArray[np.uint8], palette: NDArray[np.uint8]) -> None:
    """Write `pixels` (height, width), numbers of colours in `palette` (256, 3), to `path`.

    The file is there whole or not at all. Raises OSError.
    """
    height, width = pixels.shape
    # Every line begins with its filter: 0, none.
    lines = np.zeros((height, width + 1), np.uint8)
    lines[:, 1:] = pixels
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette.astype(np.uint8).tobytes()),
            _chunk(b"IDAT", zlib.compress(lines.tobytes(), 9)),
            _chunk(b"IEND", b""),
        )
    )
    descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.replace(part, path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

"""The name of a recording is what is in it."""

from __future__ import annotations

import hashlib
import os

from editor.jobs import Report, silent
from editor.media.errors import MediaError, because, named
from editor.media.opening import open_regular

_BLOCK_BYTES = 4 << 20


def content_hash(path: str | os.PathLike[str], report: Report = silent) -> str:
    """The SHA-256 of the file's bytes, in 64 hexadecimal digits, read piece by piece.

    Raises MediaError where the file is empty, no ordinary file, or cannot be read.
    """
    digest = hashlib.sha256()
    block = memoryview(bytearray(_BLOCK_BYTES))
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        done = 0
        report(0.0, "Looking at the file")
        try:
            while count := file.readinto(block):  # type: ignore[attr-defined]
                digest.update(block[:count])
                done += count
                report(min(1.0, done / size), "Looking at the file")
        except OSError as error:
            raise MediaError(f"{named(path)} cannot be read: {because(error)}.") from error
    return digest.hexdigest()

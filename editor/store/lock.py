"""Who may write: one open file with a lock that the system lets go when its process dies, however it dies.

The file says for people who holds it; the lock alone decides.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

from editor.store.errors import StoreError, from_os

_FAR = 1 << 30
"""Where the locked byte is on systems that keep others from reading locked bytes: far behind the text."""


class Lock:
    """The right to write a project. Raises `StoreError` where somebody has it, saying who."""

    def __init__(self, file: Path, name: str) -> None:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        try:
            self._descriptor = os.open(file, flags, 0o644)
        except OSError as error:
            raise from_os(error, f'The project "{name}" could not be opened for writing') from error
        try:
            _lock(self._descriptor)
        except OSError:
            holder = _holder(self._descriptor)
            os.close(self._descriptor)
            raise StoreError(
                f'The project "{name}" is open in another window or program{holder}; '
                "close it there, or open it for reading only."
            ) from None
        try:
            text = json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode()
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, text)
        except OSError as error:
            os.close(self._descriptor)
            raise from_os(error, f'The project "{name}" could not be opened for writing') from error

    def release(self) -> None:
        """Let go. The file stays: taking it away would let two hold locks on two files of one name."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _holder(descriptor: int) -> str:
    """` (process 12 on studio)`, or nothing where the file does not say so."""
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        said = json.loads(os.read(descriptor, 1000))
        pid, host = int(said["pid"]), str(said["host"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    shown = "".join(letter for letter in host if letter.isalnum() or letter in "-._")[:64]
    return f" (process {pid} on {shown})" if shown else f" (process {pid})"


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

"""A file that appears whole under its name, or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from editor.media.errors import MediaError, because, named


class WholeOrNothing(ABC):
    """A writer whose `with` block ends in `close`, and in `abort` where an exception ends it."""

    @abstractmethod
    def close(self) -> None:
        """Finish: what was written appears under its name."""

    @abstractmethod
    def abort(self) -> None:
        """Leave nothing behind."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abort()


class PartFile:
    """An open file under a passing name beside `path`: `commit` gives it its name, `abort` removes it.

    what: how a sentence names it, where `path` is not a file that the user knows.
    Both may be called again and then do nothing, so `abort` is safe in a `finally`.
    Raises MediaError where the folder cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str], what: str | None = None) -> None:
        self.path = Path(path)
        self._what = what or named(self.path)
        # Short, because the name itself may already be as long as the file system allows.
        self.part_path = self.path.with_name(f".{self.path.name[:40]}.{secrets.token_hex(6)}.part")
        try:
            # "x": a name that someone foresaw (a link planted in a shared folder) is never written through.
            self.file: BinaryIO = open(self.part_path, "xb+", buffering=0)  # noqa: SIM115  closed below
        except OSError as error:
            raise MediaError(f"{self._what} cannot be written: {because(error)}.") from error

    def write(self, data: bytes | memoryview) -> None:
        """Append `data` at the file's position. Raises MediaError, as on a full disk."""
        view = memoryview(data).cast("B")
        try:
            while view:
                view = view[self.file.write(view) :]
        except OSError as error:
            raise MediaError(f"{self._what} cannot be written: {because(error)}.") from error

    def commit(self) -> None:
        """Close, and take the place of whatever `path` held. Raises MediaError, leaving `path` as it was."""
        if self.file.closed:
            return
        try:
            self.file.close()
            os.replace(self.part_path, self.path)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.unlink(self.part_path)
            raise MediaError(f"{self._what} cannot be replaced: {because(error)}.") from error

    def abort(self) -> None:
        """Close and remove what was written; nothing where it was already committed or removed."""
        if self.file.closed:
            return
        self.file.close()
        with contextlib.suppress(OSError):
            os.unlink(self.part_path)

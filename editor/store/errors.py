"""What can go wrong with a project on disk, as sentences."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from editor.model.errors import Refusal

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)
_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)


class StoreError(Refusal):
    """The project could not be read or written; what was on disk before is there still."""


def damaged(name: str, what: str) -> StoreError:
    """The sentence for a project whose file says what it cannot say; `what` is a short clause."""
    return StoreError(
        f'The project "{name}" is damaged ({what}); nothing was changed in it: keep a copy of the folder, '
        "and go on from a packed copy or a backup of it."
    )


_NO_ROOM_FOR_INDEX = sqlite3.SQLITE_IOERR_SHMSIZE
"""What a full disk shows as when a project is opened: the index beside the journal cannot be made."""


def from_sqlite(error: sqlite3.Error, name: str) -> StoreError:
    """The sentence for what the database said about the project `name`."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _DAMAGED or (isinstance(error, sqlite3.DatabaseError) and "malformed" in str(error)):
        return damaged(name, "its database does not hold together")
    whole_code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if code == sqlite3.SQLITE_FULL or whole_code == _NO_ROOM_FOR_INDEX:
        return StoreError(
            f'The project "{name}" could not be saved because the disk is full; '
            "free some space and try again."
        )
    if code == sqlite3.SQLITE_BUSY:
        return StoreError(f'The project "{name}" is busy in another program; try again when it is done.')
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return StoreError(f'The project "{name}" cannot be written to; check the rights of its folder.')
    if code == sqlite3.SQLITE_CANTOPEN:
        return StoreError(
            f'The database of the project "{name}" cannot be opened; check the rights of its folder.'
        )
    if code == sqlite3.SQLITE_IOERR:
        return StoreError(f'The disk failed while the project "{name}" was read or written; check the disk.')
    return damaged(name, "its database is not what it should be")


def from_os(error: OSError, what: str) -> StoreError:
    """The sentence for a failure of the system that begins with `what`: 'The file "x" could not be ...'."""
    if error.errno in _FULL:
        return StoreError(f"{what} because the disk is full; free some space and try again.")
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return StoreError(
            f"{what} because you have no right to do that there; check the rights of the folder."
        )
    if isinstance(error, FileNotFoundError):
        return StoreError(f"{what} because it is not there.")
    return StoreError(f"{what}: {error.strerror or 'the system refused'}.")


@contextmanager
def as_sentences(path: Path, what: str = "could not be read or written") -> Iterator[None]:
    """Failures of the database or the system in the block, as `StoreError` about the project at `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise from_sqlite(error, path.stem) from error
    except UnicodeDecodeError as error:
        # Text of the database, its own names and messages included, that is no text.
        raise damaged(path.stem, "its database does not hold together") from error
    except OSError as error:
        raise from_os(error, f'The project "{path.stem}" {what}') from error

"""The recordings of a project, by the hash of what is in them, and the caches made of them."""

from __future__ import annotations

import os
import re
import secrets
import stat
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Literal

from editor.jobs import Report, part, silent
from editor.store.database import Database, check_inside
from editor.store.errors import StoreError, as_sentences, damaged, from_os

MEDIA = "media"
CACHE = "cache"
PART = ".part-"
"""What the names of recordings begin with that are not whole yet."""

CACHE_PART = ".part"
"""What the names of caches end with that are not whole yet; they begin with a dot."""

CacheKind = Literal["pcm", "peaks"]

BLOCK = 1 << 20
_HASH = re.compile(r"[0-9a-f]{64}")
_EXTENSION = re.compile(r"[a-z0-9]{1,8}")
_NAME = re.compile(r"([0-9a-f]{64})\.([a-z0-9]{1,8})")


def media_name(name: str) -> tuple[str, str] | None:
    """(hash, extension) of a file name that a recording in a project can have, or None."""
    found = _NAME.fullmatch(name)
    return (found[1], found[2]) if found else None


def sync_folder(folder: Path) -> None:
    """Make names in `folder` outlast a failure of power, where the system knows how to."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class MediaFiles:
    """`media/` and `cache/` of one project."""

    def __init__(self, database: Database, rate: int) -> None:
        self._database = database
        self._root = database.root
        self._rate = rate
        if database.writable:
            for pattern in (f"{MEDIA}/{PART}*", f"{CACHE}/*/.*{CACHE_PART}"):
                for stale in self._root.glob(pattern):
                    # Of an import whose process died: the writer's lock is ours.
                    with suppress(OSError):
                        stale.unlink()

    def add(self, file: Path, report: Report = silent) -> str:
        """Copy `file` into the project and return its hash; one that is there already is not copied twice.

        Raises `StoreError` where it cannot be read or copied.
        """
        if not self._database.writable:
            raise StoreError(
                f'The project "{self._root.stem}" is open for reading only and cannot be changed.'
            )
        try:
            if not stat.S_ISREG(os.stat(file).st_mode):
                raise StoreError(f'"{file.name}" is no file and cannot be imported.')
            source = file.open("rb")
        except OSError as error:
            raise from_os(error, f'"{file.name}" could not be read') from error
        with source:
            return self._copied(source, file, report)

    def path(self, media: str) -> Path:
        """Where the recording lies. Raises `StoreError` where it is missing or not as long as it was."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT extension, bytes FROM media WHERE hash = ?", (media,)).fetchone()
        if row is None:
            raise StoreError(f'The project "{self._root.stem}" has no recording {media[:12]}.')
        extension, size = row
        if not _HASH.fullmatch(media) or not _EXTENSION.fullmatch(str(extension)):
            raise damaged(self._root.stem, "a recording has a name that it cannot have")
        path = self._root / MEDIA / f"{media}.{extension}"
        check_inside(self._root, path)
        try:
            found = os.stat(path)
        except OSError as error:
            raise from_os(
                error, f'A recording of the project "{self._root.stem}" ({path.name[:12]}) could not be read'
            ) from error
        if not stat.S_ISREG(found.st_mode) or found.st_size != size:
            raise StoreError(
                f'A recording of the project "{self._root.stem}" ({path.name[:12]}) is not what was '
                "imported; put the file back from a copy of the project."
            )
        return path

    def cache_path(self, media: str, kind: CacheKind) -> Path:
        """Where a cache of the recording belongs; its folder is there, the file may not be."""
        if not _HASH.fullmatch(media) or kind not in ("pcm", "peaks"):
            raise ValueError(f"no cache is named {media}.{kind}")
        path = self._root / CACHE / str(self._rate) / f"{media}.{kind}"
        check_inside(self._root, path)
        with as_sentences(self._root, "has no room for its caches"):
            path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def unnamed_cache(self) -> dict[CacheKind, Path]:
        """Where caches of a recording can be made before its hash is known; `name_cache` keeps them.

        What is not kept is removed when the project is opened the next time, where nobody did before.
        """
        folder = self._root / CACHE / str(self._rate)
        check_inside(self._root, folder)
        with as_sentences(self._root, "has no room for its caches"):
            folder.mkdir(parents=True, exist_ok=True)
        token = secrets.token_hex(8)
        return {"pcm": folder / f".{token}.pcm{CACHE_PART}", "peaks": folder / f".{token}.peaks{CACHE_PART}"}

    def name_cache(self, made: dict[CacheKind, Path], media: str) -> None:
        """Make these the caches of a recording. The sound last: where it is, its waveform is."""
        with as_sentences(self._root, "cannot keep its caches"):
            for kind in ("peaks", "pcm"):
                os.replace(made[kind], self.cache_path(media, kind))

    def all(self) -> tuple[str, ...]:
        """The hashes of all recordings."""
        with self._database.reading() as connection:
            return tuple(
                str(media) for (media,) in connection.execute("SELECT hash FROM media ORDER BY hash")
            )

    def remove(self, media: str) -> None:
        """Forget a recording and its caches; for one whose import did not come to its end."""
        path = self.path(media)
        with self._database.writing() as connection:
            connection.execute("DELETE FROM media WHERE hash = ?", (media,))
        for file in (path, self.cache_path(media, "pcm"), self.cache_path(media, "peaks")):
            # What cannot be deleted now is of no use to anybody and harms nobody.
            with suppress(OSError):
                file.unlink(missing_ok=True)

    def verify(self, report: Report = silent) -> None:
        """Read every recording. Raises `StoreError` for the first that is not what was imported."""
        everything = self.all()
        for number, media in enumerate(everything):
            path = self.path(media)
            step = part(
                report, number / len(everything), (number + 1) / len(everything), "Checking recordings"
            )
            with as_sentences(self._root), path.open("rb") as stream:
                if hash_of(stream, path.stat().st_size, step) != media:
                    raise StoreError(
                        f'A recording of the project "{self._root.stem}" ({path.name[:12]}) is damaged; '
                        "put the file back from a copy of the project."
                    )

    def _copied(self, source: BinaryIO, file: Path, report: Report) -> str:
        folder = self._root / MEDIA
        check_inside(self._root, folder)
        try:
            folder.mkdir(exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix=PART, dir=folder)
        except OSError as error:
            raise from_os(error, f'"{file.name}" could not be copied into the project') from error
        half = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as target:
                media, size = _copy(source, target, file, report)
                target.flush()
                os.fsync(target.fileno())
            self._place(half, media, size, file)
        except OSError as error:
            raise from_os(error, f'"{file.name}" could not be copied into the project') from error
        finally:
            half.unlink(missing_ok=True)
        return media

    def _place(self, half: Path, media: str, size: int, file: Path) -> None:
        """Give a whole file its name, and the project the knowledge of it."""
        extension = file.suffix[1:].lower()
        if not _EXTENSION.fullmatch(extension):
            extension = "bin"
        with self._database.reading() as connection:
            row = connection.execute("SELECT extension FROM media WHERE hash = ?", (media,)).fetchone()
        target = self._root / MEDIA / f"{media}.{row[0] if row else extension}"
        check_inside(self._root, target)
        if not row or not target.is_file() or target.stat().st_size != size:
            os.replace(half, target)
            sync_folder(target.parent)
        if not row:
            with self._database.writing() as connection:
                connection.execute("INSERT INTO media VALUES (?, ?, ?)", (media, extension, size))


def _copy(source: BinaryIO, target: BinaryIO, file: Path, report: Report) -> tuple[str, int]:
    """(hash, bytes) of what was copied; the source's own failures are told from the target's."""
    digest, done = sha256(), 0
    total = max(os.fstat(source.fileno()).st_size, 1)
    while True:
        report(min(done / total, 1.0), "Copying the recording")
        try:
            block = source.read(BLOCK)
        except OSError as error:
            raise from_os(error, f'"{file.name}" could not be read to its end') from error
        if not block:
            return digest.hexdigest(), done
        digest.update(block)
        target.write(block)
        done += len(block)


def hash_of(stream: BinaryIO, total: int, report: Report = silent) -> str:
    """SHA-256, in hex, of the rest of a stream that is about `total` bytes long."""
    digest, done = sha256(), 0
    while block := stream.read(BLOCK):
        digest.update(block)
        done += len(block)
        report(min(done / max(total, 1), 1.0))
    return digest.hexdigest()

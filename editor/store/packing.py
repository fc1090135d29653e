"""A project as one file to send or keep: a ZIP of its database and its recordings, without caches.

    NAME.wordtape/project.sqlite                deflated
    NAME.wordtape/media/<sha256>.<extension>    stored as they are: sound does not get smaller
    NAME.wordtape/variants/<sha256>.pcm         enhanced sound, stored too

Such a file may come from anybody. Nothing of it is unpacked under a name that it chose itself, nothing grows
beyond what the file is long, and the project appears whole or not at all.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sqlite3
import stat
import tempfile
import zipfile
import zlib
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from editor.jobs import Report, silent
from editor.store.database import FILE
from editor.store.errors import StoreError, as_sentences, from_os
from editor.store.mediafiles import BLOCK, MEDIA, hash_of, media_name, sync_folder
from editor.store.project import Project, project_folder, put_in_place, refuse_existing
from editor.store.variants import variant_name

MAX_ENTRIES = 20_000
MAX_DIRECTORY = 8 << 20
"""Bytes that the ZIP's own table of contents may have."""

MAX_DEFLATION = 100
SMALL_DATABASE = 16 << 20
"""A database longer than this may be `MAX_DEFLATION` times longer than it is in the ZIP; real ones are 5."""

_ENTRY = re.compile(
    r"(?P<top>[^/\\:\0]{1,255})/"
    r"(?P<rest>|(?:media|variants)/|project\.sqlite|media/(?P<media>[^/\\]{1,80})"
    r"|variants/(?P<variant>[^/\\]{1,80}))"
)
_ENCRYPTED = 0x1


def pack(project: Path, out: Path, report: Report = silent) -> None:
    """Write the project at `project`, as it is on disk now, to the ZIP file `out`, which is replaced.

    The project may be open elsewhere. Raises `StoreError`, and leaves `out` as it was, where that fails.
    """
    out = out.absolute()
    with Project.open(project, write=False) as opened:
        if out.resolve().is_relative_to(opened.path.resolve()):
            raise StoreError(
                f'"{out.name}" cannot be written into the project\'s own folder; choose another.'
            )
        media = [opened.media_path(one) for one in opened.media()]
        variants = opened.variants.files()
        try:
            with tempfile.TemporaryDirectory(prefix=".pack-", dir=out.parent) as place:
                copy, half = Path(place) / FILE, Path(place) / "half.zip"
                opened.copy_database(copy)
                _fold(copy)
                _write(half, opened.path.name, copy, [*media, *variants], report)
                os.replace(half, out)
                sync_folder(out.parent)
        except OSError as error:
            raise from_os(error, f'"{out.name}" could not be written') from error


def _fold(database: Path) -> None:
    """Make a copied database one file that needs no journal beside it."""
    with as_sentences(database), closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA journal_mode = DELETE")


def _write(half: Path, top: str, database: Path, sounds: list[Path], report: Report) -> None:
    files = [(f"{top}/{FILE}", database, zipfile.ZIP_DEFLATED)]
    files += [(f"{top}/{path.parent.name}/{path.name}", path, zipfile.ZIP_STORED) for path in sounds]
    total, done = sum(path.stat().st_size for _, path, _ in files), 0
    with half.open("wb") as stream:
        with zipfile.ZipFile(stream, "w", allowZip64=True) as target:
            for name, path, method in files:
                info = zipfile.ZipInfo(name)
                info.compress_type = method
                info.external_attr = (stat.S_IFREG | 0o644) << 16
                with path.open("rb") as source, target.open(info, "w", force_zip64=True) as entry:
                    while block := source.read(BLOCK):
                        report(min(done / total, 1.0), "Packing the project")
                        entry.write(block)
                        done += len(block)
        stream.flush()
        os.fsync(stream.fileno())


def unpack(packed: Path, folder: Path, report: Report = silent) -> Path:
    """Make the project that `packed` holds, and return where: `folder` itself where its name ends in
    `.wordtape`, else a project in `folder` named as the ZIP file is.

    Raises `StoreError` where something is there already, and where the file is no packed project, is damaged,
    or holds anything that a project does not; then nothing is left.
    """
    target = project_folder(folder if folder.suffix == ".wordtape" else folder / packed.stem)
    refuse_existing(target)
    try:
        stream = _Bounded(packed)
    except OSError as error:
        raise from_os(error, f'"{packed.name}" could not be read') from error
    with stream:
        try:
            with zipfile.ZipFile(stream) as archive:
                entries = _checked(archive, packed)
                with tempfile.TemporaryDirectory(prefix=".unpack-", dir=target.parent) as place:
                    whole = Path(place) / target.name
                    _extract(archive, entries, whole, packed, report)
                    _try_out(whole)
                    put_in_place(whole, target)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
            raise StoreError(
                f'"{packed.name}" is no packed project, or it is damaged; get it once more.'
            ) from error
        except OSError as error:
            raise from_os(error, f'"{packed.name}" could not be unpacked') from error
    return target


class _Bounded(io.FileIO):
    """A file of which nobody reads more at once than a table of contents may be long."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, "r")

    def read(self, size: int | None = -1, /) -> bytes:
        """As FileIO. Raises BadZipFile for more than `MAX_DIRECTORY` bytes at once."""
        if size is None or size < 0:
            size = max(os.fstat(self.fileno()).st_size - self.tell(), 0)
        if size > MAX_DIRECTORY:
            raise zipfile.BadZipFile("the table of contents is too long")
        parts = []
        while size > 0 and (part := super().read(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _checked(archive: zipfile.ZipFile, packed: Path) -> dict[str, zipfile.ZipInfo]:
    """What is to be unpacked, by its name in the project. Raises `StoreError` for anything else in there."""
    found: dict[str, zipfile.ZipInfo] = {}
    tops: set[str] = set()
    if len(archive.infolist()) > MAX_ENTRIES:
        raise _refused(packed, "it holds too many files")
    for info in archive.infolist():
        match = _ENTRY.fullmatch(info.filename)
        if (
            match is None
            or match["top"] in (".", "..")
            or (match["media"] and not media_name(match["media"]))
            or (match["variant"] and not variant_name(match["variant"]))
        ):
            raise _refused(packed, f"it holds {info.filename[:80]!r}, which belongs in no project")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise _refused(packed, f"it holds {info.filename[:80]!r}, which is a link or a device")
        if info.flag_bits & _ENCRYPTED:
            raise _refused(packed, "it is encrypted")
        tops.add(match["top"])
        if match["rest"] in ("", "media/", "variants/"):
            continue
        if match["rest"] in found:
            raise _refused(packed, f"it holds {info.filename[:80]!r} twice")
        found[match["rest"]] = info
    if FILE not in found or len(tops) != 1:
        raise _refused(packed, "it does not hold one project")
    _check_sizes(found, packed)
    return found


def _check_sizes(entries: dict[str, zipfile.ZipInfo], packed: Path) -> None:
    """Raise `StoreError` where more is declared than can be in there, which is what zip bombs do."""
    database = entries[FILE]
    stored = [info for name, info in entries.items() if name != FILE]
    if any(
        info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size for info in stored
    ):
        raise _refused(packed, "its recordings are not stored as they are")
    if database.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused(packed, "its database is compressed in an unknown way")
    if database.file_size > max(SMALL_DATABASE, MAX_DEFLATION * database.compress_size):
        raise _refused(packed, "its database would become absurdly large")
    placed = sorted(
        (info.header_offset, info.header_offset + info.compress_size) for info in entries.values()
    )
    if any(end > begin for (_, end), (begin, _) in pairwise((*placed, (packed.stat().st_size, 0)))):
        raise _refused(packed, "it holds less than it says")


def _refused(packed: Path, why: str) -> StoreError:
    return StoreError(
        f'"{packed.name}" was not unpacked because {why}; ask whoever packed it to do so again.'
    )


def _extract(
    archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], whole: Path, packed: Path, report: Report
) -> None:
    total, done = sum(info.file_size for info in entries.values()), 0
    if total > shutil.disk_usage(whole.parent).free:
        raise StoreError(
            f'"{packed.name}" could not be unpacked because the disk is full; free some space and try again.'
        )
    (whole / MEDIA).mkdir(parents=True)
    for name, info in entries.items():
        before = done
        (whole / name).parent.mkdir(exist_ok=True)
        with archive.open(info) as source, (whole / name).open("w+b") as target:
            while block := source.read(BLOCK):
                report(min(done / max(total, 1), 1.0), "Unpacking the project")
                done += len(block)
                if done - before > info.file_size:
                    raise _refused(packed, "it holds more than it says")
                target.write(block)
            target.flush()
            os.fsync(target.fileno())
            if name != FILE:
                _check_hash(target, name, packed)


def _check_hash(file: BinaryIO, name: str, packed: Path) -> None:
    file.seek(0)
    sound = name.partition("/")[2]
    if sound.partition(".")[0] != hash_of(file, 0):
        raise _refused(packed, f"the recording {sound[:12]} in it is damaged")


def _try_out(folder: Path) -> None:
    """Raise `StoreError` unless the folder opens as a project that has all its recordings."""
    with Project.open(folder) as project:
        for media in project.media():
            project.media_path(media)
        project.load()

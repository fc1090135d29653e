"""One project folder, open: the door through which everything else reads and writes it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from editor.jobs import Report, part, silent
from editor.model.document import Document, SourceId
from editor.model.history import Step
from editor.model.source import Source
from editor.model.time import Samples
from editor.store.database import FILE, Database, check_inside
from editor.store.errors import StoreError, as_sentences, damaged, from_os
from editor.store.facts import Facts, WordRun
from editor.store.journal import Journal
from editor.store.lock import Lock
from editor.store.mediafiles import CACHE, MEDIA, CacheKind, MediaFiles, sync_folder
from editor.store.schema import make_tables
from editor.store.variants import VARIANTS, Variants
from editor.store.versions import Versions

SUFFIX = ".wordtape"
LOCK = "lock"
LOWEST_RATE, HIGHEST_RATE = 8_000, 192_000
"""Samples a second that a project may have."""

_PARTS = (FILE, f"{FILE}-wal", f"{FILE}-shm", LOCK, MEDIA, CACHE, VARIANTS)


class Project:
    """A project that is open, by one writer or by any number of readers. A context manager.

    path: its folder. rate: samples a second of its clocks. writable: whether it may be changed. variants: the
    enhanced sound of its recordings. versions: states of the document that have names. Every method may be
    called from any thread and raises `StoreError` where the disk or the file fails; those that change
    something raise it where the project is open for reading only, and are on disk when they return.
    """

    def __init__(self, path: Path, database: Database, lock: Lock | None) -> None:
        """Made by `create` and `open` alone."""
        self.path = path
        self.writable = database.writable
        self._database = database
        self._lock = lock
        with database.reading() as connection:
            row = connection.execute("SELECT rate FROM project").fetchone()
        if row is None or type(row[0]) is not int or not LOWEST_RATE <= row[0] <= HIGHEST_RATE:
            raise damaged(path.stem, "its sample rate is none")
        self.rate: int = row[0]
        self._journal = Journal(database)
        self._facts = Facts(database)
        self._media = MediaFiles(database, self.rate)
        self.variants = Variants(database)
        self.versions = Versions(database, self._journal)

    @classmethod
    def create(cls, path: Path, rate: int = 44_100) -> Project:
        """Make a project folder, `.wordtape` added to its name where that lacks, and open it for writing.

        Raises `StoreError` where something is there already, or the rate is not 8000 to 192000.
        """
        if not LOWEST_RATE <= rate <= HIGHEST_RATE:
            raise StoreError(
                f"A project cannot have {rate} samples a second; choose {LOWEST_RATE} to {HIGHEST_RATE}."
            )
        folder = project_folder(path)
        refuse_existing(folder)
        try:
            with tempfile.TemporaryDirectory(prefix=f".{SUFFIX[1:]}-", dir=folder.parent) as half:
                _fill(Path(half) / "new", rate)
                put_in_place(Path(half) / "new", folder)
        except OSError as error:
            raise from_os(error, f'The project "{folder.stem}" could not be made') from error
        return cls.open(folder)

    @classmethod
    def open(cls, path: Path, *, write: bool = True) -> Project:
        """Open a project folder. `StoreError` where it is none, damaged, too new, or being written to."""
        root = path.absolute()
        if not (root / FILE).exists():
            if root.suffix != SUFFIX and root.name and (project_folder(root) / FILE).exists():
                root = project_folder(root)
            else:
                raise StoreError(f'"{path}" is no Wordtape project: there is no {FILE} in it.')
        for name in _PARTS:
            check_inside(root, root / name)
        with ExitStack() as undo:
            lock = None
            if write:
                lock = Lock(root / LOCK, root.stem)
                undo.callback(lock.release)
            database = Database(root, write=write)
            undo.callback(database.close)
            project = cls(root, database, lock)
            if write:
                project._forget_unfinished()
            undo.pop_all()
        return project

    def _forget_unfinished(self) -> None:
        """Remove what belongs to nothing: of an import or a rendering whose process died before its end."""
        # Where it fails, only their room on the disk is lost; the next opening tries again.
        with suppress(StoreError):
            used = {recording.media for source in self.sources() for recording in source.recordings}
            for media in self.media():
                if media not in used:
                    self.remove_media(media)
            self.variants.forget_unfinished()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder. Closing again does nothing."""
        if self._database.closed:
            return
        try:
            if self.writable:
                self._journal.finish()
        finally:
            self._database.close()
            if self._lock is not None:
                self._lock.release()

    def load(self) -> tuple[list[Step], int, Document]:
        """Every step of the history, the present revision, and its root."""
        return self._journal.load()

    def commit(self, old: Document, new: Document, step: Step, revision: int) -> None:
        """Save `new`, made by `step` of the present root `old`, as `revision`: the present one plus one.

        Steps that were undone are dropped. Where it raises `StoreError`, nothing was changed.
        """
        self._journal.commit(old, new, step, revision)

    def go(self, revision: int) -> None:
        """Make `revision` the present one: undo and redo."""
        self._journal.go(revision)

    def root_at(self, revision: int, report: Report = silent) -> Document:
        """The root of any revision of the history; ValueError where there is none. Slow where it is far."""
        return self._journal.root_at(revision, report)

    def tidy(self) -> None:
        """Save what makes the next opening fast, where that is due. Slow: for a job in a quiet moment."""
        self._journal.tidy()

    def import_media(self, file: Path, report: Report = silent) -> str:
        """Copy a recording into the project; returns its SHA-256 in hex. The same one is kept once."""
        return self._media.add(file, report)

    def media_path(self, media: str) -> Path:
        """Where the recording of that hash lies; `StoreError` where it is missing or of another size."""
        return self._media.path(media)

    def media(self) -> tuple[str, ...]:
        """The hashes of all recordings in the project."""
        return self._media.all()

    def remove_media(self, media: str) -> None:
        """Forget a recording that no source uses, with its caches."""
        self._media.remove(media)

    def cache_path(self, media: str, kind: CacheKind) -> Path:
        """Where that cache of a recording belongs at the project's rate; its folder is there."""
        return self._media.cache_path(media, kind)

    def unnamed_cache(self) -> dict[CacheKind, Path]:
        """See `MediaFiles.unnamed_cache`."""
        return self._media.unnamed_cache()

    def name_cache(self, made: dict[CacheKind, Path], media: str) -> None:
        """See `MediaFiles.name_cache`."""
        self._media.name_cache(made, media)

    def add_source(self, source: Source) -> None:
        """Remember a source; one of the same id takes its place."""
        self._facts.add_source(source)

    def sources(self) -> tuple[Source, ...]:
        """All sources, in the order in which they came."""
        return self._facts.sources()

    def source(self, source: SourceId) -> Source | None:
        """The source of that id, or None."""
        return self._facts.source(source)

    def save_words(
        self,
        source: SourceId,
        mic: int,
        model: str,
        language: str,
        aligned: bool,
        words: Iterable[tuple[Samples, Samples, str, float]],
        unrecognised: Iterable[tuple[Samples, Samples]] = (),
    ) -> None:
        """Keep (start, stop, text, confidence) of every word that a recogniser delivered."""
        self._facts.save_words(source, mic, model, language, aligned, words, unrecognised)

    def words(self, source: SourceId, mic: int = 0) -> tuple[WordRun, ...]:
        """What recognisers delivered for one recording of a source, newest first."""
        return self._facts.words(source, mic)

    def listened(self, source: SourceId) -> dict[int, tuple[str, str]]:
        """(model, language) of the newest words of each recording of a source that was listened to."""
        return self._facts.listened(source)

    def bandwidth(self, media: str) -> tuple[float, float] | None:
        """(hertz, confidence 0 to 1) that a recording was measured to reach up to, or None."""
        return self._facts.bandwidth(media)

    def save_bandwidth(self, media: str, hz: float, confidence: float) -> None:
        """Keep what a recording was measured to reach up to."""
        self._facts.save_bandwidth(media, hz, confidence)

    def setting(self, key: str, default: Any = None) -> Any:
        """The JSON value kept under `key`, or `default`."""
        return self._facts.setting(key, default)

    def set_setting(self, key: str, value: Any) -> None:
        """Keep a JSON value under `key`."""
        self._facts.set_setting(key, value)

    def copy_database(self, file: Path) -> None:
        """Write the committed state to a database of its own at `file`, which must not exist."""
        self._database.copy_to(file)

    def verify(self, report: Report = silent) -> None:
        """Read everything: database, revisions and recordings. `StoreError` for the first that is wrong."""
        with self._database.reading() as connection:
            if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise damaged(self.path.stem, "its database does not hold together")
        self._journal.verify(part(report, 0.0, 0.2))
        self.versions.verify()
        self._media.verify(part(report, 0.2, 0.7))
        self.variants.verify(part(report, 0.7, 1.0))


def project_folder(path: Path) -> Path:
    """`path` as the absolute name of a project folder. Raises `StoreError` where it names nothing."""
    absolute = path.absolute()
    if path.name in ("", ".."):
        raise StoreError(f'"{path}" is no name for a project; choose one.')
    return absolute if absolute.suffix == SUFFIX else absolute.with_name(absolute.name + SUFFIX)


def refuse_existing(folder: Path) -> None:
    """Raise `StoreError` unless a project can be made at `folder`: nothing, or an empty folder, is there."""
    try:
        taken = os.path.lexists(folder) and (
            folder.is_symlink() or not folder.is_dir() or any(folder.iterdir())
        )
    except OSError as error:
        raise from_os(error, f'The project "{folder.stem}" could not be made') from error
    if taken:
        raise StoreError(f'"{folder.name}" is there already; choose another name.')
    if not folder.parent.is_dir():
        raise StoreError(
            f'The project "{folder.stem}" could not be made: there is no folder "{folder.parent}".'
        )


def put_in_place(whole: Path, folder: Path) -> None:
    """Give a whole project folder its name, which may be that of an empty folder. Raises OSError."""
    if folder.is_dir():
        folder.rmdir()
    os.rename(whole, folder)
    sync_folder(folder.parent)


def _fill(folder: Path, rate: int) -> None:
    folder.mkdir()
    try:
        with (
            as_sentences(folder),
            closing(sqlite3.connect(folder / FILE, isolation_level=None)) as connection,
        ):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN")
            make_tables(connection, rate)
            connection.execute("COMMIT")
        (folder / MEDIA).mkdir()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise

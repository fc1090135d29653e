"""Every edit, in both directions, so that undo and redo reach over restarts.

Revision 0 is the empty document, revision n what step n made. A step is told against the roots beside it; a
snapshot tells a whole root against the empty document, so that opening replays few steps. Roots that somebody
still holds are remembered weakly: going back to one gives the very same object, and what is read from disk
shares what did not change with it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from weakref import WeakValueDictionary

from editor.jobs import Report, silent
from editor.model.document import Document
from editor.model.history import Step
from editor.store.codec import CodecError, check_size, decode, encode
from editor.store.database import Database
from editor.store.errors import StoreError, damaged

SNAPSHOT_EVERY = 500
"""Steps after which the whole root is saved beside them: replaying that many takes a tenth of a second."""

SNAPSHOT_WORTH = 100
"""Steps from the nearest snapshot from which `tidy` saves one."""

SNAPSHOTS_KEPT = 2

MAX_STEPS = 1_000_000
MAX_ABOUT = 50_000
"""Characters that the JSON about a step may have."""

STEPS_AT_ONCE = 250
"""So many steps are replayed before somebody else may have the database: some 20 ms."""

_SNAPSHOT_COST = 2_000
"""Reading a snapshot is taken to cost as much as this many steps."""

_COUNT_EVERY = 50


class Journal:
    """The steps of one project. Raises `StoreError` from every method where the disk or the file fails."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._roots: WeakValueDictionary[int, Document] = WeakValueDictionary()
        self._drops = 0
        self._saving: Thread | None = None
        self._data_version = 0

    def load(self) -> tuple[list[Step], int, Document]:
        """Every step, the present revision and its root, as they are on disk now."""
        with self._database.guard, self._database.reading() as connection:
            steps = self._steps(connection)
            revision = _revision(connection)
            if revision > len(steps):
                raise damaged(self._name, "steps of its history are missing")
            root = self._root_at(connection, revision)
        return steps, revision, root

    def commit(self, old: Document, new: Document, step: Step, revision: int) -> None:
        """Save `new`, which `step` made of the present root `old`, as `revision`: the present one plus one.

        On disk when it returns. Steps that were undone are dropped. Raises `StoreError`, with everything as
        it was, where it cannot be saved, and ValueError where `revision` is another one.
        """
        try:
            forward, backward = encode(old, new), encode(new, old)
        except CodecError as error:
            raise StoreError(f"The edit cannot be saved: {error}.") from error
        told: dict[str, object] = {"label": step.label, "selection": list(step.selection)}
        if step.made:
            told["made"] = step.made
        about = json.dumps(told)
        if len(about) > MAX_ABOUT:
            raise StoreError("The edit cannot be saved: what it is called is too long.")
        with self._database.guard:
            with self._database.writing() as connection:
                if revision != _revision(connection) + 1:
                    raise ValueError(f"revision {revision} does not follow on from {_revision(connection)}")
                self._drops += connection.execute("DELETE FROM steps WHERE number >= ?", (revision,)).rowcount
                connection.execute("DELETE FROM snapshots WHERE revision >= ?", (revision,))
                connection.execute("UPDATE versions SET revision = NULL WHERE revision >= ?", (revision,))
                values = (revision, about, forward, backward)
                connection.execute("INSERT INTO steps VALUES (?, ?, ?, ?)", values)
                connection.execute("UPDATE project SET revision = ?", (revision,))
                far = revision - _nearest_snapshot(connection, revision) >= SNAPSHOT_EVERY
            for dropped in [number for number in self._roots if number >= revision]:
                del self._roots[dropped]
            self._roots[revision - 1] = old
            self._roots[revision] = new
            if far and (self._saving is None or not self._saving.is_alive()):
                self._saving = Thread(target=self.tidy, name="snapshot")
                self._saving.start()

    def go(self, revision: int) -> None:
        """Make `revision` the present one, which is what undo and redo are. On disk when it returns."""
        with self._database.guard, self._database.writing() as connection:
            (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM steps").fetchone()
            if not 0 <= revision <= last:
                raise ValueError(f"there is no revision {revision}")
            connection.execute("UPDATE project SET revision = ?", (revision,))

    def root_at(self, revision: int, report: Report = silent) -> Document:
        """The root of any revision; ValueError where there is none, or no longer.

        A far one is read in pieces, between which others read and write.
        """
        far = 0
        while True:
            with self._database.reading() as connection:
                (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM steps").fetchone()
                if not 0 <= revision <= last:
                    raise ValueError(f"there is no revision {revision}")
                at, root = self._step_towards(connection, revision)
            if at == revision:
                return root
            far = far or abs(revision - at) + STEPS_AT_ONCE
            report(1 - abs(revision - at) / far, "Reading the history")

    @property
    def drops(self) -> int:
        """How many steps this one has dropped; while it stays the same, every revision is what it was."""
        return self._drops

    def is_root(self, revision: int, root: Document) -> bool:
        """Whether the very object `root` is what the history has for `revision`."""
        return self._roots.get(revision) is root

    def tidy(self) -> None:
        """Save a snapshot of the present root where opening would otherwise have to replay many steps.

        Takes some 0.3 s for 100,000 words, in which others go on. A failure leaves things as they were.
        """
        try:
            with self._database.reading() as connection:
                revision, drops = _revision(connection), self._drops
                if abs(revision - _nearest_snapshot(connection, revision)) < SNAPSHOT_WORTH:
                    return
                root = self._root_at(connection, revision)
            blob = encode(Document(), root)
            with self._database.writing() as connection:
                if drops == self._drops:
                    _save_snapshot(connection, revision, blob)
        except (StoreError, CodecError):
            # Only a shortcut is missing; every step is on disk.
            return

    def verify(self, report: Report = silent) -> None:
        """Do every step and take it back. `StoreError` where a root or a snapshot is not what it was."""
        root = Document()
        with self._database.reading() as connection:
            count = len(self._steps(connection))
            saved = {int(number) for (number,) in connection.execute("SELECT revision FROM snapshots")}
            rows = connection.execute("SELECT number, forward, backward FROM steps ORDER BY number")
            for number, forward, backward in rows:
                report(number / count, "Checking the history")
                with self._sound():
                    before, root = root, decode(root, forward)
                    check_size(root)
                    if decode(root, backward) != before:
                        raise CodecError("a step of its history does not lead back")
                    if number in saved and self._saved(connection, number) != root:
                        raise CodecError("a saved state of it is not what its history says")

    def finish(self) -> None:
        """Wait for what is being saved beside, and `tidy`: before the database is closed."""
        if self._saving is not None:
            self._saving.join()
        self.tidy()

    @property
    def _name(self) -> str:
        return self._database.root.stem

    def _steps(self, connection: sqlite3.Connection) -> list[Step]:
        count, last, longest = connection.execute(
            "SELECT count(*), coalesce(max(number), 0), coalesce(max(length(about)), 0) FROM steps"
        ).fetchone()
        if count != last or count > MAX_STEPS or longest > MAX_ABOUT:
            raise damaged(self._name, "steps of its history are missing")
        rows = connection.execute("SELECT about FROM steps ORDER BY number")
        with self._sound():
            return [_step(about) for (about,) in rows]

    def _root_at(self, connection: sqlite3.Connection, revision: int) -> Document:
        """The root, from what is remembered or saved that costs least to start from."""
        at = -1
        while at != revision:
            at, root = self._step_towards(connection, revision)
        return root

    def _step_towards(self, connection: sqlite3.Connection, revision: int) -> tuple[int, Document]:
        """A revision that is nearer to the wanted one, and its root, which the caller is to hold."""
        if not self._database.writable:
            (version,) = connection.execute("PRAGMA data_version").fetchone()
            if version != self._data_version:
                # The writer wrote: what is remembered may have been dropped and made anew since.
                self._roots.clear()
                self._data_version = version
        root = self._roots.get(revision)
        if root is None:
            at, root = self._start(connection, revision)
            ahead = min(max(revision - at, -STEPS_AT_ONCE), STEPS_AT_ONCE)
            root = self._walk(connection, at, at + ahead, root)
            revision = at + ahead
            self._roots[revision] = root
        return revision, root

    def _start(self, connection: sqlite3.Connection, revision: int) -> tuple[int, Document]:
        held = dict(self._roots)
        nearest = min(held, key=lambda number: abs(number - revision), default=None)
        saved = _nearest_snapshot(connection, revision)
        if nearest is not None and abs(nearest - revision) <= abs(saved - revision) + _SNAPSHOT_COST:
            return nearest, held[nearest]
        return saved, self._saved(connection, saved) if saved else Document()

    def _saved(self, connection: sqlite3.Connection, revision: int) -> Document:
        """The root that is saved whole as a snapshot."""
        query = "SELECT root FROM snapshots WHERE revision = ?"
        (blob,) = connection.execute(query, (revision,)).fetchone()
        with self._sound():
            return decode(Document(), blob)

    def _walk(self, connection: sqlite3.Connection, at: int, revision: int, root: Document) -> Document:
        if at <= revision:
            query = "SELECT forward FROM steps WHERE number > ? AND number <= ? ORDER BY number"
        else:
            query = "SELECT backward FROM steps WHERE number <= ? AND number > ? ORDER BY number DESC"
        walked = 0
        for walked, (blob,) in enumerate(connection.execute(query, (at, revision)), 1):
            with self._sound():
                root = decode(root, blob)
                if walked % _COUNT_EVERY == 0:
                    check_size(root)
        if walked != abs(revision - at):
            raise damaged(self._name, "steps of its history are missing")
        return root

    @contextmanager
    def _sound(self) -> Iterator[None]:
        """What is read in the block is refused as damage where it is malformed."""
        try:
            yield
        except CodecError as error:
            raise damaged(self._name, str(error)) from error


def _save_snapshot(connection: sqlite3.Connection, revision: int, blob: bytes) -> None:
    """Keep it, and of the others the newest."""
    connection.execute("INSERT OR REPLACE INTO snapshots VALUES (?, ?)", (revision, blob))
    connection.execute(
        "DELETE FROM snapshots WHERE revision NOT IN "
        "(SELECT revision FROM snapshots ORDER BY revision = ? DESC, revision DESC LIMIT ?)",
        (revision, SNAPSHOTS_KEPT),
    )


def _revision(connection: sqlite3.Connection) -> int:
    (revision,) = connection.execute("SELECT revision FROM project").fetchone()
    return int(revision)


def _nearest_snapshot(connection: sqlite3.Connection, revision: int) -> int:
    """The snapshot with the fewest steps to `revision`; 0 is always one."""
    saved = [int(number) for (number,) in connection.execute("SELECT revision FROM snapshots")]
    return min((0, *saved), key=lambda number: abs(number - revision))


def _step(about: object) -> Step:
    try:
        told = json.loads(str(about))
        label, (first, stop), made = told["label"], told["selection"], told.get("made", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CodecError("a step of its history is malformed") from error
    if type(label) is not str or type(first) is not int or type(stop) is not int or type(made) is not str:
        raise CodecError("a step of its history is malformed")
    return Step(label, (first, stop), made)

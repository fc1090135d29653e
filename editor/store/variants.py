"""Variants of recordings: what is known of them in the database, their sound as files in `variants/`.

A file is named by its content and listed by the one transaction that makes it part of a variant. One that no
variant lists is of a rendering that did not come to its end, or of a variant that was removed. One that is
listed and not there, or not as long as it was, is missing: it can be rendered again.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import sqlite3
import stat
import tempfile
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from editor.jobs import Report, part, silent
from editor.model.document import SourceId
from editor.model.source import Part, Treatment, Variant, VariantId
from editor.model.spans import Span, Spans, union, without
from editor.model.time import Samples
from editor.model.variants import switched_on
from editor.store.codec import MAX_MICS, MAX_SAMPLES, MAX_TEXT
from editor.store.database import Database, check_inside
from editor.store.errors import StoreError, as_sentences, damaged
from editor.store.mediafiles import PART, hash_of, sync_folder

VARIANTS = "variants"
MAX_PICTURE = 1 << 20
"""Bytes that one picture may have."""

_HASH = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{12}")
_NAME = re.compile(r"([0-9a-f]{64})\.pcm")


def variant_name(name: str) -> str | None:
    """The hash in a file name that the sound of a variant can have, or None."""
    found = _NAME.fullmatch(name)
    return found[1] if found else None


@dataclass(frozen=True)
class Rendered:
    """`[start, stop)` of a source's clock in `file`; `before`, `after`: pictures of it, for showing."""

    start: Samples
    stop: Samples
    file: Path
    before: bytes = b""
    after: bytes = b""


class Variants:
    """The variants of one project. Raises `StoreError` where the disk or the file fails."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folder = database.root / VARIANTS

    def all(self, source: SourceId | None = None) -> tuple[Variant, ...]:
        """The variants, of one source or of all, in the order in which they were made."""
        with self._database.reading() as connection:
            found = self._read(connection)
        return tuple(variant for variant in found if source in (None, variant.source))

    def _read(self, connection: sqlite3.Connection) -> tuple[Variant, ...]:
        rows = connection.execute(
            "SELECT id, source, mic, active, chosen, about FROM variants ORDER BY number"
        ).fetchall()
        told: dict[str, list[tuple[Any, ...]]] = {}
        for name, *facts in connection.execute(
            "SELECT variant, start, stop, hash, bytes FROM variant_parts ORDER BY number"
        ):
            told.setdefault(str(name), []).append(tuple(facts))
        try:
            return tuple(_variant(row, told.get(str(row[0]), ())) for row in rows)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise damaged(self._name, "a variant of it is malformed") from error

    def room(self) -> Path:
        """A new folder, for the caller to render into and to remove; on the disk of the project."""
        self._check_writable()
        check_inside(self._database.root, self._folder)
        with as_sentences(self._database.root, "could not keep enhanced sound"):
            self._folder.mkdir(exist_ok=True)
            return Path(tempfile.mkdtemp(prefix=PART, dir=self._folder))

    def add(
        self, variant: Variant, rendered: Sequence[Rendered], spans: Spans = (), report: Report = silent
    ) -> Variant:
        """Make `rendered` parts of `variant`, which may be there already, and have it heard in `spans` too.

        The files are moved into the project; what is known of them is saved in one transaction. Parts that
        went missing and were rendered anew are forgotten. Returns the variant as it is then.
        """
        self._check_writable()
        about = json.dumps(_about(_checked(variant)))
        with as_sentences(self._database.root, "could not keep enhanced sound"):
            kept = [
                self._place(one, part(report, n / len(rendered), (n + 1) / len(rendered)))
                for n, one in enumerate(rendered)
            ]
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO variants (id, source, mic, active, chosen, about) VALUES (?, ?, ?, 0, '[]', ?) "
                "ON CONFLICT (id) DO NOTHING",
                (variant.id, variant.source, variant.mic, about),
            )
            self._forget_missing(connection, variant.id, union((made.start, made.stop) for made in kept))
            for made, one in zip(kept, rendered, strict=True):
                pictures = (zlib.compress(one.before), zlib.compress(one.after))
                connection.execute(
                    "INSERT INTO variant_parts (variant, start, stop, hash, bytes, before, after) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (variant.id, made.start, made.stop, made.file, made.bytes, *pictures),
                )
            if spans:
                _save_states(connection, switched_on(self._read(connection), variant.id, spans))
            return next(one for one in self._read(connection) if one.id == variant.id)

    def _forget_missing(self, connection: sqlite3.Connection, variant: VariantId, anew: Spans) -> None:
        """Forget the parts of a variant whose sound is not there and lies wholly in `anew`."""
        for number, start, stop, file, size in connection.execute(
            "SELECT number, start, stop, hash, bytes FROM variant_parts WHERE variant = ?", (variant,)
        ).fetchall():
            if not without(((start, stop),), anew) and not self._whole(file, size):
                connection.execute("DELETE FROM variant_parts WHERE number = ?", (number,))

    def set_heard(self, states: Iterable[Variant]) -> None:
        """Save where variants are heard (`chosen`, `active`), all of them in one transaction."""
        with self._database.writing() as connection:
            _save_states(connection, states)

    def remove(self, variant: VariantId) -> None:
        """Forget a variant and delete its sound; nothing where there is none."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM variants WHERE id = ?", (variant,))
            connection.execute("DELETE FROM variant_parts WHERE variant = ?", (variant,))
        self.prune()

    def prune(self) -> None:
        """Delete the files that no variant lists. What cannot be deleted now is at the next opening."""
        with self._database.reading() as connection:
            listed = {str(file) for (file,) in connection.execute("SELECT hash FROM variant_parts")}
        # A name that no sound of a variant has is not ours to delete.
        with suppress(OSError):
            for file in self._folder.iterdir():
                if (found := variant_name(file.name)) and found not in listed:
                    with suppress(OSError):
                        file.unlink()

    def forget_unfinished(self) -> None:
        """Delete what a rendering left whose process died: for the writer, when it opens the project."""
        check_inside(self._database.root, self._folder)
        for stale in self._folder.glob(f"{PART}*"):
            shutil.rmtree(stale, ignore_errors=True)
        self.prune()

    def path(self, made: Part) -> Path | None:
        """Where the sound of a part lies, or None where it is missing."""
        return self._folder / f"{made.file}.pcm" if self._whole(made.file, made.bytes) else None

    def files(self) -> tuple[Path, ...]:
        """The sound of all variants, as far as it is there; each file once."""
        paths = {self.path(made) for variant in self.all() for made in variant.parts}
        return tuple(sorted(path for path in paths if path is not None))

    def pictures(self, variant: VariantId) -> tuple[tuple[Samples, Samples, bytes, bytes], ...]:
        """(start, stop, before, after) of every part, as they were given to `add`."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT start, stop, before, after FROM variant_parts WHERE variant = ? ORDER BY number",
                (variant,),
            ).fetchall()
        try:
            return tuple((int(a), int(b), _inflated(one), _inflated(two)) for a, b, one, two in rows)
        except (zlib.error, ValueError, TypeError) as error:
            raise damaged(self._name, "a picture in it is malformed") from error

    def verify(self, report: Report = silent) -> None:
        """Read the sound of every variant. `StoreError` for the first that is not what was rendered."""
        files = self.files()
        for number, file in enumerate(files):
            step = part(report, number / len(files), (number + 1) / len(files), "Checking variants")
            with as_sentences(self._database.root), file.open("rb") as stream:
                if hash_of(stream, file.stat().st_size, step) != variant_name(file.name):
                    raise StoreError(
                        f'A variant in the project "{self._name}" ({file.name[:12]}) is damaged; '
                        "delete the file and enhance the source again."
                    )

    @property
    def _name(self) -> str:
        return self._database.root.stem

    def _check_writable(self) -> None:
        if not self._database.writable:
            raise StoreError(f'The project "{self._name}" is open for reading only and cannot be changed.')

    def _whole(self, file: str, size: int) -> bool:
        path = self._folder / f"{file}.pcm"
        try:
            found = os.stat(path)
            check_inside(self._database.root, path)
        except (OSError, StoreError):
            return False
        return stat.S_ISREG(found.st_mode) and found.st_size == size

    def _place(self, rendered: Rendered, report: Report) -> Part:
        """Give a whole file the name of its content."""
        with rendered.file.open("r+b") as stream:
            size = os.fstat(stream.fileno()).st_size
            file = hash_of(stream, size, report)
            os.fsync(stream.fileno())
        try:
            os.replace(rendered.file, self._folder / f"{file}.pcm")
        except PermissionError:
            # Some systems never replace a file that is open; the one that is there is of the same content.
            if not self._whole(file, size):
                raise
        sync_folder(self._folder)
        return _checked_part(Part(rendered.start, rendered.stop, file, size))


def _save_states(connection: sqlite3.Connection, states: Iterable[Variant]) -> None:
    for variant in states:
        connection.execute(
            "UPDATE variants SET active = ?, chosen = ? WHERE id = ?",
            (int(variant.active), json.dumps(variant.chosen), variant.id),
        )


def _about(variant: Variant) -> dict[str, Any]:
    told = variant.treatment
    return {
        "recipe": told.recipe,
        "models": list(told.models),
        "cutoff_hz": told.cutoff_hz,
        "strength": told.strength,
        "seed": told.seed,
        "made": variant.made,
    }


def _variant(row: tuple[Any, ...], parts: Iterable[tuple[Any, ...]]) -> Variant:
    """A variant from its rows. Raises ValueError, KeyError or TypeError where it is none."""
    name, source, mic, active, chosen, about = row
    told = json.loads(about)
    treatment = Treatment(
        told["recipe"], tuple(told["models"]), told["cutoff_hz"], told["strength"], told["seed"]
    )
    variant = _checked(Variant(name, source, mic, treatment, told["made"]))
    spans = tuple(_span(start, stop) for start, stop in json.loads(chosen))
    if any(before[1] >= after[0] for before, after in pairwise(spans)):
        raise ValueError("the spans of a variant are not apart")
    return replace(
        variant, parts=tuple(_checked_part(Part(*made)) for made in parts), chosen=spans, active=bool(active)
    )


def _checked(variant: Variant) -> Variant:
    """The variant, parts and spans aside. Raises ValueError where it cannot be one."""
    told = variant.treatment
    texts = (variant.id, variant.source, told.recipe, variant.made, *told.models)
    if any(type(text) is not str or len(text) > MAX_TEXT for text in texts) or not _ID.fullmatch(variant.id):
        raise ValueError("a name in a variant is malformed")
    if type(variant.mic) is not int or not 0 <= variant.mic < MAX_MICS or type(told.seed) is not int:
        raise ValueError("a number in a variant is malformed")
    for number in (told.cutoff_hz, told.strength):
        if type(number) not in (int, float) or not math.isfinite(number):
            raise ValueError("a number in a variant is malformed")
    return variant


def _checked_part(made: Part) -> Part:
    _span(made.start, made.stop)
    if type(made.file) is not str or not _HASH.fullmatch(made.file) or type(made.bytes) is not int:
        raise ValueError("a part of a variant is malformed")
    return made


def _span(start: Any, stop: Any) -> Span:
    if type(start) is not int or type(stop) is not int or not 0 <= start < stop <= MAX_SAMPLES:
        raise ValueError("a span of a variant is malformed")
    return start, stop


def _inflated(blob: bytes) -> bytes:
    """A picture. Raises zlib.error or ValueError where it is none, or too large to be one."""
    inflater = zlib.decompressobj()
    picture = inflater.decompress(blob, MAX_PICTURE)
    if inflater.unconsumed_tail or not inflater.eof:
        raise ValueError("a picture is too large")
    return picture

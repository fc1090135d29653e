"""The registry: every model that this user has, their own and those that came with the program.

The user's own are files named by their hash beside a SQLite database in the user's data folder; shipped ones
are read from the program's folder and never copied, so that a new version of the program brings its own.
Where both have a model of one name, the user's own is meant.
"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from enhance.card import (
    TASKS,
    Card,
    Metrics,
    Model,
    card_entries,
    check_id,
    check_metrics,
    condition_rates,
    load_card,
    make_card,
    write_card,
)
from enhance.database import FILE, as_sentences, connect, transaction
from enhance.errors import ModelError
from enhance.folders import data_folder, shipped_folder
from enhance.modelfile import read_model
from enhance.stored import Stored, described, read_stored
from enhance.trial import try_model

__all__ = [
    "TASKS",
    "Metrics",
    "Model",
    "Registry",
    "card_entries",
    "check_id",
    "covers",
    "data_folder",
    "load_card",
    "serves",
]

_PART = ".part-"
_FILE_NAME = re.compile(r"[0-9a-f]{64}\.onnx")


def serves(model: Card, rate: int) -> bool:
    """Whether sound at `rate` can be made with the model: at its own rate, or less by resampling."""
    return rate <= model.rate


def covers(model: Card, input_bandwidth_hz: float) -> bool:
    """Whether the model is for sound that ends at that frequency."""
    low, high = model.input_bandwidth_hz
    return low <= input_bandwidth_hz <= high


class Registry:
    """The models of one folder (None: the user's) and the shipped ones; a context manager, to be closed.

    Nothing is written before the first `add` or `record_metrics`. Several registries may be open on one
    folder, in any number of processes, and one may be used from several threads. Every method raises
    ModelError where the database cannot be written or a shipped card not read. Where the database cannot be
    read, the shipped models are there all the same (`troubles`).
    """

    def __init__(self, folder: Path | None = None, *, shipped: Path | None = None) -> None:
        self.folder = data_folder() / "models" if folder is None else folder
        self._shipped = shipped_folder() if shipped is None else shipped
        self._guard = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Registry:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database. What is asked next opens it again."""
        with self._guard:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    def models(
        self, *, task: str | None = None, rate: int | None = None, input_bandwidth_hz: float | None = None
    ) -> tuple[Model, ...]:
        """The models that do `task`, serve `rate` and cover `input_bandwidth_hz`, by name; None is any.

        Where the database or a card in it cannot be read, those that can be: see `troubles`.
        """
        stored, _ = self._known()
        found = {model.id: model for model in (*self._read_shipped(stored), *stored.models)}
        return tuple(
            model
            for _, model in sorted(found.items())
            if (task is None or model.task == task)
            and (rate is None or serves(model, rate))
            and (input_bandwidth_hz is None or covers(model, input_bandwidth_hz))
        )

    def troubles(self) -> tuple[str, ...]:
        """Sentences about the user's own models that cannot be used, as `models` leaves them out."""
        trouble, wrong = self.unusable()
        cards = tuple(
            f"Your model {id[:64]} cannot be used ({why.rstrip('.')}); `wordtape models remove {id[:64]}` "
            "takes it away."
            for id, why in wrong.items()
        )
        return (trouble, *cards) if trouble else cards

    def unusable(self) -> tuple[str | None, Mapping[str, str]]:
        """Why none of the user's own models can be used, if so; and by id why single ones cannot."""
        stored, trouble = self._known()
        return trouble, stored.wrong

    def model(self, id: str) -> Model:
        """The model of that name. Raises ModelError where there is none, or none that can be used."""
        models = self.models()
        for model in models:
            if model.id == id:
                return model
        stored, trouble = self._known()
        if trouble or id in stored.wrong:
            raise ModelError(trouble or f"The model {id[:64]} cannot be used. {stored.wrong[id]}")
        known = ", ".join(model.id for model in models[:12]) or "none"
        raise ModelError(f"There is no model called {id[:64]}; there are: {known}.")

    def holds(self, id: str) -> bool:
        """Whether there is a model of that name, be it one that cannot be used.

        Raises ModelError where the database cannot be read: whoever is to add or record something later
        learns it now.
        """
        return id in self._read().hashes or any(model.id == id for model in self.models())

    def best(self, task: str, input_bandwidth_hz: float, rate: int) -> Model | None:
        """The best model that does `task` at `rate` for sound that ends at `input_bandwidth_hz`, if any.

        Of those that `models` finds and whose file is there: the one with the lowest log-spectral distance
        ("lsd"), measured where the input's rate is nearest to twice the bandwidth, at `rate` if it was
        measured there too. One that was not measured comes after all that were, and what a card from outside
        claims was not; between equals the latest made, then the first by name.
        """
        every = self.models(task=task, rate=rate, input_bandwidth_hz=input_bandwidth_hz)
        found = [model for model in every if not model.missing]
        latest_first = sorted(found, key=lambda model: model.made, reverse=True)
        return min(latest_first, key=lambda model: _distance(model, input_bandwidth_hz, rate), default=None)

    def add(self, onnx: Path, card: Mapping[str, Any], waiting: Callable[[], None] = lambda: None) -> Model:
        """Take a copy of the file `onnx` in as the model that `card` describes, and return it.

        The file is checked (`enhance.modelfile`) and tried (`enhance.trial`) before; ModelError says what is
        wrong with it, or that a model of its name or the very same file is here already. waiting: called
        again and again while it is tried; what it raises ends that, and nothing was added.
        """
        described = make_card(card)
        self._check_new(described)
        data = read_model(onnx, described)
        try_model(data, described, waiting)
        with self._writing() as connection:
            self._check_new(described)
            self._sweep(connection)
            connection.execute(
                "INSERT INTO models VALUES (?, ?, ?)",
                (described.id, described.sha256, write_card(described)),
            )
            self._put(data, self._path(described.sha256))
        return self.model(described.id)

    def remove(self, id: str) -> None:
        """Remove one of the user's own models with its file. Raises ModelError for a shipped one."""
        if id not in self._read().hashes and self.model(id).shipped:
            raise ModelError(f"The model {id} came with the program and cannot be removed.")
        with self._writing() as connection:
            connection.execute(
                "DELETE FROM metrics WHERE sha256 = (SELECT sha256 FROM models WHERE id = ?)", (id,)
            )
            connection.execute("DELETE FROM models WHERE id = ?", (id,))
        # Only now, and with a new look: a crash before must not leave a model without its file.
        with self._writing() as connection:
            self._sweep(connection)

    def record_metrics(self, id: str, metrics: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
        """Keep what was measured of a model, shipped or not; its card no longer counts for those rates.

        What was measured on more recordings (the figure "recordings", 0 where it is not among them) stays as
        it is: returned are the conditions for which it does. Figures that were not measured again stay too.
        """
        measured = check_metrics(metrics)
        self.model(id)
        stay = []
        with self._writing() as connection:
            model = self.model(id)
            for condition, values in measured.items():
                there = model.known.get(condition, {})
                if values.get("recordings", 0.0) < there.get("recordings", 0.0):
                    stay.append(condition)
                    continue
                key = (model.sha256, condition)
                connection.execute("DELETE FROM metrics WHERE sha256 = ? AND condition = ?", key)
                connection.executemany(
                    "INSERT INTO metrics VALUES (?, ?, ?, ?)",
                    [(*key, *pair) for pair in {**there, **values}.items()],
                )
        return tuple(stay)

    def _read(self) -> Stored:
        with self._reading() as connection:
            return read_stored(connection, self._path)

    def _known(self) -> tuple[Stored, str | None]:
        """What is stored, as far as it can be read, and a sentence where it cannot."""
        try:
            return self._read(), None
        except ModelError as error:
            return Stored(), f"Your own models cannot be used, only those that came with Wordtape. {error}"

    def _read_shipped(self, stored: Stored) -> Iterator[Model]:
        for file in sorted(self._shipped.glob("*.json")) if self._shipped is not None else ():
            path = file.with_suffix(".onnx")
            yield described(load_card(file), path, shipped=True, measured=stored.measured)

    def _check_new(self, card: Card) -> None:
        stored = self._read()
        if card.id in stored.wrong or card.sha256 in {stored.hashes[id] for id in stored.wrong}:
            raise ModelError(
                f"There is a model called {card.id}, or one with this file, that cannot be used; "
                "`wordtape models list` says which: remove it first."
            )
        for model in self.models():
            if model.sha256 == card.sha256:
                raise ModelError(f"This model is here already, as {model.id}.")
            if model.id == card.id:
                raise ModelError(f"There is a model called {card.id} already; give this one another id.")

    def _path(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.onnx"

    def _put(self, data: bytes, path: Path) -> None:
        """Write `data` to `path` so that it is there whole or not at all, whatever happens."""
        descriptor, name = tempfile.mkstemp(prefix=_PART, dir=self.folder)
        try:
            with os.fdopen(descriptor, "wb") as part:
                part.write(data)
                part.flush()
                os.fsync(part.fileno())
            os.replace(name, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise

    def _sweep(self, connection: sqlite3.Connection) -> None:
        """Take away files of removed models and of processes that died; the database is ours alone now."""
        kept = {f"{sha256}.onnx" for (sha256,) in connection.execute("SELECT sha256 FROM models")}
        for file in self.folder.iterdir():
            if file.name.startswith(_PART) or (_FILE_NAME.fullmatch(file.name) and file.name not in kept):
                with suppress(OSError):
                    file.unlink()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """One state of the database; None where there is none yet."""
        file = self.folder / FILE
        with self._guard, as_sentences(file):
            if self._connection is None and not file.is_file():
                yield None
                return
            if self._connection is not None and self._connection.in_transaction:
                # Of this very thread, which is writing: the guard keeps others out.
                yield self._connection
                return
            with transaction(self._open(), "BEGIN"):
                yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """The database for this process alone, changed as a whole or not at all."""
        file = self.folder / FILE
        with self._guard, as_sentences(file):
            self.folder.mkdir(parents=True, exist_ok=True)
            connection = self._open()
            with transaction(connection, "BEGIN IMMEDIATE"):
                yield connection

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = connect(self.folder / FILE)
        return self._connection


def _distance(model: Model, input_bandwidth_hz: float, rate: int) -> float:
    """The log-spectral distance of the measurement that is nearest to what is asked; infinite without any."""
    near = (
        (abs(rate_in - 2 * input_bandwidth_hz), rate_out != rate, values["lsd"])
        for condition, values in model.known.items()
        if "lsd" in values
        for rate_in, rate_out in (condition_rates(condition),)
    )
    return min(near, default=(0.0, False, float("inf")))[-1]

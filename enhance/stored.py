"""What the database of the registry holds: the user's own models, and what was measured of any model."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from enhance.card import Card, Metrics, Model, check_metrics, read_card
from enhance.errors import ModelError

Measured = Mapping[str, Metrics]
"""By the hash of a model's file: what was measured of it on this machine."""


@dataclass(frozen=True)
class Stored:
    """models: the user's own. wrong: by id, why a stored card can be none; such a model cannot be used.

    hashes: of every stored model's file, by id, whether or not its card can be used.
    """

    models: tuple[Model, ...] = ()
    measured: Measured = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)


def read_stored(connection: sqlite3.Connection | None, path: Callable[[str], Path]) -> Stored:
    """All of it. path: where the file of a hash lies. Raises ModelError, sqlite3.Error."""
    if connection is None:
        return Stored()
    measured: dict[str, dict[str, dict[str, float]]] = {}
    for sha256, condition, name, value in connection.execute("SELECT * FROM metrics"):
        measured.setdefault(sha256, {}).setdefault(condition, {})[name] = value
    models, wrong, hashes = [], {}, {}
    for id, sha256, text in connection.execute("SELECT id, sha256, card FROM models"):
        hashes[str(id)] = str(sha256)
        try:
            card = read_card(str(text))
            if (card.id, card.sha256) != (id, sha256):
                raise ModelError("The model's card is another's.")
            models.append(described(card, path(card.sha256), shipped=False, measured=measured))
        except ModelError as error:
            wrong[str(id)] = str(error)
    return Stored(tuple(models), measured, wrong, hashes)


def described(card: Card, path: Path, *, shipped: bool, measured: Measured) -> Model:
    """The model of a card, with what was measured of it here in place of what its card says."""
    entries = {one.name: getattr(card, one.name) for one in fields(Card)}
    here = measured.get(card.sha256, {})
    entries["metrics"] = check_metrics({**card.metrics, **here})
    claimed = frozenset() if shipped else frozenset(card.metrics) - frozenset(here)
    return Model(**entries, path=path, shipped=shipped, claimed=claimed)

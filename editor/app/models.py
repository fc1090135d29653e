"""The models of the enhancement engine that this user has: seen, added and removed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editor.model.errors import Refusal

if TYPE_CHECKING:
    from enhance.registry import Model, Registry


def tasks() -> tuple[str, ...]:
    """What a model can be for."""
    from enhance.registry import TASKS

    return TASKS


def models(*, task: str | None = None, rate: int | None = None) -> tuple[Model, ...]:
    """The models for `task` that can make sound at `rate` (Hz), by name. Raises Refusal."""
    with _registry() as registry:
        return registry.models(task=task, rate=rate)


def model(name: str) -> Model:
    """The model of that name. Raises Refusal where there is none."""
    with _registry() as registry:
        return registry.model(name)


def troubles() -> tuple[str, ...]:
    """Sentences about models of the user's own that cannot be used; what is asked for goes on without."""
    with _registry() as registry:
        return registry.troubles()


def add_model(file: Path, card: Path | None = None) -> Model:
    """Copy a model into the registry. card: JSON; None is the file of the same name with `.json`.

    Raises Refusal where the file is not what the card says, or nothing that may be run.
    """
    from enhance.registry import card_entries, load_card

    with _registry() as registry:
        return registry.add(file, card_entries(load_card(card or file.with_suffix(".json"))))


def remove_model(name: str) -> None:
    """Remove one of the user's own models. Raises Refusal for one that came with the program."""
    with _registry() as registry:
        registry.remove(name)


def check_new(name: str) -> None:
    """Raises Refusal where no model can be called that, or one is already."""
    from enhance.registry import check_id

    with _registry() as registry:
        check_id(name)
        if any(one.id == name for one in registry.models()):
            raise Refusal(f"There is a model called {name} already; choose another id with --id.")


def no_model(*, task: str | None = None, rate: int | None = None) -> str:
    """The sentence for when `models` finds none, and what can be done about it."""
    what = "model" if task is None else f'model for "{task}"'
    if rate is None:
        return f"There is no {what}; `wordtape models add` takes one in."
    return (
        f"There is no {what} that makes sound at {rate} Hz; "
        f"`wordtape models train --rate {rate} --data DIR` makes one from recordings."
    )


def entries(model: Model) -> dict[str, Any]:
    """All that is known of a model, as JSON values.

    claimed: the conditions of its metrics that nobody measured here. missing: whether its file is not there.
    """
    from enhance.registry import card_entries

    return {
        **card_entries(model),
        "claimed": sorted(model.claimed),
        "shipped": model.shipped,
        "file": str(model.path),
        "missing": model.missing,
    }


@contextmanager
def _registry() -> Iterator[Registry]:
    """The user's registry; what the engine refuses in the block is a Refusal."""
    from enhance.errors import EnhanceError
    from enhance.registry import Registry

    try:
        with Registry() as registry:
            yield registry
    except EnhanceError as error:
        raise Refusal(str(error)) from error

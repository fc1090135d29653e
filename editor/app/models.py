"""The models of the enhancement engine that this user has: seen, added and removed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editor.jobs import Report, silent
from editor.model.errors import Refusal

if TYPE_CHECKING:
    from enhance.registry import Model, Registry

CHECKPOINT = "checkpoint.pt"
"""What a training that was stopped goes on from, in its folder."""


def tasks() -> tuple[str, ...]:
    """What a model can be for."""
    from enhance.registry import TASKS

    return TASKS


def models(*, task: str | None = None, rate: int | None = None) -> tuple[Model, ...]:
    """The models for `task` that can make sound at `rate` (Hz), by name. Raises Refusal."""
    with open_registry() as registry:
        return registry.models(task=task, rate=rate)


def model(name: str) -> Model:
    """The model of that name. Raises Refusal where there is none."""
    with open_registry() as registry:
        return registry.model(name)


def troubles() -> tuple[str, ...]:
    """Sentences about models of the user's own that cannot be used; what is asked for goes on without."""
    with open_registry() as registry:
        return registry.troubles()


def add_model(file: Path, card: Path | None = None, report: Report = silent) -> Model:
    """Copy a model into the registry. card: JSON; None is the file of the same name with `.json`.

    Raises Refusal where the file is not what the card says, or nothing that may be run; what `report`, called
    while it is tried, raises passes through, and then nothing was added.
    """
    from enhance.registry import card_entries, load_card

    with open_registry() as registry:
        said = card_entries(load_card(card or file.with_suffix(".json")))
        return registry.add(file, said, lambda: report(0.5, "Trying it"))


def remove_model(name: str) -> tuple[str, ...]:
    """Remove one of the user's own models, and what a training of that name has left, finished or not.

    What was removed: "model", "training". Raises Refusal for one that came with the program, and where there
    is neither.
    """
    with open_registry() as registry:
        trained = _is_id(name) and training_folder(name).is_dir()
        if registry.holds(name) or not trained:
            registry.remove(name)
            removed: tuple[str, ...] = ("model",)
        else:
            removed = ()
    if trained:
        clear_training(name)
        removed += ("training",)
    return removed


def clear_training(name: str) -> None:
    """Take away what a training of that name has left. Raises Refusal where no model can be called that."""
    shutil.rmtree(training_folder(name))


def missing_file(model: Model) -> str:
    """That the file of a model is missing, as a clause: a sentence without its end."""
    return f"The file of the model {model.id} is missing or not whole, so it is not used"


def trainings_folder() -> Path:
    """Where every training has its folder."""
    from enhance.registry import data_folder

    return data_folder() / "training"


def training_folder(name: str) -> Path:
    """Where a training of that name keeps what it needs. Raises Refusal where no model can be called that."""
    from enhance.registry import check_id

    with _refusing():
        check_id(name)
    return trainings_folder() / name


def unfinished(name: str) -> bool:
    """Whether there is a training of that name that was stopped and can go on."""
    return _is_id(name) and (training_folder(name) / CHECKPOINT).is_file()


def _is_id(name: str) -> bool:
    try:
        training_folder(name)
    except Refusal:
        return False
    return True


def check_new(name: str) -> None:
    """Raises Refusal where no model can be called that, or one is already."""
    from enhance.registry import check_id

    with open_registry() as registry:
        check_id(name)
        if registry.holds(name):
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
def open_registry() -> Iterator[Registry]:
    """The user's registry; what the engine refuses in the block is a Refusal."""
    from enhance.registry import Registry

    with _refusing(), Registry() as registry:
        yield registry


@contextmanager
def _refusing() -> Iterator[None]:
    from enhance.errors import EnhanceError

    try:
        yield
    except EnhanceError as error:
        raise Refusal(str(error)) from error

"""What trainings were asked for, kept beside what they have learned, so that they can go on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from editor.app.models import CHECKPOINT, training_folder, trainings_folder
from editor.model.errors import Refusal
from editor.store.errors import StoreError
from editor.store.lock import Lock

_ASKED, _LOCK, _LOG = "asked.json", "lock", "log.jsonl"
# A log line is written for each minute of computing.
_LOG_BYTES = 2000


@dataclass(frozen=True)
class Plan:
    """A training as it was asked for; see `editor.app.training.train_model`."""

    name: str
    rate: int
    data: tuple[Path, ...]
    parent: str | None = None
    minutes: float = 60.0
    steps: int = 0
    seed: int = 1


@dataclass(frozen=True)
class Stopped:
    """A training that can go on. plan: None where nobody knows any more what was asked for.

    minutes: of computing, that it has had at least. running: somebody goes on with it now.
    """

    name: str
    plan: Plan | None
    minutes: float
    running: bool


def stopped_trainings() -> tuple[Stopped, ...]:
    """Every training that has left something to go on from, by name."""
    try:
        folders = sorted(path.parent for path in trainings_folder().glob(f"*/{CHECKPOINT}"))
    except OSError:
        return ()
    return tuple(_stopped(folder) for folder in folders)


def keep_plan(plan: Plan) -> None:
    """Write down what was asked for, in the folder of the training. Raises Refusal where it cannot be."""
    said = asdict(plan) | {"data": [str(path) for path in plan.data]}
    try:
        (training_folder(plan.name) / _ASKED).write_text(json.dumps(said), encoding="utf-8")
    except OSError as error:
        raise _not_kept(plan.name, error) from error


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Nobody else trains that name during the block. Raises Refusal where somebody does."""
    folder = training_folder(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = Lock(folder / _LOCK, name)
    except OSError as error:
        raise _not_kept(name, error) from error
    except StoreError as error:
        raise Refusal(f"The training of {name} is going on in another window or program.") from error
    try:
        yield
    finally:
        lock.release()


def _not_kept(name: str, error: OSError) -> Refusal:
    return Refusal(f"The training of {name} cannot be kept ({error.strerror}).")


def is_running(name: str) -> bool:
    """Whether some program trains that name now."""
    file = training_folder(name) / _LOCK
    if not file.is_file():
        return False
    try:
        Lock(file, name).release()
    except StoreError:
        return True
    return False


def _stopped(folder: Path) -> Stopped:
    return Stopped(folder.name, _plan(folder), _learned_s(folder) / 60, is_running(folder.name))


def _plan(folder: Path) -> Plan | None:
    try:
        said: dict[str, Any] = json.loads((folder / _ASKED).read_text("utf-8"))
        parent = said["parent"]
        return Plan(
            folder.name,
            int(said["rate"]),
            tuple(Path(str(path)) for path in said["data"]),
            None if parent is None else str(parent),
            float(said["minutes"]),
            int(said["steps"]),
            int(said["seed"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _learned_s(folder: Path) -> float:
    """Seconds of computing by the last line of the log."""
    try:
        with (folder / _LOG).open("rb") as log:
            log.seek(max(log.seek(0, 2) - _LOG_BYTES, 0))
            return float(json.loads(log.read().splitlines()[-1])["s"])
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return 0.0

"""The registry as somebody looks through it: what there is, which of it suits, and how good it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from editor.app.models import missing_file, open_registry

if TYPE_CHECKING:
    from enhance.registry import Model

FIGURES: Mapping[str, tuple[str, str]] = {
    "lsd": ("LSD", "Log-spectral distance from the full-band recording: lower is better"),
    "lsd_active": ("LSD, speech", "Log-spectral distance while somebody speaks: lower is better"),
    "lsd_quiet": ("LSD, pauses", "Log-spectral distance in pauses: lower is better"),
    "visqol": ("ViSQOL", "Estimated opinion of listeners, 1 to 5: higher is better"),
    "low_band_snr_db": ("Low band, dB", "How faithfully what was there already is left as it was"),
    "recordings": ("Files", "How many held-out recordings it was measured on"),
}
"""What the best known figures of a card are called, and what they mean; there may be others."""


class Reach(NamedTuple):
    """A recording that a model is wanted for: up to where it reaches, and the rate to enhance it to; Hz."""

    bandwidth_hz: float
    rate: int


class Unusable(NamedTuple):
    """One of the user's own models whose card is none, and why, in a sentence."""

    id: str
    why: str


@dataclass(frozen=True)
class Catalogue:
    """What the registry holds at one moment. trouble: why the user's own models cannot be read, or ""."""

    models: tuple[Model, ...] = ()
    unusable: tuple[Unusable, ...] = ()
    trouble: str = ""


@dataclass(frozen=True)
class Sieve:
    """What a model has to be; None and "" let every one through.

    text: words that its id, task, licence or origin hold, all of them, whatever the case. rate: it makes
    sound at that, in Hz. reach: it is for such a recording.
    """

    text: str = ""
    rate: int | None = None
    task: str | None = None
    reach: Reach | None = None

    def lets(self, model: Model) -> bool:
        """Whether the model is what is wanted."""
        from enhance.registry import covers, serves

        said = " ".join((model.id, model.task, model.licence, origin(model), model.parent or "")).casefold()
        return (
            all(word in said for word in self.text.casefold().split())
            and (self.task is None or model.task == self.task)
            and (self.rate is None or serves(model, self.rate))
            and (
                self.reach is None
                or (covers(model, self.reach.bandwidth_hz) and serves(model, self.reach.rate))
            )
        )


def read_catalogue() -> Catalogue:
    """What there is now. Raises Refusal where a shipped card cannot be read."""
    with open_registry() as registry:
        trouble, wrong = registry.unusable()
        unusable = tuple(Unusable(id, why) for id, why in sorted(wrong.items()))
        return Catalogue(registry.models(), unusable, trouble or "")


def origin(model: Model) -> str:
    """Where a model is from, in a word or two."""
    return "Shipped" if model.shipped else "Yours"


def fault(model: Model) -> str:
    """Why a model is not used and what to do, in a sentence; "" where it is."""
    if not model.missing:
        return ""
    again = "install Wordtape again" if model.shipped else "remove it and add it again"
    return f"{missing_file(model)}; {again}."


def conditions(models: Iterable[Model]) -> tuple[str, ...]:
    """The rates of input and output that any of the models has figures for, by the rate of input."""
    found = {condition for model in models for condition in model.metrics}
    return tuple(sorted(found, key=lambda one: (int(one.partition("->")[0]), one)))


def lineage(model: Model, models: Iterable[Model]) -> tuple[str, ...]:
    """The ids of what it was trained further from, the nearest first, the last maybe of no model any more."""
    known = {one.id: one for one in models}
    found: list[str] = []
    parent = model.parent
    # Cards come from anywhere: they may go round.
    while parent is not None and parent not in found and parent != model.id:
        found.append(parent)
        parent = known[parent].parent if parent in known else None
    return tuple(found)

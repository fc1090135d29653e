"""The rules of enhancing: what it is called, when it is done by itself, to which rate and for how long.

Pure: nothing here reads a file, knows a project or runs a model.
"""

from __future__ import annotations

from dataclasses import dataclass

from enhance.bandwidth import Bandwidth
from enhance.content import Content, ContentMeter
from enhance.errors import EnhanceError
from enhance.quality import Steps, least_enough, qualities

__all__ = [
    "RECIPES",
    "SURE",
    "THRESHOLD_HZ",
    "ContentMeter",
    "Steps",
    "Target",
    "Verdict",
    "check_recipe",
    "least_enough",
    "qualities",
    "target_rate",
    "verdict",
]

RECIPES: dict[str, str] = {
    "upsample": "generates the band that a recording lacks",
    "clean": "takes noise and room away",
    "restore": "mends what strong compression destroyed",
    "studio": "cleans, restores and upsamples, one after the other",
}
"""Names of the recipes, and what each does."""

_WITH_A_MODEL = ("upsample",)

THRESHOLD_HZ = 16_000.0
"""What reaches less far up is heard to lack something, as long as a project says nothing else."""

SURE = 0.5
"""A bandwidth that is known with less confidence changes nothing by itself."""

SPEECH_RATE, MUSIC_RATE = 44_100, 48_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a recording is to be enhanced by itself, and why, in one sentence."""

    auto: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Target:
    """The rate to enhance to, in Hz, and why, in one sentence."""

    rate: int
    reason: str


def check_recipe(name: str) -> None:
    """Raises EnhanceError, with a sentence, where there is no such recipe or no model for it."""
    if name not in RECIPES:
        raise EnhanceError(f"There is no recipe {name}; the recipes are {', '.join(RECIPES)}.")
    if name not in _WITH_A_MODEL:
        ready = ", ".join(_WITH_A_MODEL)
        raise EnhanceError(
            f"The recipe {name}, which {RECIPES[name]}, needs a model that this version does not have; "
            f"choose {ready}."
        )


def verdict(band: Bandwidth, rate: int, *, threshold_hz: float = THRESHOLD_HZ) -> Verdict:
    """Below the threshold: upsample. band: of the recording, `rate` its samples a second.

    A file of a low rate can hold no more than half of it, however unsure the probe is of what it holds.
    """
    if band.confidence <= 0.0:
        return Verdict(
            False, "It is silent or too short to tell how far up it reaches, so it stays as it is."
        )
    nyquist = rate / 2
    reach = f"It has content up to {_khz(min(band.hz, nyquist))}"
    if band.hz >= threshold_hz:
        return Verdict(False, f"{reach}, which is not below the threshold of {_khz(threshold_hz)}.")
    if nyquist < threshold_hz:
        return Verdict(
            True, f"{reach}, and at {rate} Hz it cannot reach the threshold of {_khz(threshold_hz)}."
        )
    if band.confidence < SURE:
        return Verdict(False, f"{reach} as far as can be told, which is not sure enough to change it.")
    return Verdict(
        True, f"{reach}, though its rate has room for {_khz(nyquist)}; the threshold is {_khz(threshold_hz)}."
    )


def target_rate(
    rate: int,
    *,
    asked: int | None = None,
    preferred: int | None = None,
    content: Content = "unknown",
    channels: int = 1,
) -> Target:
    """The rate to enhance a recording to: what the user asks, else what the project prefers, else by content.

    rate: the recording's own, which is never gone under. Speech in one channel is served by 44.1 kHz. Held
    notes, singing among them, and sound in more than one channel, which is produced rather than merely
    recorded, get 48 kHz.
    """
    if asked is not None:
        return Target(asked, f"{asked} Hz was asked for.")
    if preferred is not None:
        return Target(preferred, f"The project is at {preferred} Hz.")
    if content == "sustained":
        wanted, why = MUSIC_RATE, "It holds notes, as music and singing do"
    elif channels > 1:
        wanted, why = MUSIC_RATE, f"It has {channels} channels"
    else:
        wanted, why = (
            SPEECH_RATE,
            "It is one channel of speech" if content == "speech" else "It is one channel",
        )
    if rate > wanted:
        return Target(rate, f"{why}, and it is at {rate} Hz already.")
    return Target(wanted, f"{why}, for which {wanted} Hz is right.")


def _khz(hz: float) -> str:
    return f"{hz / 1000:.1f} kHz"

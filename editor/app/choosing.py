"""Which model a recording needs, if it needs any, and whether what is asked can be done at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.model.errors import Refusal

if TYPE_CHECKING:
    from enhance.bandwidth import Bandwidth
    from enhance.recipes import Verdict
    from enhance.registry import Model

# A sound that reaches this part of half the wanted rate, or this frequency where no model goes further, has
# all the band that anyone would hear.
_FULL_PART, _FULL_HZ = 0.9, 16_000.0


def choose_model(band: Bandwidth, rate: int) -> tuple[Model | None, str]:
    """The model that makes sound at `rate` of a recording that ends at `band`, and why it is that one.

    None where nothing is missing. Raises EnhanceError where something is, and there is no model for it.
    """
    from enhance.errors import EnhanceError
    from enhance.registry import Registry

    if band.confidence <= 0.0:
        return None, "The recording is silent, or too short to tell what it lacks: nothing was generated."
    ends = f"The recording reaches up to {band.hz:.0f} Hz"
    if band.hz >= _FULL_PART * rate / 2:
        return None, f"{ends}, which is all that {rate} Hz holds: nothing was generated."
    with Registry() as registry:
        model = registry.best("upsample", band.hz, rate)
        fitting = registry.models(task="upsample", rate=rate, input_bandwidth_hz=band.hz)
        gone = next((one for one in fitting if one.missing), None)
        lowest = [one.input_bandwidth_hz[0] for one in registry.models(task="upsample", rate=rate)]
    if model is not None:
        return model, f"{ends}; above it the sound was generated."
    if band.hz >= _FULL_HZ:
        return None, f"{ends}, and no model goes further: nothing was generated."
    if gone is not None:
        raise EnhanceError(
            f"{ends}, and of the model {gone.id}, which would go from there to {rate} Hz, the file is "
            "missing or not whole; `wordtape models show` says where it should lie."
        )
    if lowest and band.hz < min(lowest):
        # Training makes a model for another rate, not for less sound.
        raise EnhanceError(
            f"{ends}, which is too little to make the rest of; it takes {min(lowest):.0f} Hz or more."
        )
    raise EnhanceError(
        f"{ends}, and there is no model that goes from there to {rate} Hz; "
        f"`wordtape models train --rate {rate} --data DIR` makes one."
    )


def auto_verdict(band: Bandwidth, rate: int, to_rate: int, *, threshold_hz: float) -> tuple[Verdict, bool]:
    """Whether a recording is to be enhanced to `to_rate` by itself, and whether it lacks something.

    As `enhance.recipes.verdict`, but nothing is promised that no model does; the reason says so then.
    """
    from enhance.bandwidth import Bandwidth
    from enhance.errors import EnhanceError
    from enhance.recipes import Verdict, verdict

    said = verdict(band, rate, threshold_hz=threshold_hz)
    if not said.auto:
        return said, False
    try:
        model, reason = choose_model(Bandwidth(min(band.hz, rate / 2), band.confidence), to_rate)
    except EnhanceError as error:
        model, reason = None, str(error)
    return (said if model else Verdict(False, reason)), True


def recipe_names() -> tuple[str, ...]:
    """What can be asked for, whether or not there is a model for it."""
    from enhance.recipes import RECIPES

    return tuple(RECIPES)


def check_recipe(name: str) -> None:
    """Raises Refusal where there is no such recipe, or no model for it."""
    from enhance.errors import EnhanceError
    from enhance.recipes import check_recipe as check

    try:
        check(name)
    except EnhanceError as error:
        raise Refusal(str(error)) from error

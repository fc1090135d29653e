"""Which model a recording needs, if it needs any."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enhance.bandwidth import Bandwidth
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

    ends = f"The recording reaches up to {band.hz:.0f} Hz"
    if band.hz >= _FULL_PART * rate / 2:
        return None, f"{ends}, which is all that {rate} Hz holds: nothing was generated."
    with Registry() as registry:
        model = registry.best("upsample", band.hz, rate)
    if model is not None:
        return model, f"{ends}; above it the sound was generated."
    if band.hz >= _FULL_HZ:
        return None, f"{ends}, and no model goes further: nothing was generated."
    raise EnhanceError(
        f"{ends}, and there is no model that goes from there to {rate} Hz; "
        f"`wordtape models train --rate {rate}` makes one."
    )

"""The door to inference: arrays in, arrays out, whatever is inside."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING

from enhance.errors import EnhanceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from enhance.card import Model

LOWEST_RATE, HIGHEST_RATE = 4000, 384_000


def enhance_blocks(
    blocks: Iterable[NDArray[np.float32]],
    *,
    rate_in: int,
    rate_out: int,
    model: Model,
    cutoff_hz: float,
    strength: float = 1.0,
    seed: int = 0,
    threads: int | None = None,
) -> Generator[NDArray[np.float32], None, None]:
    """Sound with its missing band generated, block by block.

    blocks: float32 of shape (n, channels), full scale 1.0, of any lengths; the result does not depend on how
    the sound is cut. rate_in, rate_out: theirs and the result's, in Hz. cutoff_hz: up to where the input is
    good (`enhance.bandwidth`). strength: how much of the generated part is added, 0 to 1; at 0 the result is
    the input's resampling. seed: of the model's noise, 0 to 2^64 - 1; the same seed gives the same sound.
    threads: of the network; None is what `enhance.modelfile.open_session` takes.

    Yields blocks of shape (m, channels), some of them empty: each step is a fraction of a second of work, and
    the caller may close the iterator (or raise out of `blocks`) at any of them, and everything is let go.
    Together they are round(n * rate_out / rate_in) long, to the sample and without delay, in flat memory.
    Where the input is digitally silent, so is the result. Below the crossing (400 Hz under the cut-off, less
    under 6.4 kHz: see `enhance.stream.crossing`) the sound is the input's own.

    Raises EnhanceError, at the call where the settings do not go with each other or with the model, later
    where the sound holds NaN or infinities; ModelError where the model's file cannot be used or answers with
    no sound.
    """
    _check(rate_in, rate_out, model, cutoff_hz, strength, seed)
    return _enhanced(blocks, rate_in, rate_out, model, cutoff_hz, strength, seed, threads)


def _check(rate_in: int, rate_out: int, model: Model, cutoff_hz: float, strength: float, seed: int) -> None:
    for rate in (rate_in, rate_out):
        if not LOWEST_RATE <= rate <= HIGHEST_RATE:
            raise EnhanceError(
                f"Sound at {rate} Hz cannot be enhanced: the rates are {LOWEST_RATE} to {HIGHEST_RATE} Hz."
            )
    if rate_out > model.rate:
        raise EnhanceError(
            f"The model {model.id} makes sound at up to {model.rate} Hz; {rate_out} Hz is more than it can."
        )
    low, high = model.input_bandwidth_hz
    if not low <= cutoff_hz <= high:
        raise EnhanceError(
            f"The model {model.id} is for sound that ends between {low:.0f} and {high:.0f} Hz; "
            f"this one ends at {cutoff_hz:.0f} Hz."
        )
    if cutoff_hz >= rate_out / 2:
        raise EnhanceError(
            f"At {rate_out} Hz there is no room above {cutoff_hz:.0f} Hz, where this sound ends; "
            "choose a higher rate."
        )
    if cutoff_hz > rate_in / 2:
        raise EnhanceError(
            f"Sound at {rate_in} Hz cannot reach up to {cutoff_hz:.0f} Hz, as its cut-off claims."
        )
    if not 0.0 <= strength <= 1.0:
        raise EnhanceError(f"A strength of {strength:g} is not between 0 and 1.")
    if not 0 <= seed < 1 << 64:
        raise EnhanceError("The seed has to be a whole number from 0 to 2^64 - 1.")


def _enhanced(
    blocks: Iterable[NDArray[np.float32]],
    rate_in: int,
    rate_out: int,
    model: Model,
    cutoff_hz: float,
    strength: float,
    seed: int,
    threads: int | None,
) -> Generator[NDArray[np.float32], None, None]:
    import numpy as np

    from enhance.generation import Shape
    from enhance.modelfile import open_session
    from enhance.stream import Chain, Resampler, pieces

    chain: Chain | None = None
    plain: Resampler | None = None
    channels = 0
    for rows in pieces(blocks, rate_in):
        channels = len(rows)
        if strength == 0.0:
            plain = plain or Resampler(rate_in, rate_out, channels)
            yield np.ascontiguousarray(plain.add(rows).T)
            continue
        if chain is None:
            chain = Chain(
                open_session(model, threads),
                Shape(model.rate, model.window, model.context, model.noise_channels),
                rate_in=rate_in,
                rate_out=rate_out,
                channels=channels,
                cutoff_hz=cutoff_hz,
                strength=strength,
                seed=seed,
            )
        for made in chain.add(rows):
            yield np.ascontiguousarray(made.T)
    if plain is not None:
        yield np.ascontiguousarray(plain.end(channels).T)
    if chain is not None:
        for made in chain.end():
            yield np.ascontiguousarray(made.T)

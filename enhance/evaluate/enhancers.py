"""What stands in the table: the resampling that everything is compared with, and models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from enhance.evaluate.metrics import Sound

if TYPE_CHECKING:
    from enhance.registry import Model

Enhance = Callable[[Sound, int, int, int], Sound]
"""(samples (n,), rate_in, rate_out, seed) -> samples at rate_out, as long to within a few samples."""


@dataclass(frozen=True, slots=True)
class Enhancer:
    """A row of the table.

    size_bytes: of its weights, 0 for a method without any. seeded: whether chance plays a part in it, so that
    other seeds are worth a try.
    """

    name: str
    enhance: Enhance
    size_bytes: int = 0
    seeded: bool = False


def sinc(samples: Sound, rate_in: int, rate_out: int, _seed: int = 0) -> Sound:
    """Band-limited resampling (soxr, very high quality): nothing is made up above the cut-off."""
    import soxr

    resampled: Sound = soxr.resample(samples, rate_in, rate_out, quality="VHQ").astype(np.float32)
    return resampled


SINC = Enhancer("sinc (soxr)", sinc)


def model_enhancer(model: Model, threads: int = 1) -> Enhancer:
    """A model of the registry as the editor would use it, except that the cut-off is known: half the rate.

    threads: of one processor core each; one, so that speeds of several machines can be told from each other.
    """
    from enhance.runtime import enhance_blocks

    def enhance(samples: Sound, rate_in: int, rate_out: int, seed: int) -> Sound:
        blocks = enhance_blocks(
            [samples[:, None]],
            rate_in=rate_in,
            rate_out=rate_out,
            model=model,
            cutoff_hz=rate_in / 2,
            seed=seed,
            threads=threads,
        )
        enhanced: Sound = np.concatenate([block[:, 0] for block in blocks])
        return enhanced

    return Enhancer(model.id, enhance, size_bytes=model.bytes, seeded=True)

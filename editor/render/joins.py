"""How two sounds cross: gains that keep the power, whatever the two have in common."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from editor.model.time import Samples
from editor.render.source import Block


@lru_cache(maxsize=1024)
def curves(length: Samples) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Gains (going, coming) of an equal-power fade, each (length, 1); their squares add up to one."""
    angle = (np.arange(length, dtype=np.float64) + 0.5) * (np.pi / 2 / max(length, 1))
    going, coming = np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)
    going.setflags(write=False)
    coming.setflags(write=False)
    return going[:, None], coming[:, None]


def crossed(out: Block, into: Block) -> Block:
    """`out` going away while `into` comes, both (n, 2) over the whole of the fade.

    Two sounds without anything in common keep their power under equal-power gains g, h. Two that swing
    together, as on both sides of a cut in a steady hum, would swell by up to 3 dB: with their correlation r
    the power of the sum is g² + h² + 2rgh, so both gains are divided by its root. r = 1 gives the plain
    linear kind of fade, r = 0 the equal-power one. Opposed sounds (r < 0) are treated as r = 0: lifting them
    would only lift what remains of their cancelling.
    """
    going, coming = curves(len(out))
    mixed = out * going
    mixed += into * coming
    shared = resemblance(out, into)
    if shared > 0:
        mixed /= np.sqrt(1 + np.float32(2 * shared) * (going * coming))
    return mixed


def resemblance(a: Block, b: Block) -> float:
    """Normalised correlation of two blocks, -1 to 1; 0 where either is silent.

    Plain sums rather than a dot product of the linear algebra library, whose order of adding depends on
    where in memory its operands lie: the same fade must come out the same to the last bit.
    """
    power = float((a * a).sum(dtype=np.float64)) * float((b * b).sum(dtype=np.float64))
    if power <= 0:
        return 0.0
    return float((a * b).sum(dtype=np.float64)) / float(np.sqrt(power))

"""A recording's sound as it is decoded, before any of it is on disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Self

import numpy as np
from numpy.typing import NDArray

from editor.media.conform import resampled
from editor.media.decode import Decoder
from editor.model.time import from_seconds

_KEPT = 1


class Stream:
    """One pass over the very samples that `conform` keeps of a recording. A context manager.

    rate: of the blocks, samples a second. samples: those given so far, all of them once the blocks have
    ended. Raises MediaError, as `Decoder` does.
    """

    def __init__(self, path: str | os.PathLike[str], rate: int) -> None:
        self._decoder = Decoder(path)
        self.rate = rate
        self.samples = 0

    @property
    def length(self) -> int:
        """How many samples there will be, as well as that is known."""
        seconds = self._decoder.expected_s
        if seconds is not None:
            return max(self.samples, from_seconds(seconds, self.rate))
        return round(self.samples / max(self._decoder.fraction, 1e-6))

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """Blocks of shape (n, 1 or 2), full scale 1.0; each is valid until the next is taken."""
        for block in resampled(self._decoder, self._decoder.batches(_KEPT), self.rate):
            self.samples += len(block)
            yield block

    def __enter__(self) -> Self:
        self._decoder.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._decoder.close()

"""Sources made of arrays, and documents that cut them, for the tests of the renderer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from editor.model.document import Document, Paragraph, Piece

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class ArraySound:
    """A source that is an array of shape (n, 2)."""

    samples: Array
    rate: int = 44100
    channels: int = 2

    @property
    def length(self) -> int:
        return len(self.samples)

    def read(self, start: int, stop: int) -> Array:
        out = np.zeros((max(stop - start, 0), 2), np.float32)
        low, high = max(start, 0), min(stop, self.length)
        if low < high:
            out[low - start : high - start] = self.samples[low:high]
        return out


def noise(length: int, level: float = 0.1, seed: int = 1) -> Array:
    """Gaussian noise of RMS `level`, (length, 2)."""
    return (np.random.default_rng(seed).standard_normal((length, 2)) * level).astype(np.float32)


def sine(hz: float, length: int, level: float = 0.5, rate: int = 44100, phase: float = 0.0) -> Array:
    """A sine of peak `level` on both channels, (length, 2)."""
    wave = level * np.sin(2 * np.pi * hz / rate * np.arange(length) + phase)
    return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)


def document_of(*spans: tuple[str | None, int, int]) -> Document:
    """One paragraph of words (or gaps) with these spans."""
    pieces = tuple(
        Piece(source, start, stop, "word" if source is not None else "") for source, start, stop in spans
    )
    return Document((Paragraph("Ann", pieces),)) if pieces else Document()

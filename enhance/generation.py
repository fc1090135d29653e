"""The network at work: from the frames of a sound to the frames that it generates, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from enhance.dsp import Inverse, Samples, Spectra, Stft
from enhance.errors import ModelError

if TYPE_CHECKING:
    from enhance.modelfile import Session

# Frames that the network is given at a time beside their context: 2.7 s at 48 kHz.
BLOCK_FRAMES = 512

# The log magnitude that stands for nothing in a model's input.
_FLOOR_MAGNITUDE = 1e-4
# Levels (RMS of a frame) between which the generated sound is faded in, in decibels of full scale. Rounding
# noise of 16-bit sound lies at -101, with dither at -96; below is only digital silence and what codecs make
# of it.
_SILENT_DB, _SOUND_DB = -120.0, -105.0


@dataclass(frozen=True, slots=True)
class Shape:
    """What a model asks for. rate: in Hz; window: samples; context: frames; noise: values for each frame."""

    rate: int
    window: int
    context: int
    noise: int


def noise(seed: int, first: int, frames: int, width: int) -> Samples:
    """Standard normal numbers for `frames` frames from number `first` on: (frames, width).

    The same for a frame however many are asked for: Philox (Salmon et al., "Parallel random numbers: as easy
    as 1, 2, 3", 2011), a generator that can begin anywhere, keyed by the seed; then Box and Muller (1958).
    """
    # Two normals from each 64-bit number; the generator counts in fours.
    fours = -(-width // 8)
    source = np.random.Philox(key=np.array([seed, 0], np.uint64), counter=first * fours)
    bits = source.random_raw(frames * fours * 4)
    unit = np.float32(2.0**-32)
    # In (0, 1]: of 0 there is no logarithm.
    radius = np.sqrt(np.float32(-2.0) * np.log(((bits >> 32).astype(np.float32) + np.float32(1)) * unit))
    angle = (bits & 0xFFFFFFFF).astype(np.float32) * (np.float32(2.0 * np.pi) * unit)
    both = np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=-1)
    return both.reshape(frames, fours * 8)[:, :width]


class Generation:
    """The network over sound at its own rate: rows in, the generated rows of the same length out.

    A frame is given with all the context that it depends on, and a model is the same everywhere, so blocks
    equal the whole. Where the input is digitally silent nothing is generated, and the network is not asked.
    """

    def __init__(self, session: Session, shape: Shape, cutoff_hz: float, channels: int, seed: int) -> None:
        self._session, self._model, self._seed = session, shape, seed
        self._stft = Stft(shape.window)
        self._inverses = [Inverse(self._stft) for _ in range(channels)]
        self._below = int(cutoff_hz * shape.window / shape.rate) + 1
        self._cutoff = np.float32(cutoff_hz / (shape.rate / 2))
        most = BLOCK_FRAMES + 2 * shape.context
        self._features = np.zeros((1, most, 3 * self._stft.bins), np.float32)
        self._features[..., : self._stft.bins] = np.log(_FLOOR_MAGNITUDE)
        # Sound from the first frame that is still needed on; a frame begins half a window before its sample.
        self._held = np.zeros((channels, shape.window // 2), np.float32)
        self._held_frame = self._next = 0
        self._taken = self._given = 0

    def add(self, rows: Samples) -> Iterator[Samples]:
        """The next rows, (channels, n). Yields what they complete, and empty rows between channels, so that
        the caller never waits for more than the network on one channel of one block."""
        self._taken += rows.shape[1]
        self._held = np.concatenate((self._held, rows), axis=1)
        there = self._held_frame + (self._held.shape[1] - self._stft.window) // self._stft.hop + 1
        while there >= self._next + BLOCK_FRAMES + self._model.context:
            yield from self._block(self._next + BLOCK_FRAMES, there)

    def end(self) -> Iterator[Samples]:
        """The rest; with it as many samples have come out as went in."""
        if not self._taken:
            return
        frames = self._stft.frames(self._taken)
        behind = (frames - 1 - self._held_frame) * self._stft.hop + self._stft.window - self._held.shape[1]
        self._held = np.pad(self._held, ((0, 0), (0, behind)))
        while self._next < frames:
            yield from self._block(min(self._next + BLOCK_FRAMES, frames), frames)
        rest = np.stack([inverse.end() for inverse in self._inverses])
        yield rest[:, : self._taken - self._given]

    def _block(self, stop: int, there: int) -> Iterator[Samples]:
        """Generate the frames [next, stop) out of those [next - context, stop + context) that exist."""
        hop, window, context = self._stft.hop, self._stft.window, self._model.context
        first, last = max(0, self._next - context), min(stop + context, there)
        a = (first - self._held_frame) * hop
        sound = self._held[:, a : a + (last - first - 1) * hop + window]
        wanted = slice(self._next - first, stop - first)
        made = []
        for channel, row in enumerate(sound):
            if channel:
                yield self._held[:, :0]
            made.append(self._inverses[channel].add(self._generated(row, first, wanted)))
        self._next = stop
        kept = max(0, stop - context)
        self._held = self._held[:, (kept - self._held_frame) * hop :].copy()
        self._held_frame = kept
        self._given += len(made[0])
        yield np.stack(made)

    def _generated(self, sound: Samples, first: int, wanted: slice) -> Spectra:
        """The spectra of the frames `wanted` of those in `sound`, the first of which is number `first`."""
        windowed = self._stft.windowed(sound)
        bins = self._stft.bins
        open_ = gate(self._stft.rms(windowed[wanted]))
        if not open_.any():
            return np.zeros((len(open_), bins), np.complex64)
        frames = len(windowed)
        inputs = {
            "spectrum": self._spectrum(self._stft.spectra(windowed)),
            "cutoff": np.full((1, frames, 1), self._cutoff),
            # The same for every channel: a voice in the middle stays there, equal channels stay equal.
            "noise": noise(self._seed, first, frames, self._model.noise)[None],
        }
        try:
            answer = self._session.run(["generated"], inputs)[0][0]
        except Exception as error:  # Its errors have no base of their own.
            why = (str(error).splitlines() or [type(error).__name__])[0][:200]
            raise ModelError(f"The model cannot be run on this machine ({why}).") from None
        if answer.shape != (frames, 2 * bins) or not np.isfinite(answer).all():
            raise ModelError("The model answered with something that is no sound, so it cannot be used.")
        answer = answer[wanted] * open_[:, None]
        spectra = np.empty((len(open_), bins), np.complex64)
        spectra.real, spectra.imag = answer[:, :bins], answer[:, bins:]
        return spectra

    def _spectrum(self, spectra: Spectra) -> Samples:
        """What the network is given of `spectra`: log magnitude, cosine and sine of the phase.

        (1, frames, 3 * bins), valid until the next call. Above the cut-off it stays as it was made: nothing.
        """
        bins, below = self._stft.bins, self._below
        low = spectra[:, :below]
        magnitude = np.abs(low)
        features = self._features[:, : len(spectra)]
        np.log(np.maximum(magnitude, np.float32(_FLOOR_MAGNITUDE)), out=features[0, :, :below])
        np.maximum(magnitude, np.float32(1e-9), out=magnitude)
        np.divide(low.real, magnitude, out=features[0, :, bins : bins + below])
        np.divide(low.imag, magnitude, out=features[0, :, 2 * bins : 2 * bins + below])
        return features


def gate(rms: NDArray[np.float64]) -> NDArray[np.float32]:
    """How much of what is generated is let through for frames of these levels, 0 to 1: none in silence."""
    level_db = 20.0 * np.log10(np.maximum(rms, 1e-12))
    part = np.clip((level_db - _SILENT_DB) / (_SOUND_DB - _SILENT_DB), 0.0, 1.0)
    return (part * part * (3.0 - 2.0 * part)).astype(np.float32)

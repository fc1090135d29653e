"""Effective bandwidth: the frequency up to which a recording has content, whatever rate its file has.

A 48 kHz file may hold 4 kHz of telephone. What tells is not how little there is at high frequencies (real
full-band speech has little above 10 kHz too) but the edge of a filter: a fall that is steep, is there in
every frame, and after which nothing comes back. `enhance.edge` looks for it; here is the spectrum for that.

The cut-off of a filter is where it halves the amplitude (-6 dB). For what resamples, codecs and linear-phase
filters do, that is the nominal cut-off, and with steep filters any definition says the same. Gentle filters
(12 dB an octave and the like) lose no content: what they weaken is still there, an enhancer would only
overwrite it, and no spectrum tells them from a dull voice. They count as no edge; the answer is then the
Nyquist frequency with little confidence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enhance.edge import find_edge
from enhance.edge_curves import highest_content

Spectra = NDArray[np.float32]

FRAME_S = 0.04
"""Frames are the next power of two of samples long: 43 to 64 ms at the usual rates."""
BINS_OF_A_BAND = 4
MOST_FRAMES = 1024
"""So many spectra are kept: of a long recording every second one, every fourth one, and so on."""

SILENCE_DBFS = -80.0
"""A recording that is nowhere louder than this has no signal to judge."""
FLOOR_DB = -98.0
"""Power spectra end here: what 16 bits leave, and digital silence is no quieter than that."""

_SMALLEST_RATE = 1000
_FEWEST_FRAMES = 2
# Frames that are looked at together: few enough for the cache, enough to make the single one cheap.
_TOGETHER = 8
# Something that comes and goes up to this share of the Nyquist frequency is seen to the end.
_SEEN = 0.85


@dataclass(frozen=True, slots=True)
class Bandwidth:
    """hz: content ends there, at most the Nyquist frequency. confidence: 0 (nothing known) to 1."""

    hz: float
    confidence: float


class BandwidthProbe:
    """Takes a recording block by block, of any sizes, and says its effective bandwidth at any time.

    The answer does not depend on how the recording is divided. Memory is flat, and the longer the recording,
    the fewer of its frames are looked at. rate: samples a second, at least 1000; channels: the recording
    reaches as far as its widest one. Raises ValueError for other rates, no channel, or a block of another
    shape.
    """

    def __init__(self, rate: int, channels: int) -> None:
        if rate < _SMALLEST_RATE or channels < 1:
            raise ValueError(f"Sound of {channels} channels at {rate} samples a second cannot be probed.")
        self._rate, self._channels = rate, channels
        self._size = 1 << int(np.ceil(np.log2(FRAME_S * rate)))
        self._hop = self._size // 2
        window = np.hanning(self._size + 1)[:-1]
        # White noise of power p then has p in every bin.
        self._window = (window / np.sqrt(np.sum(window**2))).astype(np.float32)
        self._bands = self._size // 2 // BINS_OF_A_BAND
        self._kept = np.empty((MOST_FRAMES, self._bands), np.float32)
        self._numbers = np.empty(MOST_FRAMES, np.int64)
        self._count = 0
        # Frames with a number that is no multiple of this are passed over.
        self._every = 1
        self._rest = np.empty((0, channels), np.float32)
        # The number of the frame that begins with the first sample of the rest.
        self._next = 0

    def add(self, block: NDArray[np.float32]) -> None:
        """The next samples: float32 (samples, channels), full scale 1."""
        if block.ndim != 2 or block.shape[1] != self._channels:
            raise ValueError(f"A block of shape {block.shape} is not one of {self._channels} channels.")
        sound = np.concatenate([self._rest, block]) if len(self._rest) else block
        frames = max((len(sound) - self._size) // self._hop + 1, 0)
        numbers = range(-(-self._next // self._every) * self._every, self._next + frames, self._every)
        for first in range(0, len(numbers), _TOGETHER):
            some = np.array(numbers[first : first + _TOGETHER])
            self._look_at(some, sound, (some - self._next) * self._hop)
        self._rest = np.array(sound[frames * self._hop :], np.float32)
        self._next += frames

    def result(self) -> Bandwidth:
        """The effective bandwidth of what was added so far."""
        nyquist = self._rate / 2
        if not self._heard():
            return Bandwidth(nyquist, 0.0)
        edge = find_edge(self._kept[: self._count], self._hz, nyquist, self._seconds)
        enough = 1.0 - float(np.exp(-self._seconds))
        if edge.hz is not None:
            return Bandwidth(min(edge.hz, nyquist), edge.likely * enough)
        seen = min(highest_content(self._kept[: self._count], self._hz) / (_SEEN * nyquist), 1.0)
        return Bandwidth(nyquist, max(edge.likely * seen * enough, 0.01))

    @property
    def spectra(self) -> tuple[NDArray[np.float64], Spectra]:
        """(frequencies (bands,) in Hz, levels (frames, bands) in dB): of the frames that were looked at.

        Digital silence is not among them. A frame of full-scale white noise is at 0 dB everywhere.
        """
        return self._hz, self._kept[: self._count]

    @property
    def _hz(self) -> NDArray[np.float64]:
        """The middle of each band; they leave out the bin at 0 Hz."""
        bins = np.arange(self._bands) * BINS_OF_A_BAND + (BINS_OF_A_BAND + 1) / 2
        return np.asarray(bins * self._rate / self._size)

    @property
    def _seconds(self) -> float:
        """How much sound the kept frames stand for."""
        return self._count * self._every * self._hop / self._rate

    def _heard(self) -> bool:
        if self._count < _FEWEST_FRAMES:
            return False
        levels = 10 * np.log10(np.mean(10 ** (self._kept[: self._count] / 10), axis=1))
        return float(levels.max()) >= SILENCE_DBFS

    def _look_at(
        self, numbers: NDArray[np.int64], sound: NDArray[np.float32], starts: NDArray[np.int64]
    ) -> None:
        """Keep the spectra of the frames that begin at `starts`, unless they are digital silence."""
        frames = np.lib.stride_tricks.sliding_window_view(sound, self._size, axis=0)[starts]
        power = np.mean(np.abs(np.fft.rfft(frames * self._window)) ** 2, axis=1)
        bands = power[:, 1:].reshape(len(starts), self._bands, BINS_OF_A_BAND).mean(axis=2)
        # Not a number, or endless, where a damaged file says so.
        heard = np.isfinite(bands.sum(axis=1)) & (bands.max(axis=1) >= 10 ** (FLOOR_DB / 10))
        levels = 10 * np.log10(np.maximum(bands, 10 ** (FLOOR_DB / 10)))
        for number, level in zip(numbers[heard].tolist(), levels[heard], strict=True):
            self._keep(number, level)

    def _keep(self, number: int, level: NDArray[np.float32]) -> None:
        """Keep the spectrum of frame `number` in dB; where there are too many, every second one goes."""
        if self._count == MOST_FRAMES:
            self._every *= 2
            staying = self._numbers % self._every == 0
            self._count = int(staying.sum())
            self._kept[: self._count] = self._kept[staying]
            self._numbers[: self._count] = self._numbers[staying]
        # Many frames are looked at together, and some of them may be too many by now.
        if number % self._every == 0:
            self._kept[self._count] = level
            self._numbers[self._count] = number
            self._count += 1


def effective_bandwidth(samples: NDArray[np.float32], rate: int) -> Bandwidth:
    """The effective bandwidth of sound in memory: float32, (samples,) or (samples, channels)."""
    return _probed(samples, rate).result()


def _probed(samples: NDArray[np.float32], rate: int) -> BandwidthProbe:
    sound = samples[:, None] if samples.ndim == 1 else samples
    probe = BandwidthProbe(rate, sound.shape[1])
    probe.add(np.asarray(sound, np.float32))
    return probe

"""Training examples: a full-band signal and what a narrow recording of it would have been.

What the first probes taught: most speech that may be used is lossy and empty above 15 to 20 kHz. So a floor
of noise is laid under signal and input alike, for the generator to continue what it hears below the cut-off;
and half of the examples are played up to a fifth faster, which brings true content up to 24 kHz.
Each example is drawn from (seed, number) alone, so a training can be resumed and repeated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enhance.train.corpus import Corpus, Take
from enhance.train.spectra import HOP

Signal = NDArray[np.float32]

FRAMES = 200
"""Length of an example in hops, unless another is asked for."""
# On each side, cut off again: room for the ringing of steep filters, which wrap around.
_MARGIN = 2048

# Half the sampling rates that recordings really have, and how often each is drawn; telephones among them.
_EDGES_HZ = np.array([3400.0, 4000.0, 5512.0, 8000.0, 11_025.0, 12_000.0, 16_000.0])
_OFTEN = np.array([0.06, 0.22, 0.08, 0.32, 0.10, 0.17, 0.05])
_REAL_EDGE = 0.65
# Edges lie between these, the upper one in half sampling rates: what a model is then for.
NARROWEST_HZ, WIDEST = 2_500.0, 0.75


@dataclass(frozen=True, slots=True)
class Example:
    """target: the full band. narrow: the input. speech, floor: the two parts of the target, all (samples,).

    cutoff_hz: what the generator is told. bandwidth_hz: above it the speech is missing in the target.
    """

    target: Signal
    narrow: Signal
    speech: Signal
    floor: Signal
    cutoff_hz: float
    bandwidth_hz: float


class Examples:
    """An endless, numbered sequence of examples, each `frames` hops long."""

    def __init__(self, corpus: Corpus, seed: int, *, held_out: bool = False, frames: int = FRAMES) -> None:
        self._corpus, self._seed = corpus, seed
        self._samples = frames * HOP
        self._long = self._samples + 2 * _MARGIN
        takes = [take for take in corpus.takes if take.held_out == held_out]
        self._voices = [take for take in takes if not take.noise] or [
            take for take in corpus.takes if not take.noise
        ]
        self._noises = [take for take in takes if take.noise]
        seconds = np.array([take.samples for take in self._voices], float)
        # A voice of which there is much is not to drown the others.
        speakers = [take.speaker or take.path for take in self._voices]
        of_speaker = dict.fromkeys(speakers, 0.0)
        for name, length in zip(speakers, seconds, strict=True):
            of_speaker[name] += length
        shares = np.array(
            [length / of_speaker[name] ** 0.5 for name, length in zip(speakers, seconds, strict=True)]
        )
        self._shares = shares / shares.sum()

    def __getitem__(self, number: int) -> Example:
        """The same example for the same number, whatever was asked before."""
        draw = np.random.default_rng((self._seed, number))
        take = self._voices[draw.choice(len(self._voices), p=self._shares)]
        speech, bandwidth_hz = self._voice(draw, take)
        speech = _equalised(draw, speech, self._corpus.rate)
        loudness = 10 ** (draw.uniform(-38, -14) / 20)
        speech *= np.float32(loudness / max(float(np.sqrt(np.mean(speech**2))), 1e-5))
        floor = self._floor(draw, float(loudness))
        if draw.random() < 0.04:
            # Digital silence, as editors and noise gates leave it.
            start, stop = np.sort(draw.integers(0, self._long, 2))
            speech[start:stop] = 0
            floor[start:stop] = 0
        peak = float(np.max(np.abs(speech + floor)))
        if peak > 0.98:
            speech, floor = speech * np.float32(0.98 / peak), floor * np.float32(0.98 / peak)
        target = speech + floor
        if draw.random() < 0.5:
            target = _rounded(target)
        edge_hz, narrow = _narrowed(draw, target, self._corpus.rate)
        kept = slice(_MARGIN, _MARGIN + self._samples)
        return Example(
            target=target[kept],
            narrow=narrow[kept],
            speech=speech[kept],
            floor=floor[kept],
            # A probe's estimate is not exact either.
            cutoff_hz=float(edge_hz * draw.uniform(0.93, 1.0)),
            bandwidth_hz=bandwidth_hz,
        )

    def _voice(self, draw: np.random.Generator, take: Take) -> tuple[Signal, float]:
        import soxr

        rate = self._corpus.rate
        faster = float(draw.uniform(1.04, 1.25)) if draw.random() < 0.5 else 1.0
        needed = int(self._long * faster) + 64
        start = int(draw.integers(0, max(take.samples - needed, 0) + 1))
        sound = self._corpus.read(take, start, needed)
        if faster != 1.0:
            sound = soxr.resample(sound, rate * faster, rate)
        sound = np.pad(sound[: self._long], (0, max(0, self._long - len(sound))))
        # Sounds near the edge of a lossy file are coarse: a little below it is what can be trusted.
        bandwidth_hz = min(take.bandwidth_hz, 0.995 * rate / 2) * faster - 300.0
        return np.array(sound, np.float32), min(bandwidth_hz, rate / 2)

    def _floor(self, draw: np.random.Generator, loudness: float) -> Signal:
        """What a room, an amplifier and the rounding to 16 bits lay under everything."""
        level = 10 ** (draw.uniform(-98, -55) / 20)
        noise = np.fft.rfft(draw.standard_normal(self._long))
        hz = np.maximum(np.fft.rfftfreq(self._long, 1 / self._corpus.rate), 20.0)
        # Coloured towards the low end, as rooms are, and level above a corner, as amplifiers are.
        slope = draw.uniform(0.0, 1.2) if draw.random() < 0.7 else draw.uniform(-0.3, 0.0)
        corner = np.exp(draw.uniform(np.log(500.0), np.log(12_000.0)))
        colour = (1.0 + (corner / hz) ** 2) ** (slope / 2)
        colour *= _smooth_curve(draw, hz, 3.0)
        floor = np.fft.irfft(noise * (colour / np.sqrt(np.mean(colour**2))), self._long) * level
        if self._noises and draw.random() < 0.2:
            take = self._noises[int(draw.integers(len(self._noises)))]
            start = int(draw.integers(0, max(take.samples - self._long, 0) + 1))
            behind = self._corpus.read(take, start, self._long)
            rms = max(float(np.sqrt(np.mean(behind**2))), 1e-5)
            # Only what is there: most are empty above some band, and the floor lies under them too.
            floor = floor + behind * (loudness * 10 ** (draw.uniform(-45, -20) / 20) / rms)
        return floor.astype(np.float32)


def _smooth_curve(draw: np.random.Generator, hz: NDArray[np.floating], db: float) -> NDArray[np.floating]:
    """A gain that wanders by `db` (standard deviation) from octave to octave."""
    octaves = np.log2(np.maximum(hz, 60.0) / 60.0)
    knots = draw.normal(0.0, db, 10)
    return np.asarray(10 ** (np.interp(octaves, np.arange(10), knots) / 20))


def _equalised(draw: np.random.Generator, speech: Signal, rate: int) -> Signal:
    """As another microphone, at another distance, would have heard it."""
    if draw.random() < 0.3:
        return speech
    hz = np.fft.rfftfreq(len(speech), 1 / rate)
    curve = _smooth_curve(draw, hz, 1.5)
    # A tilt from 3 kHz on.
    curve *= 10 ** (draw.normal(0.0, 1.5) * np.maximum(np.log2(np.maximum(hz, 1.0) / 3000.0), 0.0) / 20)
    return np.fft.irfft(np.fft.rfft(speech) * curve, len(speech)).astype(np.float32)


def _narrowed(draw: np.random.Generator, target: Signal, rate: int) -> tuple[float, Signal]:
    """The half-amplitude frequency of a random low-pass, and what it leaves."""
    hz = np.fft.rfftfreq(len(target), 1 / rate)
    if draw.random() < _REAL_EDGE:
        often = np.where(WIDEST * rate / 2 >= _EDGES_HZ, _OFTEN, 0.0)
        edge_hz = float(draw.choice(_EDGES_HZ, p=often / often.sum()) * draw.uniform(0.92, 1.0))
    else:
        edge_hz = float(np.exp(draw.uniform(np.log(NARROWEST_HZ), np.log(WIDEST * rate / 2))))
    kind = draw.random()
    if kind < 0.65:
        # Linear phase, as in changes of rate.
        width = edge_hz * draw.uniform(0.005, 0.12)
        gain = 0.5 - 0.5 * np.sin(np.clip((hz - edge_hz) / width, -1, 1) * np.pi / 2)
    elif kind < 0.85:
        order = int(draw.integers(4, 14))
        gain = 1.0 / np.sqrt(1.0 + 3.0 * (hz / edge_hz) ** (2 * order))
    else:
        ripple = 10 ** (draw.uniform(0.05, 0.8) / 20) - 1
        below = 1.0 + ripple * np.cos(np.pi * draw.uniform(2, 8) * hz / edge_hz)
        gain = below / np.sqrt(1.0 + 3.0 * (hz / edge_hz) ** 40)
    if edge_hz < 4200.0 and draw.random() < 0.4:
        # The other end of a telephone.
        low_hz = draw.uniform(60.0, 350.0)
        gain = gain / np.sqrt(1.0 + (low_hz / np.maximum(hz, 1.0)) ** 8)
    narrow = np.fft.irfft(np.fft.rfft(target) * gain, len(target)).astype(np.float32)
    if edge_hz < 8500.0 and draw.random() < 0.08:
        narrow = _mu_law(narrow)
    elif draw.random() < 0.7:
        narrow = _rounded(narrow)
    return edge_hz, narrow


def _rounded(signal: Signal) -> Signal:
    """To 16 bits."""
    rounded: Signal = np.round(signal * np.float32(32768)) * np.float32(1 / 32768)
    return rounded


def _mu_law(signal: Signal) -> Signal:
    """Through 8 bits of mu-law (ITU-T G.711, the smooth curve)."""
    squeezed = np.sign(signal) * np.log1p(255 * np.minimum(np.abs(signal), 1)) / np.log(256)
    coarse = np.round(squeezed * 127) / 127
    wide: Signal = (np.sign(coarse) * np.expm1(np.abs(coarse) * np.log(256)) / 255).astype(np.float32)
    return wide

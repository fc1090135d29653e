"""Low-passes and codecs of many kinds, whose cut-off is known: what recordings have gone through.

Each takes sound of one channel and gives (sound, its rate, the frequency of half amplitude): the low-passes
by their magnitude alone (no phase), so that their cut-off can be read off it; the codecs with what they leave
of white noise at a high bit rate under the same low-pass. Formulas: the textbook magnitudes of the analogue
prototypes; the elliptic rational function by its composition of second orders.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from fractions import Fraction
from functools import cache

import av
import numpy as np
import numpy.typing as npt
import soxr

Signal = npt.NDArray[np.float32]
Curve = npt.NDArray[np.float64]
Narrowed = tuple[Signal, int, float]


def rounded(sound: npt.NDArray[np.floating], seed: int | None = None) -> Signal:
    """As saved in 16 bits; with `seed`, dithered (triangular, two steps wide)."""
    scaled = np.asarray(sound, np.float64) * 32768
    if seed is not None:
        random = np.random.default_rng(seed)
        scaled = scaled + random.uniform(-0.5, 0.5, scaled.shape) + random.uniform(-0.5, 0.5, scaled.shape)
    return (np.clip(np.round(scaled), -32768, 32767) / 32768).astype(np.float32)


def hiss(samples: int, level_db: float, seed: int = 0) -> Signal:
    """White noise of `level_db` dBFS (RMS)."""
    return (np.random.default_rng(seed).standard_normal(samples) * 10 ** (level_db / 20)).astype(np.float32)


def filtered(sound: Signal, rate: int, magnitude: Callable[[Curve], Curve]) -> Narrowed:
    """Through a filter of this magnitude (a function of Hz), without phase."""
    size = 1 << (len(sound) + rate // 10 - 1).bit_length()
    hz = np.fft.rfftfreq(size, 1 / rate)
    gain = magnitude(hz)
    out = np.fft.irfft(np.fft.rfft(sound, size) * gain, size)[: len(sound)]
    lost = np.flatnonzero(gain >= 0.5)
    return out.astype(np.float32), rate, float(hz[lost[-1]]) if len(lost) else 0.0


def butterworth(order: int) -> Callable[[Signal, int, float], Narrowed]:
    """Nominal cut-off at -3 dB; 6 dB an octave for each order."""
    return lambda sound, rate, cut: filtered(
        sound, rate, lambda hz: 1 / np.sqrt(1 + (hz / cut) ** (2 * order))
    )


def chebyshev(order: int = 8, ripple_db: float = 0.5) -> Callable[[Signal, int, float], Narrowed]:
    """Type I: nominal cut-off where the ripple ends."""

    def magnitude(x: Curve) -> Curve:
        inside = np.cos(order * np.arccos(np.clip(x, -1, 1)))
        polynomial = np.where(x <= 1, inside, np.cosh(order * np.arccosh(np.maximum(x, 1))))
        return np.asarray(1 / np.sqrt(1 + (10 ** (ripple_db / 10) - 1) * polynomial**2))

    return lambda sound, rate, cut: filtered(sound, rate, lambda hz: magnitude(hz / cut))


def elliptic(ripple_db: float = 0.5, selectivity: float = 1.05) -> Callable[[Signal, int, float], Narrowed]:
    """Order 8: equal ripple in both bands."""

    def second(xi: float, x: Curve) -> Curve:
        t = np.sqrt(1 - 1 / xi**2)
        return np.asarray(((t + 1) * x**2 - 1) / ((t - 1) * x**2 + 1))

    def magnitude(x: Curve) -> Curve:
        xi, rational = selectivity, np.asarray(x)
        selectivities = []
        for _ in range(3):
            selectivities.append(xi)
            xi = float(second(xi, np.array(xi)))
        with np.errstate(divide="ignore"):
            for one in selectivities:
                rational = second(one, rational)
            return np.asarray(1 / np.sqrt(1 + (10 ** (ripple_db / 10) - 1) * rational**2))

    return lambda sound, rate, cut: filtered(sound, rate, lambda hz: magnitude(hz / cut))


def windowed_sinc(taps: int) -> Callable[[Signal, int, float], Narrowed]:
    """A linear-phase FIR low-pass: sinc times Hamming."""

    def narrow(sound: Signal, rate: int, cut: float) -> Narrowed:
        n = np.arange(taps) - (taps - 1) / 2
        response = np.sinc(2 * cut / rate * n) * np.hamming(taps)
        return filtered(
            sound, rate, lambda hz: np.abs(np.fft.rfft(response / response.sum(), 2 * (len(hz) - 1)))
        )

    return narrow


def brickwall(sound: Signal, rate: int, cut: float) -> Narrowed:
    """Everything above is zero."""
    return filtered(sound, rate, lambda hz: (hz <= cut).astype(float))


def down_and_up(sound: Signal, rate: int, cut: float) -> Narrowed:
    """To a lower rate and back (soxr, HQ). Its pass band ends at 91 to 95 % of the lower rate's half."""
    lower = 2 * cut
    back = soxr.resample(soxr.resample(sound, rate, lower), lower, rate)
    return back, rate, 0.955 * cut


def polyphase(sound: Signal, rate: int, cut: float) -> Narrowed:
    """Down and up by a whole factor with short Kaiser filters (20 taps a phase, beta 5), images and all."""
    factor = max(2, round(rate / (2 * cut)))
    half = 10 * factor
    n = np.arange(-half, half + 1)
    taps = np.sinc(n / factor) * np.kaiser(2 * half + 1, 5.0)
    taps /= taps.sum()
    low = np.convolve(sound, taps, "same")
    stuffed = np.zeros_like(low)
    stuffed[::factor] = factor * low[::factor]
    # Twice through a filter of half amplitude at the edge: that of -6 dB lies a little below.
    response = np.abs(np.fft.rfft(taps, 1 << 15)) ** 2
    edge = np.flatnonzero(response >= 0.5)[-1] * rate / (1 << 15)
    return np.convolve(stuffed, taps, "same").astype(np.float32), rate, float(edge)


def mu_law(sound: Signal, rate: int, cut: float) -> Narrowed:
    """A telephone: 8 kHz, 300 Hz to `cut` (at most 3400), 8 bits of mu-law."""
    cut = min(cut, 3400.0)
    low = soxr.resample(sound, rate, 8000)
    low, _, edge = telephone(low, 8000, cut)
    squeezed = np.sign(low) * np.log1p(255 * np.minimum(np.abs(low), 1)) / np.log(256)
    coarse = np.round(squeezed * 127) / 127
    return (np.sign(coarse) * np.expm1(np.abs(coarse) * np.log(256)) / 255).astype(np.float32), 8000, edge


def telephone(sound: Signal, rate: int, cut: float) -> Narrowed:
    """A band from 300 Hz to `cut`, steep on both sides."""
    return filtered(
        sound,
        rate,
        lambda hz: 1 / np.sqrt(1 + (hz / cut) ** 40) / np.sqrt(1 + (300 / np.maximum(hz, 1)) ** 12),
    )


def coded(
    codec: str, container: str, bit_rate: int, coded_rate: int | None = None, highest: int | None = None
) -> Callable[[Signal, int, float], Narrowed]:
    """Through an encoder that was told its low-pass, and back; at `coded_rate` where that is given.

    Encoders choose the nearest low-pass that their filter banks have. highest: the bit rate at which to
    measure where that is; None takes `cut` for it.
    """

    @cache
    def measured(rate: int, cut: float) -> float:
        assert highest is not None
        noise = hiss(2 * rate, -20)
        sound, actual, _ = coded(codec, container, highest, coded_rate)(noise, rate, cut)
        spectra = np.abs(np.fft.rfft(sound[: len(sound) // 1024 * 1024].reshape(-1, 1024) * np.hanning(1024)))
        power = np.convolve(np.mean(spectra**2, axis=0), np.ones(3) / 3, "same")
        hz = np.arange(513) * actual / 1024
        level = np.median(power[(hz > 400) & (hz < 0.7 * cut)])
        return float(hz[np.flatnonzero(power > level / 4)[-1]])

    def narrow(sound: Signal, rate: int, cut: float) -> Narrowed:
        target = coded_rate or rate
        if target != rate:
            sound = soxr.resample(sound, rate, target)
        memory = io.BytesIO()
        with av.open(memory, "w", format=container) as out:
            stream = out.add_stream(codec, rate=target, layout="mono", options={"cutoff": str(round(cut))})
            stream.bit_rate = bit_rate
            kind = stream.codec_context.format.name if stream.codec_context.format else "fltp"
            resampler = av.AudioResampler(format=kind, layout="mono", rate=target)
            for start in range(0, len(sound), 4096):
                block = np.ascontiguousarray(sound[start : start + 4096].reshape(1, -1))
                frame = av.AudioFrame.from_ndarray(block, "fltp", "mono")
                frame.sample_rate, frame.time_base, frame.pts = target, Fraction(1, target), start
                for converted in resampler.resample(frame):
                    out.mux(stream.encode(converted))
            out.mux(stream.encode(None))
        memory.seek(0)
        with av.open(memory) as back:
            to_float = av.AudioResampler(format="fltp", layout="mono")
            parts = [
                converted.to_ndarray()[0]
                for frame in back.decode(audio=0)
                for converted in to_float.resample(frame)
            ]
            actual = back.streams.audio[0].rate
        return (
            np.concatenate(parts).astype(np.float32),
            actual,
            measured(rate, cut) if highest else float(cut),
        )

    return narrow

"""What no magnitude describes: encoders told their low-pass, 8 bits of a telephone, images of slow rates."""

from __future__ import annotations

import io
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from enhance.errors import EnhanceError

Signal = NDArray[np.float32]


class Narrowed(NamedTuple):
    """sound: (samples,) at `rate`, Hz. cut_hz: where it is at half amplitude."""

    sound: Signal
    rate: int
    cut_hz: float


class Coder(NamedTuple):
    """An encoder at a rate, 0 for the sound's own. widest: the bit rate at which its low-pass is measured."""

    codec: str
    container: str
    rate: int
    widest: int


MP3, AAC, OPUS = (
    Coder("libmp3lame", "mp3", 0, 320_000),
    Coder("aac", "adts", 0, 256_000),
    Coder("libopus", "ogg", 48_000, 0),
)
# So far apart that measuring where each ends is done once for many cases.
_STEP_HZ = 250.0
_SOXR_ENDS = {"VHQ": 0.96, "HQ": 0.955, "MQ": 0.955}


def narrowed(draw: np.random.Generator, sound: Signal, rate: int, most_hz: float) -> Narrowed | None:
    """Through something drawn at random, cut below `most_hz`; None where what was drawn needs more.

    Raises EnhanceError where this machine cannot encode.
    """
    kinds = (_mp3, _aac, _opus, _polyphase, _mu_law, _down_and_up)
    return kinds[draw.choice(len(kinds), p=(0.3, 0.2, 0.22, 0.1, 0.1, 0.08))](draw, sound, rate, most_hz)


def _mp3(draw: np.random.Generator, sound: Signal, rate: int, most_hz: float) -> Narrowed | None:
    kinds = (
        (MP3, (48, 64, 80, 96, 128), 16_000.0),
        (MP3._replace(rate=24_000, widest=160_000), (24, 32), 9500.0),
        (MP3._replace(rate=16_000, widest=160_000), (16, 24), 6800.0),
    )
    coder, kilobits, highest = kinds[draw.integers(len(kinds))]
    return _coded_near(draw, sound, rate, coder, int(draw.choice(kilobits)), min(highest, most_hz))


def _aac(draw: np.random.Generator, sound: Signal, rate: int, most_hz: float) -> Narrowed | None:
    return _coded_near(draw, sound, rate, AAC, int(draw.choice((48, 64, 96, 128))), min(17_500.0, most_hz))


def _opus(draw: np.random.Generator, sound: Signal, rate: int, most_hz: float) -> Narrowed | None:
    """Its bands end at 4, 8 and 12 kHz (RFC 6716, section 2)."""
    bands = ((4000.0, (12, 14, 16, 18)), (8000.0, (18, 20, 22, 24, 26)), (12_000.0, (28, 32, 36, 40, 48)))
    cut_hz, kilobits = bands[draw.integers(len(bands))]
    if cut_hz > most_hz:
        return None
    return Narrowed(*_coded(sound, rate, OPUS, int(draw.choice(kilobits)) * 1000, cut_hz), cut_hz)


def _polyphase(draw: np.random.Generator, sound: Signal, rate: int, most_hz: float) -> Narrowed | None:
    """Down and up by a whole factor with short Kaiser filters, images and all."""
    factor = int(draw.integers(2, 10))
    half = int(draw.integers(5, 20)) * factor
    n = np.arange(-half, half + 1)
    taps = np.sinc(n / factor) * np.kaiser(2 * half + 1, draw.uniform(3, 9))
    taps /= taps.sum()
    response = np.abs(np.fft.rfft(taps, 1 << 15)) ** 2
    cut_hz = float(np.flatnonzero(response >= 0.5)[-1] * rate / (1 << 15))
    if cut_hz > most_hz or len(sound) < len(taps):
        return None
    stuffed = np.zeros_like(sound)
    stuffed[::factor] = factor * np.convolve(sound, taps, "same")[::factor]
    return Narrowed(np.convolve(stuffed, taps, "same").astype(np.float32), rate, cut_hz)


def _mu_law(draw: np.random.Generator, sound: Signal, rate: int, _most_hz: float) -> Narrowed:
    """A telephone (ITU-T G.711, the smooth curve), sometimes kept in a wider file."""
    import soxr

    cut_hz = draw.uniform(3000, 3400)
    low = soxr.resample(sound, rate, 8000)
    hz = np.fft.rfftfreq(len(low), 1 / 8000)
    gain = 1 / np.sqrt(1 + 3 * (hz / cut_hz) ** 40) / np.sqrt(1 + (300 / np.maximum(hz, 1)) ** 12)
    low = np.fft.irfft(np.fft.rfft(low) * gain, len(low))
    squeezed = np.round(127 * np.sign(low) * np.log1p(255 * np.minimum(np.abs(low), 1)) / np.log(256)) / 127
    coarse = (np.sign(squeezed) * np.expm1(np.abs(squeezed) * np.log(256)) / 255).astype(np.float32)
    if draw.random() < 0.5:
        return Narrowed(soxr.resample(coarse, 8000, 16_000).astype(np.float32), 16_000, cut_hz)
    return Narrowed(coarse, 8000, cut_hz)


def _down_and_up(draw: np.random.Generator, sound: Signal, rate: int, most_hz: float) -> Narrowed:
    import soxr

    quality = str(draw.choice(list(_SOXR_ENDS)))
    nyquist = _between(draw, 1900, most_hz)
    low = soxr.resample(sound, rate, 2 * nyquist, quality=quality)
    back = soxr.resample(low, 2 * nyquist, rate, quality=quality)
    return Narrowed(back.astype(np.float32), rate, _SOXR_ENDS[quality] * nyquist)


def _between(draw: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(draw.uniform(np.log(low), np.log(max(low, high)))))


def _coded_near(
    draw: np.random.Generator, sound: Signal, rate: int, coder: Coder, kilobits: int, most_hz: float
) -> Narrowed | None:
    asked_hz = _STEP_HZ * round(_between(draw, 3500, most_hz) / _STEP_HZ)
    cut_hz = _ends_at(coder, coder.rate or rate, asked_hz)
    if asked_hz > most_hz or cut_hz is None:
        return None
    return Narrowed(*_coded(sound, rate, coder, 1000 * kilobits, asked_hz), cut_hz)


@cache
def _ends_at(coder: Coder, rate: int, asked_hz: float) -> float | None:
    """Where what an encoder leaves of white noise halves; it takes the nearest that its filter bank has."""
    noise = (0.1 * np.random.default_rng(0).standard_normal(2 * rate)).astype(np.float32)
    sound, actual = _coded(noise, rate, coder, coder.widest, asked_hz)
    frames = sound[: len(sound) // 1024 * 1024].reshape(-1, 1024) * np.hanning(1024)
    power = np.convolve(np.mean(np.abs(np.fft.rfft(frames)) ** 2, axis=0), np.ones(3) / 3, "same")
    hz = np.arange(513) * actual / 1024
    level = np.median(power[(hz > 400) & (hz < 0.7 * asked_hz)])
    left = np.flatnonzero(power > level / 4)
    return float(hz[left[-1]]) if len(left) else None


def _coded(sound: Signal, rate: int, coder: Coder, bit_rate: int, low_pass_hz: float) -> tuple[Signal, int]:
    import av
    import soxr

    target = coder.rate or rate
    if target != rate:
        sound = soxr.resample(sound, rate, target).astype(np.float32)
    memory = io.BytesIO()
    try:
        with av.open(memory, "w", format=coder.container) as out:
            options = {"cutoff": str(round(low_pass_hz))}
            stream = out.add_stream(coder.codec, rate=target, layout="mono", options=options)
            assert isinstance(stream, av.AudioStream)
            stream.bit_rate = bit_rate
            kind = stream.codec_context.format.name if stream.codec_context.format else "fltp"
            to_kind = av.AudioResampler(format=kind, layout="mono", rate=target)
            for start in range(0, len(sound), 4096):
                block = np.ascontiguousarray(sound[start : start + 4096].reshape(1, -1))
                frame = av.AudioFrame.from_ndarray(block, "fltp", "mono")
                frame.sample_rate, frame.time_base, frame.pts = target, Fraction(1, target), start
                for converted in to_kind.resample(frame):
                    out.mux(stream.encode(converted))
            out.mux(stream.encode(None))
        memory.seek(0)
        with av.open(memory, "r") as back:
            to_float = av.AudioResampler(format="fltp", layout="mono")
            decoded = (one for frame in back.decode(audio=0) for one in to_float.resample(frame))
            parts = [np.asarray(one.to_ndarray()[0], np.float32) for one in decoded]
            actual = int(back.streams.audio[0].rate)
    except (av.FFmpegError, ValueError) as error:
        raise EnhanceError(f"{coder.codec} cannot be encoded on this machine.") from error
    return np.concatenate(parts), actual

"""Sound made up for tests, and files of it in formats that the product reads but does not write."""

from __future__ import annotations

import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np


def voice(samples: int, channels: int = 2, rate: int = 44100, seed: int = 0) -> np.ndarray:
    """A wavering tone in noise that never repeats, so that any shift shows: float32 (samples, channels)."""
    time = np.arange(samples) / rate
    random = np.random.default_rng(seed)
    tones = [
        (0.25 + 0.15 * np.sin(7 * time))
        * np.sin(2 * np.pi * (220 + 35 * channel) * time + 5 * np.sin(9 * time))
        for channel in range(channels)
    ]
    # A soft start, as of a microphone that is switched on: encoders spread what begins at once.
    fade = np.minimum(1.0, np.arange(samples) / 2000)
    sound = np.stack(tones, axis=1) + 0.02 * random.standard_normal((samples, channels))
    return (sound * fade[:, None]).astype(np.float32)


def hum_file(path: Path, seconds: float, pitch_hz: float, rate: int = 44100) -> Path:
    """A WAV of a hum that comes and goes, one channel of 16 bits; its path."""
    time = np.arange(round(seconds * rate)) / rate
    sound = 9000 * np.sin(2 * np.pi * pitch_hz * time) * np.sin(np.pi * 2 * time) ** 2
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(sound.astype("<i2").tobytes())
    return path


def make(
    path: Path,
    sound: np.ndarray,
    rate: int,
    *,
    container: str,
    codec: str,
    sample_format: str,
    layout: str | None = None,
    options: dict[str, str] | None = None,
    codec_options: dict[str, str] | None = None,
    video: bool = False,
    **settings: Any,
) -> Path:
    """Write `sound` (of the type that `sample_format` wants, (samples, channels)) to `path` with PyAV."""
    import av

    layout = layout or {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}[sound.shape[1]]
    with av.open(str(path), "w", format=container, options=options or {}) as out:
        pictures = _video(out) if video else None
        stream = out.add_stream(
            codec, rate=rate, layout=layout, format=sample_format, options=codec_options, **settings
        )
        for start in range(0, len(sound), 4096):
            block = sound[start : start + 4096]
            planar = sample_format.endswith("p")
            array = np.ascontiguousarray(block.T if planar else block.reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(array, sample_format, layout)
            frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), start
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if pictures is not None:
            _draw(out, pictures, round(len(sound) / rate * 10))
    return path


def make_silent_film(path: Path, container: str = "mp4") -> Path:
    """A film of one second without sound."""
    import av

    with av.open(str(path), "w", format=container) as out:
        _draw(out, _video(out), 10)
    return path


def _video(out: Any) -> Any:
    stream = out.add_stream("mpeg4", rate=10)
    stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
    return stream


def _draw(out: Any, stream: Any, frames: int) -> None:
    import av

    for number in range(frames):
        frame = av.VideoFrame(64, 48, "yuv420p")
        for plane in frame.planes:
            plane.update(bytes([number % 256]) * plane.buffer_size)
        frame.pts = number
        frame.time_base = Fraction(1, 10)
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))

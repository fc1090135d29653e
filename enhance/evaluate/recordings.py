"""The recordings that an evaluation is made on: read, levelled, and judged fit to be a reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from enhance.bandwidth import effective_bandwidth
from enhance.errors import EnhanceError
from enhance.evaluate.metrics import Sound

if TYPE_CHECKING:
    from av import AudioFrame
    from av.container import InputContainer

# Lossless only: what a lossy coder took away must not be held against an enhancer, nor its noise for it.
ENDINGS = (".wav", ".flac", ".aif", ".aiff")
_OPTIONS = {
    "format_whitelist": "wav,flac,aiff",
    "codec_whitelist": "flac,pcm_s16le,pcm_s24le,pcm_s32le,pcm_f32le,pcm_s16be,pcm_s24be,pcm_s32be",
    "protocol_whitelist": "file",
}
# Memory and time are bounded: of a longer recording the beginning is taken.
LONGEST_S = 60.0
# Enough for a pause and a few syllables; under half a second nothing is left after the filters' ends.
SHORTEST_S = 0.5
# What a reference must reach: less, and a made-up band is compared with nothing. Quiet full-band voices
# reach a little further than this before they are under their own noise.
LEAST_BANDWIDTH_HZ = 15_000.0
# The peak that recordings are brought to. LSD is clamped at a fixed power, so without a common level it
# would say how loud a recording is rather than how near.
PEAK = 0.95


@dataclass(frozen=True, slots=True)
class Reference:
    """A full-band recording: mono samples (n,) at `rate`, its peak at PEAK unless it was left as it was."""

    name: str
    samples: Sound
    rate: int
    bandwidth_hz: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A recording that is not judged, and why, as a sentence."""

    name: str
    reason: str


def find_recordings(folder: Path) -> tuple[Path, ...]:
    """The lossless recordings in `folder` and the folders in it, in the order of their names.

    Raises EnhanceError where there is no such folder or nothing in it.
    """
    if not folder.is_dir():
        raise EnhanceError(f"{folder} is not a folder of recordings.")
    found = tuple(
        sorted(
            p for p in folder.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file() and _inside(p, folder)
        )
    )
    if not found:
        raise EnhanceError(f"{folder} holds no lossless recordings ({', '.join(ENDINGS)}) to evaluate with.")
    return found


def _inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def read_reference(path: Path, *, level: bool = True) -> Reference | LeftOut:
    """One recording, or why it cannot be judged. level: bring its peak to PEAK."""
    try:
        samples, rate = _read(path)
    except EnhanceError as error:
        return LeftOut(path.name, str(error))
    seconds = len(samples) / rate
    peak = float(np.abs(samples).max(initial=0.0))
    if seconds < SHORTEST_S:
        return LeftOut(path.name, f"It lasts {seconds:.2f} s, and {SHORTEST_S:g} s are needed.")
    if peak == 0.0:
        return LeftOut(path.name, "It is silent.")
    bandwidth = effective_bandwidth(samples, rate)
    if bandwidth.hz < LEAST_BANDWIDTH_HZ:
        return LeftOut(
            path.name,
            f"It reaches {bandwidth.hz / 1000:.1f} kHz only, and a reference must reach "
            f"{LEAST_BANDWIDTH_HZ / 1000:g} kHz.",
        )
    if level:
        samples = samples * np.float32(PEAK / peak)
    return Reference(path.stem, samples, rate, bandwidth.hz)


def _read(path: Path) -> tuple[Sound, int]:
    """The beginning of `path` as mono samples (n,) and their rate. Raises EnhanceError."""
    import av

    parts: list[Sound] = []
    try:
        with open(path, "rb") as file, av.open(file, "r", options=_OPTIONS) as container:
            rate = container.streams.audio[0].codec_context.sample_rate
            if not 8_000 <= rate <= 192_000:
                raise EnhanceError(f"It claims {rate} samples a second.")
            left = int(LONGEST_S * rate)
            for frame in _frames(container):
                parts.append(frame.to_ndarray().mean(axis=0, dtype=np.float64).astype(np.float32)[:left])
                left -= len(parts[-1])
                if left <= 0:
                    break
    except (av.error.FFmpegError, IndexError, OSError, ValueError) as error:
        # Numbers of the library's own and whole paths say nothing to a reader.
        why = getattr(error, "strerror", None)
        raise EnhanceError(f"It cannot be read{f' ({why})' if why else ''}.") from error
    samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    if not np.isfinite(samples).all():
        raise EnhanceError("It holds values that are no numbers.")
    return samples, rate


def _frames(container: InputContainer) -> Iterator[AudioFrame]:
    """The frames of the first sound in `container`, as float planes."""
    from av import AudioResampler

    to_float = AudioResampler(format="fltp")
    for frame in container.decode(audio=0):
        yield from to_float.resample(frame)
    yield from to_float.resample(None)

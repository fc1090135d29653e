"""What a file says about the sound in it, without decoding it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editor.media.opening import opened

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

# Longer than anyone records: such a header is not believed.
_MAX_S = 10 * 365 * 86400.0


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """The sound of one file as its header has it.

    sample_rate_hz, channels: of the best sound in it. duration_s: None where the file does not say; an
    estimate for mp3 and bare streams without a table (only decoding counts samples). codec, container:
    short names ("aac", "mov"). bit_depth: of lossless codecs, else None. start_s: what the recorder's clock
    showed (the time reference of a broadcast wave), in seconds since midnight, else None. has_video: moving
    pictures; the one on a record's sleeve is none.
    """

    sample_rate_hz: int
    channels: int
    duration_s: float | None
    codec: str
    container: str
    bit_depth: int | None
    start_s: float | None
    has_video: bool


def probe(path: str | os.PathLike[str]) -> MediaInfo:
    """Read the header of the file at `path`. Raises MediaError as `opening.opened` does."""
    with opened(path) as (container, stream, _):
        codec = stream.codec_context
        return MediaInfo(
            sample_rate_hz=codec.sample_rate,
            channels=codec.channels,
            duration_s=_duration_s(container, stream),
            codec=codec.codec.canonical_name,
            container=container.format.name.split(",")[0],
            bit_depth=_bit_depth(codec.codec.canonical_name, codec.format.name if codec.format else ""),
            start_s=_start_s(container, codec.sample_rate),
            has_video=any(not _is_cover(video) for video in container.streams.video),
        )


def _is_cover(video: object) -> bool:
    """Whether these "moving pictures" are the picture on a record's sleeve."""
    from av.stream import Disposition

    return bool(getattr(video, "disposition", Disposition(0)) & Disposition.attached_pic)


def _duration_s(container: InputContainer, stream: AudioStream) -> float | None:
    seconds: float | None = None
    if stream.duration is not None and stream.time_base is not None:
        seconds = float(stream.duration * stream.time_base)
    elif container.duration is not None:
        seconds = container.duration / 1_000_000
    return seconds if seconds is not None and 0 < seconds < _MAX_S else None


def _bit_depth(codec: str, sample_format: str) -> int | None:
    if pcm := re.fullmatch(r"pcm_[suf](\d+)(?:[lb]e)?(?:_planar)?", codec):
        return int(pcm[1])
    if codec in ("flac", "alac", "wavpack", "ape", "tta", "truehd", "mlp"):
        # The decoder hands out 24 bits in the upper part of 32.
        return {"u8": 8, "u8p": 8, "s16": 16, "s16p": 16, "s32": 24, "s32p": 24, "flt": 32, "fltp": 32}.get(
            sample_format
        )
    return None


def _start_s(container: InputContainer, rate: int) -> float | None:
    reference = container.metadata.get("time_reference", "")
    if not re.fullmatch(r"[0-9]{1,15}", reference):
        return None
    seconds = int(reference) / rate
    return seconds if seconds < 2 * 86400 else None

"""FLAC, MP3, AAC and Opus, written through the decoding library's encoders."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from editor.media.errors import MediaError, named
from editor.media.part_file import PartFile
from editor.media.quantising import to_int16, to_int24

_LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 4: "quad", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}


@dataclass(frozen=True, slots=True)
class Kind:
    """One compressed format. rates: it takes, None any. bits_per_second: by default, mono and stereo."""

    container: str
    codec: str
    sample_format: str
    rates: tuple[int, ...] | None
    most_channels: int
    bits_per_second: tuple[int, int] | None
    options: dict[str, str]

    def rate_for(self, rate: int) -> int:
        """The rate to encode sound of `rate` at: itself, or the next that loses nothing, or the highest."""
        if self.rates is None:
            return rate
        return min((own for own in self.rates if own >= rate), default=max(self.rates))


_AAC_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000)
KINDS = {
    "flac": Kind("flac", "flac", "s16", None, 8, None, {}),
    # ID3v2.3 is what players read everywhere.
    "mp3": Kind("mp3", "libmp3lame", "fltp", _AAC_RATES[:9], 2, (96_000, 160_000), {"id3v2_version": "3"}),
    "m4a": Kind("ipod", "aac", "fltp", _AAC_RATES, 8, (96_000, 160_000), {}),
    "opus": Kind("ogg", "libopus", "flt", (48000,), 8, (64_000, 96_000), {}),
}


class _Sink:
    """The part file as the library wants to see it: written and sought, never read or closed."""

    def __init__(self, part: PartFile) -> None:
        self._part = part
        self.name = ""

    def write(self, data: bytes) -> int:
        self._part.write(data)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._part.file.seek(offset, whence)

    def tell(self) -> int:
        return self._part.file.tell()


class CompressedWriter:
    """Encodes float blocks of shape (n, channels) at a rate of the kind's own into `part`.

    `part` stays the caller's to commit or abort. Raises MediaError where the disk or the encoder refuses.
    """

    def __init__(
        self,
        part: PartFile,
        kind: Kind,
        rate: int,
        channels: int,
        bitrate: int | None,
        bit_depth: int,
        tags: dict[str, str],
    ) -> None:
        import av
        from av.audio.stream import AudioStream

        self._part, self._kind, self._rate = part, kind, rate
        self._samples = 0
        self._format = "s32" if kind.codec == "flac" and bit_depth == 24 else kind.sample_format
        self._layout = _LAYOUTS[channels]
        try:
            options = dict(kind.options)
            if kind.container == "ipod":
                # The edit list that trims the encoder's delay counts in these; milliseconds otherwise.
                options["movie_timescale"] = str(rate)
            self._container = av.open(_Sink(part), "w", format=kind.container, options=options)
            self._container.metadata.update({name: text for name, text in tags.items() if text})
            stream = self._container.add_stream(
                kind.codec, rate=rate, layout=self._layout, format=self._format
            )
            assert isinstance(stream, AudioStream)
            if kind.bits_per_second is not None:
                default = kind.bits_per_second[0] * channels if channels != 2 else kind.bits_per_second[1]
                stream.codec_context.bit_rate = bitrate or default
            self._stream = stream
        except (av.error.FFmpegError, ValueError) as error:
            raise self._failure() from error

    def write(self, block: NDArray[np.float32]) -> None:
        """Append `block`, full scale 1.0; what lies beyond is clipped where the format has whole numbers."""
        from av.audio.frame import AudioFrame

        samples: NDArray[Any]
        if self._format == "s16":
            samples = to_int16(block, self._samples)
        elif self._format == "s32":
            samples = to_int24(block) << 8
        else:
            samples = block
        frame = AudioFrame(self._format, self._layout, len(block))
        rows = samples.T if self._format.endswith("p") else samples.reshape(1, -1)
        # `zip` stops at the rows: at eight planar channels the library lists one plane too many.
        for row, plane in zip(rows, frame.planes, strict=False):
            plane.update(row.tobytes())
        frame.sample_rate = self._rate
        frame.time_base = Fraction(1, self._rate)
        frame.pts = self._samples
        self._samples += len(block)
        self._encode(frame)

    def _encode(self, frame: Any) -> None:
        import av

        try:
            for packet in self._stream.encode(frame):
                self._container.mux(packet)
        except (av.error.FFmpegError, ValueError) as error:
            raise self._failure() from error

    def finish(self) -> None:
        """Write what the encoder still holds, and the tables; the caller commits the file."""
        import av

        self._encode(None)
        try:
            self._container.close()
        except (av.error.FFmpegError, ValueError) as error:
            raise self._failure() from error

    def abandon(self) -> None:
        """Let the encoder go; what was written is of no use."""
        with suppress(Exception):
            self._container.close()

    def _failure(self) -> MediaError:
        return MediaError(f"{named(self._part.path)} could not be encoded as {self._kind.codec}.")

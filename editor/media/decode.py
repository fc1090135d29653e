"""Sound out of a file, once, front to back.

Samples are counted, never read off timestamps: timestamps of m4a, mp3 and opus are neither exact nor gapless,
while the decoder's output, with the encoder's delay trimmed where the container states it, is.
"""

from __future__ import annotations

import itertools
import math
import os
import re
import sys
from collections.abc import Generator, Iterator
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from editor.jobs import Report, silent
from editor.media.errors import MediaError, named
from editor.media.opening import check_claims, opened
from editor.media.riff import WavData, wav_data

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.packet import Packet

# Samples per channel in a batch: enough that the work per batch costs nothing, few enough for the cache.
BATCH = 1 << 17

# What a damaged file may be off its stated length without being called cut short, in seconds.
_SLACK_S = 0.5

# Containers whose length the library guesses from the bit rate.
_GUESSING = ["mp3", "aac", "ac3", "eac3", "amr", "dts", "loas", "mpeg", "mpegts"]

# The most samples that an encoder adds behind, two long frames: so many are held back until the end is known.
_MAX_PADDING = 4096

# Sample formats of the decoder, packed: type, what to subtract, what full scale is.
_FORMATS: dict[str, tuple[str, int, float]] = {
    "u8": ("u1", 128, 2.0**7),
    "s16": ("i2", 0, 2.0**15),
    "s32": ("i4", 0, 2.0**31),
    "s64": ("i8", 0, 2.0**63),
    "flt": ("f4", 0, 1.0),
    "dbl": ("f8", 0, 1.0),
}


class Decoder:
    """One pass over the best sound in a file. A context manager; iterate `batches` once, on one thread.

    rate, channels: of the file. layout: its channels' names ("FL", "FR", ...). sample_type: "int16" where the
    file's sound is whole 16-bit numbers, else "float32". expected_s: how long the file says it is, or None.
    truncated: known after the last batch; the file ended before it said it would, and what there was is kept.
    Raises MediaError on opening, as `opening.opened` does, and where nothing can be decoded.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = path
        self.truncated = False
        self._place = 0
        self._stack = ExitStack()
        try:
            self._container, self._stream, self._file = self._stack.enter_context(opened(path))
            self._bytes = os.fstat(self._file.fileno()).st_size
            with suppress(ValueError, RuntimeError):
                self._stream.codec_context.thread_type = "AUTO"
            self._last: tuple[Packet[AudioStream], AudioFrame]
            self._frames = self._decoded()
            # The stream's own header may be wrong (implicit SBR doubles the rate): the first frame decides.
            frames = next(self._frames, None)
            if frames is None:
                raise MediaError(f"{named(path)} holds no sound that can be read: it is empty or damaged.")
            self._first, first = frames, frames[0]
            self.rate: int = first.sample_rate
            self.channels: int = first.layout.nb_channels
            check_claims(path, self.rate, self.channels)
            self.layout = tuple(channel.name for channel in first.layout.channels)
            packed = first.format.packed.name
            if packed not in _FORMATS:
                raise MediaError(f"{named(path)} holds samples of a kind that is not known ({packed}).")
            self._type, self._middle, self._full = _FORMATS[packed]
            self._planar: bool = first.format.is_planar
            self.sample_type: Literal["int16", "float32"] = "int16" if packed == "s16" else "float32"
            self.expected_s = self._expected_s()
            # Set where the samples can be taken as they lie in the file.
            self._plain: WavData | None = None
            if self._container.format.name == "wav" and (data := wav_data(self._file)):
                self.truncated = data.claimed is not None and data.claimed > data.size
                if self._stream.codec_context.name == "pcm_s16le" and sys.byteorder == "little" and data.size:
                    self._plain = data
        except BaseException:
            self._stack.close()
            raise

    @property
    def fraction(self) -> float:
        """How much of the file has been read, 0 to 1. From any thread."""
        return min(1.0, self._place / self._bytes)

    def batches(self, kept: int) -> Generator[NDArray[Any], None, None]:
        """Arrays of shape (n, channels), `BATCH` samples each and fewer at the end, of `sample_type`.

        In whichever memory order the decoder works: `batch.T` is contiguous where it is planar, `batch`
        where it is interleaved. Float sound is finite, and may pass 1.0. An array is valid until `kept` more
        have been taken, then its memory is used again: fresh memory costs more than what is done to it.
        """
        from av.audio.fifo import AudioFifo

        if self._plain is not None:
            yield from self._plain_batches(self._plain, kept)
            return
        samples = 0
        fifo = AudioFifo()
        rooms = itertools.cycle([self._room() for _ in range(kept + 1)])
        write = fifo.write
        for frames in self._same_kind():
            for frame in frames:
                frame.pts = None  # the queue would insist on timestamps that fit
                write(frame)
            while fifo.samples >= BATCH + _MAX_PADDING:
                samples += BATCH
                yield self._batch(fifo.read(BATCH), next(rooms))
                self._place = self._file.tell()
        rest = fifo.samples - self._padding(samples + fifo.samples)
        while rest > 0:
            step = min(rest, BATCH)
            samples, rest = samples + step, rest - step
            yield self._batch(fifo.read(step), next(rooms))
        if samples == 0:
            raise MediaError(f"{named(self.path)} holds no sound: its length is zero.")
        if self.expected_s is not None and samples / self.rate < self.expected_s - _SLACK_S:
            self.truncated = True

    def _plain_batches(self, data: WavData, kept: int) -> Generator[NDArray[Any], None, None]:
        """`batches` of 16-bit WAV, straight from the file: there is nothing to decode."""
        self._file.seek(data.start)
        frame_bytes = 2 * self.channels
        rooms = itertools.cycle([self._room() for _ in range(kept + 1)])
        done, size = 0, data.size // frame_bytes * frame_bytes
        while done < size:
            room = next(rooms)
            part = room.data.cast("B")[: size - done]
            filled = 0
            while filled < len(part):
                # Never None: the file is an ordinary one.
                count = self._file.readinto(part[filled:])  # type: ignore[attr-defined]
                if not count:
                    raise MediaError(f"{named(self.path)} was cut short while it was read.")
                filled += count
            done += filled
            self._place = data.start + done
            yield room[: filled // frame_bytes]

    def _padding(self, decoded: int) -> int:
        """How many of the last of `decoded` samples the encoder added, as an m4a or mp4 states it.

        The library trims what was added in front, and both ends of the other formats, but not this.
        """
        stream, container = self._stream, self._container
        if "mp4" not in container.format.name:
            return 0
        added = 0
        packet, frame = self._last
        duration_s = (packet.duration or 0) * (packet.time_base or 0)
        stated = round(duration_s * frame.sample_rate)
        gapless = container.metadata.get("iTunSMPB", "").split()
        if 0 < stated < frame.samples:
            added = frame.samples - stated
        elif len(gapless) > 3 and re.fullmatch("[0-9A-Fa-f]{1,16}", gapless[3]):
            added = decoded - int(gapless[3], 16)
        elif stream.duration is not None and stream.time_base is not None:
            added = decoded - math.ceil(stream.duration * stream.time_base * self.rate)
        return added if 0 < added <= _MAX_PADDING else 0

    def _room(self) -> NDArray[Any]:
        dtype = np.int16 if self.sample_type == "int16" else np.float32
        if self._planar:
            return np.empty((self.channels, BATCH), dtype).T
        return np.empty((BATCH, self.channels), dtype)

    def _batch(self, frame: AudioFrame | None, room: NDArray[Any]) -> NDArray[Any]:
        """The samples of `frame` in a part of `room`."""
        assert frame is not None
        batch = room[: frame.samples]
        if self._planar:
            # The library may list one plane too many at eight channels: only the real ones are touched.
            for channel, plane in enumerate(frame.planes[: self.channels]):
                samples = np.frombuffer(memoryview(plane), self._type, frame.samples)
                self._copy(samples, batch[:, channel])
        else:
            count = frame.samples * self.channels
            packed = np.frombuffer(memoryview(frame.planes[0]), self._type, count)
            self._copy(packed.reshape(frame.samples, self.channels), batch)
        if self._type in ("f4", "f8"):
            _make_finite(batch.T if self._planar else batch)
        return batch

    def _copy(self, samples: NDArray[Any], into: NDArray[Any]) -> None:
        if self._type in ("i2", "f4"):
            into[:] = samples
        else:
            with np.errstate(over="ignore"):
                into[:] = (samples.astype(np.float64) - self._middle) * (1 / self._full)

    def _decoded(self) -> Iterator[list[AudioFrame]]:
        """Every frame the decoder gives, packet by packet. A packet it cannot read is silence of its own
        length, so that what follows keeps its time; one at the very end is a file cut short."""
        import av

        missing_s, broken = 0.0, False
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
            except (av.error.FFmpegError, OSError):
                self.truncated = True
                return
            if packet is None:
                self.truncated |= broken
                return
            try:
                frames = packet.decode()
            except (av.error.FFmpegError, OSError):
                if packet.duration and packet.time_base:
                    missing_s += float(packet.duration * packet.time_base)
                broken = True
                continue
            if frames:
                broken = False
                self._last = packet, frames[-1]
                if missing_s:
                    frames = [*_silence(missing_s, frames[0]), *frames]
                    missing_s = 0.0
                yield frames

    def _same_kind(self) -> Iterator[list[AudioFrame]]:
        """`_decoded`, all of the format, layout and rate of the first; joined files may change midway."""
        import av
        from av.audio.resampler import AudioResampler

        first = self._first[0]
        mine = changed = _key(first)
        changer: AudioResampler | None = None

        def alike(frames: list[AudioFrame | None]) -> list[AudioFrame]:
            """`frames` as the changer makes them; None is the end, and brings what it still holds."""
            assert changer is not None
            made = [other for frame in frames for other in changer.resample(frame)]
            for other in made:
                other.time_base = first.time_base
            return made

        for frames in itertools.chain([self._first], self._frames):
            key = _key(frames[0])
            if key != changed:
                if changer is not None:
                    yield alike([None])
                changed = key
                changer = None if key == mine else AudioResampler(first.format, first.layout, self.rate)
            if len(frames) > 1:
                # A packet of several frames, none of them unlike the first: or the rest of it is of no use.
                frames = [frame for frame in frames if _key(frame) == key]
            if changer is not None:
                for frame in frames:
                    frame.pts = None
                try:
                    frames = alike([*frames])
                except (av.error.FFmpegError, ValueError):
                    self.truncated = True
                    return
            yield frames
        if changer is not None:
            yield alike([None])

    def _expected_s(self) -> float | None:
        """How long the container states that the sound is, where such statements can be relied on."""
        if self._container.format.name in _GUESSING:
            return None
        stream, container = self._stream, self._container
        if stream.duration is not None and stream.time_base is not None:
            seconds = float(stream.duration * stream.time_base)
        elif container.duration is not None and not container.streams.video:
            seconds = container.duration / 1_000_000
        else:
            return None
        return seconds if 0 < seconds < 1e9 else None

    def close(self) -> None:
        """Let the file go; harmless again."""
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _key(frame: AudioFrame) -> tuple[str, int, int]:
    return frame.format.name, frame.layout.nb_channels, frame.sample_rate


def _make_finite(rows: NDArray[np.float32]) -> None:
    """Take NaN and infinities, which files of floats may hold and which would spread, out of `rows`."""
    # One fast pass over each; it overflows at worst, and then each sample is looked at.
    with np.errstate(over="ignore", invalid="ignore"):
        fine = np.isfinite(np.vecdot(rows, rows)).all()
    if not fine:
        np.nan_to_num(rows, copy=False, nan=0.0, posinf=1.0, neginf=-1.0)
        np.clip(rows, -1e4, 1e4, out=rows)


def _silence(seconds: float, like: AudioFrame) -> Iterator[AudioFrame]:
    """Frames of silence of the format of `like`, at most ten seconds: beyond that time is lost anyway."""
    from av.audio.frame import AudioFrame

    samples = round(min(seconds, 10.0) * like.sample_rate)
    if samples < 1:
        return
    frame = AudioFrame(like.format, like.layout, samples)
    frame.sample_rate = like.sample_rate
    for plane in frame.planes[: like.layout.nb_channels if like.format.is_planar else 1]:
        plane.update(bytes([128 if like.format.packed.name == "u8" else 0]) * plane.buffer_size)
    yield frame


class Blocks:
    """An iterator of float32 blocks of shape (n, channels) at the file's own rate; `blocks` makes it.

    rate, channels: of the file. truncated: as of `Decoder`, known when the iterator has ended.
    """

    def __init__(self, path: str | os.PathLike[str], report: Report) -> None:
        self._decoder = Decoder(path)
        self._batches = self._decoder.batches(kept=1)
        self._report = report
        self.rate = self._decoder.rate
        self.channels = self._decoder.channels

    @property
    def truncated(self) -> bool:
        """Whether the file ended before it said it would."""
        return self._decoder.truncated

    def __iter__(self) -> Iterator[NDArray[np.float32]]:
        return self

    def __next__(self) -> NDArray[np.float32]:
        try:
            self._report(self._decoder.fraction, "Reading sound")
            batch = next(self._batches)
        except BaseException:
            self.close()
            raise
        if batch.dtype == np.int16:
            out = np.empty(batch.shape, np.float32)
            np.multiply(batch, np.float32(1 / 32768), out=out)
            return out
        return np.array(batch, order="C")

    def close(self) -> None:
        """Let the file go before the end; harmless again."""
        self._batches.close()
        self._decoder.close()


def blocks(path: str | os.PathLike[str], report: Report = silent) -> Blocks:
    """The sound of the file at `path`, at its own rate and channels, block by block, front to back.

    Whole numbers are scaled so that full scale is 1.0. Raises MediaError where there is no sound to be had;
    `report` is called before every block. Close the iterator where it is left early.
    """
    return Blocks(path, report)

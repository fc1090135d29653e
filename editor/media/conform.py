"""A recording made ready to edit: decoded once to the project's rate, with its waveform on the way.

Up to three threads work at once, each at most a few batches ahead of the next: decoding; downmix and change
of rate; waveform and writing (a thread for each of these two gained nothing on two cores). The libraries
beneath release the interpreter for their heavy parts.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from editor.jobs import Report, silent
from editor.media.ahead import running_ahead
from editor.media.decode import Decoder
from editor.media.errors import MediaError, named
from editor.media.mixing import stereo_shares
from editor.media.pcm import PcmType, PcmWriter
from editor.media.peaks import PeaksWriter
from editor.media.resampling import Resampler, length_at
from enhance.bandwidth import Bandwidth, BandwidthProbe

# Peak below which a recording counts as silent: -80 dB of full scale.
SILENT_PEAK = 1e-4
# The longest recording that is taken in. A small file can claim, and decode to, any length.
MAX_HOURS = 100
# Batches that each thread may be ahead of the next; and how many more are taken from a source before one of
# its arrays has left the queue and the hands of the consumer.
_AHEAD = 3
_KEPT = _AHEAD + 1
# Bytes of disk that are left free for the rest of the machine.
_SPARE_BYTES = 256 << 20
# Bytes written between two looks at the free space.
_LOOK_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Conformed:
    """What a recording became. samples: per channel at `rate`. truncated: the file ended early, and what
    there was is kept. silent: nothing in it rises above -80 dB of full scale; whether that matters is
    the caller's call. bandwidth: up to where the recording, at its own rate, has content.
    """

    rate: int
    channels: int
    samples: int
    dtype: PcmType
    source_rate: int
    source_channels: int
    truncated: bool
    silent: bool
    bandwidth: Bandwidth


def conform(
    path: str | os.PathLike[str],
    pcm_path: str | os.PathLike[str],
    peaks_path: str | os.PathLike[str],
    rate: int,
    report: Report = silent,
    seen: Callable[[NDArray[Any]], None] | None = None,
) -> Conformed:
    """Decode the recording at `path` into `pcm_path` at `rate`, and its waveform into `peaks_path`.

    16-bit sound already at `rate` is kept exactly, everything else as float32; mono stays mono, more than two
    channels become stereo. Length is round(samples * rate / source rate), to the sample. Memory stays flat.
    seen: gets every block as it is kept, (n, channels) of the file's kind; its memory is used again after.
    Raises MediaError where there is no sound to be had or no room for it, `Cancelled` out of `report`; either
    way nothing is left behind.
    """
    with ExitStack() as stack:
        decoder = stack.enter_context(Decoder(path))
        channels = min(decoder.channels, 2)
        kept = decoder.sample_type == "int16" and decoder.rate == rate and decoder.channels <= 2
        dtype: PcmType = "int16" if kept else "float32"
        room = _Room(Path(pcm_path).parent, path, channels * (2 if kept else 4))
        if decoder.expected_s is not None:
            room.check_length(decoder.expected_s, rate)
        probe = BandwidthProbe(decoder.rate, decoder.channels)
        # The probe goes where there is least to do: decoding is the longest of the three.
        if kept:
            read = _probed(decoder.batches(_KEPT), probe)
            batches = stack.enter_context(running_ahead(read, _AHEAD))
        else:
            batches = stack.enter_context(running_ahead(decoder.batches(_KEPT), _AHEAD))
            made = resampled(decoder, _probed(batches, probe), rate)
            batches = stack.enter_context(running_ahead(made, _AHEAD))
        pcm = stack.enter_context(PcmWriter(pcm_path, rate, channels, dtype))
        peaks = stack.enter_context(PeaksWriter(peaks_path, rate, channels))
        report(0.0, "Reading sound")
        for batch in batches:
            room.check(pcm.samples + len(batch), rate)
            peaks.write(batch)
            pcm.write(batch)
            if seen is not None:
                seen(batch)
            report(decoder.fraction, "Reading sound")
        # The sound last: where it is, its waveform is.
        peaks.close()
        try:
            pcm.close()
        except BaseException:
            Path(peaks_path).unlink(missing_ok=True)
            raise
    return Conformed(
        rate=rate,
        channels=channels,
        samples=pcm.samples,
        dtype=dtype,
        source_rate=decoder.rate,
        source_channels=decoder.channels,
        truncated=decoder.truncated,
        silent=peaks.peak < SILENT_PEAK,
        bandwidth=probe.result(),
    )


class _Room:
    """Looks after the disk while a file of unknown length grows on it."""

    def __init__(self, folder: Path, path: str | os.PathLike[str], frame_bytes: int) -> None:
        self._folder, self._path, self._frame_bytes = folder, path, frame_bytes
        self._next_look = 0

    def check_length(self, seconds: float, rate: int) -> None:
        """Raises MediaError where sound of the stated length would not fit, before any of it is decoded."""
        if seconds > MAX_HOURS * 3600:
            raise self._too_long()
        if seconds * rate * self._frame_bytes + _SPARE_BYTES > self._free():
            raise self._no_room()

    def check(self, samples: int, rate: int) -> None:
        """Raises MediaError where the sound has become too long, or has all but filled the disk."""
        if samples > MAX_HOURS * 3600 * rate:
            raise self._too_long()
        if samples * self._frame_bytes >= self._next_look:
            self._next_look = samples * self._frame_bytes + _LOOK_BYTES
            if self._free() < _SPARE_BYTES + _LOOK_BYTES:
                raise self._no_room()

    def _free(self) -> int:
        try:
            return shutil.disk_usage(self._folder).free
        except OSError as error:
            raise MediaError(f"The folder {named(self._folder)} cannot be written.") from error

    def _too_long(self) -> MediaError:
        return MediaError(f"{named(self._path)} is longer than {MAX_HOURS} hours, or claims to be.")

    def _no_room(self) -> MediaError:
        return MediaError(f"There is not enough free space on the disk for the sound of {named(self._path)}.")


def _probed(batches: Iterator[NDArray[Any]], probe: BandwidthProbe) -> Generator[NDArray[Any], None, None]:
    """`batches` as they are, seen by `probe`. Closed, a generator among them is closed too."""
    try:
        for batch in batches:
            if batch.dtype == np.int16:
                probe.add(np.multiply(batch, np.float32(1 / 32768), dtype=np.float32))
            else:
                probe.add(batch)
            yield batch
    finally:
        if isinstance(batches, Generator):
            batches.close()


def resampled(
    decoder: Decoder, batches: Iterator[NDArray[Any]], rate: int
) -> Generator[NDArray[np.float32], None, None]:
    """Float batches of one or two channels at `rate`; together as long as the source, to the sample."""
    shares = stereo_shares(decoder.layout) if decoder.channels > 2 else None
    channels = min(decoder.channels, 2)
    resample = Resampler(decoder.rate, rate, channels, _KEPT) if decoder.rate != rate else None
    taken = given = 0
    for batch in batches:
        taken += len(batch)
        if batch.dtype == np.int16:
            scaled = np.empty((batch.shape[1], len(batch)), np.float32)
            batch = np.multiply(batch.T, np.float32(1 / 32768), out=scaled).T
        if shares is not None:
            batch = batch @ shares
        if resample is not None:
            batch = resample(batch)
        given += len(batch)
        yield batch
    if resample is not None:
        yield resample.rest(length_at(taken, decoder.rate, rate) - given)

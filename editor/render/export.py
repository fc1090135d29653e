"""The programme into a file: measured, brought to its loudness, kept below its ceiling, encoded. Streaming.

    measure   how loud it is and how high it peaks; whether left and right differ
    settle    only where peaks must be limited: the gain that makes up for what limiting takes away
    write     gain, limiter, encoder; what is written is measured again
    listen    only for mp3, m4a and the like, whose peaks are not those of what was put in: the file is
              decoded and measured, and written again with a lower ceiling where it peaks too high

`loudness` None means the sound as it is: the very samples of `Renderer.read`. Only a programme that exceeds
full scale, which no file of whole numbers can hold, is then limited to the ceiling.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from editor.jobs import Report, part, silent
from editor.model.errors import Refusal
from editor.model.time import Samples, rescale
from editor.render.limiter import MARGIN_DB, Limiter
from editor.render.loudness import SILENT, LoudnessMeter
from editor.render.renderer import Renderer
from editor.render.truepeak import TruePeakMeter

if TYPE_CHECKING:
    from editor.media.encode import Encoder
    from editor.media.wav import BitDepth

USUAL_LUFS = {1: -19.0, 2: -16.0}
"""What podcasts are published at, by channels. One alone plays on two loudspeakers: 3 LU less is as loud."""

MOST_GAIN_DB = 30.0
"""A programme that would need more than this to be loud enough is noise, and stays quiet."""

LOSSY = frozenset({".mp3", ".m4a", ".opus"})
LOSSY_MARGIN_DB = 1.5
"""Kept below the ceiling at first for what an encoder of this kind adds to peaks."""

AUDIBLE_DB = 0.05
"""An encoder that changes the level by less is left to it."""

CLOSE_LU = 0.1
LEAST_SLOPE = 0.25
SETTLING_ROUNDS = 4
LISTENING_ROUNDS = 4
BLOCK: Samples = 1 << 16

Sound = npt.NDArray[np.float32]


class ExportError(Refusal):
    """The programme could not be exported; no file was written and one of that name is as it was."""


@dataclass(frozen=True)
class ExportResult:
    """What was written. samples, rate: of the file. loudness_lufs, true_peak_dbtp: None where silent."""

    duration_s: float
    samples: Samples
    rate: int
    channels: int
    loudness_lufs: float | None
    true_peak_dbtp: float | None


@dataclass(frozen=True)
class _Programme:
    """`[start, stop)` of a renderer as blocks at `rate`, in one or two channels."""

    renderer: Renderer
    start: Samples
    stop: Samples
    rate: int
    channels: int = 2

    @property
    def length(self) -> Samples:
        return rescale(self.stop - self.start, self.renderer.rate, self.rate)

    def blocks(self, report: Report, note: str) -> Iterator[Sound]:
        """Shape (n, channels), a report before each. One channel is the mean of left and right."""
        for block in self._resampled(report, note):
            # Halved before adding: where both sides are the same, the sum is that side to the bit.
            yield block if self.channels == 2 else (block[:, :1] * 0.5 + block[:, 1:] * 0.5)

    def _resampled(self, report: Report, note: str) -> Iterator[Sound]:
        if self.rate == self.renderer.rate:
            yield from self._rendered(report, note)
            return
        from editor.media.resampling import Resampler

        resample = Resampler(self.renderer.rate, self.rate, 2)
        given = 0
        for block in self._rendered(report, note):
            ready = resample(block)
            given += len(ready)
            yield ready
        yield resample.rest(self.length - given)

    def _rendered(self, report: Report, note: str) -> Iterator[Sound]:
        for start in range(self.start, self.stop, BLOCK):
            report((start - self.start) / (self.stop - self.start), note)
            yield self.renderer.read(start, min(start + BLOCK, self.stop))
        report(1.0, note)


@dataclass(frozen=True)
class _Treatment:
    """What is done to the programme, in this order; all linear.

    ceiling: None where nothing is limited. makeup: for what the encoder takes away from the level.
    """

    gain: float = 1.0
    ceiling: float | None = None
    makeup: float = 1.0

    def applied(self, blocks: Iterator[Sound], rate: int, channels: int) -> Iterator[Sound]:
        return _scaled(self._limited(_scaled(blocks, self.gain), rate, channels), self.makeup)

    def _limited(self, blocks: Iterator[Sound], rate: int, channels: int) -> Iterator[Sound]:
        if self.ceiling is None:
            yield from blocks
            return
        limiter = Limiter(rate, channels, self.ceiling)
        for block in blocks:
            yield limiter.feed(block)
        yield limiter.finish()


def _scaled(blocks: Iterator[Sound], factor: float) -> Iterator[Sound]:
    return blocks if factor == 1.0 else (block * np.float32(factor) for block in blocks)


class _Meters:
    """Loudness and true peak of one and the same sound."""

    def __init__(self, rate: int, channels: int) -> None:
        self._loudness = LoudnessMeter(rate, channels)
        self._peak = TruePeakMeter(channels)

    def feed(self, block: Sound) -> None:
        self._loudness.feed(block)
        self._peak.feed(block)

    def read(self) -> tuple[float, float]:
        """(LUFS, highest magnitude)."""
        return self._loudness.integrated(), self._peak.peak()


def export_audio(
    renderer: Renderer,
    path: str | os.PathLike[str],
    *,
    rate: int | None = None,
    loudness: float | Literal["usual"] | None = "usual",
    true_peak: float = -1.0,
    mono: bool | None = None,
    start: Samples = 0,
    stop: Samples | None = None,
    tags: Mapping[str, str] | None = None,
    bitrate: int | None = None,
    bit_depth: BitDepth = 16,
    report: Report = silent,
) -> ExportResult:
    """Write `[start, stop)` of the compilation to `path`, whose ending chooses the format.

    rate: of the file; None is the project's. loudness: LUFS; "usual" is -16 in stereo and -19 in mono; None
    leaves the sound as it is. true_peak: dBTP that the file's sound stays below (see above for None).
    mono: None is mono where left and right are the same throughout. bitrate, bit_depth, tags: as
    `editor.media.encode.Encoder` takes them. A silent programme stays silent.

    The file appears under its name at the end, whole; until then one of that name is as it was. Raises
    `ExportError` where there is nothing to write, `editor.media.errors.MediaError` where it cannot be
    written, `Cancelled` out of `report`.
    """
    stop = renderer.length if stop is None else min(stop, renderer.length)
    if not 0 <= start < stop:
        raise ExportError("There is nothing to export: the chosen part of the document has no sound.")
    path = Path(path)
    stereo = _Programme(renderer, start, stop, rate or renderer.rate)
    # Tried at once: nobody should wait for the measuring to hear that the folder cannot be written.
    trial = _Writing(stereo, tags or {}, bitrate, bit_depth).encoder(path)
    trial.abort()
    programme, treatment = _prepared(stereo, mono, loudness, true_peak, path.suffix, part(report, 0.0, 0.6))
    write = _Writing(programme, tags or {}, bitrate, bit_depth)
    writing = part(report, 0.6, 1.0)
    if path.suffix.lower() in LOSSY:
        lufs, peak = _written_and_heard(write, path, treatment, true_peak, writing)
    else:
        lufs, peak = write(path, treatment, writing)
    return ExportResult(
        duration_s=programme.length / programme.rate,
        samples=rescale(programme.length, programme.rate, trial.file_rate),
        rate=trial.file_rate,
        channels=programme.channels,
        loudness_lufs=lufs if lufs != SILENT else None,
        true_peak_dbtp=_decibels(peak) if peak > 0 else None,
    )


def _prepared(
    programme: _Programme,
    mono: bool | None,
    loudness: float | Literal["usual"] | None,
    true_peak: float,
    suffix: str,
    report: Report,
) -> tuple[_Programme, _Treatment]:
    """The programme in as many channels as it is to have, and what is to be done to it."""
    if mono:
        programme = _in_channels(programme, 1)
    meters = _Meters(programme.rate, programme.channels)
    highest, alike = 0.0, mono is None
    measuring = part(report, 0.0, 0.5 if loudness is not None else 1.0)
    for block in programme.blocks(measuring, "Measuring loudness"):
        if loudness is not None:
            meters.feed(block)
        highest = max(highest, float(np.abs(block).max(initial=0.0)))
        alike = alike and bool(np.array_equal(block[:, 0], block[:, 1]))
    if alike:
        programme = _in_channels(programme, 1)
    ceiling = _linear(true_peak - (LOSSY_MARGIN_DB if suffix.lower() in LOSSY else 0.0))
    if loudness is None:
        return programme, _Treatment(ceiling=ceiling if highest > 1.0 else None)
    lufs, peak = meters.read()
    if lufs == SILENT:
        return programme, _Treatment(ceiling=ceiling if peak >= ceiling else None)
    target = USUAL_LUFS[programme.channels] if loudness == "usual" else loudness
    if alike:
        lufs -= _decibels(2) / 2
    gain_db = min(target - lufs, MOST_GAIN_DB)
    treatment = _Treatment(_linear(gain_db), ceiling)
    if peak * treatment.gain * _linear(MARGIN_DB) <= ceiling or gain_db == MOST_GAIN_DB:
        return programme, treatment
    settling = part(report, 0.5, 1.0)
    return programme, _settled(programme, lufs, peak, target, ceiling, settling)


def _settled(
    programme: _Programme, lufs: float, peak: float, target: float, ceiling: float, report: Report
) -> _Treatment:
    """The gain with which the programme (`lufs`, `peak`) is at the target after it was limited.

    The more gain, the less of it comes through as loudness; how much less is read off two gains tried, the
    first being the one at which limiting begins. Where the target is out of reach, as near as was come.
    """
    gain_before = _decibels(ceiling / peak)
    lufs_before = lufs + gain_before
    gain = target - lufs
    for attempt in range(SETTLING_ROUNDS):
        step = part(report, attempt / SETTLING_ROUNDS, (attempt + 1) / SETTLING_ROUNDS)
        meter = LoudnessMeter(programme.rate, programme.channels)
        sound = programme.blocks(step, "Settling loudness")
        for block in _Treatment(_linear(gain), ceiling).applied(sound, programme.rate, programme.channels):
            meter.feed(block)
        reached = meter.integrated()
        if abs(target - reached) <= CLOSE_LU or gain == gain_before:
            break
        slope = min(max((reached - lufs_before) / (gain - gain_before), LEAST_SLOPE), 1.0)
        gain_before, lufs_before = gain, reached
        gain = min(gain + (target - reached) / slope, MOST_GAIN_DB)
    return _Treatment(_linear(gain), ceiling)


@dataclass(frozen=True)
class _Writing:
    """Writes a programme to a file, and says what went into it."""

    programme: _Programme
    tags: Mapping[str, str]
    bitrate: int | None
    bit_depth: BitDepth

    def encoder(self, path: Path) -> Encoder:
        from editor.media.encode import Encoder

        return Encoder(
            path,
            rate=self.programme.rate,
            channels=self.programme.channels,
            bitrate=self.bitrate,
            bit_depth=self.bit_depth,
            tags=dict(self.tags),
        )

    def __call__(self, path: Path, treatment: _Treatment, report: Report) -> tuple[float, float]:
        """(LUFS, highest magnitude) of what the encoder was given."""
        rate, channels = self.programme.rate, self.programme.channels
        meters = _Meters(rate, channels)
        with self.encoder(path) as encoder:
            sound = self.programme.blocks(report, "Writing sound")
            for block in treatment.applied(sound, rate, channels):
                encoder.write(block)
                meters.feed(block)
        return meters.read()


def _written_and_heard(
    write: _Writing, path: Path, treatment: _Treatment, true_peak: float, report: Report
) -> tuple[float, float]:
    """Write under a passing name until what the file decodes to stays below the ceiling; then name it."""
    passing = path.with_name(f".{path.stem[:40]}.{secrets.token_hex(6)}.part{path.suffix}")
    try:
        treatment = replace(treatment, makeup=_makeup(write, passing))
        for attempt in range(LISTENING_ROUNDS):
            begin, end = 1 - 0.5**attempt, 1 - 0.5 ** (attempt + 1)
            write(passing, treatment, part(report, begin, begin + (end - begin) * 0.8))
            measured = _heard(passing, part(report, begin + (end - begin) * 0.8, end))
            over = measured[1] / _linear(true_peak)
            if over <= 1 or treatment.ceiling is None:
                break
            treatment = replace(treatment, ceiling=treatment.ceiling / over * _linear(-0.1))
        report(1.0, "Writing sound")
        _name(passing, path)
    finally:
        with suppress(OSError):
            passing.unlink()
    return measured


def _makeup(write: _Writing, passing: Path) -> float:
    """The factor that makes up for an encoder that changes the level, found with a second of a note.

    LAME, for one, turns everything down by up to half a decibel, depending on the bit rate.
    """
    rate = write.programme.rate
    note = 0.1 * np.sin(2 * np.pi * 997 / rate * np.arange(2 * rate)).astype(np.float32)
    with write.encoder(passing) as encoder:
        encoder.write(np.repeat(note[:, None], write.programme.channels, axis=1))
    lufs, _ = _heard(passing, silent)
    meter = LoudnessMeter(rate, write.programme.channels)
    meter.feed(np.repeat(note[:, None], write.programme.channels, axis=1))
    lost = meter.integrated() - lufs
    return _linear(lost) if AUDIBLE_DB < abs(lost) < 1.0 else 1.0


def _name(passing: Path, path: Path) -> None:
    from editor.media.errors import because, named

    try:
        os.replace(passing, path)
    except OSError as error:
        raise ExportError(f"{named(path)} cannot be replaced: {because(error)}.") from error


def _heard(path: Path, report: Report) -> tuple[float, float]:
    """(LUFS, highest magnitude) of what a file decodes to."""
    from editor.media.decode import blocks

    def checking(fraction: float, note: str = "") -> None:  # noqa: ARG001
        report(fraction, "Checking the file")

    sound = blocks(path, checking)
    try:
        meters = _Meters(sound.rate, sound.channels)
        for block in sound:
            meters.feed(block)
    finally:
        sound.close()
    return meters.read()


def _in_channels(programme: _Programme, channels: int) -> _Programme:
    return _Programme(programme.renderer, programme.start, programme.stop, programme.rate, channels)


def _linear(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _decibels(factor: float) -> float:
    return float(20 * np.log10(factor))

"""A recording made whole above its own bandwidth, file to file, without a project."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from editor.app.choosing import check_recipe, choose_model
from editor.jobs import Report, part, silent
from editor.model.errors import Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from editor.app.enhancing_quality import Found
    from editor.media.decode import Blocks
    from enhance.bandwidth import Bandwidth
    from enhance.registry import Model

Bits = Literal[16, 24, "float"]

USUAL_RATE = 44_100
"""Of an enhanced file, where nothing else is asked, Hz."""

_KEPT_RATES = USUAL_RATE, 48_000


class EnhancingError(Refusal):
    """The recording could not be enhanced; the target is as it was."""


@dataclass(frozen=True, slots=True)
class Enhanced:
    """What was written. model: None where nothing had to be generated, as `reason` says.

    rate, samples: of the file. seconds: that the work took; through `duration_s` it is the real-time factor.
    clipped: samples beyond full scale, which formats without floating point cut off; 0 in floating point.
    peak: the largest magnitude of a sample before that. truncated: the recording broke off. strength: with
    which it was generated. quality: how that was found; None where it was not asked for, or nothing lacks.
    """

    file: Path
    model: str | None
    input_bandwidth_hz: float
    bandwidth_confidence: float
    rate: int
    samples: int
    duration_s: float
    seconds: float
    reason: str
    clipped: int
    peak: float
    truncated: bool
    strength: float
    quality: Found | None


def enhance_file(
    path: Path,
    out: Path,
    *,
    recipe: str = "upsample",
    rate: int | None = USUAL_RATE,
    strength: float = 1.0,
    seed: int = 0,
    threads: int | None = None,
    bits: Bits | None = None,
    quality: float | None = None,
    report: Report = silent,
) -> Enhanced:
    """Write the recording at `path` to `out` at `rate`, with what is missing above its bandwidth generated.

    rate: Hz; None goes by the recording: its own where that is 44100 or 48000, else what its content and
    channels ask for (`enhance.recipes.target_rate`). recipe: of `enhance.recipes`. strength, seed, threads:
    as of `enhance.runtime.enhance_blocks`. bits: of wav and flac; None is 24 where the recording has more
    than 16, else 16. quality: 0 to 1; with the least of `strength` that reaches it by estimate, or as far as
    it gains anything (`editor.app.enhancing_quality`), which has the network work twice. `out` says by its
    ending what it is (wav, flac, mp3, m4a, opus).

    A recording that is already full-band is written all the same, at `rate`, with nothing added: whoever
    enhances a folder gets every file. The file appears whole or not at all. Raises `Refusal`, `Cancelled`.
    """
    import numpy as np

    from editor.app.enhancing_quality import find_strength
    from editor.media.decode import blocks
    from editor.media.encode import FORMATS, Encoder
    from editor.media.probe import probe
    from editor.media.resampling import length_at
    from enhance.errors import EnhanceError
    from enhance.runtime import enhance_blocks

    check_recipe(recipe)
    ending = out.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        known = ", ".join(FORMATS)
        raise EnhancingError(f"{out.name} has no ending that sound is written as; the endings are {known}.")
    if not out.parent.is_dir():
        raise EnhancingError(f"{out.name} cannot be written: the folder {out.parent.name} does not exist.")
    if out.exists() and path.exists() and out.samefile(path):
        raise EnhancingError(f"{out.name} is the recording itself; choose another name.")
    began = time.monotonic()
    info = probe(path)
    peak, beyond = 0.0, 0
    depth: Bits = bits or (24 if (info.bit_depth or 16) > 16 else 16)
    try:
        with ExitStack() as stack:
            looking = _Step(part(report, 0.0, 0.1), "Finding out where the sound ends")
            band, by_content = _listened(path, looking)
            wanted = rate or by_content
            model, reason = _model(band, wanted, strength)
            found, begin = None, 0.1
            if quality is not None and model is not None:
                begin = 0.55
                found = find_strength(
                    path,
                    model=model,
                    ends_hz=band.hz,
                    rate=wanted,
                    most=strength,
                    seed=seed,
                    threads=threads,
                    asked=quality,
                    report=_Step(part(report, 0.1, begin), "Finding out how much it takes"),
                )
                strength = found.strength
                model, reason = (model, f"{reason} {found.sentence}") if strength else (None, found.sentence)
            step = _Step(part(report, begin, 1.0), "Generating" if model else "Converting")
            sound = stack.enter_context(closing(blocks(path, step)))
            made: Generator[NDArray[np.float32], None, None]
            if model is None:
                made = _converted(sound, wanted)
            else:
                made = enhance_blocks(
                    sound,
                    rate_in=sound.rate,
                    rate_out=wanted,
                    model=model,
                    cutoff_hz=min(band.hz, sound.rate / 2),
                    strength=strength,
                    seed=seed,
                    threads=threads,
                )
            encoder = stack.enter_context(Encoder(out, rate=wanted, channels=sound.channels, bit_depth=depth))
            for block in stack.enter_context(closing(made)):
                encoder.write(block)
                size = np.abs(block)
                peak = max(peak, float(size.max(initial=0.0)))
                beyond += int(np.count_nonzero(size > 1.0))
                step.again()
    except EnhanceError as error:
        raise EnhancingError(str(error)) from error
    return Enhanced(
        file=out,
        model=model.id if model else None,
        input_bandwidth_hz=band.hz,
        bandwidth_confidence=band.confidence,
        rate=encoder.file_rate,
        samples=length_at(encoder.samples, wanted, encoder.file_rate),
        duration_s=encoder.samples / wanted,
        seconds=time.monotonic() - began,
        reason=reason,
        clipped=0 if depth == "float" else beyond,
        peak=peak,
        truncated=sound.truncated,
        strength=strength if model else 0.0,
        quality=found,
    )


class _Step:
    """One stage of the work as a report: whoever calls it, the user reads what the stage does."""

    def __init__(self, report: Report, note: str) -> None:
        self._report, self._note, self._fraction = report, note, 0.0

    def __call__(self, fraction: float, note: str = "") -> None:  # noqa: ARG002  its own note stands
        self._fraction = fraction
        self._report(fraction, self._note)

    def again(self) -> None:
        """Between two reports of the reader there may be seconds of sound: a chance to stop."""
        self._report(self._fraction, self._note)


def _model(band: Bandwidth, rate: int, strength: float) -> tuple[Model | None, str]:
    if strength == 0.0:
        return None, "At strength 0 nothing was generated."
    return choose_model(band, rate)


def _listened(path: Path, report: Report) -> tuple[Bandwidth, int]:
    """Up to where the recording reaches, and which rate suits it, in Hz."""
    from editor.media.decode import blocks
    from enhance.bandwidth import BandwidthProbe
    from enhance.recipes import ContentMeter, target_rate

    with closing(blocks(path, report)) as sound:
        band = BandwidthProbe(sound.rate, sound.channels)
        content = ContentMeter(sound.rate, sound.channels)
        for block in sound:
            band.add(block)
            content.add(block)
    if sound.rate in _KEPT_RATES:
        return band.result(), sound.rate
    # A higher rate than these is not kept: it is more than models make, and than anybody hears.
    low = min(sound.rate, USUAL_RATE)
    return band.result(), target_rate(low, content=content.result(), channels=sound.channels).rate


def _converted(sound: Blocks, rate: int) -> Generator[NDArray[np.float32], None, None]:
    """The recording at another rate, with nothing added."""
    from editor.media.resampling import Resampler, length_at

    if sound.rate == rate:
        yield from sound
        return
    resample = Resampler(sound.rate, rate, sound.channels)
    taken = given = 0
    for block in sound:
        made = resample(block)
        taken, given = taken + len(block), given + len(made)
        yield made
    yield resample.rest(length_at(taken, sound.rate, rate) - given)

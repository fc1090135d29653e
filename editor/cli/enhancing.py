"""`wordtape enhance`: the missing band of a recording, generated."""

from __future__ import annotations

import math
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from editor.app.enhancing_files import USUAL_RATE, Enhanced, enhance_file
from editor.app.enhancing_quality import Found
from editor.cli.enhancing_sources import enhance_source, is_about_project, strength
from editor.cli.models import tell_troubles
from editor.cli.output import Output, WrongUsage, one_line


def enhance(options: Namespace, output: Output) -> int:
    """`wordtape enhance FILE -o OUT`, or of a project (`editor.cli.enhancing_sources`)."""
    if is_about_project(options):
        return enhance_source(options, output)
    asked = (options.source, options.switch, options.from_s, options.to_s)
    if any(one is not None for one in asked):
        raise WrongUsage(
            f"{options.file} is no project: --source, --from, --to, --on, --off and --remove are for one."
        )
    if options.out is None:
        raise WrongUsage("Say with -o where the enhanced recording goes.")
    if options.bits is not None and options.out.suffix.lower() in (".mp3", ".m4a", ".opus"):
        raise WrongUsage(f"--bits is for wav and flac; {options.out.name} is compressed.")
    made = enhance_file(
        options.file,
        options.out,
        recipe=options.recipe,
        rate=None if options.rate == "auto" else options.rate or USUAL_RATE,
        strength=strength(options),
        seed=options.seed or 0,
        threads=options.threads,
        bits=options.bits,
        quality=options.quality,
        report=output.progress,
    )
    factor = made.seconds / made.duration_s if made.duration_s else 0.0
    result = {
        "file": str(made.file),
        "model": made.model,
        "recipe": options.recipe,
        "input_bandwidth_hz": round(made.input_bandwidth_hz, 1),
        "bandwidth_confidence": round(made.bandwidth_confidence, 3),
        "rate": made.rate,
        "samples": made.samples,
        "duration_s": round(made.duration_s, 6),
        "seconds": round(made.seconds, 4),
        "realtime_factor": round(factor, 5),
        "peak_dbfs": round(20 * math.log10(made.peak), 2) if made.peak else None,
        "clipped": made.clipped,
        "truncated": made.truncated,
        "strength": made.strength,
        "quality": _quality(made.quality),
        "reason": made.reason,
    }
    model = f" with the model {made.model}" if made.model else ""
    output.result(
        result, f"{made.reason} Wrote {made.file} at {made.rate} Hz{model} in {made.seconds:.1f} s."
    )
    for remark in _remarks(made, options.file.name):
        output.remark(remark)
    tell_troubles(output)
    return 0


def _quality(found: Found | None) -> dict[str, Any] | None:
    if found is None:
        return None
    steps = [{"strength": strength, "quality": round(quality, 4)} for strength, quality in found.steps]
    return {
        "asked": found.asked,
        "before": round(found.before, 4),
        "after": round(found.after, 4),
        "passed": found.passed,
        "steps": steps,
    }


def _remarks(made: Enhanced, name: str) -> Iterator[str]:
    """What the user may not expect of a file that was written all the same."""
    if made.truncated:
        yield one_line(f"{name} breaks off; {made.file.name} holds what could be read of it.")
    if made.quality is not None and not made.quality.passed:
        yield one_line(
            f"the quality of {made.file.name} is estimated at {made.quality.after:.2f}, not at the "
            f"{made.quality.asked:.2f} that was asked for; more gains nothing."
        )
    if made.clipped:
        over = 20 * math.log10(made.peak)
        samples = "1 sample goes" if made.clipped == 1 else f"{made.clipped} samples go"
        yield one_line(
            f"{samples} beyond full scale, by up to {over:.1f} dB, and {made.file.name} cannot hold that: "
            "it is clipped there; a wav file with --bits float holds all of it."
        )

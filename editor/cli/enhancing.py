"""`wordtape enhance`: the missing band of a recording, generated."""

from __future__ import annotations

from argparse import Namespace

from editor.app.enhancing_files import enhance_file
from editor.cli.enhancing_sources import enhance_source, is_about_project
from editor.cli.output import Output, WrongUsage


def enhance(options: Namespace, output: Output) -> int:
    """`wordtape enhance FILE -o OUT`, or of a project (`editor.cli.enhancing_sources`)."""
    if is_about_project(options):
        return enhance_source(options, output)
    if options.source is not None or options.switch is not None:
        raise WrongUsage(f"{options.file} is no project: --source, --on, --off and --remove are for one.")
    if options.out is None:
        raise WrongUsage("Say with -o where the enhanced recording goes.")
    made = enhance_file(
        options.file,
        options.out,
        recipe=options.recipe,
        rate=options.rate,
        strength=options.strength,
        seed=options.seed,
        threads=options.threads,
        bits=options.bits,
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
        "reason": made.reason,
    }
    model = f" with the model {made.model}" if made.model else ""
    output.result(
        result, f"{made.reason} Wrote {made.file} at {made.rate} Hz{model} in {made.seconds:.1f} s."
    )
    return 0

"""`wordtape models evaluate`: how good a model is, beside resampling and a method without learning."""

from __future__ import annotations

import argparse
from argparse import Namespace
from pathlib import Path

from editor.app.evaluating_models import HEARD, evaluate_model
from editor.cli.output import Output
from editor.cli.values import whole


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The words of `models evaluate`, and what runs it."""
    command.add_argument("model", metavar="MODEL", help="its id, as `wordtape models list` prints it")
    command.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="lossless full-band recordings"
    )
    command.add_argument(
        "--pictures", type=Path, metavar="DIR", help="draw spectrograms of ten of them there"
    )
    command.add_argument(
        "--seeds", type=_count, default=1, metavar="N", help="also the mean and best of N seeds"
    )
    command.add_argument(
        "--rate", type=_count, action="append", default=[], metavar="HZ", help="only this output rate"
    )
    command.add_argument(
        "--from",
        dest="input_rate",
        type=_count,
        action="append",
        default=[],
        metavar="HZ",
        help="only this input rate",
    )
    command.add_argument(
        "--heard",
        type=int,
        default=HEARD,
        metavar="N",
        help=f"ask ViSQOL on so many recordings, 0 for none (default {HEARD})",
    )
    command.add_argument(
        "--as-is", action="store_true", help="leave the level of the recordings; nothing is kept then"
    )
    command.set_defaults(run=evaluate)


def _count(text: str) -> int:
    return whole(text, 1, 1_000_000)


def evaluate(options: Namespace, output: Output) -> int:
    """`wordtape models evaluate`."""
    found = evaluate_model(
        options.model,
        options.data,
        pictures=options.pictures,
        seeds=options.seeds,
        input_rates=tuple(options.input_rate),
        output_rates=tuple(options.rate),
        heard=options.heard,
        level=not options.as_is,
        report=output.progress,
    )
    for remark in found.remarks:
        output.remark(remark)
    lines = [found.table, *(f"Drew {path}" for path in found.pictures)]
    if found.recorded:
        lines.append(f"The means are kept with the model: `wordtape models show {found.model}`.")
    output.result(
        {
            "model": found.model,
            "recorded": bool(found.recorded),
            "recorded_at": found.recorded,
            "remarks": found.remarks,
            "pictures": [str(path) for path in found.pictures],
            **found.figures,
        },
        "\n".join(lines),
    )
    return 0

"""`wordtape models train`: make a model from recordings."""

from __future__ import annotations

import argparse
from argparse import Namespace
from pathlib import Path

from editor.app.models import entries, model, unfinished
from editor.app.training import going_on, train_model, training_name
from editor.cli.output import Output
from editor.cli.values import number, whole


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The words of `models train`, and what runs it."""
    command.add_argument("--rate", type=_rate, required=True, metavar="HZ", help="of the sound that it makes")
    command.add_argument(
        "--data",
        type=Path,
        action="append",
        required=True,
        metavar="DIR",
        help="a folder of recordings, a recording, or a project; again for another",
    )
    command.add_argument("--from", dest="parent", metavar="MODEL", help="train this model further")
    command.add_argument(
        "--minutes", type=_minutes, default=60.0, metavar="N", help="of computing (default 60)"
    )
    command.add_argument(
        "--steps", type=_steps, default=0, metavar="N", help="instead of minutes; can be repeated exactly"
    )
    command.add_argument("--id", dest="name", metavar="ID", help="what it will be called")
    command.add_argument("--seed", type=_seed, default=1, metavar="N", help="of everything drawn (default 1)")
    command.add_argument("--judge", type=Path, metavar="DIR", help="recordings to measure it with")
    command.set_defaults(run=train)


def _rate(text: str) -> int:
    return whole(text, 16_000, 192_000)


def _seed(text: str) -> int:
    return whole(text, 0, 2**63 - 1)


def _minutes(text: str) -> float:
    return number(text, 0.0, 1e6)


def _steps(text: str) -> int:
    return whole(text, 0, 1_000_000_000)


def train(options: Namespace, output: Output) -> int:
    """`wordtape models train`. An interrupt leaves a checkpoint, and the same command goes on from it."""
    name = options.name or training_name(options.rate)
    if unfinished(name):
        output.remark(
            f"this goes on with the training of {name} that was stopped; to begin anew, "
            f"`wordtape models remove {name}` clears it"
        )
    try:
        train_model(
            options.rate,
            options.data,
            name=name,
            parent=options.parent,
            minutes=options.minutes,
            steps=options.steps,
            seed=options.seed,
            judge=options.judge,
            report=output.progress,
        )
    except KeyboardInterrupt:
        if unfinished(name):
            output.remark(going_on(name))
        raise
    output.result(entries(model(name)), f"The model {name} is ready; `wordtape enhance` can use it now.")
    return 0

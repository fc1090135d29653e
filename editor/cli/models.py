"""`wordtape models list|show|add|remove`: the models that enhancement can use."""

from __future__ import annotations

import argparse
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from editor.app.models import (
    add_model,
    entries,
    missing_file,
    model,
    models,
    no_model,
    remove_model,
    tasks,
    troubles,
)
from editor.cli.output import Output, WrongUsage, one_line
from editor.cli.values import whole

if TYPE_CHECKING:
    from enhance.registry import Model


def add_list_arguments(command: argparse.ArgumentParser) -> None:
    """The words of `models list`, and what runs it."""
    command.add_argument("--task", metavar="TASK", help="only models for this: upsample, ...")
    command.add_argument("--rate", type=_rate, metavar="HZ", help="only models that make sound at this rate")
    command.set_defaults(run=list_models)


def add_show_arguments(command: argparse.ArgumentParser) -> None:
    """The words of `models show`, and what runs it."""
    command.add_argument("model", metavar="MODEL", help="its id, as `wordtape models list` prints it")
    command.set_defaults(run=show)


def add_add_arguments(command: argparse.ArgumentParser) -> None:
    """The words of `models add`, and what runs it."""
    command.add_argument("file", type=Path, metavar="FILE.onnx")
    command.add_argument("--card", type=Path, metavar="CARD.json", help="default: FILE.json beside the model")
    command.set_defaults(run=add)


def add_remove_arguments(command: argparse.ArgumentParser) -> None:
    """The words of `models remove`, and what runs it."""
    command.add_argument("model", metavar="MODEL", help="its id, or that of a training that was stopped")
    command.set_defaults(run=remove)


def list_models(options: Namespace, output: Output) -> int:
    """`wordtape models list`."""
    if options.task not in (None, *tasks()):
        raise WrongUsage(f"There is no task {options.task}; there are {', '.join(tasks())}.")
    found = models(task=options.task, rate=options.rate)
    output.result([entries(one) for one in found], "\n".join(map(_line, found)) or None)
    if not found:
        output.remark(no_model(task=options.task, rate=options.rate))
    tell_troubles(output)
    return 0


def tell_troubles(output: Output) -> None:
    """Say on stderr which models of the user's own cannot be used, and why."""
    for sentence in troubles():
        output.remark(one_line(sentence))


def show(options: Namespace, output: Output) -> int:
    """`wordtape models show`."""
    found = model(options.model)
    said = entries(found)
    output.result(
        said, "\n".join(f"{name.replace('_', ' ')}: {_shown(value)}" for name, value in said.items())
    )
    if found.missing:
        again = f"add it again after `wordtape models remove {found.id}`"
        output.remark(f"{missing_file(found)}; {'install Wordtape again' if found.shipped else again}.")
    tell_troubles(output)
    return 0


def add(options: Namespace, output: Output) -> int:
    """`wordtape models add`."""
    added = add_model(options.file, options.card)
    output.result(entries(added), f"Added {_line(added)}")
    return 0


def remove(options: Namespace, output: Output) -> int:
    """`wordtape models remove`."""
    removed = remove_model(options.model)
    what = {
        "model": f"the model {options.model}",
        "training": f"what was left of the training of {options.model}",
    }
    output.result(
        {"id": options.model, "removed": removed}, f"Removed {' and '.join(what[one] for one in removed)}."
    )
    return 0


def _line(model: Model) -> str:
    low, high = model.input_bandwidth_hz
    measured = [
        f"LSD {values['lsd']:.2f} at {condition} Hz" + " (its card claims)" * (condition in model.claimed)
        for condition, values in model.metrics.items()
        if "lsd" in values
    ]
    return ", ".join(
        (
            f"{model.id}  {model.task} from {low / 1000:g}-{high / 1000:g} kHz to {model.rate} Hz",
            f"{model.bytes / 1e6:.1f} MB",
            "came with Wordtape" if model.shipped else "your own",
            *(("its file is missing: it is not used",) if model.missing else ()),
            *measured,
        )
    )


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_shown(one)}" for name, one in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(_shown, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def _rate(text: str) -> int:
    return whole(text, 1000, 768_000)

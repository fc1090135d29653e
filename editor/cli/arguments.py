"""The words of the command line. What each command does is in the module it names."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Literal

from editor import __version__
from editor.app.choosing import recipe_names
from editor.app.enhancing_files import Bits
from editor.app.exporting import Loudness
from editor.cli import (
    editing,
    enhancing,
    enhancing_sources,
    evaluating,
    exporting,
    machine,
    models,
    projects,
    training,
    versions,
)
from editor.cli.values import number, whole


def parser() -> argparse.ArgumentParser:
    """The parser; a parsed command has `run(options, output) -> exit status`."""
    top = argparse.ArgumentParser(
        prog="wordtape",
        description="Edit podcasts by editing text. With no command, or with a project, opens the window.",
    )
    top.add_argument("--version", action="version", version=f"wordtape {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    every = (_new, _import, _transcribe, _words, _cuts, _markers, _edit, _history, _enhance)
    for add in (*every, _versions, _models, _export, _probe, _pack, _doctor):
        add(commands)
    return top


COMMANDS = (
    *("new", "import", "transcribe", "words", "cuts", "markers", "edit", "undo", "redo"),
    *("history", "versions", "version"),
    *("enhance", "models", "export", "probe", "pack", "unpack", "doctor"),
)

_Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _command(commands: _Commands, name: str, text: str) -> argparse.ArgumentParser:  # type: ignore[valid-type]
    command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)  # type: ignore[attr-defined]
    command.add_argument("--json", action="store_true", help="print JSON and nothing else")
    return command


def _new(commands: _Commands) -> None:  # type: ignore[valid-type]
    command = _command(commands, "new", "Make a project.")
    command.add_argument("project", type=Path)
    command.add_argument("--rate", type=int, default=44100, help="samples a second (default 44100)")
    command.set_defaults(run=projects.new)


def _listening(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", default="tiny.en", help="tiny.en, base, small, ... or a folder")
    command.add_argument("--language", help="two letters; found out by listening where not given")


def _import(commands: _Commands) -> None:  # type: ignore[valid-type]
    command = _command(commands, "import", "Import recordings, transcribe them and append them.")
    command.add_argument("project", type=Path)
    command.add_argument("files", type=Path, nargs="+", metavar="FILE")
    command.add_argument("--session", help="the files are microphones of one session, which gets this name")
    command.add_argument(
        "--speaker", action="append", default=[], help="once for all files, or once for each"
    )
    command.add_argument("--script", type=Path, help="a text file with what is said, to be aligned")
    command.add_argument("--no-transcribe", action="store_true")
    command.add_argument("--damaged", action="store_true", help="also files that break off or are silent")
    command.add_argument(
        "--enhance",
        type=_when_or_recipe,
        metavar="auto|never|RECIPE",
        help="auto: what reaches less far up than the project's threshold; a recipe: all that lacks "
        "something (default: auto where the project prefers that, else never)",
    )
    _listening(command)
    command.set_defaults(run=projects.import_files)


def _transcribe(commands: _Commands) -> None:  # type: ignore[valid-type]
    command = _command(commands, "transcribe", "Listen again; edits and corrections stay.")
    command.add_argument("project", type=Path)
    command.add_argument("--source", help="only this source")
    _listening(command)
    command.set_defaults(run=projects.transcribe)


def _words(commands: _Commands) -> None:  # type: ignore[valid-type]
    command = _command(commands, "words", "List the words with their times.")
    command.add_argument("project", type=Path)
    command.add_argument("--source", help="the words of this source, on its own clock")
    command.add_argument(
        "--unrecognised", action="store_true", help="list the speech that no words were found for instead"
    )
    command.set_defaults(run=editing.words)


def _cuts(commands: _Commands) -> None:  # type: ignore[valid-type]
    command = _command(commands, "cuts", "List what was cut, numbered for the edit 'restore'.")
    command.add_argument("project", type=Path)
    command.set_defaults(run=editing.cuts)


def _markers(commands: _Commands) -> None:  # type: ignore[valid-type]
    command = _command(commands, "markers", "List the markers, numbered for the edit 'remove_marker'.")
    command.add_argument("project", type=Path)
    command.set_defaults(run=editing.markers)


def _edit(commands: _Commands) -> None:  # type: ignore[valid-type]
    command = _command(commands, "edit", "Apply edits, one JSON object a line.")
    command.add_argument("project", type=Path)
    command.add_argument("operations", type=Path, metavar="OPS.jsonl", help="'-' reads standard input")
    command.set_defaults(run=editing.edit)


def _history(commands: _Commands) -> None:  # type: ignore[valid-type]
    for name, text, run in (
        ("undo", "Take back edits.", editing.undo),
        ("redo", "Do undone edits again.", editing.redo),
    ):
        command = _command(commands, name, text)
        command.add_argument("project", type=Path)
        command.add_argument("steps", type=int, nargs="?", default=1, metavar="N")
        command.set_defaults(run=run)


def _versions(commands: _Commands) -> None:  # type: ignore[valid-type]
    for name, text, run in (
        ("history", "List the edits: * is where the document is, - was undone.", versions.history),
        ("versions", "List the versions that have a name.", versions.versions),
    ):
        command = _command(commands, name, text)
        command.add_argument("project", type=Path)
        command.set_defaults(run=run)
    one = _command(commands, "version", "Give the document as it is now a name, or go back to one.")
    versions.add_arguments(one)
    one.set_defaults(run=versions.version)


def _enhance(commands: _Commands) -> None:  # type: ignore[valid-type]
    command = _command(commands, "enhance", "Generate what a recording lacks above its bandwidth.")
    command.add_argument("file", type=Path, metavar="FILE|PROJECT")
    command.add_argument(
        "-o", "--out", type=Path, metavar="OUT", help="what to write; its ending says as what"
    )
    command.add_argument(
        "--recipe",
        type=_recipe,
        default="upsample",
        help="upsample (default); there are no models for clean, restore and studio yet",
    )
    command.add_argument(
        "--rate",
        type=_rate_or_auto,
        metavar="HZ|auto",
        help="of the sound that is made (default 44100; of a project its own); auto: the file's own if 44100 "
        "or 48000, else 44100 for one channel of speech, 48000 for music, singing and stereo",
    )
    command.add_argument("--strength", type=_strength, help="how much is added, 0 to 1 (default 1)")
    command.add_argument(
        "--quality",
        type=_strength,
        metavar="Q",
        help="of a file: the least strength that reaches Q, 0 to 1, in quarters of --strength, or the last "
        "that gains anything; estimated from band, quiet and evenness, not from how a voice sounds: "
        "full-band speech is at 0.8 to 1. Takes twice as long",
    )
    command.add_argument("--seed", type=_seed, help="default 0; the same seed gives the same sound")
    command.add_argument("--threads", type=_threads, metavar="N", help="default: as many as the machine has")
    command.add_argument(
        "--bits", type=_bits, metavar="16|24|float", help="of wav and flac (default: 16, or 24 as the file)"
    )
    enhancing_sources.add_arguments(command, _seconds)
    command.set_defaults(run=enhancing.enhance)


def _models(commands: _Commands) -> None:  # type: ignore[valid-type]
    text = "See, add and measure the models that enhancement uses."
    command: argparse.ArgumentParser = commands.add_parser("models", help=text, description=text)  # type: ignore[attr-defined]
    parts = command.add_subparsers(metavar="COMMAND", required=True)
    models.add_list_arguments(_command(parts, "list", "List the models, by name."))
    models.add_show_arguments(_command(parts, "show", "Show all that is known of a model."))
    models.add_add_arguments(_command(parts, "add", "Add a model: an ONNX file and its card."))
    models.add_remove_arguments(
        _command(parts, "remove", "Remove a model of your own, or a training that was stopped.")
    )
    training.add_arguments(_command(parts, "train", "Train a model from recordings."))
    evaluating.add_arguments(_command(parts, "evaluate", "Measure a model on recordings."))


def _rate(text: str) -> int:
    return whole(text, 8000, 192_000)


def _rate_or_auto(text: str) -> int | Literal["auto"]:
    return "auto" if text == "auto" else _rate(text)


def _recipe(text: str) -> str:
    if text not in recipe_names():
        raise argparse.ArgumentTypeError(f"{text} is no recipe; the recipes are {', '.join(recipe_names())}")
    return text


def _when_or_recipe(text: str) -> str:
    return text if text in ("auto", "never") else _recipe(text)


def _strength(text: str) -> float:
    return number(text, 0.0, 1.0)


def _seed(text: str) -> int:
    return whole(text, 0, 2**63 - 1)


def _threads(text: str) -> int:
    return whole(text, 1, 256)


def _bits(text: str) -> Bits:
    chosen: dict[str, Bits] = {"16": 16, "24": 24, "float": "float"}
    if text not in chosen:
        raise argparse.ArgumentTypeError(f"{text} is not 16, 24 or float")
    return chosen[text]


def _export(commands: _Commands) -> None:  # type: ignore[valid-type]
    command = _command(commands, "export", "Write the episode, captions or a transcript.")
    command.add_argument("project", type=Path)
    command.add_argument("out", type=Path, metavar="OUT")
    command.add_argument(
        "--loudness",
        type=_loudness,
        default="usual",
        help="LUFS, or off (default: -16 in stereo, -19 in mono)",
    )
    command.add_argument("--true-peak", type=_true_peak, default=-1.0, help="dBTP (default -1)")
    command.add_argument("--from", dest="from_s", type=_seconds, metavar="S")
    command.add_argument("--to", dest="to_s", type=_seconds, metavar="S")
    command.set_defaults(run=exporting.export)


def _loudness(text: str) -> Loudness:
    if text == "off":
        return None
    return "usual" if text == "usual" else number(text, -70.0, 0.0)


def _true_peak(text: str) -> float:
    return number(text, -60.0, 0.0)


def _seconds(text: str) -> float:
    return number(text, 0.0, 1e7)


def _probe(commands: _Commands) -> None:  # type: ignore[valid-type]
    command = _command(commands, "probe", "Say what a recording is.")
    command.add_argument("file", type=Path)
    command.set_defaults(run=machine.probe)


def _pack(commands: _Commands) -> None:  # type: ignore[valid-type]
    pack = _command(commands, "pack", "Put a project into one file.")
    pack.add_argument("project", type=Path)
    pack.add_argument("out", type=Path, metavar="OUT.zip")
    pack.set_defaults(run=exporting.pack)
    unpack = _command(commands, "unpack", "Take a project out of one file.")
    unpack.add_argument("file", type=Path, metavar="FILE.zip")
    unpack.add_argument(
        "folder", type=Path, nargs="?", default=Path(), help="where to put it (default: here)"
    )
    unpack.set_defaults(run=exporting.unpack)


def _doctor(commands: _Commands) -> None:  # type: ignore[valid-type]
    command = _command(commands, "doctor", "Say what works on this machine and what to install.")
    command.set_defaults(run=machine.doctor)

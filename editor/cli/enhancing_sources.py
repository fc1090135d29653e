"""`wordtape enhance PROJECT`: a source of a project enhanced, and its variants switched and removed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editor.app.operations import seconds_and_samples
from editor.app.session import Session
from editor.cli.models import tell_troubles
from editor.cli.output import Output, WrongUsage, check_span
from editor.jobs import Report, part
from editor.model.errors import Refusal
from editor.model.source import Source, Variant
from editor.model.spans import Spans
from editor.model.time import from_seconds
from editor.store.database import FILE
from editor.store.project import project_folder

if TYPE_CHECKING:
    from editor.app.enhancing import Enhanced


def add_arguments(command: ArgumentParser, seconds: Callable[[str], float]) -> None:
    """What the command takes where it is about a project. seconds: reads a time."""
    command.add_argument("--source", metavar="ID", help="of a project: the source to enhance")
    command.add_argument("--from", dest="from_s", type=seconds, metavar="S", help="of the source, in seconds")
    command.add_argument("--to", dest="to_s", type=seconds, metavar="S", help="of the source, in seconds")
    switch = command.add_mutually_exclusive_group()
    for name, text in (
        ("on", "have what was enhanced heard again"),
        ("off", "have the recording itself heard; nothing is deleted"),
        ("remove", "delete all that was enhanced of the source"),
    ):
        switch.add_argument(f"--{name}", dest="switch", action="store_const", const=name, help=text)


def strength(options: Namespace) -> float:
    """How much is to be added: all, where nobody says."""
    return 1.0 if options.strength is None else float(options.strength)


def is_about_project(options: Namespace) -> bool:
    """Whether the command's argument is a project and not a recording."""
    path: Path = options.file
    if path.is_file():
        return False
    return (path / FILE).is_file() or (
        path.name not in ("", "..") and (project_folder(path) / FILE).is_file()
    )


def enhance_source(options: Namespace, output: Output) -> int:
    """`wordtape enhance PROJECT --source ID`."""
    if options.source is None:
        with Session.open(options.file, write=False) as session:
            raise WrongUsage(f"Say with --source which source to enhance; {session.told_sources()}.")
    for name in ("out", "bits", "threads", "quality"):
        if getattr(options, name) is not None:
            raise WrongUsage(f"--{name} is for a file; what is enhanced in a project stays in it.")
    for name in ("strength", "seed", "rate"):
        if options.switch is not None and getattr(options, name) is not None:
            raise WrongUsage(f"--{options.switch} makes no sound anew, so it goes with no --{name}.")
    check_span(options.from_s, options.to_s)
    if options.switch == "remove" and (options.from_s is not None or options.to_s is not None):
        raise WrongUsage("--remove is about all of the source; --off with --from and --to is about a part.")
    with Session.open(options.file) as session:
        source = session.source(options.source)
        spans = _spans(options, session, source)
        if options.rate not in (None, "auto", session.rate):
            raise Refusal(
                f"Sound in this project has {session.rate} samples a second, enhanced sound too; for "
                f"{options.rate}, enhance the file itself, or make a project with --rate {options.rate}."
            )
        if options.switch is not None:
            _switch(options.switch, session, source, spans)
            states = [_state(variant, session) for variant in session.variants.all(source.id)]
            output.result({"source": source.id, "variants": states}, _heard(session, source))
            return 0
        session.prepare(part(output.progress, 0.0, 0.1, "Reading sound"), [source])
        made = enhanced(options, session, source, spans, part(output.progress, 0.1, 1.0))
        output.result(_result(made, source, session), _text(made, source))
        tell_troubles(output)
    return 0


def enhanced(
    options: Namespace, session: Session, source: Source, spans: Spans | None, report: Report
) -> tuple[Enhanced, ...]:
    """Enhance a source as the options say, and have it heard."""
    from editor.app.enhancing import Wish, enhance

    wish = Wish(source.id, spans, options.recipe, strength(options), options.seed or 0)
    made = enhance(session, wish, report)
    session.variants.refresh()
    return made


def _spans(options: Namespace, session: Session, source: Source) -> Spans | None:
    if options.from_s is None and options.to_s is None:
        return None
    start = from_seconds(options.from_s or 0.0, session.rate)
    stop = source.length if options.to_s is None else from_seconds(options.to_s, session.rate)
    if not 0 <= start < stop or start >= source.length:
        raise Refusal("The part to enhance must lie inside the source and be longer than zero.")
    return ((start, min(stop, source.length)),)


def _switch(how: str, session: Session, source: Source, spans: Spans | None) -> None:
    variants = session.variants
    ours = variants.all(source.id)
    if not ours:
        raise Refusal(f"Nothing of {source.name} has been enhanced yet.")
    if how == "off":
        variants.source_off(source.id, spans)
    elif how == "remove":
        for variant in ours:
            variants.remove(variant.id)
    elif spans is None:
        variants.source_on(source.id)
    else:
        newest = {variant.mic: variant for variant in ours}
        for variant in newest.values():
            variants.switch_on(variant.id, spans)


def _state(variant: Variant, session: Session) -> dict[str, Any]:
    return {
        "variant": variant.id,
        "mic": variant.mic,
        "recipe": variant.treatment.recipe,
        "model": "+".join(variant.treatment.models),
        "input_bandwidth_hz": variant.treatment.cutoff_hz,
        "strength": variant.treatment.strength,
        "seed": variant.treatment.seed,
        "made": variant.made,
        "rendered": _told(variant.rendered, session),
        "heard": _told(variant.heard, session),
        "missing": _told(session.variants.missing(variant), session),
    }


def _told(spans: Spans, session: Session) -> list[dict[str, float | int]]:
    return [
        {
            **seconds_and_samples("start", start, session.rate),
            **seconds_and_samples("stop", stop, session.rate),
        }
        for start, stop in spans
    ]


def _heard(session: Session, source: Source) -> str:
    heard = session.variants.heard(source.id)
    if not heard:
        return f"{source.name} is heard as it was recorded."
    return f"{source.name} is heard enhanced in {len(heard)} part{'s' if len(heard) > 1 else ''}."


def _result(made: tuple[Enhanced, ...], source: Source, session: Session) -> dict[str, Any]:
    seconds, rendered = sum(one.seconds for one in made), sum(one.rendered for one in made)
    first = made[0].variant
    return {
        "source": source.id,
        "variant": first.id,
        "model": "+".join(first.treatment.models),
        "recipe": first.treatment.recipe,
        "input_bandwidth_hz": first.treatment.cutoff_hz,
        "rate": session.rate,
        "seconds": round(seconds, 4),
        **seconds_and_samples("rendered", rendered, session.rate),
        "realtime_factor": round(seconds * session.rate / rendered, 5) if rendered else 0.0,
        "variants": [_state(one.variant, session) for one in made],
    }


def _text(made: tuple[Enhanced, ...], source: Source) -> str:
    seconds = sum(one.seconds for one in made)
    files = ", ".join(f"{one.recording.file} (from {one.bandwidth_hz:.0f} Hz up)" for one in made)
    models = ", ".join(sorted({model for one in made for model in one.variant.treatment.models}))
    return f"Enhanced {source.name}: {files} with the model {models} in {seconds:.1f} s."

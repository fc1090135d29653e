"""Commands that look at the history and at the states in it that have names."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path
from typing import Any

from editor.app.session import Session
from editor.app.versions import back_to, naming
from editor.cli.output import Output
from editor.model.time import clock_text, to_seconds
from editor.store import Version


def add_arguments(command: ArgumentParser) -> None:
    """Those of `wordtape version`."""
    command.add_argument("project", type=Path)
    command.add_argument("name", metavar="NAME")
    what = command.add_mutually_exclusive_group()
    what.add_argument("--go", action="store_true", help="go back to it, as an edit that can be undone")
    what.add_argument("--rename", metavar="NEW", help="give it another name")
    what.add_argument("--remove", action="store_true", help="forget it; the document stays as it is")


def versions(options: Namespace, output: Output) -> int:
    """`wordtape versions`."""
    with Session.open(options.project, write=False) as session:
        rows = [_row(version) for version in session.project.versions.all()]
    lines = [f"{_local(row['made']):16s}  {row['name']}" for row in rows]
    output.result(rows, "\n".join(lines) or None)
    return 0


def version(options: Namespace, output: Output) -> int:
    """`wordtape version`."""
    with Session.open(options.project) as session:
        if options.go:
            _go(session, options.name, output)
        elif options.rename is not None:
            name = session.project.versions.rename(options.name, options.rename)
            output.result({"name": name, "before": options.name}, f"Renamed it “{name}”.")
        elif options.remove:
            session.project.versions.remove(options.name)
            output.result({"removed": options.name}, f"Removed version “{options.name}”.")
        else:
            saved = naming(session, options.name)(output.progress)
            output.result(_row(saved), f"Saved version “{saved.name}”.")
    return 0


def history(options: Namespace, output: Output) -> int:
    """`wordtape history`."""
    with Session.open(options.project, write=False) as session:
        now = session.history.revision
        names: dict[int | None, list[str]] = {}
        for one in session.project.versions.all():
            names.setdefault(one.revision, []).append(one.name)
        rows = [
            {
                "revision": revision,
                "label": step.label,
                "made": step.made or None,
                "state": "now" if revision == now else "done" if revision < now else "undone",
                "versions": names.get(revision, []),
            }
            for revision, step in enumerate(session.history.steps, 1)
        ]
    output.result(rows, "\n".join(_line(row) for row in rows) or None)
    return 0


def _go(session: Session, name: str, output: Output) -> None:
    change = session.do(back_to(session, name, output.progress))
    length = session.document.length
    result = {
        "revision": session.history.revision,
        "label": change.label,
        "words": session.document.word_count,
        "duration_s": round(to_seconds(length, session.rate), 6),
        "samples": length,
    }
    output.result(result, f"{change.label}; the document is {clock_text(length, session.rate)} long.")


def _row(version: Version) -> dict[str, Any]:
    return {"name": version.name, "made": version.made, "revision": version.revision}


def _line(row: dict[str, Any]) -> str:
    mark = {"now": "*", "done": " ", "undone": "-"}[row["state"]]
    named = "".join(f"  [{name}]" for name in row["versions"])
    return f"{mark} {row['revision']:6d}  {_local(row['made'] or ''):16s}  {row['label']}{named}"


def _local(made: str) -> str:
    """A moment as the clock on the wall showed it."""
    try:
        return f"{datetime.fromisoformat(made).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return ""

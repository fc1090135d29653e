"""Commands that show the words and change them."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from editor.app.operations import read_operation, seconds_and_samples
from editor.app.session import Session
from editor.cli.output import Output
from editor.derive.marks import marks
from editor.derive.words import unrecognised
from editor.derive.words import words as listed
from editor.model.document import Document
from editor.model.errors import Refusal
from editor.model.folds import folds
from editor.model.time import clock_text, to_seconds

LONGEST_LINE = 10_000_000


def words(options: Namespace, output: Output) -> int:
    """`wordtape words`."""
    with Session.open(options.project, write=False) as session:
        document = session.document
        if options.source:
            transcript = document.transcript(session.source(options.source).id)
            document = transcript.text if transcript else Document()
        if options.unrecognised:
            spans = [
                {
                    **seconds_and_samples("start", a, session.rate),
                    **seconds_and_samples("stop", b, session.rate),
                }
                for a, b in unrecognised(document)
            ]
            lines = [f"{s['start_s']:.3f}  {s['stop_s']:.3f}" for s in spans]
            output.result(spans, "\n".join(lines) or None)
            return 0
        rows = [_row(word, session.rate) for word in listed(document)]
        output.result(rows, "\n".join(_line(row) for row in rows) or None)
    return 0


def _row(word: Any, rate: int) -> dict[str, Any]:
    piece = word.piece
    return {
        "i": word.number,
        "text": piece.text,
        **seconds_and_samples("start", word.start, rate),
        **seconds_and_samples("stop", word.stop, rate),
        "speaker": word.speaker,
        "confidence": round(piece.confidence, 4),
        "kept": piece.kept,
        "source": piece.source,
        "mic": piece.mic,
        **seconds_and_samples("source_start", piece.start, rate),
        **seconds_and_samples("source_stop", piece.stop, rate),
    }


def _line(row: dict[str, Any]) -> str:
    struck = "" if row["kept"] else "  (ignored)"
    times = f"{row['start_s']:10.3f}  {row['stop_s']:10.3f}"
    return f"{row['i']:6d}  {times}  {row['speaker']}: {row['text']}{struck}"


def cuts(options: Namespace, output: Output) -> int:
    """`wordtape cuts`."""
    with Session.open(options.project, write=False) as session:
        document, rate = session.document, session.rate
        rows = []
        for number, fold in enumerate(folds(document)):
            transcript = document.transcript(fold.source)
            text = transcript.text if transcript else Document()
            first = text.word_at_place(text.place_at(fold.start)[0])
            said = " ".join(word.piece.text for word in listed(text, first, first + fold.words))
            rows.append(
                {
                    "cut": number,
                    **seconds_and_samples("at", document.time_of(fold.place), rate),
                    **seconds_and_samples("length", fold.stop - fold.start, rate),
                    "source": fold.source,
                    **seconds_and_samples("source_start", fold.start, rate),
                    "words": fold.words,
                    "text": said,
                }
            )
        lines = [f"{r['cut']:4d}  {r['at_s']:10.3f}  {r['length_s']:8.3f} s  {r['text']}" for r in rows]
        output.result(rows, "\n".join(lines) or None)
    return 0


def markers(options: Namespace, output: Output) -> int:
    """`wordtape markers`: as they are heard; those in what was cut are left out."""
    with Session.open(options.project, write=False) as session:
        rows = [
            {
                "marker": mark.number,
                "name": mark.marker.name,
                "colour": mark.marker.colour,
                **seconds_and_samples("at", mark.time, session.rate),
                "source": mark.marker.source,
                **seconds_and_samples("source_at", mark.marker.at, session.rate),
            }
            for mark in marks(session.document)
        ]
        lines = [f"{row['marker']:4d}  {row['at_s']:10.3f}  {row['name']}" for row in rows]
        output.result(rows, "\n".join(lines) or None)
    return 0


def edit(options: Namespace, output: Output) -> int:
    """`wordtape edit`: each line is one undo step, printed when it is on disk; the first failure ends it."""
    lines = list(_lines(options.operations))
    with Session.open(options.project) as session:
        session.prepare(output.progress)
        for number, text in lines:
            try:
                operation = json.loads(text)
            except (ValueError, RecursionError):
                raise Refusal(f"Line {number} is not JSON; the edits before it are done.") from None
            try:
                change = session.do(read_operation(session, operation))
            except Refusal as refusal:
                raise Refusal(f"Line {number}: {refusal}") from refusal
            result = {
                "line": number,
                "op": operation["op"],
                "label": change.label,
                "revision": session.history.revision,
                "words": session.document.word_count,
                **_length(session),
            }
            output.result(result, f"{number:4d}  {change.label}")
    return 0


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that say something, numbered from 1."""
    try:
        stream = sys.stdin.buffer if str(path) == "-" else path.open("rb")
        with stream:
            for number, line in enumerate(iter(lambda: stream.readline(LONGEST_LINE + 1), b""), 1):
                if len(line) > LONGEST_LINE:
                    raise Refusal(f"Line {number} of {path.name} is too long to be an edit.")
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                if text:
                    yield number, text
    except UnicodeDecodeError:
        raise Refusal(f"{path.name} is not a text file in UTF-8.") from None
    except OSError as error:
        raise Refusal(f"{path.name} cannot be read: {error.strerror}.") from None


def _length(session: Session) -> dict[str, float | int]:
    length = session.document.length
    return {"duration_s": round(to_seconds(length, session.rate), 6), "samples": length}


def undo(options: Namespace, output: Output) -> int:
    """`wordtape undo`."""
    return _walk(options, output, back=True)


def redo(options: Namespace, output: Output) -> int:
    """`wordtape redo`."""
    return _walk(options, output, back=False)


def _walk(options: Namespace, output: Output, *, back: bool) -> int:
    if options.steps < 1:
        raise Refusal("The number of steps has to be 1 or more.")
    with Session.open(options.project) as session:
        labels = session.undo(options.steps) if back else session.redo(options.steps)
        result = {
            "revision": session.history.revision,
            "label": labels[-1],
            "labels": list(labels),
            "words": session.document.word_count,
            **_length(session),
        }
        verb = "Took back" if back else "Did again"
        now = clock_text(session.document.length, session.rate)
        lines = [f"{verb}: {label}" for label in labels]
        output.result(result, "\n".join((*lines, f"The document is {now} long.")))
    return 0

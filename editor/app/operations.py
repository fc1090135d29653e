"""Edits as data: one JSON object becomes one `Edit`. The command line and scripts speak this language."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from editor.app.pasting import paste_from
from editor.app.session import Edit, Session
from editor.derive.drafting import drafted
from editor.model import edits, words
from editor.model.clips import Side, split, trim
from editor.model.cutting import EditError
from editor.model.document import Document
from editor.model.drafts import insert_draft
from editor.model.folds import restore
from editor.model.markers import add_marker, remove_marker, rename_marker
from editor.model.silences import set_gap
from editor.model.speakers import set_speaker
from editor.model.time import Samples, from_seconds, to_seconds

Operation = dict[str, Any]

MOST_WORDS = 10**9
"""A word's number above which it is a mistake; also keeps numbers of a million digits out of sentences."""


LONGEST_PATH = 4096


def read_operation(session: Session, operation: object) -> Edit:
    """The edit that `operation` asks for. Raises `EditError` where it is not one, and says what it lacks."""
    if not isinstance(operation, dict):
        raise EditError('An edit is a JSON object such as {"op": "delete", "from": 3, "to": 5}.')
    name = operation.get("op")
    reader = _READERS.get(name) if isinstance(name, str) else None
    if reader is None:
        raise EditError(
            f"There is no edit called {reprlib.repr(name)}; the edits are {', '.join(sorted(_READERS))}."
        )
    return reader(session, _Fields(operation))


class _Fields:
    """The fields of one operation, asked for by type."""

    def __init__(self, operation: Operation) -> None:
        self._operation = operation

    def _get(self, name: str) -> Any:
        if name not in self._operation:
            raise EditError(f"The edit {self._operation['op']} needs a field {name!r}.")
        return self._operation[name]

    def whole(self, name: str) -> int:
        value = self._get(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise EditError(f"The field {name!r} has to be a whole number, not {reprlib.repr(value)}.")
        if abs(value) > MOST_WORDS:
            raise EditError(f"The field {name!r} is larger than any document: {reprlib.repr(value)}.")
        return value

    def seconds(self, name: str, default: float | None = None) -> float:
        value = self._operation.get(name, default) if default is not None else self._get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise EditError(f"The field {name!r} has to be a number of seconds, not {reprlib.repr(value)}.")
        if isinstance(value, float) and math.isnan(value):
            raise EditError(f"The field {name!r} has to be a number of seconds, which NaN is not.")
        if abs(value) > 1e7:
            raise EditError(
                f"The field {name!r} is longer than any recording: {reprlib.repr(value)} seconds."
            )
        return float(value)

    def text(self, name: str) -> str:
        value = self._get(name)
        if not isinstance(value, str):
            raise EditError(f"The field {name!r} has to be text, not {reprlib.repr(value)}.")
        return value

    def flag(self, name: str, default: bool) -> bool:
        value = self._operation.get(name, default)
        if not isinstance(value, bool):
            raise EditError(f"The field {name!r} has to be true or false, not {reprlib.repr(value)}.")
        return value

    def words(self) -> tuple[int, int]:
        return self.whole("from"), self.whole("to")


def _delete(session: Session, fields: _Fields) -> Edit:
    first, stop = fields.words()
    return lambda document: edits.delete(document, first, stop, session.cutting)


def _ignore(session: Session, fields: _Fields) -> Edit:
    first, stop = fields.words()
    on = fields.flag("on", True)
    return lambda document: edits.ignore(document, first, stop, on, session.cutting)


def _move(session: Session, fields: _Fields) -> Edit:
    first, stop = fields.words()
    before = fields.whole("before")
    return lambda document: edits.move(document, first, stop, before, session.cutting)


def _copy(session: Session, fields: _Fields) -> Edit:
    first, stop = fields.words()
    before = fields.whole("before")
    return lambda document: edits.copy(document, first, stop, before, session.cutting)


def _paste_from(session: Session, fields: _Fields) -> Edit:
    first, stop = fields.words()
    project = fields.text("project")
    if not project or "\0" in project or len(project) > LONGEST_PATH:
        raise EditError(f"The field 'project' has to be the path of a project, not {reprlib.repr(project)}.")
    return paste_from(session, Path(project), first, stop, fields.whole("before"))


def _correct(_session: Session, fields: _Fields) -> Edit:
    first, stop = fields.words()
    text = fields.text("text")
    return lambda document: words.correct(document, first, stop, text)


def _draft(session: Session, fields: _Fields) -> Edit:
    before, paragraphs = fields.whole("before"), drafted(fields.text("text"), session.rate)
    return lambda document: insert_draft(document, before, paragraphs, session.cutting)


def _gap(session: Session, fields: _Fields) -> Edit:
    before, length = fields.whole("before"), _samples(session, fields.seconds("seconds"))
    return lambda document: edits.insert_gap(document, before, length, session.cutting)


def _set_gap(session: Session, fields: _Fields) -> Edit:
    before, length = fields.whole("before"), _samples(session, fields.seconds("seconds"))
    return lambda document: set_gap(document, before, length, session.cutting)


def _shorten_gaps(session: Session, fields: _Fields) -> Edit:
    over = _samples(session, fields.seconds("over", 1.0))
    to = _samples(session, fields.seconds("to", 0.4))
    return lambda document: edits.shorten_gaps(document, over, to)


def _cut_time(session: Session, fields: _Fields) -> Edit:
    start = _samples(session, fields.seconds("from_s"))
    stop = _samples(session, fields.seconds("to_s"))

    def edit(document: Document) -> edits.Change:
        # A length that was printed with four decimals may round to just past the end.
        slack = from_seconds(0.0001, session.rate) + 1
        end = document.length if 0 < stop - document.length <= slack else stop
        return edits.cut_time(document, start, end)

    return edit


def _retime(session: Session, fields: _Fields) -> Edit:
    word = fields.whole("word")
    start = _samples(session, fields.seconds("start_s"))
    stop = _samples(session, fields.seconds("stop_s"))
    return lambda document: words.retime(document, word, start, stop)


def _speaker(_session: Session, fields: _Fields) -> Edit:
    first, stop = fields.words()
    name = fields.text("name")
    return lambda document: set_speaker(document, first, stop, name)


def _restore(_session: Session, fields: _Fields) -> Edit:
    number = fields.whole("cut")
    return lambda document: restore(document, number)


def _trim(session: Session, fields: _Fields) -> Edit:
    at, by = _samples(session, fields.seconds("at_s")), _samples(session, fields.seconds("by_s"))
    name = fields.text("side")
    if name not in {side.value for side in Side}:
        raise EditError(f"The field 'side' has to be start or end, not {reprlib.repr(name)}.")
    return lambda document: trim(document, at, Side(name), by)


def _split(session: Session, fields: _Fields) -> Edit:
    at = _samples(session, fields.seconds("at_s"))
    return lambda document: split(document, at, session.cutting)


def _marker(session: Session, fields: _Fields) -> Edit:
    at, name = _samples(session, fields.seconds("at_s")), fields.text("name")
    return lambda document: add_marker(document, at, name)


def _rename_marker(_session: Session, fields: _Fields) -> Edit:
    number, name = fields.whole("marker"), fields.text("name")
    return lambda document: rename_marker(document, number, name)


def _remove_marker(_session: Session, fields: _Fields) -> Edit:
    number = fields.whole("marker")
    return lambda document: remove_marker(document, number)


def _samples(session: Session, seconds: float) -> Samples:
    return from_seconds(seconds, session.rate)


_READERS: dict[str, Callable[[Session, _Fields], Edit]] = {
    "delete": _delete,
    "ignore": _ignore,
    "move": _move,
    "copy": _copy,
    "paste_from": _paste_from,
    "correct": _correct,
    "draft": _draft,
    "gap": _gap,
    "shorten_gaps": _shorten_gaps,
    "cut_time": _cut_time,
    "retime": _retime,
    "speaker": _speaker,
    "restore": _restore,
    "set_gap": _set_gap,
    "trim": _trim,
    "split": _split,
    "marker": _marker,
    "rename_marker": _rename_marker,
    "remove_marker": _remove_marker,
}


def seconds_and_samples(name: str, samples: Samples, rate: int) -> dict[str, float | int]:
    """`{name_s: seconds, name: samples}`, as every time is printed."""
    return {f"{name}_s": round(to_seconds(samples, rate), 6), name: samples}

"""What a project knows besides its document: sources, what recognisers said, settings. Never undone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any, NamedTuple

from editor.model.document import SourceId
from editor.model.source import Recording, Source
from editor.model.time import Samples
from editor.store.codec import MAX_MICS, MAX_SAMPLES, MAX_TEXT, CodecError, pack_json, unpack_json
from editor.store.database import Database
from editor.store.errors import StoreError, damaged

MAX_SETTING = 4 << 20
"""Characters that the JSON of one setting may have."""


class Heard(NamedTuple):
    """One word as a recogniser gave it: samples of the source's clock, `confidence` 0 to 1."""

    start: Samples
    stop: Samples
    text: str
    confidence: float


@dataclass(frozen=True)
class WordRun:
    """What one run of a recogniser over one recording gave.

    aligned: whether its times were refined. unrecognised: stretches of speech that it found no words for.
    """

    model: str
    language: str
    aligned: bool
    words: tuple[Heard, ...]
    unrecognised: tuple[tuple[Samples, Samples], ...]


class Facts:
    """Sources, words and settings of one project. Raises `StoreError` where the disk or the file fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_source(self, source: Source) -> None:
        """Remember `source`; one of the same id takes its place. ValueError where it has no recording."""
        about = json.dumps({"name": source.name, "recordings": [asdict(r) for r in source.recordings]})
        _source(source.id, about)
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO sources (id, about) VALUES (?, ?) "
                "ON CONFLICT (id) DO UPDATE SET about = excluded.about",
                (source.id, about),
            )

    def sources(self) -> tuple[Source, ...]:
        """All sources in the order in which they came."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT id, about FROM sources ORDER BY number").fetchall()
        return tuple(self._checked_source(*row) for row in rows)

    def source(self, source: SourceId) -> Source | None:
        """The source of that id, or None."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT id, about FROM sources WHERE id = ?", (source,)).fetchone()
        return self._checked_source(*row) if row else None

    def save_words(
        self,
        source: SourceId,
        mic: int,
        model: str,
        language: str,
        aligned: bool,
        words: Iterable[tuple[Samples, Samples, str, float]],
        unrecognised: Iterable[tuple[Samples, Samples]] = (),
    ) -> None:
        """Keep what a recogniser said, beside what earlier ones did."""
        about = json.dumps({"model": model, "language": language, "aligned": aligned})
        told = {
            "words": [[int(a), int(b), text, float(sure)] for a, b, text, sure in words],
            "unrecognised": [[int(a), int(b)] for a, b in unrecognised],
        }
        try:
            _run(about, told)
            blob = pack_json(told)
        except CodecError as error:
            raise StoreError(f"The words cannot be saved: {error}.") from error
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO words (source, mic, about, words) VALUES (?, ?, ?, ?)",
                (source, mic, about, blob),
            )

    def words(self, source: SourceId, mic: int = 0) -> tuple[WordRun, ...]:
        """What recognisers said of one recording, the newest run first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT about, words FROM words WHERE source = ? AND mic = ? ORDER BY number DESC",
                (source, mic),
            ).fetchall()
        try:
            return tuple(_run(about, unpack_json(blob)) for about, blob in rows)
        except CodecError as error:
            raise damaged(self._database.root.stem, str(error)) from error

    def listened(self, source: SourceId) -> dict[int, tuple[str, str]]:
        """(model, language) of the newest words of each recording that was listened to; reads no word."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT mic, about FROM words WHERE source = ? ORDER BY number", (source,)
            ).fetchall()
        try:
            told = {int(mic): json.loads(about) for mic, about in rows}
            return {mic: (str(about["model"]), str(about["language"])) for mic, about in told.items()}
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise damaged(self._database.root.stem, "what is said of a recogniser is malformed") from error

    def bandwidth(self, media: str) -> tuple[float, float] | None:
        """(hertz, confidence) of a recording, or None where it was never measured."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT hz, confidence FROM bandwidths WHERE media = ?", (media,)
            ).fetchone()
        if row is None or not all(type(number) is float and isfinite(number) for number in row):
            # One that cannot be is measured again.
            return None
        return row[0], row[1]

    def save_bandwidth(self, media: str, hz: float, confidence: float) -> None:
        """Keep how far up a recording reaches."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO bandwidths VALUES (?, ?, ?)", (media, float(hz), float(confidence))
            )

    def setting(self, key: str, default: Any = None) -> Any:
        """The JSON value kept under `key`, or `default`."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT value FROM settings WHERE key = ? AND length(value) <= ?", (key, MAX_SETTING)
            ).fetchone()
        try:
            return json.loads(str(row[0])) if row else default
        except (ValueError, RecursionError):
            # How things were shown is not worth refusing a project for.
            return default

    def set_setting(self, key: str, value: Any) -> None:
        """Keep a JSON value under `key`. Raises ValueError where it is longer than `MAX_SETTING`."""
        text = json.dumps(value, allow_nan=False)
        if len(text) > MAX_SETTING:
            raise ValueError(f"the setting {key} is too long")
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, text))

    def _checked_source(self, identity: str, about: str) -> Source:
        try:
            return _source(str(identity), str(about))
        except ValueError as error:
            raise damaged(self._database.root.stem, "a source of it is malformed") from error


def _source(identity: str, about: str) -> Source:
    """A source from its JSON. Raises ValueError where it is none."""
    try:
        told = json.loads(about)
        recordings = tuple(Recording(**recording) for recording in told["recordings"])
        name = told["name"]
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError("a source is malformed") from error
    texts = [identity, name, *(text for r in recordings for text in (r.media, r.file, r.speaker))]
    if any(type(text) is not str or len(text) > MAX_TEXT for text in texts):
        raise ValueError("a name in a source is malformed")
    for recording in recordings:
        numbers = (recording.samples, recording.rate, recording.channels, recording.offset)
        if any(type(number) is not int or abs(number) > MAX_SAMPLES for number in numbers):
            raise ValueError("a number in a source is malformed")
        if min(recording.samples, recording.rate, recording.channels) < 1:
            raise ValueError("a recording has no sound")
    if not 1 <= len(recordings) <= MAX_MICS:
        raise ValueError("a source has no recording")
    return Source(identity, name, recordings)


def _run(about: str, told: Any) -> WordRun:
    try:
        facts = json.loads(about)
        run = WordRun(
            str(facts["model"]),
            str(facts["language"]),
            bool(facts["aligned"]),
            tuple(Heard(*word) for word in told["words"]),
            tuple((start, stop) for start, stop in told["unrecognised"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CodecError("what a recogniser said is malformed") from error
    for start, stop in (*((word.start, word.stop) for word in run.words), *run.unrecognised):
        if type(start) is not int or type(stop) is not int or not 0 <= start <= stop <= MAX_SAMPLES:
            raise CodecError("the times of a recogniser's words are malformed")
    for word in run.words:
        if type(word.text) is not str or len(word.text) > MAX_TEXT:
            raise CodecError("a recogniser's word is malformed")
        if type(word.confidence) is not float or not 0.0 <= word.confidence <= 1.0:
            raise CodecError("the confidence of a recogniser's word is out of range")
    return run

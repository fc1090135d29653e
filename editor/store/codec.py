"""Documents as bytes, told as what is new against another document.

A blob is one JSON object, plain or deflated. It lists the pieces that are new, column by column, the
paragraphs made of new pieces and of pieces of the old document, and the texts (the compilation first, then
the transcripts) as ranges of paragraphs, old and new. What is old is found by identity and is the very same
object again when decoded, so a step costs what it changed. A whole document is told against the empty one.

Blobs come from folders that may have been made to do harm: sizes are bounded before anything is made of
them, and every number and string is checked. The same checks are made when encoding, so that nothing is saved
that could not be opened.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import isfinite
from operator import index
from typing import Any, NoReturn

from editor.derive.changes import changed
from editor.model.document import Document, Marker, Overlap, Paragraph, Piece, Transcript

MAX_BYTES = 32 << 20
"""The JSON of one blob is at most this long: some hundred hours of speech."""

MAX_PIECES = 2_000_000
"""Pieces, and paragraphs, that one document may have, its transcripts included."""

MAX_ARRAYS = 1_000_000
"""Opening brackets in one blob, counted before parsing: an empty list costs 30 times its two characters."""

MAX_SAMPLES = 1 << 53
"""Instants stay below this: what every JSON reader holds exactly."""

MAX_TEXT = 10_000
"""Characters in one word or one speaker's name."""

MAX_MARKERS = 10_000
"""Markers that one document may have."""

MAX_COLOUR = 255

MAX_MICS = 1_000
"""Recordings in one source."""

UNCHECKED_GROWTH = 10_000
"""A step may add this many pieces without the whole document being counted; see `check_size`."""

_PLAIN, _DEFLATED = b"J", b"Z"
_WORTH_DEFLATING = 400
_MARKERS = "markers"
_KEYS = ("sources", "speakers", "times", "source", "text", "confidence", "kept", "mic", "paragraphs", "texts")


class CodecError(ValueError):
    """The bytes are no document, or the document is more than bytes are made for; says which in a clause."""


def encode(old: Document, new: Document) -> bytes:
    """`new` told against `old`; `decode(old, ...)` gives it back. Raises `CodecError` beyond the bounds."""
    check_size(new)
    return pack_json(_Writer(old, new).told())


def decode(old: Document, blob: bytes) -> Document:
    """The document that `blob` tells against `old`, sharing what it did not change.

    Raises `CodecError` where the bytes are not what `encode` gives.
    """
    told = unpack_json(blob)
    try:
        return _Reader(old, told).document()
    except CodecError:
        raise
    except (TypeError, KeyError, IndexError, AttributeError, ValueError, OverflowError) as error:
        raise CodecError("its parts do not fit together") from error


def check_size(document: Document) -> None:
    """Raise `CodecError` where a document has more than `MAX_PIECES` pieces or paragraphs."""
    texts = (document, *(transcript.text for transcript in document.transcripts))
    pieces = sum(len(paragraph.pieces) for text in texts for paragraph in text.paragraphs)
    if pieces > MAX_PIECES or sum(len(text.paragraphs) for text in texts) > MAX_PIECES:
        raise CodecError(f"it has more than {MAX_PIECES:,} pieces")


def pack_json(value: object) -> bytes:
    """`value` as a blob. Raises `CodecError` where that is longer than `MAX_BYTES`."""
    if isinstance(value, dict):
        # Field by field: the encoder lets no other thread run while it is at one.
        raw = b"{%s}" % b",".join(_json(key) + b":" + _json(field) for key, field in value.items())
    else:
        raw = _json(value)
    if len(raw) > MAX_BYTES or raw.count(b"[") > MAX_ARRAYS:
        raise CodecError("it is too large")
    if len(raw) < _WORTH_DEFLATING:
        return _PLAIN + raw
    return _DEFLATED + zlib.compress(raw, 6 if len(raw) < 1 << 20 else 1)


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode("ascii")


def unpack_json(blob: bytes) -> Any:
    """What a blob holds, bounded in size. Raises `CodecError` where it is no blob."""
    if not isinstance(blob, bytes) or not blob:
        raise CodecError("a part of it is empty")
    raw = blob[1:]
    if blob[:1] == _DEFLATED:
        inflater = zlib.decompressobj()
        try:
            raw = inflater.decompress(raw, MAX_BYTES + 1)
        except zlib.error as error:
            raise CodecError("a part of it cannot be inflated") from error
        if len(raw) <= MAX_BYTES and (not inflater.eof or inflater.unused_data):
            raise CodecError("a part of it ends early or late")
    elif blob[:1] != _PLAIN:
        raise CodecError("a part of it is of an unknown kind")
    if len(raw) > MAX_BYTES or raw.count(b"[") > MAX_ARRAYS or raw.count(b"{") > MAX_ARRAYS:
        raise CodecError("a part of it is too large")
    try:
        return json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise CodecError("a part of it is not JSON") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


class _Writer:
    """Gathers what is new. `_numbers`: the number that each paragraph of the old document goes by."""

    def __init__(self, old: Document, new: Document) -> None:
        self._old = old
        self._new = new
        self._sources: dict[str | None, int] = {}
        self._speakers: dict[str, int] = {}
        self._pieces: list[Piece] = []
        self._paragraphs: list[list[object]] = []
        self._number_of: dict[int, int] = {}
        self._old_count = len(old.paragraphs) + sum(len(t.text.paragraphs) for t in old.transcripts)

    def told(self) -> dict[str, object]:
        texts: list[object] = [self._ranges(self._old, 0, self._new)]
        offset = len(self._old.paragraphs)
        known: dict[str, tuple[int, int, Transcript]] = {}
        for number, transcript in enumerate(self._old.transcripts):
            known[transcript.source] = (number, offset, transcript)
            offset += len(transcript.text.paragraphs)
        for transcript in self._new.transcripts:
            number, offset, before = known.get(transcript.source, (-1, 0, None))
            if before is transcript:
                texts.append(number)
            else:
                text = before.text if before is not None else Document()
                ranges = self._ranges(text, offset, transcript.text)
                texts.append([transcript.source, index(transcript.length), ranges])
        told = {**self._columns(), "paragraphs": self._paragraphs, "texts": texts}
        if self._new.markers != self._old.markers:
            told[_MARKERS] = [[m.name, m.colour, m.source, index(m.at)] for m in self._new.markers]
            _markers(told[_MARKERS])
        return told

    def _columns(self) -> dict[str, object]:
        pieces = self._pieces
        edges = [0, *(edge for p in pieces for edge in (index(p.start), index(p.stop)))]
        columns: dict[str, list[Any]] = {
            "times": [b - a for a, b in pairwise(edges)],
            "source": _short([self._source(p.source) for p in pieces]),
            "text": _short([p.text for p in pieces]),
            "confidence": _short([float(p.confidence) for p in pieces]),
            "kept": _short([int(p.kept) for p in pieces]),
            "mic": _short([index(p.mic) for p in pieces]),
        }
        out = {"sources": list(self._sources), "speakers": list(self._speakers), **columns}
        _check_columns(out)
        return out

    def _source(self, source: str | None) -> int:
        return self._sources.setdefault(source, len(self._sources))

    def _ranges(self, old: Document, offset: int, new: Document) -> list[int]:
        """The paragraphs of `new` as ranges; those of `old` are numbered from `offset` on."""
        first, old_stop, new_stop = changed(old, new)
        numbers = {id(p): offset + n for n, p in enumerate(old.paragraphs[first:old_stop], first)}
        pieces: dict[int, tuple[int, int]] = {}
        # Paragraphs that stay whole give no pieces to new ones, but for copies, which are few.
        whole = set(map(id, new.paragraphs[first:new_stop]))
        for number, paragraph in enumerate(old.paragraphs[first:old_stop], offset + first):
            if id(paragraph) not in whole:
                for at, piece in enumerate(paragraph.pieces):
                    pieces[id(piece)] = (number, at)
        ranges: list[int] = []
        _extend(ranges, offset, offset + first)
        for paragraph in new.paragraphs[first:new_stop]:
            number = numbers.get(id(paragraph), -1)
            if number < 0:
                number = self._paragraph(paragraph, pieces)
            _extend(ranges, number, number + 1)
        _extend(ranges, offset + old_stop, offset + len(old.paragraphs))
        return ranges

    def _paragraph(self, paragraph: Paragraph, old_pieces: dict[int, tuple[int, int]]) -> int:
        """The number of a new paragraph. It may stand in several texts and is told once."""
        number = self._number_of.get(id(paragraph))
        if number is not None:
            return number
        if not paragraph.pieces:
            raise CodecError("a paragraph of it is empty")
        spans: list[int] = []
        for piece in paragraph.pieces:
            where, at = old_pieces.get(id(piece), (-1, len(self._pieces)))
            if where < 0:
                self._pieces.append(piece)
            if spans and spans[-3] == where and spans[-1] == at:
                spans[-1] += 1
            else:
                spans += (where, at, at + 1)
        over: list[int] = []
        for overlap in paragraph.over:
            over += (self._speaker(overlap.speaker), len(self._pieces))
            self._pieces.append(overlap.piece)
        told: list[object] = [self._speaker(paragraph.speaker), spans]
        self._paragraphs.append([*told, over] if over else told)
        number = self._old_count + len(self._paragraphs) - 1
        self._number_of[id(paragraph)] = number
        return number

    def _speaker(self, speaker: str) -> int:
        return self._speakers.setdefault(speaker, len(self._speakers))


def _short(column: list[Any]) -> list[Any]:
    """A column whose values are all the same as that one value."""
    return column[:1] if column and column.count(column[0]) == len(column) else column


def _extend(ranges: list[int], start: int, stop: int) -> None:
    if start == stop:
        return
    if ranges and ranges[-1] == start:
        ranges[-1] = stop
    else:
        ranges += (start, stop)


class _Reader:
    """Makes the document of what was told, checking everything on the way."""

    def __init__(self, old: Document, told: Any) -> None:
        if type(told) is not dict or set(told) - {_MARKERS} != set(_KEYS):
            raise CodecError("a part of it has other fields than it should")
        self._old = old
        self._told: dict[str, Any] = told
        self._speakers: list[str] = told["speakers"]
        self._numbered: list[Paragraph] = list(old.paragraphs)
        for transcript in old.transcripts:
            self._numbered += transcript.text.paragraphs
        self._old_count = len(self._numbered)
        self._pieces = _pieces(told)

    def document(self) -> Document:
        told = self._told["paragraphs"]
        grown = sum(self._span_total(paragraph) for paragraph in told)
        if grown > MAX_PIECES:
            raise CodecError(f"it has more than {MAX_PIECES:,} pieces")
        self._numbered += [self._paragraph(paragraph) for paragraph in told]
        orderly = True
        roots: list[tuple[Paragraph, ...]] = []
        first, *others = self._told["texts"]
        paragraphs, in_order = self._text(first)
        orderly &= in_order
        transcripts: list[Transcript] = []
        for other in others:
            if type(other) is int:
                transcripts.append(self._old.transcripts[_natural(other)])
                continue
            source, length, ranges = other
            said, in_order = self._text(ranges)
            orderly &= in_order
            roots.append(said)
            transcripts.append(Transcript(_string(source), _positive(length), Document(said)))
        if len({transcript.source for transcript in transcripts}) != len(transcripts):
            raise CodecError("a source of it has two transcripts")
        markers = _markers(self._told[_MARKERS]) if _MARKERS in self._told else self._old.markers
        document = Document(paragraphs, tuple(transcripts), markers)
        if grown > UNCHECKED_GROWTH or not orderly:
            check_size(document)
        return document

    @staticmethod
    def _span_total(told: list[Any]) -> int:
        """How many pieces a paragraph will have, from its checked spans, before any is made."""
        spans = told[1]
        if not spans or len(spans) % 3 or set(map(type, spans)) != {int}:
            raise CodecError("a paragraph of it is malformed")
        starts, stops = spans[1::3], spans[2::3]
        if min(spans[::3]) < -1 or min(starts) < 0 or any(a >= b for a, b in zip(starts, stops, strict=True)):
            raise CodecError("a paragraph of it is malformed")
        return int(sum(stops) - sum(starts))

    def _paragraph(self, told: list[Any]) -> Paragraph:
        speaker, spans = told[0], told[1]
        pieces: list[Piece] = []
        for where, start, stop in zip(spans[::3], spans[1::3], spans[2::3], strict=True):
            if where >= self._old_count:
                raise CodecError("a paragraph of it refers to none")
            there: Sequence[Piece] = self._pieces if where < 0 else self._numbered[where].pieces
            if stop > len(there):
                raise CodecError("a paragraph of it refers to pieces that are not there")
            pieces += there[start:stop]
        over: tuple[Overlap, ...] = ()
        if len(told) == 3:
            flat = told[2]
            if len(flat) % 2 or len(flat) > MAX_PIECES:
                raise CodecError("a paragraph of it is malformed")
            over = tuple(
                Overlap(self._speakers[_natural(who)], self._pieces[_natural(piece)])
                for who, piece in zip(flat[::2], flat[1::2], strict=True)
            )
        elif len(told) != 2:
            raise CodecError("a paragraph of it is malformed")
        return Paragraph(self._speakers[_natural(speaker)], tuple(pieces), over)

    def _text(self, ranges: list[Any]) -> tuple[tuple[Paragraph, ...], bool]:
        """The paragraphs, and whether every one of the old ones comes at most once."""
        if len(ranges) % 2 or not set(map(type, ranges)) <= {int}:
            raise CodecError("a text of it is malformed")
        starts, stops = ranges[::2], ranges[1::2]
        count = len(self._numbered)
        if any(not 0 <= a < b <= count for a, b in zip(starts, stops, strict=True)):
            raise CodecError("a text of it is malformed")
        if sum(stops) - sum(starts) > MAX_PIECES:
            raise CodecError(f"it has more than {MAX_PIECES:,} paragraphs")
        out: list[Paragraph] = []
        for start, stop in zip(starts, stops, strict=True):
            out += self._numbered[start:stop]
        orderly, heard = True, 0
        for start, stop in zip(starts, stops, strict=True):
            if start >= self._old_count:
                continue
            orderly &= start >= heard
            heard = stop
        return tuple(out), orderly


def _pieces(told: dict[str, Any]) -> tuple[Piece, ...]:
    count = _check_columns(told)
    if not count:
        return ()
    edges = list(accumulate(told["times"]))
    sources = told["sources"]
    same: dict[str, str] = {}
    return tuple(
        map(
            Piece,
            [sources[number] for number in _long(told["source"], count)],
            edges[::2],
            edges[1::2],
            [same.setdefault(text, text) for text in _long(told["text"], count)],
            _long(told["confidence"], count),
            map(bool, _long(told["kept"], count)),
            _long(told["mic"], count),
        )
    )


def _long(column: list[Any], count: int) -> list[Any]:
    return column if len(column) == count else column * count


def _check_columns(told: dict[str, Any]) -> int:
    """Raise `CodecError` unless the columns say pieces; returns how many."""
    times = told["times"]
    count = len(times) // 2
    if count > MAX_PIECES:
        raise CodecError(f"it has more than {MAX_PIECES:,} pieces")
    for source in told["sources"]:
        if source is not None:
            _string(source)
    for speaker in told["speakers"]:
        _string(speaker)
    if type(times) is not list or len(times) % 2 or not set(map(type, times)) <= {int}:
        raise CodecError("the times of its words are malformed")
    for column, kind in (("source", int), ("text", str), ("confidence", float), ("kept", int), ("mic", int)):
        values = told[column]
        if type(values) is not list or len(values) not in {count, min(count, 1)}:
            raise CodecError(f"the column {column} is of the wrong length")
        if not set(map(type, values)) <= {kind}:
            raise CodecError(f"the column {column} holds what it cannot hold")
    if not count:
        return 0
    if min(times) < -MAX_SAMPLES or max(times) > MAX_SAMPLES or min(times[1::2]) <= 0:
        raise CodecError("the times of its words are malformed")
    edges = list(accumulate(times))
    _within(edges, 0, MAX_SAMPLES, "the times of its words")
    _within(told["source"], 0, len(told["sources"]) - 1, "a source")
    _within(told["kept"], 0, 1, "what is ignored")
    _within(told["mic"], 0, MAX_MICS, "a microphone")
    _within(told["confidence"], 0.0, 1.0, "a confidence")
    if max(map(len, told["text"])) > MAX_TEXT:
        raise CodecError(f"a word of it is longer than {MAX_TEXT:,} characters")
    return count


def _within(values: Sequence[Any], low: float, high: float, what: str) -> None:
    if min(values) < low or max(values) > high or not all(map(isfinite, values)):
        raise CodecError(f"{what} is out of range")


def _string(value: Any) -> str:
    if type(value) is not str:
        raise CodecError("a name in it is no text")
    if len(value) > MAX_TEXT:
        raise CodecError(f"a name in it is longer than {MAX_TEXT:,} characters")
    return value


def _natural(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise CodecError("a number in it is out of range")
    return value


def _positive(value: Any) -> int:
    if not 0 < _natural(value) <= MAX_SAMPLES:
        raise CodecError("a length in it is out of range")
    return int(value)


def _markers(told: Any) -> tuple[Marker, ...]:
    """Markers from `[name, colour, source, at]` each. Raises `CodecError` where they are none."""
    if type(told) is not list or len(told) > MAX_MARKERS:
        raise CodecError("its markers are malformed")
    found = tuple(Marker(_string(n), _natural(c), _string(s), _natural(at)) for n, c, s, at in told)
    if any(not m.name or m.colour > MAX_COLOUR or m.at > MAX_SAMPLES for m in found):
        raise CodecError("a marker of it is out of range")
    return found

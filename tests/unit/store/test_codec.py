"""Laws of the bytes that documents are kept as: what goes in comes out, and nothing else gets in."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.derive.changes import changed
from editor.model.cutting import EditError
from editor.model.document import Document, Marker, Paragraph, Piece, Transcript
from editor.model.edits import ignore
from editor.store import codec
from editor.store.codec import CodecError, decode, encode, pack_json, unpack_json
from tests.helpers.documents import Edit, documents, edits

EMPTY = Document()
PIECE = Piece("a", 0, 100, "word", 0.5)
SMALL = Document((Paragraph("Ann", (PIECE, Piece("a", 100, 150, ""))), Paragraph("Ben", (PIECE,))))


@given(documents())
def test_a_document_comes_back_equal(document: Document) -> None:
    assert decode(EMPTY, encode(EMPTY, document)) == document


@given(documents(), documents())
def test_any_document_can_be_told_against_any_other(old: Document, new: Document) -> None:
    assert decode(old, encode(old, new)) == new


@given(documents(), edits())
def test_what_an_edit_did_not_change_is_the_very_same_object(
    document: Document, named: tuple[str, Edit]
) -> None:
    try:
        edited = named[1](document).document
    except EditError:
        return
    back = decode(document, encode(document, edited))
    assert back == edited
    assert changed(document, back) == changed(document, edited)
    for mine, theirs in zip(back.transcripts, edited.transcripts, strict=True):
        if any(theirs is transcript for transcript in document.transcripts):
            assert mine is theirs


@given(st.text(max_size=20), st.text(max_size=20), st.floats(0, 1), st.integers(0, 1000))
def test_any_string_and_number_comes_back(text: str, speaker: str, sure: float, mic: int) -> None:
    document = Document((Paragraph(speaker, (Piece(text, 0, 1 << 53, text, sure, False, mic),)),))
    assert decode(EMPTY, encode(EMPTY, document)) == document


def test_a_name_that_is_no_unicode_comes_back() -> None:
    document = Document((Paragraph("caf\udce9", (PIECE,)),))
    assert decode(EMPTY, encode(EMPTY, document)) == document


def test_an_import_tells_each_paragraph_once_for_the_text_and_the_transcript() -> None:
    said = SMALL.paragraphs[:1]
    alone = encode(EMPTY, Document(said))
    both = Document(said, (Transcript("a", 150, Document(said)),))
    assert len(encode(EMPTY, both)) < len(alone) + 25
    back = decode(EMPTY, encode(EMPTY, both))
    assert back.paragraphs[0] is back.transcripts[0].text.paragraphs[0]


def test_a_step_costs_what_it_changed() -> None:
    pieces = tuple(Piece("a", 10 * n, 10 * n + 10, f"word{n}") for n in range(20_000))
    document = Document((Paragraph("Ann", pieces),))
    struck = ignore(document, 9_000, 9_003).document
    assert len(encode(document, struck)) < 400
    assert len(encode(struck, document)) < 400


BAD_PIECES = {
    "backwards": replace(PIECE, start=100, stop=50),
    "of no length": replace(PIECE, stop=0),
    "before the clock": replace(PIECE, start=-1),
    "after the end of time": replace(PIECE, stop=codec.MAX_SAMPLES + 1),
    "surer than sure": replace(PIECE, confidence=1.5),
    "not a number": replace(PIECE, confidence=float("nan")),
    "endless": replace(PIECE, confidence=float("inf")),
    "too long": replace(PIECE, text="w" * (codec.MAX_TEXT + 1)),
    "said into no microphone": replace(PIECE, mic=-1),
    "said into too high a microphone": replace(PIECE, mic=codec.MAX_MICS + 1),
}


@pytest.mark.parametrize("piece", BAD_PIECES.values(), ids=BAD_PIECES)
def test_a_piece_that_could_not_be_read_is_not_written(piece: Piece) -> None:
    with pytest.raises(CodecError):
        encode(EMPTY, Document((Paragraph("Ann", (PIECE, piece, PIECE)),)))


def test_an_empty_paragraph_is_not_written() -> None:
    with pytest.raises(CodecError, match="empty"):
        encode(EMPTY, Document((Paragraph("Ann", ()),)))


def test_markers_are_told_only_where_they_changed() -> None:
    marked = replace(SMALL, markers=(Marker("Intro", 2, "a", 40),))
    assert "markers" in unpack_json(encode(SMALL, marked))
    more = ignore(marked, 0, 1).document
    assert "markers" not in unpack_json(encode(marked, more))
    assert decode(marked, encode(marked, more)).markers is marked.markers
    assert decode(marked, encode(marked, SMALL)) == SMALL


def told(document: Document = SMALL) -> dict[str, Any]:
    """What a blob of the document holds."""
    found: dict[str, Any] = unpack_json(encode(EMPTY, document))
    return found


def put(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(blob: dict[str, Any]) -> None:
        *way, last = [int(step) if step.lstrip("-").isdigit() else step for step in path.split(".")]
        at: Any = blob
        for step in way:
            at = at[step]
        at[last] = value

    return change


BAD_BLOBS: dict[str, Callable[[dict[str, Any]], object]] = {
    "a field more": put("more", 1),
    "a field less": lambda blob: blob.pop("mic"),
    "sources that are numbers": put("sources", [1]),
    "speakers that are lists": put("speakers", [[], []]),
    "a speaker that is too long": put("speakers.0", "A" * 20_000),
    "times that are floats": put("times", [0, 1.5, 0, 1, 0, 1]),
    "times that are truths": put("times", [0, True, 0, 1, 0, 1]),
    "an odd number of times": put("times", [0, 1, 0, 1, 0]),
    "times that run backwards": put("times", [0, -1, 0, 1, 0, 1]),
    "a start before zero": put("times", [-1, 1, 0, 1, 0, 1]),
    "times that grow without end": put("times", [0, 10**4000, 0, 1, 0, 1]),
    "times that are no list": put("times", {"a": 1}),
    "a column that is too short": put("text", ["a", "b"]),
    "a text that is a number": put("text", [1]),
    "a confidence that is a whole number": put("confidence", [1]),
    "a confidence above one": put("confidence", [1.5]),
    "a kept that is two": put("kept", [2]),
    "a mic below zero": put("mic", [-1]),
    "a source that is not listed": put("source", [7]),
    "a source before the first": put("source", [-1]),
    "a paragraph of nothing": put("paragraphs.0.1", []),
    "a paragraph with half a span": put("paragraphs.0.1", [-1, 0]),
    "a span of texts": put("paragraphs.0.1", ["-1", 0, 1]),
    "a span that runs backwards": put("paragraphs.0.1", [-1, 1, 1]),
    "a span from before the first": put("paragraphs.0.1", [-1, -1, 1]),
    "a span beyond the last piece": put("paragraphs.0.1", [-1, 0, 99]),
    "a span of an old paragraph that is none": put("paragraphs.0.1", [0, 0, 1]),
    "a span that is absurdly long": put("paragraphs.0.1", [-1, 0, 1 << 40]),
    "a speaker that is not listed": put("paragraphs.0.0", 5),
    "a speaker before the first": put("paragraphs.0.0", -1),
    "a paragraph of four parts": lambda blob: blob["paragraphs"][0].extend([[], 1]),
    "crosstalk of nobody": lambda blob: blob["paragraphs"][0].append([0]),
    "a paragraph that is a number": put("paragraphs.0", 3),
    "no text": put("texts", []),
    "half a range": put("texts.0", [0]),
    "a range beyond the last paragraph": put("texts.0", [0, 3]),
    "a range that runs backwards": put("texts.0", [1, 0]),
    "a range of truths": put("texts.0", [False, True]),
    "an old transcript that is none": put("texts", [[0, 2], 0]),
    "a transcript before the first": put("texts", [[0, 2], -1]),
    "a transcript of no length": put("texts", [[0, 2], ["a", 0, [0, 1]]]),
    "a transcript of nobody": put("texts", [[0, 2], [None, 5, [0, 1]]]),
    "two transcripts of one source": put("texts", [[0, 2], ["a", 5, [0, 1]], ["a", 5, [0, 1]]]),
    "markers that are no list": put("markers", {}),
    "a marker without a place": put("markers", [["a", 0, "s"]]),
    "a marker without a name": put("markers", [["", 0, "s", 1]]),
    "a marker whose name is a number": put("markers", [[1, 0, "s", 1]]),
    "a marker of no colour": put("markers", [["a", -1, "s", 1]]),
    "a marker of too high a colour": put("markers", [["a", 256, "s", 1]]),
    "a marker beyond all time": put("markers", [["a", 0, "s", 1 << 54]]),
    "a marker at a half": put("markers", [["a", 0, "s", 0.5]]),
    "too many markers": put("markers", [["a", 0, "s", 1]] * 10_001),
    "a transcript of four parts": put("texts", [[0, 2], ["a", 5, [0, 1], 1]]),
}


@pytest.mark.parametrize("harm", BAD_BLOBS.values(), ids=BAD_BLOBS)
def test_a_malformed_blob_is_refused(harm: Callable[[dict[str, Any]], object]) -> None:
    blob = told()
    assert decode(EMPTY, pack_json(blob)) == SMALL
    harm(blob)
    with pytest.raises(CodecError):
        decode(EMPTY, pack_json(blob))


BAD_BYTES = {
    "nothing": (b"", "is empty"),
    "another kind": (b"X{}", "of an unknown kind"),
    "no JSON": (b"J{", "is not JSON"),
    "half a deflation": (b"Z" + zlib.compress(b"{}")[:-3], "ends early or late"),
    "something after it": (b"Z" + zlib.compress(b"{}") + b"x", "ends early or late"),
    "no deflation": (b"Zabc", "cannot be inflated"),
    "a list": (b"J[]", "other fields"),
    "a number that is none": (b'J{"times":[NaN]}', "is not JSON"),
    "deep nesting": (b"J" + b"[" * 100_000, "is not JSON"),
    "many lists": (b"J[" + b"[]," * (codec.MAX_ARRAYS + 1) + b"0]", "is too large"),
    "many objects": (b"J[" + b"{}," * (codec.MAX_ARRAYS + 1) + b"0]", "is too large"),
    "a bomb": (b"Z" + zlib.compress(b" " * (codec.MAX_BYTES + 1), 9), "is too large"),
    "a plain one that is too long": (b"J" + b" " * (codec.MAX_BYTES + 1), "is too large"),
    "bytes that are no letters": (b"J\xff\xfe\xfd", "is not JSON"),
}


@pytest.mark.parametrize(("blob", "sentence"), BAD_BYTES.values(), ids=BAD_BYTES)
def test_bytes_that_are_no_blob_are_refused(blob: bytes, sentence: str) -> None:
    with pytest.raises(CodecError, match=sentence):
        decode(EMPTY, blob)


@given(st.binary(max_size=200))
def test_no_bytes_do_anything_but_be_refused(blob: bytes) -> None:
    for kind in (b"J", b"Z", b""):
        with pytest.raises(CodecError):
            decode(EMPTY, kind + blob)


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(0, 1) | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
)


@given(st.sampled_from(sorted(told())), _json)
def test_a_blob_with_any_field_replaced_is_refused_or_read(field: str, value: Any) -> None:
    blob = {**told(), field: value}
    raw = b"J" + json.dumps(blob).encode()
    try:
        document = decode(EMPTY, raw)
    except CodecError:
        return
    assert decode(EMPTY, encode(EMPTY, document)) == document


def test_a_paragraph_that_is_named_too_often_is_not_even_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "MAX_PIECES", 1_000)
    with pytest.raises(CodecError, match="more than 1,000 paragraphs"):
        decode(EMPTY, pack_json({**told(), "texts": [[0, 2] * 501]}))


def test_a_chain_of_doublings_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "MAX_PIECES", 1_000)
    pieces = tuple(Piece("a", n, n + 1, "w") for n in range(100))
    document = Document((Paragraph("Ann", pieces),))
    doubled = told(EMPTY)
    while (count := len(document.paragraphs)) < 8:
        doubled["texts"] = [[0, count, 0, count]]
        document = decode(document, pack_json(doubled))
    doubled["texts"] = [[0, count, 0, count]]
    with pytest.raises(CodecError, match="more than 1,000 pieces"):
        decode(document, pack_json(doubled))


def test_a_document_that_is_too_large_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "MAX_PIECES", 2)
    with pytest.raises(CodecError, match="more than 2 pieces"):
        encode(EMPTY, SMALL)

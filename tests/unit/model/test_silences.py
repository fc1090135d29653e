"""A pause made longer or shorter changes its length and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.model.cutting import Cutting, EditError
from editor.model.document import Document, Paragraph, Piece, Transcript
from editor.model.silences import SHORTEST_SILENCE, Silence, resize_silence, set_gap, silence_at
from tests.helpers.documents import cuttings, documents, texts, well_formed

lengths = st.integers(SHORTEST_SILENCE, 5000)
numbers = st.integers(0, 100)

ONE_PAUSE = Document(
    (
        Paragraph(
            "Ann",
            (Piece("s", 0, 4000, "one"), Piece("s", 4000, 14_000, ""), Piece("s", 14_000, 18_000, "two")),
        ),
    )
)


def silences(document: Document) -> list[Silence]:
    """Each, however often; found from every piece."""
    now, found = 0, []
    for piece in document.pieces():
        silence = silence_at(document, now)
        found += [silence] if piece.kept and silence is not None else []
        now += piece.length
    return found


@given(documents(), numbers, lengths, cuttings())
def test_it_is_as_long_as_was_asked_and_the_words_are_the_same(
    document: Document, number: int, length: int, cutting: Cutting
) -> None:
    found = silences(document)
    if not found:
        return
    silence = found[number % len(found)]
    time = (silence.start + silence.stop) // 2
    if length == silence.stop - silence.start:
        return
    changed = resize_silence(document, time, length, cutting).document
    well_formed(changed)
    after = silence_at(changed, silence.start)
    assert after == (silence.start, silence.start + length, silence.word)
    assert changed.length - document.length == length - (silence.stop - silence.start)
    assert texts(changed) == texts(document)


@given(documents(), numbers, lengths, cuttings())
def test_longer_and_back_is_the_document_it_was(
    document: Document, number: int, more: int, cutting: Cutting
) -> None:
    found = [one for one in silences(document) if one.stop - one.start >= SHORTEST_SILENCE]
    if not found:
        return
    silence = found[number % len(found)]
    length = silence.stop - silence.start
    longer = resize_silence(document, silence.start, length + more, cutting).document
    assert resize_silence(longer, silence.start, length, cutting).document == document


def test_shorter_takes_the_middle_and_never_all() -> None:
    shorter = resize_silence(ONE_PAUSE, 5000, 2000).document
    assert [(p.start, p.stop) for p in shorter.pieces()] == [
        (0, 4000),
        (4000, 5000),
        (13_000, 14_000),
        (14_000, 18_000),
    ]
    for length in (0, -1, SHORTEST_SILENCE - 1):
        with pytest.raises(EditError):
            resize_silence(ONE_PAUSE, 5000, length)


def test_speech_is_no_silence_and_words_that_touch_get_a_gap() -> None:
    with pytest.raises(EditError):
        resize_silence(ONE_PAUSE, 100, 2000)
    touching = Document((Paragraph("Ann", (Piece("s", 0, 500, "a"), Piece("s", 500, 900, "b"))),))
    apart = set_gap(touching, 1, 3000).document
    assert apart.paragraphs[0].pieces[1] == Piece(None, 0, 3000, "")
    assert set_gap(apart, 1, 2000).document.length == touching.length + 2000


def test_silence_goes_over_the_end_of_a_paragraph() -> None:
    pieces = (
        (Piece("s", 0, 500, "a"), Piece("s", 500, 2000, "")),
        (
            Piece("s", 2000, 5000, ""),
            Piece("s", 5000, 6000, "b"),
        ),
    )
    text = Document(tuple(Paragraph("Ann", part) for part in pieces))
    document = Document(text.paragraphs, (Transcript("s", 6000, text),))
    assert silence_at(document, 700) == silence_at(document, 4999) == (500, 5000, 1)
    assert len(resize_silence(document, 700, 1000).document.paragraphs) == 2

"""The words in order, beside the plain reading of the pieces one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.derive.words import WordAt, span_of, unrecognised, word_at, words
from editor.model.document import Document, Kind, Place
from tests.helpers.documents import documents


def plainly(document: Document) -> list[WordAt]:
    found, now = [], 0
    for number, paragraph in enumerate(document.paragraphs):
        for index, piece in enumerate(paragraph.pieces):
            length = piece.stop - piece.start if piece.kept else 0
            if piece.text:
                place = Place(number, index)
                found.append(WordAt(len(found), piece, paragraph.speaker, place, now, now + length))
            now += length
    return found


@given(documents())
def test_words_are_the_pieces_that_have_text(document: Document) -> None:
    assert list(words(document)) == plainly(document)


@given(documents(), st.data())
def test_some_words_are_a_part_of_all_words(document: Document, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, document.word_count + 2))
    stop = data.draw(st.integers(0, document.word_count + 2))
    assert list(words(document, first, stop)) == plainly(document)[first:stop]


@given(documents(min_words=1), st.data())
def test_words_are_heard_from_the_start_of_the_first_to_the_end_of_the_last(
    document: Document, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, document.word_count - 1))
    stop = data.draw(st.integers(first + 1, document.word_count))
    found = plainly(document)
    assert span_of(document, first, stop) == (found[first].start, found[stop - 1].stop)


def test_no_word_is_before_the_first() -> None:
    with pytest.raises(IndexError):
        list(words(Document(), -1))


@given(documents())
def test_the_word_at_a_time_is_the_one_that_plays_then(document: Document) -> None:
    heard = {at: word.number for word in plainly(document) for at in range(word.start, word.stop)}
    edges = {0, document.length, document.length + 5}
    for word in plainly(document):
        edges |= {word.start, word.start - 1, word.stop, word.stop - 1}
    for time in edges:
        if time >= 0:
            assert word_at(document, time) == heard.get(time)


@given(documents())
def test_speech_without_words_is_found_at_its_time(document: Document) -> None:
    found = list(unrecognised(document))
    expected = [p.length for p in document.pieces() if p.kind is Kind.SPEECH and p.kept]
    assert [stop - start for start, stop in found] == expected
    for start, _ in found:
        place, inside = document.place_at(start)
        assert document.piece(place).kind is Kind.SPEECH
        assert inside == 0

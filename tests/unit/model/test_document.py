"""The one structure: its canonical form, its one door, and finding the way in it."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.model.document import (
    Document,
    Kind,
    Overlap,
    Paragraph,
    Piece,
    Place,
    canonical,
    halves,
    in_order,
)
from tests.helpers.documents import coverage, documents, played, simplified, well_formed


@given(documents())
def test_the_strategy_makes_well_formed_documents(document: Document) -> None:
    well_formed(document)


def every_place(document: Document) -> list[Place]:
    return [Place(n, k) for n, p in enumerate(document.paragraphs) for k in range(len(p.pieces))]


@given(documents())
def test_a_place_leads_to_a_time_and_the_time_back_to_the_place(document: Document) -> None:
    for place in every_place(document):
        piece = document.piece(place)
        if piece.length:
            time = document.time_of(place)
            assert document.place_at(time) == (place, 0)
            assert document.place_at(time + piece.length - 1) == (place, piece.length - 1)


@given(documents())
def test_times_are_the_lengths_of_all_that_plays_before(document: Document) -> None:
    now = 0
    for place in every_place(document):
        assert document.time_of(place) == now
        now += document.piece(place).length
    assert document.length == document.time_of(document.end) == now
    assert document.place_at(now) == (document.end, 0)


@given(documents())
def test_word_numbers_and_places_are_inverse(document: Document) -> None:
    count = 0
    for place in every_place(document):
        assert document.word_at_place(place) == count
        if document.piece(place).text:
            assert document.place_of_word(count) == place
            count += 1
    assert document.word_count == document.word_at_place(document.end) == count
    for n in range(len(document.paragraphs)):
        assert document.first_word(n) == document.word_at_place(Place(n, 0))
    for wrong in (-1, count):
        with pytest.raises(IndexError):
            document.place_of_word(wrong)


@given(documents())
def test_neighbours_are_found_over_the_break_between_paragraphs(document: Document) -> None:
    flat = list(document.pieces())
    for number, place in enumerate(every_place(document)):
        assert document.after(place) is flat[number]
        assert document.before(place) is (flat[number - 1] if number else None)
        assert document.forward(document.backward(place)) == place
    assert document.after(document.end) is None


@given(documents(), st.data())
def test_what_is_cut_out_and_put_back_at_once_gives_the_same_document(
    document: Document, data: st.DataObject
) -> None:
    places = [*every_place(document), *(Place(n, len(p.pieces)) for n, p in enumerate(document.paragraphs))]
    a, b = sorted((data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places))))
    assert document.replace(a, b, document.slice(a, b)) == document


@given(documents(), st.data())
def test_splitting_changes_nothing_that_is_heard(document: Document, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(every_place(document)))
    piece = document.piece(place)
    inside = data.draw(st.integers(0, piece.stop - piece.start))
    split, between = document.split(place, inside)
    assert played(split) == played(document)
    assert split.word_count == document.word_count
    if piece.kept:
        assert split.time_of(between) == document.time_of(place) + inside


@given(documents(), st.data())
def test_between_two_instants_lies_exactly_the_time_between_them(
    document: Document, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, document.length))
    stop = data.draw(st.integers(start, document.length))
    split, a, b = document.between(start, stop)
    if start < stop:
        assert split.time_of(a) == start
        assert sum(p.length for part in split.slice(a, b) for p in part.pieces) == stop - start
        assert split.piece(a).kept
        last = split.before(b)
        assert last is not None
        assert last.kept


@given(documents())
def test_canonical_pieces_are_as_few_as_they_can_be(document: Document) -> None:
    flat = list(document.pieces())
    assert canonical(flat) == simplified(flat)
    assert coverage(canonical(flat)) == coverage(flat)


def test_two_halves_make_the_whole_and_the_larger_has_the_text() -> None:
    word = Piece("a", 100, 200, "hello", 0.5)
    left, right = halves(word, 150)
    assert (left, right) == (Piece("a", 100, 150, "hello", 0.5), Piece("a", 150, 200, "", 0.0))
    left, right = halves(word, 149)
    assert (left, right) == (Piece("a", 100, 149, "", 0.0), Piece("a", 149, 200, "hello", 0.5))
    assert halves(Piece(None, 0, 10, ""), 4) == (Piece(None, 0, 4, ""), Piece(None, 0, 6, ""))


def test_what_a_piece_is_follows_from_its_fields() -> None:
    kinds = {
        Kind.WORD: Piece("a", 0, 1, "so", 0.5),
        Kind.PAUSE: Piece("a", 0, 1, ""),
        Kind.SPEECH: Piece("a", 0, 1, "", 0.0),
        Kind.GAP: Piece(None, 0, 1, ""),
        Kind.DRAFT: Piece(None, 0, 1, "so"),
    }
    assert {kind: piece.kind for kind, piece in kinds.items()} == {kind: kind for kind in Kind}


def test_an_ignored_piece_takes_no_time_and_keeps_its_number() -> None:
    words = (Piece("a", 0, 10, "one", 0.5, kept=False), Piece("a", 10, 30, "two", 0.5))
    document = Document((Paragraph("Ann", words),))
    assert document.length == 20
    assert document.word_count == 2
    assert document.place_at(0) == (Place(0, 1), 0)


def test_the_empty_document_has_one_place() -> None:
    document = Document()
    assert document.end == Place(0, 0)
    assert document.place_at(0) == document.place_at(5) == (document.end, 0)
    assert document.length == document.word_count == document.word_at_place(document.end) == 0
    assert document.before(document.end) is None
    assert document.after(document.end) is None
    part = (Paragraph("Ann", (Piece("a", 0, 10, "one"),)),)
    assert document.replace(document.end, document.end, part).paragraphs == part


def test_what_is_said_over_has_one_order_whatever_it_is_of() -> None:
    said = [Overlap("Ann", Piece(source, 0, 1, "mhm", 0.5, mic=1)) for source in "abcdef"]
    assert {in_order(some) for some in permutations(said)} == {tuple(said)}

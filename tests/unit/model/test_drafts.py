"""Drafts: words without a recording, put where somebody writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.derive.drafting import drafted
from editor.model.cutting import Cutting, EditError
from editor.model.document import Document, Kind, Paragraph, Piece
from editor.model.drafts import NARRATOR, insert_draft, write_over
from editor.model.edits import delete
from tests.helpers.documents import TEXTS, coverage, cuttings, documents, ranges, texts, well_formed

RATE = 1000
written = st.lists(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4), min_size=1, max_size=3)


def lines(text: list[list[str]]) -> str:
    return "\n".join(" ".join(line) for line in text)


@given(documents(), cuttings(), written, st.booleans(), st.data())
def test_a_draft_adds_its_words_and_its_time_and_touches_no_sound(
    document: Document, cutting: Cutting, text: list[list[str]], after: bool, data: st.DataObject
) -> None:
    before = data.draw(st.integers(0, document.word_count))
    paragraphs = drafted(lines(text), RATE)
    change = insert_draft(document, before, paragraphs, cutting, after=after)
    old, new = texts(document), [word for line in text for word in line]
    assert texts(change.document) == old[:before] + new + old[before:]
    length = sum(piece.stop for pieces in paragraphs for piece in pieces)
    assert change.document.length == document.length + length
    sound = [p for p in change.document.pieces() if p.source is not None]
    assert coverage(sound) == coverage(p for p in document.pieces() if p.source is not None)
    well_formed(change.document)


@given(documents(min_words=1), cuttings(), written, st.data())
def test_what_is_written_over_words_takes_their_place(
    document: Document, cutting: Cutting, text: list[list[str]], data: st.DataObject
) -> None:
    first, stop = data.draw(ranges(document))
    changed = write_over(document, first, stop, drafted(lines(text), RATE), cutting).document
    old, new = texts(document), [word for line in text for word in line]
    assert texts(changed) == old[:first] + new + old[stop:]
    recorded = [p for p in changed.pieces() if p.source is not None]
    left = delete(document, first, stop, cutting).document
    assert coverage(recorded) == coverage(p for p in left.pieces() if p.source is not None)
    well_formed(changed)


TWO = Document(
    (
        Paragraph("Ann", (Piece("a", 0, 1000, "so", 0.5), Piece("a", 1000, 2000, "well", 0.5))),
        Paragraph("Ben", (Piece("a", 2000, 3000, "yes.", 0.5),)),
    )
)


def said(document: Document) -> list[tuple[str, str]]:
    return [(p.speaker, " ".join(piece.text for piece in p.pieces)) for p in document.paragraphs]


def test_between_two_turns_it_is_said_by_who_is_asked_for() -> None:
    new = drafted("new", RATE)
    assert said(insert_draft(TWO, 2, new).document) == [("Ann", "so well"), ("Ben", "new yes.")]
    assert said(insert_draft(TWO, 2, new, after=True).document) == [("Ann", "so well new"), ("Ben", "yes.")]
    assert said(insert_draft(TWO, 3, new).document) == [("Ann", "so well"), ("Ben", "yes. new")]


def test_lines_are_paragraphs() -> None:
    changed = insert_draft(TWO, 1, drafted("one two\n\nthree", RATE)).document
    assert said(changed) == [("Ann", "so one two"), ("Ann", "three well"), ("Ben", "yes.")]


def test_over_a_whole_turn_it_ends_nobody_elses() -> None:
    assert said(write_over(TWO, 0, 2, drafted("new", RATE)).document) == [("Ben", "new yes.")]
    assert said(write_over(TWO, 1, 2, drafted("new", RATE)).document) == [("Ann", "so new"), ("Ben", "yes.")]


def test_in_an_empty_document_there_is_a_narrator() -> None:
    changed = insert_draft(Document(), 0, drafted("Good evening.", RATE)).document
    assert said(changed) == [(NARRATOR, "Good evening.")]
    assert {piece.kind for piece in changed.pieces()} == {Kind.DRAFT}


@pytest.mark.parametrize("text", ["", "  \n\t"])
def test_nothing_is_no_draft(text: str) -> None:
    with pytest.raises(EditError, match=r"^There is nothing to write.*\.$"):
        insert_draft(TWO, 0, drafted(text, RATE))

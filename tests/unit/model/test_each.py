"""An edit at many places is the same edits one after the other, from the last to the first, in one step."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editor.model import edits
from editor.model.cutting import Cutting, EditError
from editor.model.document import Document
from editor.model.each import delete_each, ignore_each
from editor.model.words import Correction, correct, correct_each
from tests.helpers.documents import TEXTS, cuttings, documents, well_formed

Spans = list[tuple[int, int]]


@st.composite
def spans_of(draw: st.DrawFn, document: Document) -> Spans:
    """Spans of words, in order and apart; neighbours may touch."""
    found: Spans = []
    at = 0
    while at < document.word_count:
        stop = min(at + draw(st.integers(1, 3)), document.word_count)
        if draw(st.booleans()):
            found.append((at, stop))
        at = stop
    assume(found)
    return found


@given(documents(min_words=1), cuttings(), st.data())
def test_deleting_at_many_places_is_deleting_at_each(
    document: Document, cutting: Cutting, data: st.DataObject
) -> None:
    spans = data.draw(spans_of(document))
    change = delete_each(document, spans, cutting)
    expected = document
    for first, stop in reversed(spans):
        expected = edits.delete(expected, first, stop, cutting).document
    assert change.document == expected
    gone = sum(stop - first for first, stop in spans)
    assert change.label == f"Deleted {gone} word{'s' if gone > 1 else ''}"
    assert change.selection == (spans[0][0], spans[0][0])
    well_formed(change.document)


@given(documents(min_words=1), cuttings(), st.data())
def test_ignoring_at_many_places_is_ignoring_what_is_heard_at_each(
    document: Document, cutting: Cutting, data: st.DataObject
) -> None:
    spans = data.draw(spans_of(document))
    pieces = [piece for piece in document.pieces() if piece.text]
    heard = [span for span in spans if any(pieces[word].kept for word in range(*span))]
    if not heard:
        with pytest.raises(EditError, match="ignored already"):
            ignore_each(document, spans, cutting)
        return
    expected = document
    for first, stop in reversed(heard):
        expected = edits.ignore(expected, first, stop, True, cutting).document
    change = ignore_each(document, spans, cutting)
    assert change.document == expected
    well_formed(change.document)


@given(documents(min_words=1), st.data())
def test_correcting_at_many_places_is_correcting_at_each_where_that_can_be(
    document: Document, data: st.DataObject
) -> None:
    new = st.lists(st.sampled_from((*TEXTS, "Massachusetts")), min_size=1, max_size=4).map(" ".join)
    corrections = [Correction(*span, data.draw(new)) for span in data.draw(spans_of(document))]
    expected, count = document, 0
    for correction in reversed(corrections):
        try:
            corrected = correct(expected, *correction).document
        except EditError:
            continue
        if corrected != expected:
            count += correction.stop - correction.first
        expected = corrected
    if not count:
        with pytest.raises(EditError):
            correct_each(document, corrections)
        return
    change = correct_each(document, corrections)
    assert change.document == expected
    assert change.label == f"Corrected {count} word{'s' if count > 1 else ''}"
    well_formed(change.document)


def test_at_no_place_there_is_nothing_to_do() -> None:
    for edit in (delete_each, ignore_each):
        with pytest.raises(EditError):
            edit(Document(), [])
    with pytest.raises(EditError, match="already"):
        correct_each(Document(), [])

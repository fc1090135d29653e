"""What was cut: every fold stands for what is missing, and opening it brings that back alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editor.model import edits
from editor.model.cutting import Cutting, EditError
from editor.model.document import Document, Paragraph, Piece, Transcript
from editor.model.folds import folds, restore
from editor.model.words import correct
from tests.helpers.documents import cuttings, documents, ranges, texts, well_formed

Missing = set[tuple[str, int]]


def missing(document: Document) -> Missing:
    """Every instant of every source that the document plays some of, but not there."""
    there = {(p.source, at) for p in document.pieces() if p.source for at in range(p.start, p.stop)}
    present = {source for source, _ in there}
    return {
        (t.source, at) for t in document.transcripts if t.source in present for at in range(t.length)
    } - there


def folded(document: Document) -> list[tuple[str, int]]:
    return [(fold.source, at) for fold in folds(document) for at in range(fold.start, fold.stop)]


@pytest.mark.parametrize(("start", "stop"), [(1, 3), (7, 9), (3, 7), (2, 12), (-3, 3), (8, 18)])
def test_a_word_that_a_cut_of_time_went_through_is_whole_again(start: int, stop: int) -> None:
    pieces = (Piece("s", 0, 10, ""), Piece("s", 10, 20, "word"), Piece("s", 20, 40, ""))
    text = Document((Paragraph("Ann", pieces),))
    document = replace(text, transcripts=(Transcript("s", 40, text),))
    cut = edits.cut_time(document, 10 + start, 10 + stop).document
    assert len(folds(cut)) == 1
    assert restore(cut, 0).document == document


@given(documents())
def test_folds_are_what_is_missing_each_instant_once(document: Document) -> None:
    found = folded(document)
    assert len(set(found)) == len(found)
    assert set(found) == missing(document)


@given(documents())
def test_folds_are_whole_and_stand_in_the_order_of_the_document(document: Document) -> None:
    found = folds(document)
    assert [fold.place for fold in found] == sorted(fold.place for fold in found)
    ends = {(fold.source, fold.stop) for fold in found}
    assert not any((fold.source, fold.start) in ends for fold in found)


@given(documents())
def test_a_mark_stands_beside_the_sound_that_the_cut_parted(document: Document) -> None:
    for fold in folds(document):
        before, after = document.before(fold.place), document.after(fold.place)
        assert (before and (before.source, before.stop) == (fold.source, fold.start)) or (
            after and (after.source, after.start) == (fold.source, fold.stop)
        )


@given(documents(), st.data())
def test_opening_a_fold_brings_back_that_and_nothing_else(document: Document, data: st.DataObject) -> None:
    found = folds(document)
    assume(found)
    number = data.draw(st.integers(0, len(found) - 1))
    fold = found[number]
    change = restore(document, number)
    opened = {(fold.source, at) for at in range(fold.start, fold.stop)}
    assert missing(change.document) == missing(document) - opened
    assert change.document.length == document.length + fold.stop - fold.start
    well_formed(change.document)


whole = documents(ignored=False, made=False, whole=True, min_words=2)


def in_one_source(document: Document, data: st.DataObject) -> tuple[int, int]:
    """Some words of one source, but not all of it: what is not there at all leaves no mark."""
    first, stop = data.draw(ranges(document))
    sources = [piece.source for piece in document.pieces() if piece.text]
    stop = next((n for n in range(first, stop) if sources[n] != sources[first]), stop)
    assume(sources.count(sources[first]) > stop - first)
    return first, stop


@given(whole, cuttings(), st.data())
def test_what_was_deleted_and_restored_is_as_if_nothing_had_been(
    document: Document, cutting: Cutting, data: st.DataObject
) -> None:
    first, stop = in_one_source(document, data)
    changed = edits.delete(document, first, stop, cutting).document
    for _ in folds(changed):
        changed = restore(changed, 0).document
    assert changed == document


@given(whole, st.data())
def test_a_cut_comes_back_whatever_order_the_cuts_are_opened_in(
    document: Document, data: st.DataObject
) -> None:
    changed = document
    for _ in range(data.draw(st.integers(1, 3))):
        assume(changed.word_count > 1)
        changed = edits.delete(changed, *in_one_source(changed, data)).document
    while count := len(folds(changed)):
        changed = restore(changed, data.draw(st.integers(0, count - 1))).document
    assert texts(changed) == texts(document)
    assert changed == document


@given(whole, cuttings(), st.data())
def test_what_is_only_moved_copied_or_ignored_leaves_no_fold(
    document: Document, cutting: Cutting, data: st.DataObject
) -> None:
    first, stop = data.draw(ranges(document))
    before = data.draw(st.integers(0, document.word_count))
    assert not folds(edits.copy(document, first, stop, before, cutting).document)
    assert not folds(edits.ignore(document, first, stop, True, cutting).document)
    if not first <= before <= stop:
        assert not folds(edits.move(document, first, stop, before, cutting).document)


@given(whole, st.data())
def test_a_fold_knows_how_many_words_it_holds(document: Document, data: st.DataObject) -> None:
    first, stop = data.draw(ranges(document))
    changed = edits.delete(document, first, stop).document
    assume({p.source for p in document.pieces()} == {p.source for p in changed.pieces()})
    assert sum(fold.words for fold in folds(changed)) == stop - first


def test_a_corrected_word_comes_back_corrected() -> None:
    from editor.model.document import Paragraph, Piece, Transcript

    said = (Paragraph("Ann", tuple(Piece("a", 1000 * n, 1000 * n + 1000, "bosten", 0.5) for n in range(3))),)
    document = Document(said, (Transcript("a", 3000, Document(said)),))
    document = correct(document, 1, 2, "Boston").document
    document = restore(edits.delete(document, 1, 2).document, 0).document
    assert texts(document) == ["bosten", "Boston", "bosten"]


@pytest.mark.parametrize("number", [-1, 0, 7])
def test_a_cut_that_is_not_there_is_refused(number: int) -> None:
    with pytest.raises(EditError, match="no cut"):
        restore(Document(), number)

"""What a view must look at again after an edit: no more and no less."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor.derive.changes import changed
from editor.model.cutting import EditError
from editor.model.document import Document, Paragraph, Piece
from tests.helpers.documents import Edit, documents, edits


@given(documents(), edits())
def test_outside_the_change_are_the_same_objects_and_at_its_ends_others(
    document: Document, edit: tuple[str, Edit]
) -> None:
    try:
        new = edit[1](document).document
    except EditError:
        return
    first, old_stop, new_stop = changed(document, new)
    before, after = document.paragraphs, new.paragraphs
    assert all(a is b for a, b in zip(before[:first], after[:first], strict=True))
    assert all(a is b for a, b in zip(before[old_stop:], after[new_stop:], strict=True))
    inside, fresh = before[first:old_stop], after[first:new_stop]
    if inside and fresh:
        assert inside[0] is not fresh[0]
        assert inside[-1] is not fresh[-1]


@given(st.lists(st.integers(0, 3), max_size=6), st.lists(st.integers(0, 3), max_size=6))
def test_repeated_paragraphs_are_never_counted_twice(old: list[int], new: list[int]) -> None:
    four = [Paragraph("Ann", (Piece("a", n, n + 1, "so", 0.5),)) for n in range(4)]
    a, b = Document(tuple(four[n] for n in old)), Document(tuple(four[n] for n in new))
    first, old_stop, new_stop = changed(a, b)
    assert 0 <= first <= old_stop <= len(old)
    assert first <= new_stop <= len(new)
    assert old[:first] + new[first:new_stop] + old[old_stop:] == new


def test_nothing_changed_is_an_empty_span() -> None:
    document = Document((Paragraph("Ann", (Piece("a", 0, 1, "so", 0.5),)),))
    assert changed(document, document) == (1, 1, 1)

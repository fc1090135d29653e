"""Markers go with the sound, whatever is edited, and no other edit touches them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.derive.marks import marks
from editor.model import edits
from editor.model.cutting import EditError
from editor.model.document import Document, Marker, Paragraph, Piece, Transcript
from editor.model.folds import restore
from editor.model.markers import (
    add_marker,
    anchor,
    colour_marker,
    move_marker,
    remove_marker,
    rename_marker,
)
from tests.helpers.documents import Edit, documents
from tests.helpers.documents import edits as any_edit

TEXT = Document(
    (Paragraph("Ann", tuple(Piece("s", 1000 * n, 1000 * (n + 1), f"w{n}", 0.5) for n in range(8))),)
)
PLAIN = Document(TEXT.paragraphs, (Transcript("s", 8000, TEXT),))
MARKED = add_marker(PLAIN, 5400, "Intro", 2).document


@given(documents(), any_edit())
def test_no_other_edit_touches_them(document: Document, named: tuple[str, Edit]) -> None:
    name, edit = named
    try:
        changed = edit(document).document
    except EditError:
        return
    if "marker" not in name:
        assert changed.markers == document.markers
    else:
        assert changed.paragraphs is document.paragraphs


@given(documents(), st.integers(0, 30_000))
def test_a_new_one_is_heard_where_it_was_set_if_that_is_sound(document: Document, time: int) -> None:
    try:
        changed = add_marker(document, time, "here").document
    except EditError:
        return
    source, at = anchor(document, time)
    (found,) = [mark for mark in marks(changed) if mark.number == len(document.markers)]
    place, inside = changed.place_at(found.time)
    piece = changed.after(place)
    assert piece is not None
    assert piece.source is None or not piece.kept or piece.start + inside == at or found.time == time
    assert (found.marker.source, found.marker.at) == (source, at)


@given(documents())
def test_they_are_found_where_their_sample_is_heard_first(document: Document) -> None:
    for mark in marks(document):
        now = 0
        heard, ignored = [], []
        for piece in document.pieces():
            if piece.source == mark.marker.source and piece.start <= mark.marker.at < piece.stop:
                if piece.kept:
                    heard.append(now + mark.marker.at - piece.start)
                else:
                    ignored.append(now)
            now += piece.length
        # In an ignored word only where it is heard nowhere.
        assert mark.time == [*heard, *ignored][0]


def test_a_copy_that_is_heard_goes_before_an_earlier_one_that_is_ignored() -> None:
    copied = edits.copy(MARKED, 5, 6, 0).document
    assert [mark.time for mark in marks(copied)] == [400]
    struck = edits.ignore(copied, 0, 1, True).document
    assert [mark.time for mark in marks(struck)] == [5400]


def test_it_goes_with_the_words_and_comes_back_with_them() -> None:
    assert [(mark.time, mark.marker.name) for mark in marks(MARKED)] == [(5400, "Intro")]
    moved = edits.move(MARKED, 5, 6, 0).document
    assert [mark.time for mark in marks(moved)] == [400]
    cut = edits.delete(MARKED, 5, 6).document
    assert marks(cut) == ()
    assert marks(restore(cut, 0).document) == marks(MARKED)


def test_it_is_renamed_coloured_moved_and_removed() -> None:
    assert rename_marker(MARKED, 0, "  The  end ").document.markers[0].name == "The end"
    assert colour_marker(MARKED, 0, 4).document.markers == (Marker("Intro", 4, "s", 5400),)
    assert [mark.time for mark in marks(move_marker(MARKED, 0, 10).document)] == [10]
    assert remove_marker(MARKED, 0).document == PLAIN


@pytest.mark.parametrize(
    "edit",
    [
        lambda: add_marker(MARKED, 5400, "again"),
        lambda: add_marker(MARKED, 10, "  "),
        lambda: add_marker(MARKED, 10, "a" * 201),
        lambda: add_marker(MARKED, 10, "a", 6),
        lambda: add_marker(Document(), 0, "a"),
        lambda: rename_marker(MARKED, 0, "Intro"),
        lambda: remove_marker(MARKED, 1),
        lambda: remove_marker(MARKED, -1),
    ],
)
def test_what_makes_no_sense_is_refused(edit: object) -> None:
    assert callable(edit)
    with pytest.raises(EditError, match=r"\.$"):
        edit()


def test_in_a_made_gap_it_is_at_the_sound_before() -> None:
    gap = edits.insert_gap(PLAIN, 3, 2000).document
    assert [mark.time for mark in marks(add_marker(gap, 4000, "here").document)] == [2999]

"""Every marker that is heard is a chapter, in the order of hearing, as the podcast namespace writes them."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from editor.derive.marks import marks
from editor.formats.chapters import chapters_json
from editor.model import edits
from editor.model.document import Document, Marker, Paragraph, Piece

RATE = 1000
PIECES = tuple(Piece("s", 1000 * n, 1000 * (n + 1), f"w{n}", 0.5) for n in range(10))
MARKERS = (Marker("Gespräch", 1, "s", 6500), Marker("Intro", 0, "s", 2250), Marker(" ", 0, "s", 9000))
TALK = Document((Paragraph("Ann", PIECES),), markers=MARKERS)


def chapters(document: Document, start: int = 0, stop: int | None = None) -> list[tuple[float, str]]:
    read = json.loads(chapters_json(document, RATE, start, stop))
    assert read["version"] == "1.2.0"
    return [(chapter["startTime"], chapter.get("title", "")) for chapter in read["chapters"]]


def test_markers_are_chapters_in_the_order_in_which_they_are_heard() -> None:
    assert chapters(TALK) == [(2.25, "Intro"), (6.5, "Gespräch"), (9.0, "")]


def test_they_go_where_the_sound_goes_and_not_where_it_is_cut() -> None:
    assert chapters(edits.delete(TALK, 0, 1).document) == [(1.25, "Intro"), (5.5, "Gespräch"), (8.0, "")]
    assert chapters(edits.delete(TALK, 2, 3).document) == [(5.5, "Gespräch"), (8.0, "")]


def test_a_part_begins_in_the_chapter_that_it_was_taken_from() -> None:
    assert chapters(TALK, 3000, 9000) == [(0.0, "Intro"), (3.5, "Gespräch")]
    assert chapters(TALK, 1000, 2250) == []


def test_of_several_at_one_instant_the_last_is_the_chapter() -> None:
    ignored = edits.ignore(TALK, 2, 7).document
    assert [mark.time for mark in marks(ignored)].count(2000) == 2
    assert [start for start, _ in chapters(ignored)] == [2.0, 4.0]


@given(st.lists(st.integers(0, 9999), unique=True), st.integers(0, 9999), st.integers(1, 10_000))
def test_chapters_of_any_part_lie_in_it_and_no_two_begin_together(
    ats: list[int], start: int, length: int
) -> None:
    document = Document(TALK.paragraphs, markers=tuple(Marker(f"m{at}", 0, "s", at) for at in ats))
    starts = [at for at, _ in chapters(document, start, min(start + length, document.length))]
    assert starts == sorted(set(starts))
    assert all(0 <= at < length / RATE for at in starts)

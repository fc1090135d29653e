"""Edges of clips: what goes and what comes back is the source's, to the sample, and nothing else moves."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editor.derive.runs import runs
from editor.model import edits
from editor.model.clips import SHORTEST_CLIP, Side, cut_beyond, edge_at, split, trim
from editor.model.cutting import Cutting, EditError
from editor.model.document import Document, Paragraph, Piece, Place, Transcript
from tests.helpers.documents import cuttings, documents, played, texts, turns_without_cuts, well_formed


def recorded(words: int) -> Document:
    """One turn of words of 1000 samples with pauses of 500 after them."""
    pieces = []
    for n in range(words):
        pieces += [
            Piece("s", 1500 * n, 1500 * n + 1000, f"w{n}", 0.5),
            Piece("s", 1500 * n + 1000, 1500 * (n + 1), ""),
        ]
    text = Document((Paragraph("Ann", tuple(pieces)),))
    return Document(text.paragraphs, (Transcript("s", 1500 * words, text),))


def edges(document: Document) -> list[tuple[int, Side]]:
    """Every edge of a clip, found the plain way: at the ends of every stretch of every paragraph."""
    found = []
    for number, paragraph in enumerate(document.paragraphs):
        base = document.time_of(Place(number, 0))
        for stretch in paragraph.stretches:
            start, stop = (base + paragraph.starts[at] for at in (stretch.first, stretch.after))
            found += [(start, Side.START), (stop, Side.END)]
    return [(at, side) for at, side in found if edge_at(document, at, side)]


@given(documents(), st.data())
def test_a_trim_takes_just_so_much_or_says_why_not(document: Document, data: st.DataObject) -> None:
    all_edges = edges(document)
    assume(all_edges)
    at, side = data.draw(st.sampled_from(all_edges))
    by = data.draw(st.integers(-3000, 3000))
    try:
        changed = trim(document, at, side, by).document
    except EditError:
        return
    well_formed(changed)
    assert changed.length == document.length + by
    if by < 0:
        gone = (at, at - by) if side is Side.START else (at + by, at)
        assert played(changed) == played(edits.cut_time(document, *gone).document)


@given(turns_without_cuts(), st.data())
def test_what_was_trimmed_comes_back_as_it_was(document: Document, data: st.DataObject) -> None:
    assume(document.length > SHORTEST_CLIP + 1)
    side = data.draw(st.sampled_from(list(Side)))
    at = 0 if side is Side.START else document.length
    by = data.draw(st.integers(1, document.length - SHORTEST_CLIP))
    shorter = trim(document, at, side, -by).document
    assert played(trim(shorter, min(at, shorter.length), side, by).document) == played(document)
    assert texts(trim(shorter, min(at, shorter.length), side, by).document) == texts(document)


def test_a_cut_is_opened_from_either_side_and_closes_where_both_meet() -> None:
    document = recorded(6)
    cut = edits.delete(document, 2, 4).document
    join = list(runs(cut))[1].at
    _, stretch = edge_at(cut, join, Side.END) or (0, None)
    assert stretch is not None
    room = cut_beyond(cut, stretch, Side.END)
    assert room == document.length - cut.length
    assert texts(trim(cut, join, Side.END, 1500).document) == ["w0", "w1", "w2", "w4", "w5"]
    assert texts(trim(cut, join, Side.START, 1500).document) == ["w0", "w1", "w3", "w4", "w5"]
    assert trim(cut, join, Side.END, room).document == document
    assert trim(cut, join, Side.START, room).document == document
    with pytest.raises(EditError):
        trim(cut, join, Side.END, room + 1)


def test_nothing_that_was_not_cut_comes_back() -> None:
    document = recorded(2)
    for at, side in ((0, Side.START), (document.length, Side.END)):
        with pytest.raises(EditError):
            trim(document, at, side, 1)
        with pytest.raises(EditError):
            trim(document, at, side, -document.length + SHORTEST_CLIP - 1)


@given(documents(min_words=1), st.integers(0, 30_000), cuttings())
def test_a_split_is_a_break_and_no_sound_of_it_is_heard(
    document: Document, time: int, cutting: Cutting
) -> None:
    try:
        changed = split(document, time, cutting).document
    except EditError:
        return
    well_formed(changed)
    assert list(runs(changed)) == list(runs(document))
    assert texts(changed) == texts(document)
    assert len(changed.paragraphs) == len(document.paragraphs) + 1


def test_both_sides_of_a_split_can_be_trimmed() -> None:
    document = recorded(4)
    halves = split(document, 3200).document
    at = halves.time_of(Place(1, 0))
    assert edge_at(halves, at, Side.START)
    assert edge_at(halves, at, Side.END)
    assert len(trim(halves, at, Side.END, -300).document.paragraphs) == 2
    assert len(trim(halves, at, Side.START, -300).document.paragraphs) == 2

"""What a word reads and when it is: the sound never moves, and the transcript remembers."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editor.model.cutting import EditError
from editor.model.document import SAID_BY_A_PERSON, Document, Kind, Paragraph, Piece, Transcript
from editor.model.words import SHORTEST_WORD, correct, retime
from tests.helpers.documents import (
    TEXTS,
    Span,
    coverage,
    documents,
    played,
    ranges,
    texts,
    turns_without_cuts,
    well_formed,
)

NEW = (*TEXTS, "Massachusetts", "a", "re-recorded")


def sound(document: Document) -> list[Piece]:
    """What has a sound: all but drafts and gaps."""
    return [piece for piece in document.pieces() if piece.source is not None]


def recorded(spans: list[Span]) -> list[Span]:
    return [span for span in spans if span[0] is not None]


@given(documents(min_words=1), st.lists(st.sampled_from(NEW), min_size=1, max_size=8), st.data())
def test_a_correction_shows_the_new_words_and_moves_no_sound(
    document: Document, new: list[str], data: st.DataObject
) -> None:
    first, stop = data.draw(ranges(document))
    try:
        change = correct(document, first, stop, "  ".join(new))
    except EditError:
        assume(False)
    old = texts(document)
    assert texts(change.document) == old[:first] + new + old[stop:]
    assert recorded(played(change.document)) == recorded(played(document))
    assert coverage(sound(change.document)) == coverage(sound(document))
    assert change.selection == (first, first + len(new))
    well_formed(change.document)


@given(documents(min_words=1), st.data())
def test_as_many_words_as_before_keep_their_times(document: Document, data: st.DataObject) -> None:
    first, stop = data.draw(ranges(document))
    before = [p for p in document.pieces() if p.text]
    new = [data.draw(st.sampled_from(NEW)) for _ in range(stop - first)]
    if len({*new, *texts(document)[first:stop]}) < 2 * len(new):
        new = [f"{word}{number}" for number, word in enumerate(new)]  # nothing of the old to hold on to
    after = [p for p in correct(document, first, stop, " ".join(new)).document.pieces() if p.text]
    for number, (old, piece) in enumerate(zip(before, after, strict=True)):
        assert (piece.source, piece.start, piece.kept) == (old.source, old.start, old.kept)
        assert piece.stop == old.stop or old.kind is Kind.DRAFT
        if first <= number < stop:
            assert piece.confidence == SAID_BY_A_PERSON or piece == old
        else:
            assert piece is old


@given(documents(min_words=1), st.data())
def test_words_that_a_correction_leaves_alone_keep_their_times(
    document: Document, data: st.DataObject
) -> None:
    """Insertion of one word takes the time of one neighbour; all others are as they were."""
    first, stop = data.draw(ranges(document))
    at = data.draw(st.integers(first, stop))
    old = texts(document)[first:stop]
    new = [*old[: at - first], "unheard-of", *old[at - first :]]
    before = [p for p in document.pieces() if p.text]
    try:
        changed = correct(document, first, stop, " ".join(new)).document
    except EditError:
        assume(False)
    kept = [p for p in changed.pieces() if p.text and any(p is q for q in before)]
    assert len(kept) >= document.word_count - 1


@given(documents(sources=1, ignored=False, made=False, whole=True, min_words=1), st.data())
def test_the_transcript_remembers_a_correction(document: Document, data: st.DataObject) -> None:
    first, stop = data.draw(ranges(document))
    new = data.draw(st.lists(st.sampled_from(NEW), min_size=1, max_size=6))
    try:
        changed = correct(document, first, stop, " ".join(new)).document
    except EditError:
        assume(False)
    assert changed.transcripts[0].text.paragraphs == changed.paragraphs


@given(turns_without_cuts(), st.data())
def test_the_transcript_remembers_times(document: Document, data: st.DataObject) -> None:
    try:
        changed = retimed(document, data)[0]
    except EditError:
        return
    assert changed.transcripts[0].text.paragraphs == changed.paragraphs


def retimed(document: Document, data: st.DataObject) -> tuple[Document, int, int, int]:
    word = data.draw(st.integers(0, document.word_count - 1))
    place = document.place_of_word(word)
    start = document.time_of(place)
    stop = start + document.piece(place).length
    start += data.draw(st.integers(-600, 600))
    stop += data.draw(st.integers(-600, 600))
    return retime(document, word, start, stop).document, word, start, stop


@given(documents(min_words=1) | turns_without_cuts(), st.data())
def test_a_word_gets_its_times_and_the_sound_stays(document: Document, data: st.DataObject) -> None:
    try:
        changed, word, start, stop = retimed(document, data)
    except EditError:
        return
    place = changed.place_of_word(word)
    assert changed.time_of(place) == start
    assert changed.piece(place).length == stop - start
    assert played(changed) == played(document)
    assert coverage(changed.pieces()) == coverage(document.pieces())
    assert texts(changed) == texts(document)
    well_formed(changed)


@given(documents(min_words=1) | turns_without_cuts(), st.data())
def test_a_word_takes_from_its_neighbours_alone_and_leaves_them_room(
    document: Document, data: st.DataObject
) -> None:
    try:
        changed, word, _, _ = retimed(document, data)
    except EditError:
        return
    before = [p for p in document.pieces() if p.text]
    after = [p for p in changed.pieces() if p.text]
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        if abs(number - word) > 1:
            assert new is old
        elif new != old:
            assert new.stop - new.start >= SHORTEST_WORD


def test_what_a_word_gives_up_becomes_a_pause() -> None:
    document = Document(
        (Paragraph("Ann", (Piece("a", 0, 1000, "so", 0.5), Piece("a", 1000, 2000, "well", 0.5))),)
    )
    changed = retime(document, 0, 100, 700).document
    assert [(p.start, p.stop, p.kind) for p in changed.pieces()] == [
        (0, 100, Kind.PAUSE),
        (100, 700, Kind.WORD),
        (700, 1000, Kind.PAUSE),
        (1000, 2000, Kind.WORD),
    ]


def test_drafts_can_be_corrected_into_more_words() -> None:
    """What no recording has yet begins at 0 on no clock, however many words it is, and keeps its pace."""
    document = Document((Paragraph("Ann", (Piece(None, 0, 1000, "something"),)),))
    changed = correct(document, 0, 1, "some other thing").document
    assert [(piece.start, piece.stop) for piece in changed.pieces()] == [(0, 500), (0, 600), (0, 600)]
    shorter = correct(changed, 0, 1, "so").document
    assert shorter.piece(shorter.place_of_word(0)).stop == 300


def test_new_words_are_on_the_microphone_of_the_words_they_replace() -> None:
    pieces = (
        Piece("a", 0, 500, "so", 0.5, mic=1),
        Piece("a", 900, 1000, ""),
        Piece("a", 1000, 2000, "wellthen", 0.5, mic=1),
    )
    document = Document((Paragraph("Ann", pieces),))
    assert {p.mic for p in correct(document, 0, 2, "a b c").document.pieces() if p.text} == {1}


TWO = Document(
    (
        Paragraph("Ann", (Piece("a", 0, 1000, "so", 0.5), Piece("a", 1000, 2000, "well", 0.5, kept=False))),
        Paragraph("Ben", (Piece("a", 2000, 2003, "um", 0.5), Piece(None, 0, 500, "draft"))),
    )
)


@pytest.mark.parametrize(
    "edit",
    [
        lambda: correct(TWO, 0, 1, "  "),
        lambda: correct(TWO, 0, 5, "x"),
        lambda: correct(TWO, 1, 3, "one"),
        lambda: correct(TWO, 2, 3, "far too many words"),
        lambda: retime(TWO, 0, 0, 255),
        lambda: retime(TWO, 0, 0, 1500),
        lambda: retime(TWO, 0, -500, 1000),
        lambda: retime(TWO, 1, 0, 900),
        lambda: retime(TWO, 3, 0, 900),
        lambda: retime(TWO, 9, 0, 900),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(edit: object) -> None:
    with pytest.raises(EditError, match=r"^[A-Z].*\.$"):
        edit()  # type: ignore[operator]


def test_a_correction_in_a_copy_is_remembered_once() -> None:
    word = Piece("a", 0, 1000, "Bosten", 0.5)
    transcript = Transcript("a", 1000, Document((Paragraph("Ann", (word,)),)))
    document = Document((Paragraph("Ann", (word, word)),), (transcript,))
    changed = correct(document, 1, 2, "Boston").document
    assert texts(changed) == ["Bosten", "Boston"]
    assert texts(changed.transcripts[0].text) == ["Boston"]

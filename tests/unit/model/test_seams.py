"""Cases at seams that random documents seldom hold: each failed once before it was thought of."""

from __future__ import annotations

from editor.model import edits
from editor.model.cutting import MIDPOINTS, lifted
from editor.model.document import Document, Overlap, Paragraph, Piece, Place, Transcript
from editor.model.folds import folds, restore
from editor.model.retranscribe import retranscribe
from tests.helpers.documents import well_formed


def word(start: int, stop: int, source: str = "a") -> Piece:
    return Piece(source, start, stop, "so", 0.5)


def mhm(start: int, stop: int, source: str = "a") -> Overlap:
    return Overlap("Ben", Piece(source, start, stop, "mhm", 0.5))


def test_crosstalk_over_a_stretch_that_is_there_twice_is_not_doubled_by_a_cut() -> None:
    document = Document((Paragraph("Ann", (word(0, 9), word(0, 9)), (mhm(2, 4),)),))
    fragment = document.slice(Place(0, 0), Place(0, 1))
    cut = document.replace(Place(0, 0), Place(0, 1))
    assert cut.replace(Place(0, 0), Place(0, 0), fragment) == document


def test_half_a_word_beside_speech_without_words_is_one_stretch_with_it() -> None:
    speech = Piece("a", 0, 50, "", 0.0)
    said = (Paragraph("Ann", (speech, word(50, 100))),)
    document = Document(said, (Transcript("a", 100, Document(said)),))
    changed = edits.cut_time(document, 60, 100).document
    well_formed(changed)
    assert list(changed.pieces()) == [Piece("a", 0, 60, "", 0.0)]


def test_a_pause_before_a_join_goes_whole_with_its_word() -> None:
    pieces = (word(0, 100), Piece("a", 100, 200, ""), word(0, 100, "b"))
    document = Document((Paragraph("Ann", pieces),))
    assert list(edits.delete(document, 0, 1).document.pieces()) == [word(0, 100, "b")]


def test_what_is_cut_up_to_another_speaker_takes_the_break_along() -> None:
    """Else the rest of the turn and the other speaker's would be parted by nothing, or joined wrongly."""
    turns = (Paragraph("Ann", (word(0, 9), word(9, 20))), Paragraph("Ben", (word(20, 30),)))
    document = Document(turns)
    split, a, b, fragment = lifted(document, 1, 2, MIDPOINTS)
    assert b == Place(1, 0)
    assert len(fragment) == 2
    assert split.replace(a, b).replace(a, a, fragment) == document


def test_crosstalk_over_a_silence_that_goes_goes_too() -> None:
    pieces = (word(0, 100), Piece("a", 100, 1100, ""), word(1100, 1200))
    document = Document((Paragraph("Ann", pieces, (mhm(590, 610),)),))
    assert edits.shorten_gaps(document, 500, 100).document.paragraphs[0].over == ()


def test_two_turns_of_one_speaker_come_back_as_two() -> None:
    turns = (
        Paragraph("Ann", (Piece("a", 0, 50, "", 0.0), word(50, 100))),
        Paragraph("Ann", (word(100, 200), word(200, 300))),
    )
    document = Document(turns, (Transcript("a", 300, Document(turns)),))
    changed = edits.delete(edits.delete(document, 0, 1).document, 0, 1).document
    assert len(folds(changed)) == 1
    assert restore(changed, 0).document == document


def test_crosstalk_of_another_source_survives_new_words() -> None:
    said = Document((Paragraph("Ann", (word(0, 100),)),))
    paragraph = Paragraph("Ann", (word(0, 100), word(0, 100, "b")), (mhm(40, 60, "b"),))
    known = (
        Transcript("a", 100, said),
        Transcript("b", 100, Document((Paragraph("Ann", (word(0, 100, "b"),)),))),
    )
    changed = retranscribe(Document((paragraph,), known), known[0], "The interview").document
    assert changed.paragraphs[0].over == paragraph.over

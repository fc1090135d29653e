"""A better recogniser changes the words, never the edits."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from editor.model import edits
from editor.model.document import Document, Paragraph, Piece, Transcript
from editor.model.folds import folds
from editor.model.retranscribe import retranscribe
from editor.model.words import correct
from tests.helpers.documents import (
    documents,
    fitted,
    played,
    ranges,
    texts,
    transcripts,
    turns_without_cuts,
    well_formed,
)


def said_anew(document: Document, heard: Transcript) -> Document:
    old = document.transcript("a")
    assert old is not None
    return retranscribe(document, fitted(heard, old.length), "The interview").document


@given(documents(), transcripts("a"))
def test_cuts_and_order_stay(document: Document, heard: Transcript) -> None:
    changed = said_anew(document, heard)
    assert played(changed) == played(document)
    well_formed(changed)


@given(documents(), transcripts("a"))
def test_folds_stay_where_they_are_in_the_sound(document: Document, heard: Transcript) -> None:
    spans = sorted((fold.source, fold.start, fold.stop) for fold in folds(document))
    changed = said_anew(document, heard)
    assert sorted((fold.source, fold.start, fold.stop) for fold in folds(changed)) == spans


def struck(document: Document) -> list[tuple[str | None, int]]:
    return [(p.source, at) for p in document.pieces() if not p.kept for at in range(p.start, p.stop)]


@given(documents(), transcripts("a"))
def test_what_is_ignored_stays_ignored(document: Document, heard: Transcript) -> None:
    assert struck(said_anew(document, heard)) == struck(document)


@given(documents(), transcripts("a"))
def test_other_sources_and_made_words_are_as_they_were(document: Document, heard: Transcript) -> None:
    changed = said_anew(document, heard)
    others = [piece for piece in document.pieces() if piece.source != "a"]
    assert [piece for piece in changed.pieces() if piece.source != "a"] == others
    over = [o for p in document.paragraphs for o in p.over if o.piece.source != "a"]
    assert [o for p in changed.paragraphs for o in p.over if o.piece.source != "a"] == over
    for old, new in zip(document.transcripts, changed.transcripts, strict=True):
        assert old.source == "a" or new is old
    for paragraph in document.paragraphs:
        if all(piece.source != "a" for piece in paragraph.pieces):
            assert any(paragraph is other for other in changed.paragraphs)


@given(documents(), transcripts("a"))
def test_each_new_word_shown_is_one_that_was_heard_there(document: Document, heard: Transcript) -> None:
    """A word whose larger part lies in a cut does not appear; one that appears has most of its time."""
    changed = said_anew(document, heard)
    transcript = changed.transcript("a")
    assert transcript is not None
    known = [piece for piece in transcript.text.pieces() if piece.text]
    for piece in changed.pieces():
        if piece.source == "a" and piece.text:
            assert any(
                w.text == piece.text and w.start <= piece.start and piece.stop <= w.stop for w in known
            )


@given(turns_without_cuts(), transcripts("a"), st.data())
def test_corrected_words_stay(document: Document, heard: Transcript, data: st.DataObject) -> None:
    first, stop = data.draw(ranges(document))
    document = correct(document, first, stop, " ".join(f"typed{n}" for n in range(stop - first))).document
    typed = [piece for piece in document.pieces() if piece.text.startswith("typed")]
    changed = said_anew(document, heard)
    assert [piece for piece in changed.pieces() if piece.text.startswith("typed")] == typed
    transcript = changed.transcript("a")
    assert transcript is not None
    assert [piece for piece in transcript.text.pieces() if piece.text.startswith("typed")] == typed


@given(documents())
def test_the_same_words_again_change_nothing_that_is_shown(document: Document) -> None:
    transcript = document.transcripts[0]
    assume(all(piece.mic == 0 for piece in transcript.text.pieces()))
    changed = retranscribe(document, transcript, "The interview").document
    assert texts(changed) == texts(document)
    assert played(changed) == played(document)


@given(transcripts("a"), transcripts("a"))
def test_a_source_without_words_gets_them(nothing: Transcript, heard: Transcript) -> None:
    """Imported without transcription: one stretch of speech, then words in the turns that were heard."""
    heard = replace(heard, text=Document(tuple(replace(p, over=()) for p in heard.text.paragraphs)))
    empty = Document((Paragraph("Tape", (Piece("a", 0, heard.length, "", 0.0),)),))
    document = Document(empty.paragraphs, (Transcript("a", heard.length, empty),))
    changed = retranscribe(document, heard, "The interview").document
    assert texts(changed) == texts(heard.text)
    assert [p.speaker for p in changed.paragraphs] == [p.speaker for p in heard.text.paragraphs]


def test_a_word_in_a_cut_does_not_come_back() -> None:
    words = tuple(
        Piece("a", 1000 * n, 1000 * n + 1000, text, 0.5) for n, text in enumerate(("so", "um", "well"))
    )
    said = (Paragraph("Ann", words),)
    document = edits.delete(Document(said, (Transcript("a", 3000, Document(said)),)), 1, 2).document
    better = tuple(replace(piece, text=piece.text.upper()) for piece in words)
    new = Transcript("a", 3000, Document((Paragraph("Ann", better),)))
    assert texts(retranscribe(document, new, "The interview").document) == ["SO", "WELL"]

"""The clips under a selection are what its words are made of, and nothing else."""

from __future__ import annotations

from editor.derive.clips import clips
from editor.model.document import Document, Paragraph, Piece


def document() -> Document:
    ann = (
        Piece("a", 0, 10, "It"),
        Piece("a", 10, 15, ""),
        Piece("a", 15, 20, "was"),
        Piece("a", 40, 50, "so."),
    )
    ben = (Piece("b", 5, 9, "No."), Piece(None, 0, 30, "Perhaps."), Piece("a", 20, 25, "Yes."))
    return Document((Paragraph("Ann", ann), Paragraph("Ben", ben)))


def test_pauses_between_words_belong_to_them() -> None:
    assert clips(document(), 0, 2) == {"a": ((0, 20),)}


def test_a_cut_divides_and_paragraphs_do_not() -> None:
    assert clips(document(), 1, 4) == {"a": ((15, 20), (40, 50)), "b": ((5, 9),)}


def test_what_runs_on_in_a_source_is_one_clip_wherever_it_stands() -> None:
    assert clips(document(), 1, 6)["a"] == ((15, 25), (40, 50))


def test_a_draft_has_none() -> None:
    assert clips(document(), 4, 5) == {}


def test_no_words_are_no_clips() -> None:
    assert clips(document(), 2, 2) == {}

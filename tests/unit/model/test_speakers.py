"""Renaming a speaker changes names, and nothing else."""

from __future__ import annotations

import pytest

from editor.model.cutting import EditError
from editor.model.speakers import rename_speaker
from tests.helpers.paper import paper_document


def test_everybody_called_so_is_renamed_in_document_and_transcripts() -> None:
    document = paper_document(200, per_paragraph=40)
    change = rename_speaker(document, "Ann", "  Linda   B. ")
    for before, after in (
        (document, change.document),
        (document.transcripts[0].text, change.document.transcripts[0].text),
    ):
        assert [p.speaker for p in after.paragraphs] == [
            "Linda B." if p.speaker == "Ann" else p.speaker for p in before.paragraphs
        ]
        assert all(a.pieces is b.pieces for a, b in zip(after.paragraphs, before.paragraphs, strict=True))
    assert change.label == "Renamed Ann to Linda B."


def test_there_and_back_is_where_it_began() -> None:
    document = paper_document(200, per_paragraph=40)
    there = rename_speaker(document, "Ann", "Linda").document
    assert rename_speaker(there, "Linda", "Ann").document == document


@pytest.mark.parametrize(("speaker", "name"), [("Ann", "  "), ("Nobody", "Linda")])
def test_what_makes_no_sense_is_refused(speaker: str, name: str) -> None:
    with pytest.raises(EditError):
        rename_speaker(paper_document(40), speaker, name)

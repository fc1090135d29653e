"""Sharing changes no document; what is equal in both is afterwards the very same object."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from editor.derive.changes import changed
from editor.derive.sharing import sharing
from editor.model.cutting import EditError
from editor.model.document import Document, Paragraph, Transcript
from tests.helpers.documents import Edit, documents, edits


def copied(document: Document) -> Document:
    """The same by value, and none of its paragraphs the same object."""

    def again(text: Document) -> Document:
        return Document(tuple(Paragraph(p.speaker, p.pieces, p.over) for p in text.paragraphs))

    transcripts = tuple(Transcript(t.source, t.length, again(t.text)) for t in document.transcripts)
    return replace(again(document), transcripts=transcripts, markers=document.markers)


@given(documents())
def test_what_is_equal_shares_everything(document: Document) -> None:
    shared = sharing(copied(document), document)
    assert shared == document
    assert all(a is b for a, b in zip(shared.paragraphs, document.paragraphs, strict=True))
    assert shared.transcripts is document.transcripts


@given(documents(), edits())
def test_what_differs_stays_as_it_is_and_the_rest_is_shared(document: Document, edit: Edit) -> None:
    try:
        new = edit[1](document).document
    except EditError:
        return
    shared = sharing(copied(new), document)
    assert shared == new
    # The way back is as short as that of the edit, copies of equal paragraphs apart.
    known = {id(paragraph) for paragraph in document.paragraphs}
    first, old_stop, _ = changed(document, new)
    kept = (*document.paragraphs[:first], *document.paragraphs[old_stop:])
    assert sum(id(p) in known for p in shared.paragraphs) >= len(kept)

"""Who says what: another speaker for some words, another name for a speaker wherever they speak."""

from __future__ import annotations

from dataclasses import replace

from editor.model.cutting import EditError, check_words
from editor.model.document import Document, Paragraph, Piece, Place, Transcript, in_order
from editor.model.edits import Change, count_of


def set_speaker(document: Document, first: int, stop: int, name: str) -> Change:
    """Words said to be said by `name`, in paragraphs of their own where that cuts one."""
    check_words(document, first, stop)
    name = " ".join(name.split())
    if not name:
        raise EditError("A speaker needs a name.")
    changed = _spoken_by(document, first, stop, name)
    transcripts = tuple(_spoken_in(t, document, first, stop, name) for t in document.transcripts)
    changed = replace(changed, transcripts=transcripts)
    return Change(changed, f"Set the speaker of {count_of(stop - first, 'word')} to {name}", (first, stop))


def rename_speaker(document: Document, old: str, new: str) -> Change:
    """The speaker `old` called `new` wherever they speak: in the text, over others and in the transcripts.

    Where there is a `new` already the two are one from then on. Raises `EditError` where nobody is `old`.
    """
    new = " ".join(new.split())
    if not new:
        raise EditError("A speaker needs a name.")
    if new == old:
        raise EditError(f"The speaker is called {old} already.")
    texts = (document, *(transcript.text for transcript in document.transcripts))
    if not any(_speaks(old, paragraph) for text in texts for paragraph in text.paragraphs):
        raise EditError(f"Nobody in the document is called {old}.")
    transcripts = tuple(
        replace(t, text=Document(_renamed(t.text.paragraphs, old, new))) for t in document.transcripts
    )
    paragraphs = _renamed(document.paragraphs, old, new)
    changed = replace(document, paragraphs=paragraphs, transcripts=transcripts)
    return Change(changed, f"Renamed {old} to {new}", (0, 0))


def _speaks(name: str, paragraph: Paragraph) -> bool:
    return paragraph.speaker == name or any(overlap.speaker == name for overlap in paragraph.over)


def _renamed(paragraphs: tuple[Paragraph, ...], old: str, new: str) -> tuple[Paragraph, ...]:
    """The paragraphs with the name exchanged; those that do not have it stay the same objects."""
    return tuple(
        Paragraph(
            new if paragraph.speaker == old else paragraph.speaker,
            paragraph.pieces,
            in_order(o._replace(speaker=new) if o.speaker == old else o for o in paragraph.over),
        )
        if _speaks(old, paragraph)
        else paragraph
        for paragraph in paragraphs
    )


def _spoken_by(document: Document, first: int, stop: int, name: str) -> Document:
    a = document.place_of_word(first)
    if not any(p.text for p in document.paragraphs[a.paragraph].pieces[: a.piece]):
        a = Place(a.paragraph, 0)
    last = document.place_of_word(stop - 1)
    b = Place(last.paragraph, last.piece + 1)
    rest = document.paragraphs[b.paragraph].pieces
    while b.piece < len(rest) and not rest[b.piece].text:
        b = Place(b.paragraph, b.piece + 1)
    if a.piece == 0:
        b = document.forward(b)
    fragment = tuple(replace(paragraph, speaker=name) for paragraph in document.slice(a, b))
    return document.replace(a, b, fragment)


def _spoken_in(transcript: Transcript, document: Document, first: int, stop: int, name: str) -> Transcript:
    """The transcript with the same words named as said by `name`."""
    text = transcript.text
    spans: list[tuple[int, int]] = []
    for word in range(first, stop):
        piece = document.piece(document.place_of_word(word))
        number = _word_in(text, piece) if piece.source == transcript.source else None
        if number is None:
            continue
        if spans and spans[-1][1] == number:
            spans[-1] = (spans[-1][0], number + 1)
        else:
            spans.append((number, number + 1))
    for a, b in spans:
        text = _spoken_by(text, a, b, name)
    return transcript if text is transcript.text else replace(transcript, text=text)


def _word_in(text: Document, piece: Piece) -> int | None:
    """The number that the word `piece` has in a transcript (its clock is the source's), or None."""
    place, _ = text.place_at(piece.start)
    if place == text.end or not text.piece(place).text:
        return None
    return text.word_at_place(place)

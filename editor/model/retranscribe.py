"""New words for a source that is already in the document: edits and corrections stay.

What is cut stays cut and what is struck stays struck, because both are spans of the source's clock, which a
better recogniser does not change. A word that a person typed keeps its text and times.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from editor.model.document import (
    SAID_BY_A_PERSON,
    Document,
    Fragment,
    Paragraph,
    Piece,
    Place,
    Transcript,
    canonical,
    in_order,
    said_over,
)
from editor.model.edits import Change
from editor.model.time import Samples


def retranscribe(document: Document, new: Transcript, name: str) -> Change:
    """The document with `new` as what its source says; `name` is the source's, for the undo text."""
    old = document.transcript(new.source)
    if old is not None:
        new = replace(new, text=_with_corrections(new.text, old.text))
    several_mics = any(piece.mic for piece in new.text.pieces())
    paragraphs: list[Paragraph] = []
    for paragraph in document.paragraphs:
        if any(piece.source == new.source for piece in paragraph.pieces):
            fresh = tuple(_rewritten(paragraph, new))
            keep_turns = paragraph.word_count and not several_mics
            paragraphs.extend(_one_turn(paragraph, fresh) if keep_turns else fresh)
        else:
            paragraphs.append(paragraph)
    others = tuple(t if t.source != new.source else new for t in document.transcripts)
    transcripts = others if old is not None else (*others, new)
    changed = replace(document, paragraphs=tuple(paragraphs), transcripts=transcripts)
    return Change(changed, f"Transcribed {name}", (0, 0))


def _one_turn(paragraph: Paragraph, fresh: Fragment) -> Fragment:
    """The new pieces as the one paragraph of the one speaker that they were before."""
    pieces = canonical(piece for part in fresh for piece in part.pieces)
    return (Paragraph(paragraph.speaker, pieces, in_order(o for part in fresh for o in part.over)),)


def _rewritten(paragraph: Paragraph, new: Transcript) -> list[Paragraph]:
    """The paragraph with its stretches of the source said anew, with the turns that `new` has there."""
    out: list[Paragraph] = []
    for source, start, stop, kept, pieces in _runs(paragraph):
        if source != new.source:
            said = said_over(pieces, paragraph.over)
            fragment: Fragment = (Paragraph(paragraph.speaker, tuple(pieces), said),)
        else:
            fragment = _said(new.text, start, stop)
            if not kept:
                fragment = tuple(
                    replace(part, pieces=tuple(replace(piece, kept=False) for piece in part.pieces))
                    for part in fragment
                )
        for number, part in enumerate(fragment):
            if number == 0 and out and out[-1].speaker == part.speaker:
                out[-1] = Paragraph(part.speaker, (*out[-1].pieces, *part.pieces), out[-1].over + part.over)
            elif part.pieces:
                out.append(part)
    return [Paragraph(part.speaker, canonical(part.pieces), in_order(part.over)) for part in out]


def _runs(paragraph: Paragraph) -> Iterator[tuple[str | None, Samples, Samples, bool, list[Piece]]]:
    """Stretches of one source without a join and all kept or all ignored."""
    run: list[Piece] = []
    for piece in paragraph.pieces:
        if run and not (piece.follows(run[-1]) and piece.kept == run[-1].kept):
            yield run[0].source, run[0].start, run[-1].stop, run[0].kept, run
            run = []
        run.append(piece)
    if run:
        yield run[0].source, run[0].start, run[-1].stop, run[0].kept, run


def _said(text: Document, start: Samples, stop: Samples) -> Fragment:
    split, a, b = text.between(start, stop)
    return split.slice(a, b)


def _with_corrections(new: Document, old: Document) -> Document:
    """`new` with the words that a person typed in `old` over what it says at their times."""
    for paragraph in old.paragraphs:
        run: list[Piece] = []
        for piece in (*paragraph.pieces, Piece(None, 0, 1, "")):
            typed = bool(piece.text) and piece.confidence >= SAID_BY_A_PERSON
            if run and not (typed and piece.follows(run[-1])):
                new = _overwritten(new, tuple(run))
                run = []
            if typed:
                run.append(piece)
    return new


def _overwritten(text: Document, typed: tuple[Piece, ...]) -> Document:
    split, a, b = text.between(typed[0].start, min(typed[-1].stop, text.length))
    b = max(a, split.backward(b))
    speaker = split.paragraphs[a.paragraph].speaker
    first = Place(a.paragraph, a.piece)
    return split.replace(first, b, (Paragraph(speaker, typed),))

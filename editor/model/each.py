"""The same edit at many places, as one edit: what is found everywhere is deleted or ignored everywhere.

Each is made as at a single place, the last first, but on the few paragraphs around it instead of on the whole
document, so that a thousand places of a long document cost no more than a thousand short documents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from editor.model.cutting import MIDPOINTS, Cutting, EditError, check_words
from editor.model.document import Document
from editor.model.edits import Change, count_of, delete, ignore

Words = tuple[int, int]
"""Words `[first, stop)` of a document."""

_BEFORE, _AFTER = 2, 2
"""Paragraphs around words that cutting them looks at: a pause that is all of one, and what lies beyond it."""


def delete_each(document: Document, spans: Sequence[Words], cutting: Cutting = MIDPOINTS) -> Change:
    """Words at many places gone, each as `delete` takes them; the spans in order and apart from each other.

    Raises `EditError` where there are none.
    """
    changed = _each(document, spans, lambda part, a, b: delete(part, a, b, cutting).document)
    return Change(changed, f"Deleted {_counted(spans)}", (spans[0][0], spans[0][0]))


def ignore_each(document: Document, spans: Sequence[Words], cutting: Cutting = MIDPOINTS) -> Change:
    """Words at many places struck through, each as `ignore` does it; those that are already stay as they are.

    Raises `EditError` where all are.
    """
    heard = [span for span in spans if _heard(document, span)]
    if spans and not heard:
        raise EditError("All of these words are ignored already.")
    changed = _each(document, heard, lambda part, a, b: ignore(part, a, b, True, cutting).document)
    return Change(changed, f"Ignored {_counted(heard)}", (heard[0][0], heard[0][0]))


def _heard(document: Document, span: Words) -> bool:
    return any(document.piece(document.place_of_word(word)).kept for word in range(*span))


def _counted(spans: Sequence[Words]) -> str:
    return count_of(sum(stop - first for first, stop in spans), "word")


def _each(
    document: Document, spans: Sequence[Words], edit: Callable[[Document, int, int], Document]
) -> Document:
    if not spans:
        raise EditError("There are no words there.")
    paragraphs = list(document.paragraphs)
    for first, stop in reversed(spans):
        check_words(document, first, stop)
        # What was done further on changed neither the words before it nor which paragraphs they stand in.
        low = max(document.place_of_word(first).paragraph - _BEFORE, 0)
        high = document.place_of_word(stop - 1).paragraph + 1 + _AFTER
        base = document.first_word(low)
        part = edit(Document(tuple(paragraphs[low:high])), first - base, stop - base)
        paragraphs[low:high] = part.paragraphs
    return replace(document, paragraphs=tuple(paragraphs))

"""Sentences and paragraphs as the caret sees them."""

from __future__ import annotations

import pytest

from editor.model.document import Document, Paragraph, Piece
from editor.ui.transcript import motions


def _document(*paragraphs: str) -> Document:
    now = 0
    made = []
    for text in paragraphs:
        pieces = []
        for word in text.split():
            pieces.append(Piece("s", now, now + 100, word))
            now += 100
        made.append(Paragraph("Ann", tuple(pieces)))
    return Document(tuple(made))


DOCUMENT = _document("One two. Three four?” Five", "six seven.")


@pytest.mark.parametrize(
    ("word", "span"), [(0, (0, 2)), (1, (0, 2)), (2, (2, 4)), (4, (4, 5)), (5, (5, 7)), (6, (5, 7))]
)
def test_a_sentence_ends_with_its_mark_or_its_paragraph(word: int, span: tuple[int, int]) -> None:
    assert motions.sentence_of(DOCUMENT, word) == span


def test_steps_reach_every_end_and_stop() -> None:
    at, seen = 0, [0]
    while (on := motions.sentence_on(DOCUMENT, at)) != at:
        seen.append(on)
        at = on
    assert seen == [0, 2, 4, 5, 7]
    back = [7]
    while back[-1]:
        back.append(motions.sentence_back(DOCUMENT, back[-1]))
    assert back == [7, 5, 4, 2, 0]
    assert motions.paragraph_on(DOCUMENT, 1) == 5
    assert motions.paragraph_back(DOCUMENT, 5) == 0

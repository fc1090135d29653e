"""What is said of chosen words is so of just these words, however many there are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor.derive.chosen import MOST_WORDS, chosen
from editor.derive.words import span_of, words
from tests.helpers.paper import paper_document

DOCUMENT = paper_document(400, per_paragraph=40)


@given(st.integers(0, 399), st.integers(1, 60))
def test_it_is_of_these_words_and_no_others(first: int, count: int) -> None:
    stop = min(first + count, DOCUMENT.word_count)
    told = chosen(DOCUMENT, first, stop)
    every = list(words(DOCUMENT, first, stop))
    assert (told.start, told.end) == span_of(DOCUMENT, first, stop)
    assert told.speakers == tuple(dict.fromkeys(word.speaker for word in every))
    for word in every:
        spans = told.clips[word.piece.source or ""]
        assert any(a <= word.piece.start and word.piece.stop <= b for a, b in spans)
    least = min(word.piece.confidence for word in every)
    assert told.doubtful is None or told.doubtful.piece.confidence == least
    assert (told.doubtful is None) == (least == 1.0)


def test_many_words_have_times_alone() -> None:
    document = paper_document(MOST_WORDS + 10)
    told = chosen(document, 0, MOST_WORDS + 1)
    assert (told.start, told.end) == span_of(document, 0, MOST_WORDS + 1)
    assert (told.speakers, told.clips, told.doubtful) == ((), {}, None)
    assert chosen(document, 0, MOST_WORDS).clips
    assert len(told.text.split()) <= 24

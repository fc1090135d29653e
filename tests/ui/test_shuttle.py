"""Back is far enough, and to where a word begins; faster is faster until it is fast enough."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor.derive.words import word_at, words
from editor.model.document import Document
from editor.ui.shuttle import BACK_S, PACES, back_from, faster_than
from tests.helpers.documents import documents

RATE = 40
"""Documents of tests are short: so many samples are a second of them."""


@given(documents(), st.data())
def test_back_is_far_enough_and_not_inside_a_word(document: Document, data: st.DataObject) -> None:
    edges = [word.stop for word in words(document)]
    at = data.draw(st.sampled_from([0, document.length, *edges]) | st.integers(0, document.length))
    back = back_from(document, at, RATE)
    assert 0 <= back <= max(at - BACK_S * RATE, 0)
    word = word_at(document, back)
    assert word is None or document.time_of(document.place_of_word(word)) == back


@given(st.floats(0.5, 3.0))
def test_faster_is_the_next_pace_and_the_last_stays(speed: float) -> None:
    faster = faster_than(speed)
    assert faster > speed or speed >= PACES[-1]
    assert not any(speed < pace < faster for pace in PACES)

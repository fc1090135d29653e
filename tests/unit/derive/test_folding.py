"""How words are compared: what is passed over, what is not, and the way back to what is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.derive.folding import after, as_written, bare, before, ends, folded, lead


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Times,", "times"),
        ("“Café!”", "cafe"),
        ("cafe\u0301", "cafe"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ångström…", "angstrom"),
        ("ﬁne", "fine"),
        ("don’t", "don't"),
        ("well‑known", "well-known"),
        ("C#", "c#"),
        ("C++.", "c++"),
        ("(50%)", "50%"),
        ("$5", "$5"),
        ("—", ""),
        ("...", ""),
        ("New York", "new\u00a0york"),
        (" . a\tb", "a\u00a0b"),
        ("co\u00adopt\u200b", "coopt"),
        ("שָׁלוֹם", "שלום"),
        ("مَرْحَبًا", "مرحبا"),
        ("が", "が"),
        ("한국", "한국"),
        ("की", "की"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_words_are_compared_without_case_accents_and_punctuation(written: str, compared: str) -> None:
    assert bare(written) == compared


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("की", "क"), ("น้ำ", "นำ"), ("C++", "C")])
def test_what_tells_words_apart_is_no_accent(one: str, other: str) -> None:
    assert bare(one) != bare(other)


@given(st.text(max_size=12))
def test_no_spaces_and_nothing_at_the_ends_are_left(text: str) -> None:
    plain = bare(text)
    assert not any(character.isspace() and character != "\u00a0" for character in plain)
    assert plain == plain.strip()
    assert bare(plain) == plain or not text.isascii()
    assert bare(text.upper()) == bare(text) or not text.isascii()
    assert not any(character.isspace() and character != "\u00a0" for character in as_written(text))


@given(st.text(max_size=12))
def test_punctuation_at_the_ends_is_as_it_is_written(text: str) -> None:
    opening, closing = ends(text)
    assert text.startswith(opening)
    assert text[len(opening) :].endswith(closing)
    assert bare(opening) == bare(closing) == ""


@given(st.text(st.sampled_from("aBé\u0301ß.,“’ çﬁ"), min_size=1, max_size=10), st.data())
def test_what_comes_before_and_after_some_letters_is_the_rest(text: str, data: st.DataObject) -> None:
    length = len(folded(text))
    start = data.draw(st.integers(0, max(length - 1, 0)))
    stop = data.draw(st.integers(min(start + 1, length), length))
    head, tail = before(text, start), after(text, stop)
    assert text.startswith(head)
    assert text.endswith(tail)
    assert len(head) + len(tail) <= len(text)
    assert len(folded(head)) <= start
    assert len(folded(tail)) <= length - stop
    if not set("ßﬁ") & set(text):
        assert folded(head) == folded(text)[:start]
        assert folded(tail) == folded(text)[stop:]


def test_marks_go_with_the_letter_that_they_are_on() -> None:
    assert (before("cafe\u0301s", 4), after("cafe\u0301s", 4)) == ("cafe\u0301", "s")
    assert (before("“straße”", 1 + 4), after("“straße”", 1 + 6)) == ("“stra", "e”")
    assert lead("“straße”") == 1
    assert lead("straße”") == 0

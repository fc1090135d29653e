from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.speech.acoustics import english
from editor.speech.letters import guess
from editor.speech.numbers import cardinal, spoken
from editor.speech.pronunciations import ways


def said(token: str) -> list[str]:
    return [" ".join(way) for way in ways(token)]


@pytest.mark.parametrize(
    ("token", "phones"),
    [
        ("times,", "T AY M Z"),
        ("“Don’t", "D OW N T"),
        ("live", "L IH V"),
        ("1984", "N AY N T IY N EY T IY F AO R"),
        ("1984", "W AH N TH AW Z AH N D N AY N HH AH N D R AH D EY T IY F AO R"),
        ("21st", "T W EH N T IY F ER S T"),
        ("50%", "F IH F T IY P ER S EH N T"),
        ("$5.50", "F AY V D AA L ER Z F IH F T IY"),
        ("BBC", "B IY B IY S IY"),
        ("U.S.A.", "Y UW EH S EY"),
        ("Wordtape's", "W AO R D T EY P Z"),
        ("&", "AE N D"),
    ],
)
def test_a_written_word_is_said_as_english_speakers_say_it(token: str, phones: str) -> None:
    assert phones in said(token)


@pytest.mark.parametrize("token", ["", "—", "...", "♪", "«»", "日本", "\x1f:\x1f"])
def test_signs_and_scripts_of_other_languages_are_not_said(token: str) -> None:
    assert ways(token) == ()


@given(st.text(max_size=30))
def test_any_token_gives_a_few_ways_in_phones_of_the_model(token: str) -> None:
    found = ways(token)
    assert len(found) <= 4
    assert all(way and set(way) <= set(english().phones) for way in found)


@given(st.from_regex(r"[a-z']{1,20}", fullmatch=True))
def test_every_word_of_letters_can_be_said(word: str) -> None:
    assert bool(ways(word)) == any(letter.isalpha() for letter in word)


@given(st.integers(0, 10**15 - 1))
def test_every_number_has_a_name_and_no_two_the_same(number: int) -> None:
    assert cardinal(number) != cardinal(number + 1 if number < 10**15 - 1 else 0)
    assert all(ways(word) for word in cardinal(number))


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("0", "zero"),
        ("105", "one hundred and five"),
        ("105", "one oh five"),
        ("2,500", "two thousand five hundred"),
        ("1900", "nineteen hundred"),
        ("2005", "two thousand five"),
        ("2005", "two thousand and five"),
        ("1990s", "nineteen nineties"),
        ("3.14", "three point one four"),
        ("3:30", "three thirty"),
        ("007", "zero zero seven"),
        ("40th", "fortieth"),
        ("€3", "three euros"),
    ],
)
def test_numbers_are_spelled_out(token: str, words: str) -> None:
    assert words.split() in spoken(token)


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("championship", "CH AE M P IY OW N SH IH P"),
        ("standpoints", "S T AE N D P OY N T S"),
        ("late", "L EY T"),
        ("knackered", "N AE K ER D"),
        ("fm", "EH F EH M"),
    ],
)
def test_rules_say_what_is_regular(word: str, phones: str) -> None:
    assert " ".join(guess(word)) == phones

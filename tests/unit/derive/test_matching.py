"""Talks of the same thing are found by their words, misheard ones too; talks of other things never."""

from __future__ import annotations

import random

import pytest

from editor.derive.matching import LEAST_SCORE, ranked

BREAD = """
So I started baking in the winter, you know, when there was nothing else to do, and the first loaf was
basically a brick. I mean, my neighbour came over and he said, have you thought about using it as a
doorstop? But at the end of the day it is flour and water and a bit of patience, and what I had wrong was
the temperature. The kitchen was at about sixteen degrees and the starter just sat there. Then my
grandmother, who is ninety one, told me to put the jar on top of the radiator with a towel round it, and
the next morning it had gone everywhere. That was the day I understood that a recipe is a conversation.
You have to look at the dough and ask it how it is doing.
"""
BRIDGE = """
Well, the thing about the old bridge is that nobody wanted it until somebody proposed to take it down. I
mean, we have the letters in the archive, and in eighteen seventy two the council called it, I quote, an
eyesore and a danger to cattle. And then the railway came, and at the end of the day they needed the
money, so they sold the ironwork to a foundry in the north. You know, what I find remarkable is that the
two towers were left standing because the man who was to blow them up had hurt his thumb. So I started
looking for his name, and it took me the best part of three years to find out that he is buried about
forty metres from where we are sitting now.
"""
WHALES = """
People always ask me whether they sing to each other, and the honest answer is that we do not know. What
we know is that a song changes in the course of a season, and that all the males in one ocean change it
in the same way. We put a microphone down at about two hundred metres and we listen for days, and you
know, most of it is shrimp. It sounds like bacon in a pan. Then there is a voice that makes the whole
boat hum, and everybody stops talking. I mean, I have done this for twenty years and at the end of the
day I still take off my hat.
"""
TALKS = {"bread": BREAD.split(), "bridge": BRIDGE.split(), "whales": WHALES.split()}


def misheard(words: list[str], share: float, seed: int = 1) -> list[str]:
    """What a recogniser makes of words: some wrong, some missing, some too many, no capitals nor commas."""
    chance = random.Random(seed)
    heard = []
    for word in words:
        luck = chance.random()
        if luck < share / 3:
            continue
        if luck < 2 * share / 3:
            heard.append(chance.choice(("the", "banana", "or", "mm", "cat")))
            continue
        heard.append(word.strip(",.?").lower())
        if luck < share:
            heard.append("uh")
    return heard


@pytest.mark.parametrize("name", TALKS)
@pytest.mark.parametrize("share", [0.0, 0.1, 0.25])
def test_the_same_talk_is_found_however_badly_it_was_heard(name: str, share: float) -> None:
    (found,) = ranked(misheard(TALKS[name], share), TALKS)
    assert found.key == name
    assert LEAST_SCORE < found.score <= 1.0


def test_the_same_words_score_one() -> None:
    assert ranked(TALKS["bread"], {"mine": TALKS["bread"]})[0].score == 1.0


@pytest.mark.parametrize("name", TALKS)
def test_another_talk_is_never_taken_for_it(name: str) -> None:
    others = {other: words for other, words in TALKS.items() if other != name}
    assert ranked(TALKS[name], others) == []


LINE = "and then my grandmother who is ninety one told me to put the jar on the top of the radiator"
PHRASE = "you know at the end of the day I mean"
RUSSIAN = "Зимой я начал печь хлеб и первая буханка была как кирпич вот так"


def test_a_line_said_again_is_found_in_a_long_talk() -> None:
    long = [*TALKS["bridge"], *TALKS["bread"], *TALKS["whales"]] * 5
    assert [match.key for match in ranked(LINE.split(), {"long": long, "bridge": TALKS["bridge"]})] == [
        "long"
    ]


def test_a_compilation_of_a_few_words_is_found_in_the_whole_recording() -> None:
    (match,) = ranked(TALKS["bread"], {"cut": TALKS["bread"][40:65], "other": TALKS["whales"]})
    assert match.key == "cut"


def test_the_one_with_more_in_common_comes_first() -> None:
    texts = {"some": TALKS["bread"][:40] + TALKS["whales"], "all": TALKS["bread"]}
    assert [match.key for match in ranked(TALKS["bread"], texts)] == ["all", "some"]


def test_set_phrases_prove_nothing() -> None:
    assert ranked(PHRASE.split(), TALKS) == []
    assert ranked(LINE.split()[:7], {"a": LINE.split()}) == []


def test_examples_of_the_project_are_told_apart(words_said: dict[str, str]) -> None:
    texts = {name: text.split() for name, text in words_said.items()}
    for name, text in texts.items():
        assert [match.key for match in ranked(misheard(text, 0.1), texts)] == [name]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("length", [30, 300, 5000])
def test_talk_of_the_same_few_words_at_random_is_no_match(seed: int, length: int) -> None:
    # As English is as far as its frequencies go: word number n comes up in proportion to 1 / n.
    chance = random.Random(seed)
    vocabulary = [f"w{number}" for number in range(1, 4000)]
    weights = [1 / number for number in range(1, 4000)]
    one, other = (chance.choices(vocabulary, weights, k=k) for k in (length, 5000))
    assert ranked(one, {"other": other}) == []


def test_other_letters_are_words_too() -> None:
    said = RUSSIAN.split()
    assert ranked([word.upper() for word in said], {"a": said})[0].score > 0.5


def test_nothing_said_matches_nothing() -> None:
    assert ranked([], TALKS) == ranked(["..."] * 50, {"a": ["..."] * 50}) == ranked(TALKS["bread"], {}) == []

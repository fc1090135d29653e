"""What is looked for comes first: by its title, its word starts, its first letters, other names for it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.ui.commands import COMMANDS
from editor.ui.ranking import Entry, fit, ranked
from editor.ui.synonyms import ALSO

ENTRIES = [Entry(command.title, command.menu, ALSO.get(command.name, "")) for command in COMMANDS]
NAMES = [command.name for command in COMMANDS]


def found(typed: str) -> list[str]:
    return [NAMES[number] for number, _ in ranked(typed, ENTRIES)]


def test_every_command_is_found_first_by_its_title() -> None:
    for command in COMMANDS:
        assert found(command.title)[0] == command.name
        assert found(command.title.upper().rstrip("…"))[0] == command.name


def test_other_words_are_of_commands_that_there_are_and_find_them() -> None:
    assert set(ALSO) <= set(NAMES)
    for name, words in ALSO.items():
        for word in words.split():
            assert name in found(word)[:8], word


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("strike", "ignore"),
        ("mp3", "export"),
        ("patc", "around"),
        ("far", "replace"),
        ("exp", "export"),
        ("gap insert", "gap"),
        ("play around", "around"),
        ("Zoom  in", "zoom_in"),
        ("export mp3", "export"),
        ("ndo", "undo"),
    ],
)
def test_what_is_meant_comes_first(typed: str, name: str) -> None:
    assert found(typed)[0] == name


def test_starts_of_words_come_before_insides_and_letters_apart_last() -> None:
    titles = ["A clean edge", "Recut", "The Cut", "Cut"]
    order = [titles[number] for number, _ in ranked("cut", [Entry(title) for title in titles])]
    assert order == ["Cut", "The Cut", "Recut"]
    assert fit("ce", Entry("A clean edge")) is not None
    assert fit("ec", Entry("Cle")) is None


def test_equals_stay_in_their_order_and_nothing_typed_finds_all() -> None:
    assert [number for number, _ in ranked("", ENTRIES)] == list(range(len(ENTRIES)))
    assert [number for number, _ in ranked("same", [Entry("Same"), Entry("Same")])] == [0, 1]


@settings(max_examples=40)
@given(st.text("abcdefgilnoprst é…", max_size=12), st.sampled_from("aeinrst "))
def test_a_further_letter_finds_nothing_new(typed: str, letter: str) -> None:
    assert set(found(typed + letter)) <= set(found(typed))


@given(st.text(max_size=12), st.sampled_from(ENTRIES))
def test_the_letters_that_are_marked_are_those_typed(typed: str, entry: Entry) -> None:
    fits = fit(typed, entry)
    if fits is not None:
        assert all(0 <= at < len(entry.title) for at in fits.at)

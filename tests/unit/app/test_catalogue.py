"""A lineage ends, whatever cards say, and figures are of the rates that there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.app.catalogue import Reach, Sieve, conditions, lineage
from enhance.card import Model, make_card
from tests.helpers.making_models import card


def model(name: str, parent: str | None = None, **more: object) -> Model:
    said = make_card(card(b"x", id=name, parent=parent, **more))
    return Model(**vars(said), path=Path("nowhere"), shipped=False)


@pytest.mark.parametrize(
    ("parents", "found"),
    [
        ({"a": None}, ()),
        ({"a": "b", "b": "c"}, ("b", "c")),
        ({"a": "b", "b": "a"}, ("b",)),
        ({"a": "b", "b": "c", "c": "b"}, ("b", "c")),
        ({"a": "a"}, ()),
    ],
)
def test_a_lineage_ends_where_it_goes_round(parents: dict[str, str | None], found: tuple[str, ...]) -> None:
    models = [model(name, parent) for name, parent in parents.items()]
    assert lineage(models[0], models) == found


def test_conditions_are_by_the_rate_of_input() -> None:
    models = [model("a", metrics={"16000->48000": {"lsd": 1}}), model("b", metrics={"8000": {}, "24000": {}})]
    assert conditions(models) == ("8000", "16000->48000", "24000")


@pytest.mark.parametrize(
    ("sieve", "lets"),
    [
        (Sieve(), True),
        (Sieve(rate=48_000), True),
        (Sieve(rate=44_100), True),
        (Sieve(rate=48_001), False),
        (Sieve(task="clean"), False),
        (Sieve(reach=Reach(2000.0, 48_000)), True),
        (Sieve(reach=Reach(1999.0, 48_000)), False),
        (Sieve(reach=Reach(2000.0, 96_000)), False),
        (Sieve("YOURS upsample"), True),
        (Sieve("yours clean"), False),
    ],
)
def test_a_sieve_lets_through_what_is_all_that_is_asked(sieve: Sieve, lets: bool) -> None:
    assert sieve.lets(model("a")) == lets

"""A card comes back as it was; one that is wrong is refused with a sentence that says where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enhance.card import card_entries, condition_rates, load_card, make_card, read_card, write_card
from enhance.errors import ModelError
from tests.helpers.making_models import card

ENTRIES = card(b"", bytes=1)
NUMBERS = st.floats(-1e9, 1e9) | st.integers(-(2**70), 2**70)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4)
    ),
    max_leaves=10,
)
OBJECTS = st.dictionaries(st.text("ab", max_size=2), JSON, max_size=3)
RATES = st.integers(1000, 192_000).map(str)
CONDITIONS = RATES | st.tuples(RATES, RATES).map("->".join)
CARDS = st.fixed_dictionaries(
    {
        "id": st.from_regex(r"[a-z0-9][a-z0-9._-]{0,63}", fullmatch=True),
        "task": st.sampled_from(["upsample", "clean", "restore"]),
        "input_bandwidth_hz": st.tuples(st.floats(1, 2000), st.integers(2000, 4000)).map(list),
        "rate": st.integers(8000, 192_000),
        "data": OBJECTS,
        "metrics": st.dictionaries(
            CONDITIONS, st.dictionaries(st.text("ls_", min_size=1), NUMBERS, max_size=3)
        ),
        "parent": st.none() | st.just("superset-48k"),
        "made": st.dates().map(str),
        "how": OBJECTS,
        "context": st.integers(0, 512),
        "noise_channels": st.integers(0, 256),
    }
)


@given(CARDS)
def test_a_card_comes_back_from_its_text(changes: dict[str, Any]) -> None:
    made = make_card({**ENTRIES, **changes})
    text = write_card(made)
    assert read_card(text) == made
    assert write_card(read_card(text)) == text
    floats = {
        c: {name: float(value) for name, value in all_.items()} for c, all_ in changes["metrics"].items()
    }
    assert card_entries(made)["metrics"] == floats
    assert card_entries(made)["data"] == json.loads(json.dumps(changes["data"]))


@given(CARDS, st.randoms())
def test_the_text_does_not_depend_on_the_order_of_entries(changes: dict[str, Any], random: Any) -> None:
    def shuffled(said: Any) -> Any:
        if not isinstance(said, dict):
            return said
        names = list(said)
        random.shuffle(names)
        return {name: shuffled(said[name]) for name in names}

    entries = {**ENTRIES, **changes}
    assert write_card(make_card(shuffled(entries))) == write_card(make_card(entries))


@given(st.text(max_size=200) | JSON.map(json.dumps))
def test_no_text_gives_anything_but_a_card_or_a_sentence(text: str) -> None:
    with pytest.raises(ModelError, match=r"card .*\.$"):
        read_card(text)


@given(st.sampled_from(sorted(ENTRIES)), JSON)
def test_no_entry_gives_anything_but_a_card_or_a_sentence_that_names_it(name: str, value: Any) -> None:
    said = ""
    try:
        made = make_card({**ENTRIES, name: value})
        assert read_card(write_card(made)) == made
    except ModelError as refused:
        said = str(refused)
    # A rate can be too low for the bandwidths: then both are named.
    assert not said or name in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "../../etc"),
        ("id", "Superset"),
        ("id", "a" * 65),
        ("id", "a\n"),
        ("task", "compose"),
        ("task", ["upsample"]),
        ("input_bandwidth_hz", [4000, 2000]),
        ("input_bandwidth_hz", [0, 2000]),
        ("input_bandwidth_hz", [2000, 24_001]),
        ("input_bandwidth_hz", [2000]),
        ("input_bandwidth_hz", [2000, float("nan")]),
        ("input_bandwidth_hz", [True, 2000]),
        ("rate", 48000.0),
        ("rate", 0),
        ("sha256", "0" * 63),
        ("sha256", "A" * 64),
        ("bytes", 0),
        ("bytes", (256 << 20) + 1),
        ("bytes", True),
        ("licence", ""),
        ("licence", "two\nlines"),
        ("data", []),
        ("data", {"deep": [[[[[[[[[[]]]]]]]]]]}),
        ("data", {"half": "\ud800"}),
        ("metrics", {"16000": 0.9}),
        ("metrics", {"16 kHz": {"lsd": 0.9}}),
        ("metrics", {"16000": {"lsd": float("inf")}}),
        ("metrics", {"16000": {"lsd": 10**400}}),
        ("parent", ""),
        ("made", "yesterday"),
        ("how", None),
        ("window", 1023),
        ("window", 1 << 20),
        ("hop", 255),
        ("context", -1),
        ("context", 513),
        ("noise_channels", 257),
    ],
)
def test_a_wrong_entry_is_named(name: str, value: Any) -> None:
    with pytest.raises(ModelError, match=f'"{name}" has to be'):
        make_card({**ENTRIES, name: value})


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_a_missing_entry_is_named(name: str) -> None:
    with pytest.raises(ModelError, match=f"lacks {name}"):
        make_card({key: value for key, value in ENTRIES.items() if key != name})


def test_an_unknown_entry_is_named() -> None:
    with pytest.raises(ModelError, match="path"):
        make_card({**ENTRIES, "path": "/etc/passwd"})


def test_a_name_may_not_stand_twice() -> None:
    text = json.dumps(ENTRIES)
    with pytest.raises(ModelError, match="twice"):
        read_card(text[:-1] + ', "id": "other"}')


@pytest.mark.parametrize("text", ["[" * 100_000, "1" * 5000, "NaN", " " * (1 << 20) + "{}"])
def test_hostile_json_is_refused(text: str) -> None:
    with pytest.raises(ModelError, match="card"):
        read_card(text)


@pytest.mark.parametrize("data", [b"\xff\xfe", b" " * (5 << 20), b""])
def test_a_file_that_is_no_card_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "card.json"
    file.write_bytes(data)
    with pytest.raises(ModelError, match=r"card .*\.$"):
        load_card(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.json cannot be read"):
        load_card(tmp_path / "none.json")


def test_a_condition_names_its_rates() -> None:
    assert condition_rates("16000") == (16000, None)
    assert condition_rates("8000->44100") == (8000, 44100)
    with pytest.raises(ValueError, match="names no rates"):
        condition_rates("8000->")

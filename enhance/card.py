"""The card of a model as data: what it is for, where it comes from, how good it is.

A card is JSON from anywhere, so all of it is checked before any of it is believed. Written again it is always
the same text: fields in the order of `Card`, nested objects sorted by name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from enhance.errors import ModelError

TASKS = ("upsample", "clean", "restore")
"""What a model does: add the band that is missing, take noise away, or both at once for lossy sources."""

MAX_CARD = 1 << 20
"""Characters that a card may have."""
MAX_BYTES = 256 << 20
"""Bytes that a model file may have."""
MAX_CONTEXT, MAX_NOISE, MAX_WINDOW = 512, 256, 8192
OVERLAP = 4
"""Windows are so many hops long."""

_MAX_CARD_BYTES = 4 * MAX_CARD
_MAX_TEXT = 200
_MAX_DEPTH = 8
_LARGEST = 1e300
_RATES = range(8000, 192_001)
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_ID_IS = "small letters, digits and . _ -, at most 64, as in superset-48k"
_HASH = re.compile(r"[0-9a-f]{64}")
_CONDITION = re.compile(r"([1-9][0-9]{3,5})(?:->([1-9][0-9]{3,5}))?")

Json = Mapping[str, Any]
Metrics = Mapping[str, Mapping[str, float]]
"""By the rates of input and output in Hz ("16000->48000", or "16000" alone): values by name of the metric."""


@dataclass(frozen=True)
class Card:
    """What is known of a model.

    id: its name, unique in a registry. task: one of `TASKS`. input_bandwidth_hz: (lowest, highest) effective
    bandwidth of the sound that it is for. rate: of the sound that it makes, Hz. sha256, bytes: of its file.
    licence: SPDX identifier or a few words. data: the training manifest. metrics: measured on held-out sound.
    parent: the model it was trained further from. made: ISO date. how: command, seed, steps, machine.
    window, hop: of its spectra, samples. context: frames on each side that a frame depends on.
    noise_channels: numbers of noise a frame.
    """

    id: str
    task: str
    input_bandwidth_hz: tuple[float, float]
    rate: int
    sha256: str
    bytes: int
    licence: str
    data: Json = field(hash=False)
    metrics: Metrics = field(hash=False)
    parent: str | None
    made: str
    how: Json = field(hash=False)
    window: int
    hop: int
    context: int
    noise_channels: int

    @property
    def bins(self) -> int:
        """Frequencies of a spectrum."""
        return self.window // 2 + 1


@dataclass(frozen=True)
class Model(Card):
    """A model of the registry: its card, where its file is, and whether it came with the program.

    claimed: the conditions of `metrics` that its card says from outside, and that nobody measured here.
    """

    path: Path
    shipped: bool
    claimed: frozenset[str] = frozenset()

    @property
    def missing(self) -> bool:
        """Whether its file is not there, or not as long as it was; its hash is not looked at."""
        try:
            return self.path.stat().st_size != self.bytes
        except OSError:
            return True

    @property
    def known(self) -> Metrics:
        """What was measured on this machine, or by those who ship the model."""
        return {one: values for one, values in self.metrics.items() if one not in self.claimed}


def load_card(file: Path) -> Card:
    """The card in a file. Raises ModelError that says what is wrong with it."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_MAX_CARD_BYTES + 1)
        if len(data) > _MAX_CARD_BYTES:
            raise ModelError(f"The model's card {file.name} is longer than any card; it is none.")
        return read_card(data.decode("utf-8"))
    except OSError as error:
        raise ModelError(f"The model's card {file.name} cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise ModelError(f"The model's card {file.name} is no text; it is none.") from None


def read_card(text: str) -> Card:
    """A card from JSON. Raises ModelError that says which entry is wrong and what it should be."""
    if len(text) > MAX_CARD:
        raise ModelError(f"The model's card is longer than {MAX_CARD} characters; it is no card.")
    try:
        said = json.loads(text, object_pairs_hook=_without_repetition, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ModelError("The model's card is no JSON, or says something twice.") from None
    return make_card(said)


def make_card(said: object) -> Card:
    """A card from what JSON gave. Raises ModelError that says which entry is wrong and what it should be."""
    if not isinstance(said, Mapping):
        raise ModelError("The model's card has to be a JSON object.")
    names = [one.name for one in fields(Card)]
    if missing := [name for name in names if name not in said]:
        raise ModelError(f"The model's card lacks {', '.join(missing)}.")
    if strange := [str(name)[:40] for name in said if name not in names]:
        raise ModelError(f"The model's card has entries that are unknown here: {', '.join(strange[:8])}.")
    window = _whole(said, "window", range(64, MAX_WINDOW + 1))
    _must(window % OVERLAP == 0, "window", f"a multiple of {OVERLAP}")
    _must(_whole(said, "hop", range(MAX_WINDOW)) == window // OVERLAP, "hop", "a quarter of the window")
    rate = _whole(said, "rate", _RATES)
    card = Card(
        id=_matching(said, "id", _ID, _ID_IS),
        task=_text(said, "task"),
        input_bandwidth_hz=_band(said["input_bandwidth_hz"], rate),
        rate=rate,
        sha256=_matching(said, "sha256", _HASH, "64 hexadecimal digits"),
        bytes=_whole(said, "bytes", range(1, MAX_BYTES + 1)),
        licence=_text(said, "licence"),
        data=_object(said["data"], "data"),
        metrics=check_metrics(said["metrics"]),
        parent=None if said["parent"] is None else _matching(said, "parent", _ID, "the id of a model"),
        made=_text(said, "made"),
        how=_object(said["how"], "how"),
        window=window,
        hop=window // OVERLAP,
        context=_whole(said, "context", range(MAX_CONTEXT + 1)),
        noise_channels=_whole(said, "noise_channels", range(MAX_NOISE + 1)),
    )
    _must(card.task in TASKS, "task", f"one of {', '.join(TASKS)}")
    try:
        datetime.fromisoformat(card.made)
    except ValueError:
        _must(False, "made", "a date such as 2026-01-31")
    if len(write_card(card)) > MAX_CARD:
        raise ModelError(f"The model's card is longer than {MAX_CARD} characters; it is no card.")
    return card


def check_id(name: str) -> None:
    """Raises ModelError where no model can be called that: ids are names of folders too."""
    if _ID.fullmatch(name) is None:
        raise ModelError(f"No model can be called “{name[:80]}”: an id is {_ID_IS}.")


def check_metrics(said: object) -> Metrics:
    """Metrics, copied and in order. Raises ModelError where they are not what `Metrics` says."""
    what = 'numbers by name, by the rates of input and output: {"16000->48000": {"lsd": 0.9}}'
    good = isinstance(said, Mapping) and all(
        isinstance(condition, str)
        and _CONDITION.fullmatch(condition)
        and isinstance(values, Mapping)
        and all(_is_line(name) and _is_number(value) for name, value in values.items())
        for condition, values in said.items()
    )
    _must(good, "metrics", what)
    assert isinstance(said, Mapping)
    by_rate = sorted(said, key=lambda condition: (condition_rates(condition)[0], condition))
    return {
        condition: {name: float(value) for name, value in sorted(said[condition].items())}
        for condition in by_rate
    }


def card_entries(card: Card) -> dict[str, Any]:
    """The card as JSON has it; of a `Model`, what is of its card."""
    said = {one.name: getattr(card, one.name) for one in fields(Card)}
    return {**said, "input_bandwidth_hz": list(card.input_bandwidth_hz)}


def condition_rates(condition: str) -> tuple[int, int | None]:
    """The rates of input and output that a key of `Metrics` names. Raises ValueError where it names none."""
    found = _CONDITION.fullmatch(condition)
    if found is None:
        raise ValueError(f"{condition!r} names no rates")
    return int(found[1]), int(found[2]) if found[2] else None


def write_card(card: Card) -> str:
    """The card as text, always the same for the same card."""
    return json.dumps(card_entries(card), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _must(holds: bool, name: str, what: str) -> None:
    if not holds:
        raise ModelError(f'The model\'s card is wrong: "{name}" has to be {what}.')


def _text(said: Json, name: str) -> str:
    text = said[name]
    _must(_is_line(text), name, f"a line of text of at most {_MAX_TEXT} characters")
    return str(text)


def _matching(said: Json, name: str, pattern: re.Pattern[str], what: str) -> str:
    text = said[name]
    _must(isinstance(text, str) and pattern.fullmatch(text) is not None, name, what)
    return str(text)


def _whole(said: Json, name: str, within: range) -> int:
    number = said[name]
    good = type(number) is int and number in within
    _must(good, name, f"a whole number from {within.start} to {within.stop - 1}")
    return int(number)


def _band(said: object, rate: int) -> tuple[float, float]:
    what = f"the lowest and the highest bandwidth in Hz, up to half the rate ({rate / 2:g})"
    pair = list(said) if isinstance(said, list | tuple) else []
    good = len(pair) == 2 and all(_is_number(one) for one in pair) and 0 < pair[0] <= pair[1] <= rate / 2
    _must(good, "input_bandwidth_hz", what)
    return float(pair[0]), float(pair[1])


def _is_line(said: object) -> bool:
    return isinstance(said, str) and 0 < len(said) <= _MAX_TEXT and said.isprintable()


def _is_number(said: object) -> bool:
    """Whether it is a finite number; `True` is none, and an integer may be too large to be one."""
    return isinstance(said, int | float) and not isinstance(said, bool) and abs(said) < _LARGEST


def _object(said: object, name: str) -> Json:
    _must(isinstance(said, dict), name, "a JSON object")
    _must(_is_json(said, _MAX_DEPTH), name, f"plain JSON, at most {_MAX_DEPTH} levels deep")
    copied: Json = json.loads(json.dumps(said, sort_keys=True))
    return copied


def _is_json(said: object, depth: int) -> bool:
    if isinstance(said, str):
        return _is_text(said)
    if depth > 0 and isinstance(said, dict):
        named = all(isinstance(name, str) and _is_text(name) for name in said)
        return named and all(_is_json(one, depth - 1) for one in said.values())
    if depth > 0 and isinstance(said, list | tuple):
        return all(_is_json(one, depth - 1) for one in said)
    return said is None or isinstance(said, bool) or _is_number(said)


def _is_text(said: str) -> bool:
    """Half a surrogate pair cannot be written to a file."""
    return not any("\ud800" <= letter <= "\udfff" for letter in said)


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return said


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")

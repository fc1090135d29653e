"""The search itself, on a made-up sound: frames that are drawn from the model's own states."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from editor.speech.acoustics import SILENCE, Acoustics, english
from editor.speech.network import ANYTHING, build, path
from editor.speech.pronunciations import ways

WORDS = ("water", "was", "live", "a", "1984")


@pytest.fixture(scope="module")
def model() -> Acoustics:
    return english()


def test_the_model_has_the_phones_of_english_and_a_state_for_each_in_any_context(model: Acoustics) -> None:
    assert len(model.phones) == 42
    for position, phone, left, right in itertools.product(range(4), range(2, 42, 7), (5, 32), (9, 32)):
        assert all(
            model.phones[model.codebook[state]] == model.phones[phone]
            for state in model.states_of(position, phone, left, right)
        )


def test_mixture_weights_of_every_state_add_up(model: Acoustics) -> None:
    assert model.weights.sum(axis=1) == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("loose", [False, True])
def test_states_come_in_the_order_of_words_and_every_entry_has_a_way_in(
    model: Acoustics, loose: bool
) -> None:
    network = build(model, [ways(word) for word in WORDS], loose=loose)
    assert (np.diff(network.slot) >= 0).all()
    assert set(network.slot) == set(range(2 * len(WORDS) + 1))
    starts = np.isneginf(network.chain)
    assert set(np.flatnonzero(starts)) == set(network.entries.tolist())
    for entry, sources, costs in zip(network.entries, network.sources, network.costs, strict=True):
        ways_in = sources[np.isfinite(costs)]
        assert entry == 0 or len(ways_in)
        assert all(0 <= network.slot[entry] - network.slot[source] <= 2 for source in ways_in)
    assert (ANYTHING in network.tied) == loose


def made_up(
    network_words: tuple[str, ...], spoken: tuple[str, ...], model: Acoustics, *, loose: bool = False
) -> tuple[NDArray[np.int64], list[tuple[str, int, int]]]:
    """The slots found for `network_words` in scores that favour `spoken`, eight frames a phone."""
    network = build(model, [ways(word)[:1] for word in network_words], loose=loose)
    names = [SILENCE] * 3
    truth: list[tuple[str, int, int]] = []
    for word in spoken:
        phones = list(ways(word)[0])
        truth.append((word, len(names) * 8, (len(names) + len(phones)) * 8))
        names += [*phones, SILENCE]
    frames = [model.number(name) for name in names for _ in range(8)]
    phones_of_states = np.array(network.phone)
    scores = np.where(phones_of_states[None, :] == np.array(frames)[:, None], 0.0, -10.0)
    scores[:, network.tied == ANYTHING] = -4.0
    states, _ = path(network, scores.astype(np.float32), np.arange(len(network.tied)))
    return network.slot[states], truth


def test_words_are_found_where_their_phones_are(model: Acoustics) -> None:
    slots, truth = made_up(("water", "boat"), ("water", "boat"), model)
    for index, (_, start, stop) in enumerate(truth):
        found = np.flatnonzero(slots == 2 * index + 1)
        assert (found[0], found[-1] + 1) == (start, stop)


def test_a_word_that_was_not_said_is_left_out_only_where_that_is_allowed(model: Acoustics) -> None:
    words, spoken = ("water", "championship", "boat"), ("water", "boat")
    assert 3 in made_up(words, spoken, model)[0]
    slots, truth = made_up(words, spoken, model, loose=True)
    assert 3 not in slots
    assert np.flatnonzero(slots == 5)[0] == truth[1][1]


def test_speech_beyond_the_words_is_passed_over_where_that_is_allowed(model: Acoustics) -> None:
    slots, truth = made_up(("water", "boat"), ("water", "championship", "boat"), model, loose=True)
    assert np.flatnonzero(slots == 1)[-1] + 1 == truth[0][2]
    assert np.flatnonzero(slots == 3)[0] == truth[2][1]


def test_words_that_do_not_fit_are_refused(model: Acoustics) -> None:
    network = build(model, [ways("championship")])
    with pytest.raises(ValueError, match="do not fit"):
        path(network, np.zeros((10, len(network.tied)), np.float32), np.arange(len(network.tied)))

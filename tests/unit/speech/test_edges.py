from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from editor.speech.edges import sharpen
from editor.speech.features import RATE
from editor.speech.transcribe import clear_of
from editor.speech.voice import without_words
from editor.speech.words import Word

MS = RATE // 1000


def burst(start: int, stop: int, length: int) -> NDArray[np.float32]:
    noise = np.random.default_rng(0).standard_normal(length).astype(np.float32)
    sound = 1e-4 * noise
    sound[start:stop] += 0.1 * noise[start:stop]
    return sound


def test_edges_at_pauses_move_to_where_the_sound_begins_and_ends() -> None:
    sound = burst(500 * MS, 900 * MS, 1500 * MS)
    ((start, stop),) = sharpen(sound, [(450 * MS, 1000 * MS)])
    assert abs(start - 500 * MS) <= 10 * MS
    assert abs(stop - 900 * MS) <= 10 * MS


def test_edges_between_words_that_follow_each_other_stay() -> None:
    sound = burst(500 * MS, 900 * MS, 1500 * MS)
    sound[690 * MS : 710 * MS] *= 1e-3
    words = sharpen(sound, [(500 * MS, 720 * MS), (720 * MS, 900 * MS)])
    assert words[0][1] == words[1][0] == 720 * MS


def test_where_nothing_is_quiet_nothing_moves() -> None:
    sound = burst(0, 1500 * MS, 1500 * MS)
    assert sharpen(sound, [(450 * MS, 1000 * MS)]) == [(450 * MS, 1000 * MS)]


@st.composite
def spans(draw: st.DrawFn, end: int) -> list[tuple[int, int]]:
    cuts = sorted(draw(st.sets(st.integers(0, end), max_size=12)))
    return list(zip(cuts[::2], cuts[1::2], strict=False))


@given(spans(24_000), st.integers(0, 5))
def test_sharp_words_stay_sorted_disjoint_and_inside(words: list[tuple[int, int]], seed: int) -> None:
    sound = np.random.default_rng(seed).standard_normal(24_000).astype(np.float32)
    sound *= np.repeat(10.0 ** np.random.default_rng(seed).uniform(-4, 0, 24), 1000).astype(np.float32)
    flat = [edge for word in sharpen(sound, words) for edge in word]
    assert flat == sorted(flat)
    assert all(start < stop for start, stop in sharpen(sound, words))
    assert not flat or (flat[0] >= 0 and flat[-1] <= len(sound))


@given(spans(100_000), spans(100_000))
def test_voices_without_words_are_voiced_wordless_and_long_enough(
    voices: list[tuple[int, int]], words: list[tuple[int, int]]
) -> None:
    for start, stop in without_words(voices, words):
        assert stop - start >= 0.3 * RATE
        assert any(a <= start and stop <= b for a, b in voices)
        assert all(b <= start or stop <= a for a, b in words)


@given(spans(1000), spans(1000))
def test_what_is_clear_of_words_is_exactly_the_rest(
    spans_: list[tuple[int, int]], word_spans: list[tuple[int, int]]
) -> None:
    words = [Word(start, stop, "x", 0.5) for start, stop in word_spans]
    left = {at for start, stop in clear_of(spans_, words) for at in range(start, stop)}
    inside = {at for start, stop in spans_ for at in range(start, stop)}
    assert left == inside - {at for start, stop in word_spans for at in range(start, stop)}

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.media.pcm import PcmFile, PcmWriter
from editor.speech.alignment import Placed
from editor.speech.features import RATE
from editor.speech.listening import Clock
from editor.speech.recognising import Heard, is_made_up, stretches, words_of
from editor.speech.script import expected, script_words
from editor.speech.sound import chunks


@dataclass
class Said:
    """A word as faster-whisper gives it."""

    word: str
    start: float = 1.0
    end: float = 1.5
    probability: float = 0.9


@dataclass
class Segment:
    """A segment as faster-whisper gives it."""

    words: list[Said]
    text: str = " hello there"
    no_speech_prob: float = 0.1
    avg_logprob: float = -0.3
    compression_ratio: float = 1.2
    voices: list[tuple[int, int]] = field(default_factory=lambda: [(0, 10 * RATE)])


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        ([" Hello,", " there."], ["Hello,", "there."]),
        ([" 3", ".5", " times"], ["3.5", "times"]),
        ([" the", " other", " -", " way"], ["the", "other -", "way"]),
        ([" -", " well"], ["-", "well"]),
        ([" ", " x"], ["x"]),
    ],
)
def test_one_word_for_each_written_word(pieces: list[str], words: list[str]) -> None:
    assert [word.text for word in words_of(Segment([Said(piece) for piece in pieces]), 0)] == words


def test_the_bias_of_the_model_is_taken_off_and_nothing_begins_before_zero() -> None:
    early, late = words_of(Segment([Said(" a", 0.02, 0.05), Said(" b", 1.0, 1.5)]), round(0.1 * RATE))
    assert (early.start, early.stop) == (0, 0)
    assert (late.start, late.stop) == (round(0.9 * RATE), round(1.4 * RATE))


@pytest.mark.parametrize(
    ("segment", "made_up"),
    [
        (Segment([Said(" hello")]), False),
        (Segment([]), True),
        (Segment([Said(" [Music]")], text=" [Music]"), True),
        (Segment([Said(" ♪")], text=" ♪ la la"), True),
        (Segment([Said(" you")], no_speech_prob=0.9, avg_logprob=-1.1), True),
        (Segment([Said(" you")], no_speech_prob=0.9, avg_logprob=-0.2), False),
        (Segment([Said(" so")], compression_ratio=3.0), True),
        (Segment([Said(" hello")], voices=[(5 * RATE, 6 * RATE)]), True),
    ],
)
def test_what_nobody_said_is_told_from_what_somebody_did(segment: Segment, made_up: bool) -> None:
    assert is_made_up(segment, words_of(segment, 0), segment.voices) == made_up


@st.composite
def heard(draw: st.DrawFn) -> list[Heard]:
    at, words = 0, []
    for _ in range(draw(st.integers(0, 60))):
        at += draw(st.sampled_from([0, 0, 10, 200, 4000]))
        words.append(Heard(at, at + draw(st.integers(0, 300)), "x", 0.5))
        at = words[-1].stop
    return words


@given(heard())
def test_stretches_hold_every_word_once_and_know_their_neighbours(words: list[Heard]) -> None:
    found = list(stretches(words, 1000, 100, 3000))
    assert [word for stretch in found for word in stretch.words] == words
    for before, after in pairwise(found):
        assert before.after == after.words[0].start
        assert after.before == before.words[-1].stop
    for stretch in found:
        gaps = [b.start - a.stop for a, b in pairwise(stretch.words)]
        assert all(gap < 3000 for gap in gaps)


@given(st.lists(st.tuples(st.integers(-10, 2000), st.integers(-10, 2000)), max_size=30), st.integers(1, 3000))
def test_words_on_the_recordings_clock_never_run_back_or_past_the_end(
    spans: list[tuple[int, int]], samples: int
) -> None:
    clock = Clock(44_100, samples)
    words = []
    for start, stop in spans:
        word = Heard(start, stop, "x", 1.0)
        words += clock.words(0, [word], [Placed(start, stop, True)])
    edges = [edge for word in words for edge in (word.start, word.stop)]
    assert edges == sorted(edges)
    assert all(word.start < word.stop <= samples and word.confidence < 1 for word in words)


def test_a_word_that_the_aligner_moved_far_is_less_sure() -> None:
    word = Heard(RATE, 2 * RATE, "x", 0.8)
    (near,) = Clock(RATE, 9 * RATE).words(0, [word], [Placed(RATE + 1600, 2 * RATE, True)])
    (far,) = Clock(RATE, 9 * RATE).words(0, [word], [Placed(RATE + 8000, 2 * RATE, True)])
    assert near.confidence == 0.8
    assert far.confidence == 0.4


def test_chunks_are_the_whole_recording_cut_where_it_is_quiet(tmp_path: Path) -> None:
    length = 20 * 60 * RATE
    quiet = 350 * RATE
    with PcmWriter(tmp_path / "x.pcm", RATE, 1, "int16") as writer:
        random = np.random.default_rng(0)
        for at in range(0, length, RATE):
            second = random.integers(-9000, 9000, (RATE, 1), dtype=np.int16)
            writer.write(second // 1000 if at == quiet else second)
    with PcmFile(tmp_path / "x.pcm") as pcm:
        found = list(chunks(pcm))
        assert np.array_equal(np.concatenate([chunk.sound for chunk in found]), pcm.read(0, length)[:, 0])
    assert [chunk.start for chunk in found] == [
        0, *np.cumsum([len(chunk.sound) for chunk in found])[:-1].tolist()
    ]  # fmt: skip
    # The first is short; whoever dropped the recording waits for its words.
    assert 30 * RATE <= found[1].start <= 45 * RATE
    assert quiet < found[2].start < quiet + RATE
    assert max(len(chunk.sound) for chunk in found) <= 6 * 60 * RATE


def test_any_rate_and_channel_count_is_heard_at_16_khz(tmp_path: Path) -> None:
    seconds = np.arange(3 * 44_100) / 44_100
    tone = np.sin(2 * np.pi * 440 * seconds).astype(np.float32)
    with PcmWriter(tmp_path / "x.pcm", 44_100, 2) as writer:
        writer.write(np.stack([tone, np.zeros_like(tone)], axis=1))
    with PcmFile(tmp_path / "x.pcm") as pcm:
        (chunk,) = chunks(pcm)
    assert abs(len(chunk.sound) - 3 * RATE) <= 1
    wanted = 0.5 * np.sin(2 * np.pi * 440 * np.arange(len(chunk.sound)) / RATE)
    assert abs(chunk.sound - wanted)[RATE : 2 * RATE].max() < 1e-3


def spoken(text: str, start_s: float = 0.0) -> list[Heard]:
    return [
        Heard(round((start_s + 0.4 * i) * RATE), round((start_s + 0.4 * i + 0.35) * RATE), word, 0.9)
        for i, word in enumerate(text.split())
    ]


def test_a_script_is_expected_where_its_words_were_heard() -> None:
    text = "the quick brown fox jumps over the lazy dog"
    guesses = expected(script_words("The quick brown fox jumps over the lazy dog."), spoken(text), 60 * RATE)
    assert [(g.start, g.stop) for g in guesses] == [(h.start, h.stop) for h in spoken(text)]
    assert [g.index for g in guesses] == list(range(9))


def test_words_heard_wrongly_are_expected_between_their_neighbours() -> None:
    guesses = expected(
        script_words("the quick brown fox jumps over that lazy dog"),
        spoken("the quick crown socks jumps over that lazy dog"),
        60 * RATE,
    )
    assert [g.text for g in guesses] == [
        "the",
        "quick",
        "brown",
        "fox",
        "jumps",
        "over",
        "that",
        "lazy",
        "dog",
    ]
    assert 0.7 * RATE < guesses[2].start < guesses[3].start < guesses[3].stop <= 1.6 * RATE


def test_words_without_time_to_be_said_are_not_expected() -> None:
    script = (
        "the quick brown fox " + "with unbelievably complicated afterthoughts " * 5 + "jumps over that dog"
    )
    guesses = expected(script_words(script), spoken("the quick brown fox jumps over that dog"), 60 * RATE)
    assert [g.text for g in guesses] == ["the", "quick", "brown", "fox", "jumps", "over", "that", "dog"]
    assert guesses[-1].index == len(script.split()) - 1


def test_signs_of_a_script_go_with_the_word_before() -> None:
    assert script_words("— Well — yes, … no") == ["Well —", "yes, …", "no"]

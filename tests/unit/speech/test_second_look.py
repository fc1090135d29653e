from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from editor.speech.alignment import Placed
from editor.speech.features import RATE
from editor.speech.recognising import Heard, Stretch
from editor.speech.second_look import Allowance, clips, is_better, look_again

Seconds = list[tuple[float, float]]


def at(spans: Seconds) -> list[tuple[int, int]]:
    return [(round(start * RATE), round(stop * RATE)) for start, stop in spans]


def heard(text: str, start_s: float = 0.0) -> list[Heard]:
    """Words of 0.25 s, one after another."""
    words = text.split()
    spans = at([(start_s + 0.25 * i, start_s + 0.25 * (i + 1)) for i in range(len(words))])
    return [Heard(*span, word, 0.9) for span, word in zip(spans, words, strict=True)]


@pytest.mark.parametrize(
    ("voices", "words", "poor", "last", "found"),
    [
        pytest.param([(1, 3)], [(1, 3)], [], True, [], id="all of it has words"),
        pytest.param([(1, 3)], [(1, 2.2)], [], True, [(0.7, 3.3)], id="skipped at the end"),
        pytest.param([(1, 3)], [(1, 2.2)], [], False, [], id="what follows the last word waits"),
        pytest.param([(1, 3)], [(1, 2.6)], [], True, [], id="too short to bother"),
        pytest.param([(1, 3), (3.2, 5)], [(1, 3), (4.2, 5)], [], True, [(0.7, 5.3)], id="no pause, no cut"),
        pytest.param([(1, 3), (3.4, 5)], [(1, 3), (4.4, 5)], [], True, [(3.2, 5.3)], id="half of a pause"),
        pytest.param(
            [(1, 3), (4, 6), (7, 9)], [(1, 3), (5, 6), (7, 9)], [(7, 9)], True, [(3.7, 9.3)], id="a poor one"
        ),
        pytest.param([(1, 17)], [(1, 8), (10, 17)], [], True, [], id="longer than is heard well"),
    ],
)
def test_a_phrase_with_voice_but_no_words_is_looked_at_from_pause_to_pause(
    voices: Seconds, words: Seconds, poor: Seconds, last: bool, found: Seconds
) -> None:
    assert clips(at(voices), at(words), at(poor), 0, 20 * RATE, last=last) == at(found)


def test_clips_stay_inside_and_never_overlap() -> None:
    voices = at([(0, 1), (1.3, 3), (3.4, 5), (5.3, 7)])
    words = at([(0.9, 1), (2.8, 3), (4.8, 5)])
    found = clips(voices, words, words, RATE // 2, 6 * RATE, last=True)
    assert found
    edges = [edge for clip in found for edge in clip]
    assert edges == sorted(edges)
    assert edges[0] >= RATE // 2
    assert edges[-1] <= 6 * RATE


@pytest.mark.parametrize(
    ("old", "new", "voice_s", "better"),
    [
        ("we direct the way", "We were going direct the way.", 3.0, True),
        ("we direct the way", "we direct the way", 3.0, False),
        ("we direct the way", "thank you for watching this video", 3.0, False),
        ("", "we were all", 1.0, True),
        ("", "we were all going direct to heaven", 0.6, False),
    ],
)
def test_more_words_are_better_where_the_old_are_among_them(
    old: str, new: str, voice_s: float, better: bool
) -> None:
    assert is_better(heard(old), heard(new), round(voice_s * RATE)) == better


def test_an_allowance_is_a_tenth_of_what_was_listened_to_and_one_clip() -> None:
    allowance = Allowance()
    assert allowance.take(15 * RATE)
    assert not allowance.take(RATE)
    allowance.listened = 100 * RATE
    assert [allowance.take(RATE) for _ in range(3)] == [True, True, False]


@dataclass
class Said:
    """A word as faster-whisper gives it."""

    word: str
    start: float
    end: float
    probability: float = 0.9


class Segment:
    """A segment as faster-whisper gives it."""

    def __init__(self, text: str, sure: float = -0.3, no_speech: float = 0.1) -> None:
        self.text, self.avg_logprob, self.no_speech_prob, self.compression_ratio = text, sure, no_speech, 1.2
        self.words = [Said(f" {w}", 0.3 + 0.25 * i, 0.55 + 0.25 * i) for i, w in enumerate(text.split())]


def second_look(segment: Segment) -> tuple[Stretch, Stretch, list[int]]:
    """A stretch of which the middle was skipped, what became of it, and the lengths of clips decoded."""
    words = [*heard("and so", 1.0), *heard("we other way", 3.0), *heard("in short", 8.0)]
    words[3] = Heard(*at([(6.0, 6.25)])[0], "other", 0.9)
    words[4] = Heard(*at([(6.25, 6.5)])[0], "way", 0.9)
    stretch = Stretch(words, None, None)
    placed = [Placed(word.start, word.stop, True) for word in words]
    decoded: list[int] = []

    def recognise(clip: np.ndarray) -> list[Any]:
        decoded.append(len(clip))
        return [segment]

    sound = np.zeros(10 * RATE, np.float32)
    voices = at([(1, 1.5), (3, 6.5), (8, 8.5)])
    return stretch, look_again(sound, stretch, placed, voices, 0, 0, recognise, Allowance()), decoded


def test_what_was_skipped_takes_its_place_between_the_others() -> None:
    _, fuller, decoded = second_look(Segment("we were all going the other way"))
    assert " ".join(w.text for w in fuller.words) == "and so we were all going the other way in short"
    assert fuller.words[2].start == 3 * RATE
    assert decoded == [round(4.1 * RATE)]


@pytest.mark.parametrize(
    "segment",
    [
        Segment("we were all going the other way", sure=-0.9),
        Segment("we were all going the other way", no_speech=0.8),
        Segment("thank you very much for watching this"),
        Segment("we way"),
    ],
)
def test_a_doubtful_second_look_changes_nothing(segment: Segment) -> None:
    stretch, fuller, decoded = second_look(segment)
    assert fuller is stretch
    assert len(decoded) == 1

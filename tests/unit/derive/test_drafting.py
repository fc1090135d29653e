"""Typed text becomes draft words of an estimated length."""

from __future__ import annotations

import pytest

from editor.derive.drafting import drafted, words_of
from editor.derive.writing import joined

RATE = 44100


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("It was  the\tbest.", ["It", "was", "the", "best."]),
        ("你好，世界。", ["你", "好，", "世", "界。"]),
        ("「いいえ」と言った", ["「い", "い", "え」", "と", "言", "っ", "た"]),
        ("我用Qt写", ["我", "用Qt", "写"]),
        ("안녕 하세요", ["안녕", "하세요"]),
        ("\u0627\u0644\u0633\u0644\u0627\u0645 🎙", ["\u0627\u0644\u0633\u0644\u0627\u0645", "🎙"]),
        ("  ", []),
    ],
)
def test_words_are_what_one_may_choose(line: str, words: list[str]) -> None:
    assert words_of(line) == words


@pytest.mark.parametrize("line", ["It was the best.", "你好，世界。", "「いいえ」と言った"])
def test_written_one_after_another_they_are_the_line_again(line: str) -> None:
    assert joined(words_of(line)) == line


def test_a_hundred_and_fifty_words_take_about_a_minute() -> None:
    said = "It was the best of times, it was the worst of times, it was the age of foolishness. " * 9
    (pieces,) = drafted(said, RATE)
    assert 0.75 <= sum(piece.stop for piece in pieces) / RATE / (len(pieces) / 150 * 60) <= 1.25


def test_every_word_lasts() -> None:
    assert all(piece.stop > 0.1 * RATE for piece in drafted("I a é\n—", RATE)[0])

"""The small spectrograms: brighter is louder, and every stretch stands where it is."""

from __future__ import annotations

import numpy as np

from editor.media.spectrogram import HEIGHT, WIDTH
from editor.ui.panes.spectrum import joined, palette


def picture(level: int) -> bytes:
    return bytes([level]) * (WIDTH * HEIGHT)


def test_louder_is_never_darker() -> None:
    colours = palette()
    red, green, blue = (((colours >> shift) & 255).astype(float) for shift in (16, 8, 0))
    brightness = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    assert (np.diff(brightness) >= -1).all()
    assert brightness[-1] > brightness[0] + 200


def test_stretches_stand_where_they_are_with_silence_between() -> None:
    made = joined([(0, 100, picture(10)), (300, 400, picture(30))])
    quarter = WIDTH // 4
    assert (made[:, :quarter] == 10).all()
    assert (made[:, quarter : 3 * quarter] == 0).all()
    assert (made[:, 3 * quarter :] == 30).all()


def test_the_later_one_is_seen_where_two_overlap() -> None:
    made = joined([(0, 100, picture(10)), (50, 100, picture(20))])
    assert (made[:, : WIDTH // 2] == 10).all()
    assert (made[:, WIDTH // 2 :] == 20).all()


def test_what_is_no_picture_is_left_out() -> None:
    assert (joined([(0, 100, b"short"), (0, 100, picture(7))]) == 7).all()
    assert not joined([]).any()

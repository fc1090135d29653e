"""A spectrogram's rows are frequencies, its columns times, its bytes decibels."""

from __future__ import annotations

import numpy as np
import pytest

from editor.media.spectrogram import HEIGHT, LOWEST_DB, WIDTH, picture
from tests.helpers.sounds import ArraySound, noise, sine

RATE = 44100


def image(sound: np.ndarray, start: int = 0, stop: int | None = None) -> np.ndarray:
    source = ArraySound(sound)
    data = picture(source.read, start, len(sound) if stop is None else stop)
    assert len(data) == WIDTH * HEIGHT
    return np.frombuffer(data, np.uint8).reshape(HEIGHT, WIDTH)


def test_silence_is_black() -> None:
    assert not image(np.zeros((5000, 2), np.float32)).any()


@pytest.mark.parametrize("hz", [600.0, 5000.0, 20_000.0])
def test_a_tone_is_a_line_at_its_frequency(hz: float) -> None:
    rows = image(sine(hz, 3 * RATE))[:, WIDTH // 2]
    assert rows.argmax() == HEIGHT - 1 - int(hz / (RATE / 2) * HEIGHT)


def test_a_byte_is_a_part_of_the_range_in_decibels() -> None:
    loud, soft = (image(noise(RATE, level))[:, 10:-10].mean() for level in (0.1, 0.001))
    assert loud - soft == pytest.approx(40 * 255 / -LOWEST_DB, abs=1.5)


def test_time_goes_to_the_right() -> None:
    sound = np.concatenate([np.zeros((RATE, 2), np.float32), noise(RATE)])
    drawn = image(sound)
    assert not drawn[:, : WIDTH // 2 - 12].any()
    assert drawn[:, WIDTH // 2 + 12 :].min() > 0
    assert image(sound, RATE // 2)[:, WIDTH // 3 + 20 :].min() > 0


@pytest.mark.parametrize("length", [1, 300, 20 * RATE])
def test_any_length_gives_one_size(length: int) -> None:
    assert image(noise(length)).shape == (HEIGHT, WIDTH)

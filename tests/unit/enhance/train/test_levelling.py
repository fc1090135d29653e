"""Levelling: what is missing is found and made up for, within bounds."""

from __future__ import annotations

import pytest
import torch

from enhance.errors import EnhanceError
from enhance.net.generator import Generator, Shape
from enhance.train.levelling import level, missing_db

SMALL = Shape(channels=16, dilations=(1, 2), expansion=2, noise=4)
RATE = 48_000
HIGH = (1 / 4, 1 / 3)


@pytest.fixture
def generator(recordings):
    """One that makes about as much as is there: untrained, it makes less than leaks over from below."""
    torch.manual_seed(1)
    made = Generator(SMALL)
    for _ in range(2):
        made.raise_level(missing_db(made, recordings, RATE), *HIGH)
    return made


def test_a_level_that_is_raised_is_less_by_so_much(generator, recordings):
    before = missing_db(generator, recordings, RATE)
    generator.raise_level(3.0, *HIGH)
    assert missing_db(generator, recordings, RATE) == pytest.approx(before - 3.0, abs=0.05)


def test_what_is_missing_is_made_up_for(generator, recordings):
    generator.raise_level(missing_db(generator, recordings, RATE) - 3.0, *HIGH)
    assert level(generator, recordings, RATE) == pytest.approx(3.0, abs=0.1)
    assert missing_db(generator, recordings, RATE) == pytest.approx(0.0, abs=0.1)


def test_no_more_than_a_little_is_made_up_for(generator, recordings):
    generator.raise_level(missing_db(generator, recordings, RATE) - 9.0, *HIGH)
    assert level(generator, recordings, RATE) == 4.0


def test_what_is_too_loud_already_is_left(generator, recordings):
    generator.raise_level(missing_db(generator, recordings, RATE) + 5.0, *HIGH)
    assert level(generator, recordings, RATE) == 0.0


def test_where_there_is_nothing_to_measure_it_is_said(generator, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(EnhanceError, match="no recordings"):
        level(generator, tmp_path / "empty", RATE)

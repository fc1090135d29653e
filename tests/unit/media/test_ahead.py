"""Work that runs ahead loses nothing, says how it failed, and ends with its consumer."""

from __future__ import annotations

import threading
from collections.abc import Generator

import pytest

from editor.media.ahead import running_ahead


def test_everything_comes_in_order() -> None:
    with running_ahead((i for i in range(1000)), 3) as items:
        assert list(items) == list(range(1000))


def test_it_is_at_most_so_far_ahead() -> None:
    made = 0

    def source() -> Generator[int, None, None]:
        nonlocal made
        while made < 100:
            yield made
            made += 1

    with running_ahead(source(), 4) as items:
        for taken in items:
            assert made <= taken + 5


def test_what_fails_in_the_other_thread_comes_out_here() -> None:
    def source() -> Generator[int, None, None]:
        yield 1
        raise KeyError("no more")

    with running_ahead(source()) as items:
        assert next(items) == 1
        with pytest.raises(KeyError):
            next(items)


def test_leaving_early_closes_the_source_and_ends_the_thread() -> None:
    closed = threading.Event()

    def source() -> Generator[int, None, None]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    before = threading.active_count()
    with running_ahead(source()) as items:
        next(items)
    assert closed.is_set()
    assert threading.active_count() == before

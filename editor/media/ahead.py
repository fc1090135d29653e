"""Work that runs ahead of its consumer, in a thread of its own, by a few items at most."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")


class _End(Generic[T]):
    """The last thing in the queue: how the source ended."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


@contextmanager
def running_ahead(source: Generator[T, None, None], depth: int = 4) -> Iterator[Iterator[T]]:
    """An iterator over `source`, which runs in another thread and is at most `depth` items ahead.

    What the source raises comes out of the iterator. After leaving, the source is closed and its thread gone.
    """
    slots = threading.Semaphore(depth)
    items: SimpleQueue[T | _End[T]] = SimpleQueue()
    stop = threading.Event()

    def produce() -> None:
        error: BaseException | None = None
        try:
            while slots.acquire() and not stop.is_set():
                items.put(next(source))
        except StopIteration:
            pass
        except BaseException as raised:
            error = raised
        try:
            source.close()
        except BaseException as raised:
            error = error or raised
        items.put(_End(error))

    def consume() -> Iterator[T]:
        while True:
            item = items.get()
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            slots.release()
            yield item

    thread = threading.Thread(target=produce, name="media-ahead", daemon=True)
    thread.start()
    try:
        yield consume()
    finally:
        stop.set()
        slots.release()
        thread.join()

"""A document of 100,000 words: what one edit costs, all that the views need to know of it included.

    python -m tests.bench.bench_document [--words 100000]

Beside each figure is the floor of the same run: copying the two tuples that any new root must have (its
paragraphs, and the pieces of one paragraph). Times are of this process alone, without the disk.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

from editor.derive.changes import changed
from editor.derive.words import words
from editor.model import edits
from editor.model.document import Document, Paragraph, Piece, Place, Transcript
from editor.model.folds import folds
from editor.model.history import History, Step

RATE = 44100
LIMIT_MS = 16.0
LIMIT_KIB = 100.0


def long_document(count: int) -> Document:
    """One source of `count` words in turns of about a hundred; each word of 0.3 s with 0.1 s behind it."""
    paragraphs = []
    now = said = 0
    chance = random.Random(5)
    while said < count:
        pieces = []
        for _ in range(min(chance.randint(60, 140), count - said)):
            stop = now + int(0.3 * RATE)
            pieces.append(Piece("source", now, stop, f"word{said % 5000}", 0.9))
            pieces.append(Piece("source", stop, stop + int(0.1 * RATE), ""))
            now = stop + int(0.1 * RATE)
            said += 1
        paragraphs.append(Paragraph(("Ann", "Ben")[len(paragraphs) % 2], tuple(pieces)))
    text = Document(tuple(paragraphs))
    return Document(text.paragraphs, (Transcript("source", now, text),))


def every_view_follows(old: Document, new: Document) -> None:
    """What transcript, timeline, word bar and renderer ask for after an edit."""
    first, _, stop = changed(old, new)
    places = [Place(number, 0) for number in range(first, min(stop, len(new.paragraphs)))]
    for place in places:
        new.time_of(place)
        new.word_at_place(place)
        for _ in words(new, new.first_word(place.paragraph), new.first_word(place.paragraph) + 200):
            pass
    new.place_at(new.length // 2)
    new.place_of_word(new.word_count // 2)
    folds(new)


@dataclass
class Measured:
    """Milliseconds of each repetition."""

    name: str
    times: list[float]

    def line(self, floor: float) -> str:
        """The figures for showing."""
        ordered = sorted(self.times)
        p99 = ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
        verdict = "" if p99 < LIMIT_MS else f"   ABOVE {LIMIT_MS:g} ms"
        return (
            f"{self.name:16} p50 {statistics.median(ordered):6.2f}   p99 {p99:6.2f}   "
            f"max {ordered[-1]:6.2f} ms   {statistics.median(ordered) / floor:6.0f} x floor{verdict}"
        )


def timed(name: str, count: int, once: Callable[[int], None]) -> Measured:
    """`once(n)` done `count` times after two for warming up."""
    times = []
    for number in range(count + 2):
        began = time.perf_counter()
        once(number)
        if number > 1:
            times.append((time.perf_counter() - began) * 1000)
    return Measured(name, times)


class Desk:
    """A history being edited at random places, as a session does."""

    def __init__(self, document: Document) -> None:
        self.history = History([], 0, document, lambda _: document)
        self.chance = random.Random(7)
        every_view_follows(document, document)

    def do(self, change: edits.Change) -> None:
        """Record and have every view follow."""
        old = self.history.root
        self.history.record(change.document, Step(change.label, change.selection))
        every_view_follows(old, change.document)

    def delete(self, _: int) -> None:
        """Take three words out."""
        document = self.history.root
        first = self.chance.randrange(document.word_count - 3)
        self.do(edits.delete(document, first, first + 3))

    def paste(self, _: int) -> None:
        """Put two hundred words of one place at another."""
        document = self.history.root
        first = self.chance.randrange(document.word_count - 200)
        fragment = edits.copied(document, first, first + 200)
        self.do(edits.paste(document, self.chance.randrange(document.word_count), fragment))

    def undo(self, _: int) -> None:
        """Go back by one."""
        old = self.history.root
        every_view_follows(old, self.history.go(self.history.revision - 1))


def step_size(document: Document, edit: Callable[[Desk], Callable[[int], None]], steps: int = 50) -> float:
    """KiB that one kept root costs, with all that the views have made it remember."""
    desk = Desk(document)
    once = edit(desk)
    for number in range(3):
        once(number)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(steps):
        once(number)
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return (after - before) / steps / 1024


def floor_ms(document: Document) -> float:
    """Copying a tuple of the paragraphs and one of a paragraph's pieces, with one item other."""
    paragraphs, pieces = document.paragraphs, document.paragraphs[0].pieces

    def once(_: int) -> None:
        (*paragraphs[:500], paragraphs[0], *paragraphs[501:])
        (*pieces[:50], pieces[0], *pieces[51:])

    return statistics.median(timed("floor", 300, once).times)


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=100_000)
    count = parser.parse_args().words
    document = long_document(count)
    hours = document.length / RATE / 3600
    print(f"{document.word_count:,} words, {hours:.1f} h, {len(document.paragraphs):,} paragraphs")
    floor = floor_ms(document)
    print(f"floor (copy of the two tuples): {floor:.4f} ms")
    desk = Desk(document)
    print(timed("delete 3 words", 300, desk.delete).line(floor))
    print(timed("paste 200 words", 300, desk.paste).line(floor))
    print(timed("undo", 300, desk.undo).line(floor))
    for name, edit in (("delete", lambda d: d.delete), ("paste of 200 words", lambda d: d.paste)):
        size = step_size(document, edit)
        verdict = "" if size < LIMIT_KIB else f"   ABOVE {LIMIT_KIB:g} KiB"
        print(f"memory of one undo step, {name}: {size:.1f} KiB{verdict}")


if __name__ == "__main__":
    main()

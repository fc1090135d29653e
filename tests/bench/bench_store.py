"""What it costs to save an edit of a long document, and to open it again.

The floor, in the same run on the same disk: one row put into a bare SQLite database with synchronous=FULL.
Run as `python -m tests.bench.bench_store [FOLDER]`; the folder says which disk.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles

from editor.model import edits, words
from editor.model.document import Document, Paragraph, Piece, Transcript
from editor.model.history import Step
from editor.store import Project

WORDS = 100_000
WORDS_IN_PARAGRAPH = 50
EDITS = 960
FLOOR_ROWS = 1_000
RATE = 44_100


def long_document(count: int = WORDS) -> Document:
    """`count` words of one source, a pause after every third, with the transcript that they come from."""
    chance = random.Random(2)
    vocabulary = [
        "the",
        "of",
        "interview",
        "people",
        "well",
        "yesterday",
        "I",
        "remember",
        "nothing",
        "strange",
    ]
    paragraphs: list[Paragraph] = []
    now = 0
    for first in range(0, count, WORDS_IN_PARAGRAPH):
        pieces: list[Piece] = []
        for word in range(first, min(first + WORDS_IN_PARAGRAPH, count)):
            stop = now + chance.randrange(4_000, 24_000)
            sure = round(chance.uniform(0.3, 0.999), 3)
            pieces.append(Piece("0123456789ab", now, stop, chance.choice(vocabulary), sure))
            now = stop
            if word % 3 == 0:
                stop = now + chance.randrange(2_000, 40_000)
                pieces.append(Piece("0123456789ab", now, stop, ""))
                now = stop
        paragraphs.append(Paragraph(("Ann", "Ben")[len(paragraphs) % 2], tuple(pieces)))
    text = tuple(paragraphs)
    return Document(text, (Transcript("0123456789ab", now, Document(text)),))


def some_edit(document: Document, chance: random.Random) -> edits.Change:
    """One of the edits of daily work somewhere in the document."""
    first = chance.randrange(document.word_count - 400)
    kind = chance.randrange(5)
    if kind == 0:
        return words.correct(document, first, first + 1, "corrected")
    if kind == 1:
        return edits.ignore(document, first, first + 3)
    if kind == 2:
        return edits.move(document, first, first + 5, first + 200)
    if kind == 3:
        fragment = edits.copied(document, first, first + 200)
        return edits.paste(document, chance.randrange(document.word_count), fragment)
    return edits.delete(document, first, first + chance.randrange(1, 9))


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that `work` takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1e3


def floor_ms(folder: Path) -> list[float]:
    """What one durable row costs in a database of its own."""
    with closing(sqlite3.connect(folder / "bare.sqlite", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY, what BLOB)")
        return [
            timed(lambda: connection.execute("INSERT INTO rows (what) VALUES (?)", (b"x" * 200,)))
            for _ in range(FLOOR_ROWS)
        ]


def said(name: str, times: list[float]) -> str:
    """Median, 99th percentile and worst of some times in ms, as a line."""
    p99 = quantiles(times, n=100)[98]
    return f"{name:<44} median {median(times):7.2f} ms   p99 {p99:7.2f} ms   worst {max(times):7.2f} ms"


def main() -> None:
    """Print the figures."""
    chance = random.Random(5)
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        folder = Path(place)
        floor = floor_ms(folder)
        document = long_document()
        project = Project.create(folder / "long", RATE)
        print(f"document: {document.word_count:,} words, {len(document.paragraphs):,} paragraphs")
        first = timed(lambda: project.commit(Document(), document, Step("Imported"), 1))
        print(f"{'commit of the import itself':<44} {first:14.1f} ms")
        commits, gos = [], []
        revision = 1
        for _ in range(EDITS):
            change = some_edit(document, chance)
            revision += 1
            step = Step(change.label, change.selection)
            commits.append(timed(lambda: project.commit(document, change.document, step, revision)))  # noqa: B023
            document = change.document
        size_of = "SELECT avg(length(forward) + length(backward)), max(length(forward) + length(backward)) "
        with project._database.reading() as connection:
            mean, most = connection.execute(size_of + "FROM steps WHERE number > 1").fetchone()
        for back in range(200):
            gos.append(timed(lambda: project.go(revision - back)))  # noqa: B023
        project.go(revision)
        print(said("floor: one row, bare SQLite, FULL", floor))
        print(said(f"commit of an edit ({EDITS} of five kinds)", commits))
        print(said("undo (go)", gos))
        print(f"{'bytes per step, both directions':<44} mean {mean:9,.0f}      most {most:9,}")
        project._database.close()  # As a crash would: no snapshot of the end is saved.
        project.close()
        assert project._lock is not None
        project._lock.release()
        for name in (
            f"opened after a crash {EDITS % 500} steps after a snapshot",
            "opened after that",
            "opened again",
        ):
            began = time.perf_counter()
            project = Project.open(folder / "long")
            opened = time.perf_counter() - began
            steps, revision, root = project.load()
            loaded = time.perf_counter() - began
            assert root == document
            assert len(steps) == revision
            print(f"{name:<44} open {opened * 1e3:9.0f} ms   with load {loaded * 1e3:6.0f} ms")
            undo = timed(lambda: project.root_at(revision - 1))  # noqa: B023
            print(f"{'  first undo after opening: its root':<44} {undo:14.2f} ms")
            closing_ms = timed(project.close)
            print(f"{'  close':<44} {closing_ms:14.1f} ms")
        size = (folder / "long.wordtape" / "project.sqlite").stat().st_size
        print(f"{'database on disk':<44} {size / 1e6:14.1f} MB")


if __name__ == "__main__":
    main()

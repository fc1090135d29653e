"""How fast words are found in a document of 100,000 of them, and replaced.

Three parts. The search alone: beside it its floor, Python counting the same letters in the text that is
searched, which knows neither words nor punctuation. In the window: from a letter typed into the bar to
everything painted; beside it Qt's own text document (the peer) looking for all places of the same. Edits of
everything that is found: the edit, and telling it on disk.

    python -m tests.bench.bench_find [--words 100000]
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from editor.derive.finding import Query, Reading, find
from editor.model.cutting import MIDPOINTS
from editor.model.document import Document
from editor.model.each import delete_each
from editor.model.words import Correction, correct_each
from editor.store.codec import encode
from editor.ui.desk import Desk
from editor.ui.finding import Finding
from editor.ui.main import make_application
from editor.ui.panes.finding import FindBar
from editor.ui.theme import Theme
from editor.ui.transcript import TranscriptView
from tests.helpers.paper import paper_desk, paper_document

LIMIT_MS = 50.0
TIMES = 15
QUERIES = (
    *(("nowhere", False), ("wisdom", False), ("wisdom", True), ("best of times", False)),
    *(("was the", True), ("the", False), ("e", False), ("t", True), (",", False)),
)


def timed(once: Callable[[], object], times: int = TIMES) -> list[float]:
    """Milliseconds of each of `times` repetitions after one for warming up."""
    found = []
    for _ in range(times + 1):
        began = time.perf_counter()
        once()
        found.append(1000 * (time.perf_counter() - began))
    return found[1:]


def line(name: str, values: list[float], beside: str = "", limit: float = LIMIT_MS) -> None:
    verdict = "" if max(values) < limit else f"   ABOVE {limit:g} ms"
    print(f"  {name:34} {median(values):7.2f} ms median {max(values):7.2f} ms worst{beside}{verdict}")


def searches(document: Document) -> None:
    print("The search alone; beside it the floor: counting the same letters in the same text")
    began = time.perf_counter()
    text = Reading(document).text
    line("reading the words the first time", [1000 * (time.perf_counter() - began)], "", float("inf"))
    for looked_for, whole in QUERIES:
        query = Query(looked_for, whole)
        find(document, query)
        values = timed(lambda query=query: find(document, query))
        floor = median(timed(lambda said=looked_for: text.count(said)))
        name = f"“{looked_for}”{', whole words' if whole else ''}"
        beside = f"   floor {floor:5.2f} ms   {len(find(document, query)):6,} found"
        line(name, values, beside)


def typing(application: QApplication, theme: Theme, document: Document) -> None:
    desk: Desk = paper_desk(document)
    finding = Finding(desk)
    holder = QWidget()
    column = QVBoxLayout(holder)
    transcript, bar = TranscriptView(desk, theme), FindBar(finding, theme)
    column.addWidget(transcript, 1)
    column.addWidget(bar)
    finding.changed.connect(lambda: transcript.show_found(finding.found))
    holder.resize(1070, 640)
    holder.show()
    bar.begin()
    application.processEvents()
    print("In the window: a letter typed, to everything painted; beside it Qt's document finding all of it")
    peer = QTextDocument(
        "\n".join(" ".join(p.text for p in turn.pieces if p.text) for turn in document.paragraphs)
    )

    def every(text: str) -> None:
        cursor = peer.find(text)
        while not cursor.isNull():
            cursor = peer.find(text, cursor)

    for text in ("e", "t", "th", "the", "was t", "best of times", "incredulit"):

        def keystroke(text: str = text) -> None:
            bar.field.setText(text)
            application.processEvents()

        values = []
        for _ in range(TIMES):
            bar.field.setText("")
            application.processEvents()
            values.append(_once(keystroke))
        line(f"“{text}”", values, f"   Qt {_once(lambda text=text: every(text)):8.1f} ms")
    bar.field.setText("was")

    def step() -> None:
        finding.step(1)
        application.processEvents()

    line("to the next match", timed(step, 100))
    holder.close()
    holder.deleteLater()
    application.processEvents()


def _once(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def edits_of_all(document: Document) -> None:
    print("Every match edited in one step: the edit, and telling it and its undo for the disk")
    words = document.word_count
    for count in (10, 100, 1000, 5000):
        spans = [(n * (words // count), n * (words // count) + 1) for n in range(count)]
        corrections = [Correction(*span, "Foo") for span in spans]
        for name, edit in (
            (f"delete {count:,} of them", lambda spans=spans: delete_each(document, spans, MIDPOINTS)),
            (f"correct {count:,} of them", lambda all_=corrections: correct_each(document, all_)),
        ):
            new = edit().document
            told = median(timed(lambda new=new: (encode(document, new), encode(new, document)), 3))
            line(name, timed(edit, 3), f"   on disk {told:6.1f} ms", float("inf"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=100_000)
    document = paper_document(parser.parse_args().words)
    print(f"{document.word_count:,} words")
    searches(document)
    application = make_application(["wordtape"])
    theme = Theme(application, "light")
    typing(application, theme, document)
    theme.close()
    edits_of_all(document)


if __name__ == "__main__":
    main()

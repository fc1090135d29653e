"""Documents and sessions made of nothing, for tests of the window that need neither files nor sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from editor.model.cutting import MIDPOINTS, Cutting, EditError
from editor.model.document import Document, Paragraph, Piece, Transcript
from editor.model.edits import Change
from editor.model.history import History, Step
from editor.model.source import Recording, Source, Variant

RATE = 44100
_SAID = (
    "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of "
    "foolishness, it was the epoch of belief, it was the epoch of incredulity, it was the season of Light."
)
_TEXT = _SAID.split()


def paper_document(
    words: int, *, per_paragraph: int = 80, source: str = "s", seed: int = 1, slowness: float = 1.0
) -> Document:
    """`words` words by two speakers in turn with pauses between, every sample of one source in order.

    slowness: how long words and pauses are; at 1 some 470 ms a word.
    """
    random = Random(seed)
    paragraphs: list[Paragraph] = []
    now = number = 0
    while number < words:
        pieces: list[Piece] = []
        for _ in range(min(per_paragraph, words - number)):
            length = int(slowness * random.randint(6000, 20000))
            pieces.append(Piece(source, now, now + length, _TEXT[number % len(_TEXT)], 0.9))
            now += length
            if random.random() < 0.3:
                length = int(slowness * random.randint(2000, 50000))
                pieces.append(Piece(source, now, now + length, ""))
                now += length
            number += 1
        paragraphs.append(Paragraph("Ben" if len(paragraphs) % 2 else "Ann", tuple(pieces)))
    text = Document(tuple(paragraphs))
    return Document(text.paragraphs, (Transcript(source, now, text),))


class PaperVariants:
    """Of nothing that has no sound there are variants."""

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        return lambda: None

    def all(self, source: str | None = None) -> tuple[Variant, ...]:
        return ()


class PaperSession:
    """What the window asks of a `Session`, with nothing on disk and nothing to hear."""

    def __init__(self, document: Document, cutting: Cutting = MIDPOINTS) -> None:
        self.history = History([], 0, document, lambda _revision: document)
        self.cutting = cutting
        self.variants = PaperVariants()
        self.rate = RATE
        self.path = Path("paper.wordtape")
        self.title = "Paper"
        self._listeners: list[Callable[[Document, Document], None]] = []
        lengths = {t.source: t.length for t in document.transcripts}
        self.sources = tuple(
            Source(name, name, (Recording("0" * 64, f"{name}.wav", "Ann", length, RATE, 1),))
            for name, length in lengths.items()
        )

    @property
    def document(self) -> Document:
        return self.history.root

    def source(self, source: str) -> Source:
        return next(found for found in self.sources if found.id == source)

    def listen(self, listener: Callable[[Document, Document], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def do(self, edit: Callable[[Document], Change]) -> Change:
        old = self.document
        change = edit(old)
        self.history.record(change.document, Step(change.label, change.selection))
        self._tell(old)
        return change

    def undo(self) -> tuple[str, ...]:
        return self._walk(-1)

    def redo(self) -> tuple[str, ...]:
        return self._walk(1)

    def go(self, revision: int) -> None:
        old = self.document
        self.history.go(revision)
        self._tell(old)

    def _walk(self, by: int) -> tuple[str, ...]:
        label = self.history.undo_label if by < 0 else self.history.redo_label
        if label is None:
            raise EditError("There is nothing to undo." if by < 0 else "There is nothing to redo.")
        old = self.document
        self.history.go(self.history.revision + by)
        self._tell(old)
        return (label,)

    def _tell(self, old: Document) -> None:
        for listener in tuple(self._listeners):
            listener(old, self.document)

    def close(self) -> None:
        pass


def paper_desk(document: Document) -> Any:
    """A desk over a paper session."""
    from editor.ui.desk import Desk

    return Desk(PaperSession(document))  # type: ignore[arg-type]

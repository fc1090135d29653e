"""The caret's keys: the system's own for moving in text, a word being the smallest step.

Arrows go by words and lines, with Ctrl (on macOS Alt) by sentences and paragraphs; Shift extends.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from editor.model.document import Document
from editor.ui.transcript import motions
from editor.ui.transcript.page import Page

_Key = QKeySequence.StandardKey


def typed(event: QKeyEvent) -> bool:
    """Whether a key writes a letter; a space never begins a text, and stays a command."""
    modifiers, shift = event.modifiers(), Qt.KeyboardModifier.ShiftModifier
    plain = modifiers in (Qt.KeyboardModifier.NoModifier, shift, Qt.KeyboardModifier.GroupSwitchModifier)
    keypad = modifiers == Qt.KeyboardModifier.KeypadModifier
    return (plain or keypad) and event.text().isprintable() and bool(event.text().strip())


class Moved(NamedTuple):
    """Where a key takes the caret. after: it stands at the end of the line before. extend: with Shift."""

    position: int
    extend: bool
    after: bool = False


class Keys:
    """Motions over one page. The x that a run of up and down began at is kept."""

    def __init__(self) -> None:
        self._goal_x: float | None = None

    def forget(self) -> None:
        """The caret was put elsewhere: up and down begin anew."""
        self._goal_x = None

    def moved(
        self,
        event: QKeyEvent,
        document: Document,
        page: Page,
        viewport: float,
        anchor: int,
        caret: int,
        after: bool,
    ) -> Moved | None:
        """Where the key of `event` takes the caret, or None where it is no motion.

        after: the caret stands at the end of the word before it, which may be a line further up.
        """
        here = caret - 1 if after else caret
        lines = max(int(viewport / page.type.line_height) - 3, 1)
        count = document.word_count

        def by_lines(step: int) -> Callable[[], int]:
            return lambda: self._by_lines(document, page, here, step)

        vertical: list[tuple[_Key, _Key, Callable[[], int]]] = [
            (_Key.MoveToPreviousLine, _Key.SelectPreviousLine, by_lines(-1)),
            (_Key.MoveToNextLine, _Key.SelectNextLine, by_lines(1)),
            (_Key.MoveToPreviousPage, _Key.SelectPreviousPage, by_lines(-lines)),
            (_Key.MoveToNextPage, _Key.SelectNextPage, by_lines(lines)),
        ]
        for plain, selecting, motion in vertical:
            if event.matches(plain) or event.matches(selecting):
                return Moved(motion(), event.matches(selecting))
        if event.matches(_Key.MoveToPreviousChar) and anchor != caret:
            return self._anew(Moved(min(anchor, caret), False))
        if event.matches(_Key.MoveToNextChar) and anchor != caret:
            return self._anew(Moved(max(anchor, caret), False))
        horizontal: list[tuple[_Key, _Key, Callable[[], int]]] = [
            (_Key.MoveToPreviousChar, _Key.SelectPreviousChar, lambda: max(caret - 1, 0)),
            (_Key.MoveToNextChar, _Key.SelectNextChar, lambda: min(caret + 1, count)),
            (
                _Key.MoveToPreviousWord,
                _Key.SelectPreviousWord,
                lambda: motions.sentence_back(document, caret),
            ),
            (_Key.MoveToNextWord, _Key.SelectNextWord, lambda: motions.sentence_on(document, caret)),
            (
                _Key.MoveToStartOfBlock,
                _Key.SelectStartOfBlock,
                lambda: motions.paragraph_back(document, caret),
            ),
            (_Key.MoveToEndOfBlock, _Key.SelectEndOfBlock, lambda: motions.paragraph_on(document, caret)),
            (_Key.MoveToStartOfDocument, _Key.SelectStartOfDocument, lambda: 0),
            (_Key.MoveToEndOfDocument, _Key.SelectEndOfDocument, lambda: count),
            (_Key.MoveToStartOfLine, _Key.SelectStartOfLine, lambda: _line(document, page, here)[0]),
        ]
        for plain, selecting, motion in horizontal:
            if event.matches(plain) or event.matches(selecting):
                return self._anew(Moved(motion(), event.matches(selecting)))
        end, select_end = event.matches(_Key.MoveToEndOfLine), event.matches(_Key.SelectEndOfLine)
        if end or select_end:
            return self._anew(Moved(_line(document, page, here)[1], select_end, after=True))
        return None

    def _anew(self, moved: Moved) -> Moved:
        self.forget()
        return moved

    def _by_lines(self, document: Document, page: Page, at: int, lines: int) -> int:
        """The position so many lines up or down, as near as can be to where the run of keys began."""
        if not document.word_count:
            return 0
        paragraph = document.place_of_word(min(at, document.word_count - 1)).paragraph
        laid = page.laid(paragraph)
        inside = min(at - document.first_word(paragraph), laid.paragraph.word_count - 1)
        if self._goal_x is None:
            self._goal_x = laid.caret(inside, after=False).left()
        line = laid.line_of(laid.composed.starts[inside])
        step = 1 if lines > 0 else -1
        for _ in range(abs(lines)):
            line += step
            while not 0 <= line < len(laid.lines) or not laid.paragraph.word_count:
                paragraph += step
                if not 0 <= paragraph < len(document.paragraphs):
                    return 0 if step < 0 else document.word_count
                laid = page.laid(paragraph)
                line = len(laid.lines) - 1 if step < 0 else 0
        # The caret stands a pixel before its word.
        word, _, _ = laid.hit(QPointF(self._goal_x + 2, laid.line_top(line) + 1))
        return document.first_word(paragraph) + word


def _line(document: Document, page: Page, at: int) -> tuple[int, int]:
    """The words `[first, stop)` on the line of a position."""
    if not document.word_count:
        return 0, 0
    word = min(at, document.word_count - 1)
    paragraph = document.place_of_word(word).paragraph
    base = document.first_word(paragraph)
    laid = page.laid(paragraph)
    starts = laid.composed.starts
    number = laid.line_of(starts[word - base])
    on_line = [k for k, start in enumerate(starts) if laid.line_of(start) == number]
    return base + on_line[0], base + on_line[-1] + 1

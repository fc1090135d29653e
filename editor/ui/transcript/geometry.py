"""Where words, marks and labels are in a viewport, and what lies under a point of it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from editor.model.document import Document
from editor.ui.transcript.composing import Mark
from editor.ui.transcript.laying import HEADER_PX
from editor.ui.transcript.page import Shown


class Hit(NamedTuple):
    """What lies under a point. word: of the document. label: a speaker's name. past: beyond a line's end."""

    paragraph: int
    word: int
    past: bool = False
    mark: Mark | None = None
    label: bool = False
    on_text: bool = False


def words_in(document: Document, paragraph: int, first: int, stop: int) -> tuple[int, int]:
    """The part of words `[first, stop)` that stands in a paragraph, counted from its first word."""
    base = document.first_word(paragraph)
    count = document.paragraphs[paragraph].word_count
    return max(first - base, 0), min(stop - base, count)


def origin(shown: Shown, left: float) -> QPointF:
    """Where the first line of a shown paragraph begins."""
    return QPointF(round(left), round(shown.y) + HEADER_PX)


def word_rects(document: Document, visible: list[Shown], left: float, first: int, stop: int) -> list[QRectF]:
    """Where words `[first, stop)` are, one rectangle for each stretch on a line; only those seen."""
    found: list[QRectF] = []
    for shown in visible:
        a, b = words_in(document, shown.number, first, stop)
        if a < b:
            corner = origin(shown, left)
            found += [rect.translated(corner) for rect in shown.laid.word_rects(a, b)]
    return found


def caret_rect(document: Document, visible: list[Shown], left: float, position: int, after: bool) -> QRectF:
    """Where the caret of a position is; empty where that is not seen."""
    count = document.word_count
    if not count:
        return QRectF()
    after = (after or position >= count) and position > 0
    word = position - 1 if after else position
    paragraph = document.place_of_word(word).paragraph
    for shown in visible:
        if shown.number == paragraph:
            inside = word - document.first_word(paragraph)
            rect = shown.laid.caret(inside, after=after).translated(origin(shown, left))
            return rect.adjusted(0, 3, 0, -3)
    return QRectF()


def hit(
    document: Document, visible: list[Shown], left: float, label_width: float, point: QPointF
) -> Hit | None:
    """What lies under a point; None where nothing is shown. Below the text it is the last word."""
    if not visible:
        return None
    shown = next((s for s in reversed(visible) if s.y <= point.y()), visible[0])
    corner = origin(shown, left)
    base = document.first_word(shown.number)
    on_label = QRectF(corner.x(), round(shown.y), label_width, 22).contains(point)
    if not shown.laid.paragraph.word_count:
        return Hit(shown.number, base, label=on_label)
    inside = point - corner
    if inside.y() >= shown.laid.text_height:
        last = base + shown.laid.paragraph.word_count - 1
        return Hit(shown.number, last, past=True, label=on_label)
    word, past, mark = shown.laid.hit(inside)
    on_text = inside.y() >= 0
    return Hit(shown.number, base + word, past, mark if on_text else None, on_label, on_text)

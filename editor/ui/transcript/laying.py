"""One paragraph broken into lines by Qt, with the places of its words and marks."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from editor.model.document import Kind, Paragraph
from editor.model.folds import Fold
from editor.ui.theme import fonts
from editor.ui.theme.fonts import LINE_HEIGHT
from editor.ui.theme.tokens import Tokens, blend
from editor.ui.transcript.composing import DOUBTFUL, Composed, Mark, MarkKind, compose

HEADER_PX = 24
"""The line above a paragraph: speaker and time."""

AFTER_PX = 20
"""Space below a paragraph."""

LEAST_ROOM_PX = 96.0
"""With less room beside it on its line, what is written begins on the next."""

DOT_PX = 5.0
FOLD_PX = 12.0
CHIP_FONT_PX = 11
WIDEST_CHIP_PX = 240.0
CHIP_PX = {MarkKind.GAP: 44.0, MarkKind.SPEECH: 62.0}


@dataclass(frozen=True)
class Type:
    """What a layout depends on besides the paragraph: changed as a whole, and then all is laid out anew."""

    font: QFont
    tokens: Tokens
    width: float
    rate: int

    @property
    def line_height(self) -> float:
        """From one line's top to the next one's, in whole pixels."""
        return float(round(self.font.pixelSize() * LINE_HEIGHT))


class Opening(NamedTuple):
    """Room for `lines` lines that somebody is writing before word `word` of a paragraph.

    after: rather right after the word before it, where that is the end of a line.
    """

    word: int
    after: bool
    lines: int


class Laid:
    """A paragraph in lines of `Type.width`. Coordinates are from the top left of its first line.

    opening: what follows the place that somebody writes at stands below what is written, which begins at
    `opened`.
    """

    def __init__(
        self, paragraph: Paragraph, folds: tuple[Fold, ...], type_: Type, opening: Opening | None = None
    ) -> None:
        self.paragraph = paragraph
        self.folds = folds
        self.composed: Composed = compose(paragraph, folds, type_.rate)
        self._line_height = type_.line_height
        self._layout = QTextLayout(self.composed.text, type_.font)
        self._layout.setCacheEnabled(True)
        self.right_to_left = _right_to_left(self.composed.text)
        option = QTextOption()
        if self.right_to_left:
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setFormats(_formats(paragraph, self.composed, type_))
        self.lines: list[QTextLine] = []
        self._tops: list[float] = []
        self.opened = QPointF()
        self.text_height = 0.0
        self._break(type_, opening)
        self._mark_rects: list[QRectF] | None = None
        self.mixed = any(ord(character) >= 0x590 for character in self.composed.text)

    def _break(self, type_: Type, opening: Opening | None) -> None:
        """Into lines, those after an opening moved down by it; `text_height` is that of all."""
        composed, at = self.composed, -1
        if opening is not None:
            at = composed.stops[opening.word - 1] if opening.after else composed.starts[opening.word]
        divided = False
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(type_.width)
            if line.textStart() < at < line.textStart() + line.textLength():
                line.setNumColumns(at - line.textStart(), type_.width)
                divided = True
            self.lines.append(line)
        self._layout.endLayout()
        lead, moved = len(self.lines), 0.0
        if opening is not None:
            lead = sum(1 for line in self.lines if line.textStart() < at)
            x = _x(self.lines[lead - 1], at) if lead else 0.0
            spare = x if self.right_to_left else type_.width - x
            shared = lead > 0 and (divided or opening.after) and spare >= LEAST_ROOM_PX
            side = type_.width if self.right_to_left else 0.0
            self.opened = QPointF(x if shared else side, (lead - shared) * self._line_height)
            moved = (opening.lines - shared) * self._line_height
        for number, line in enumerate(self.lines):
            top = number * self._line_height + (moved if number >= lead else 0.0)
            self._tops.append(top)
            line.setPosition(QPointF(0, round(top + (self._line_height - line.height()) / 2)))
        self.text_height = len(self.lines) * self._line_height + moved

    @property
    def height(self) -> float:
        """Height of everything: header, lines and the space below."""
        return HEADER_PX + self.text_height + AFTER_PX

    def line_top(self, line: int) -> float:
        """Where line number `line` begins."""
        return self._tops[line]

    def line_of(self, character: int) -> int:
        """The line that a character stands on."""
        return self._layout.lineForTextPosition(character).lineNumber()

    def word_rects(self, first: int, stop: int) -> list[QRectF]:
        """One rectangle, a line high, for each stretch of words `[first, stop)` on a line."""
        rects: list[QRectF] = []
        composed = self.composed
        begin, end = composed.starts[first], composed.stops[stop - 1]
        for number in range(self.line_of(begin), self.line_of(max(end - 1, begin)) + 1):
            line = self.lines[number]
            a, b = max(begin, line.textStart()), min(end, line.textStart() + line.textLength())
            if self.mixed:
                rects.extend(self._word_by_word(number, first, stop))
            elif a < b:
                rects.append(self._span(number, a, b))
        return rects

    def _word_by_word(self, number: int, first: int, stop: int) -> list[QRectF]:
        """As `word_rects` on a line whose characters may run either way: neighbours that touch are joined."""
        line = self.lines[number]
        start, end = line.textStart(), line.textStart() + line.textLength()
        rects: list[QRectF] = []
        for word in range(first, stop):
            a, b = self.composed.starts[word], self.composed.stops[word]
            if b <= start or a >= end:
                continue
            last = word == stop - 1 or self.composed.starts[word + 1] >= end
            rect = self._span(number, max(a, start), min(b if last else self.composed.starts[word + 1], end))
            rects.append(rect)
        return rects

    def _span(self, number: int, a: int, b: int) -> QRectF:
        line = self.lines[number]
        left, right = _x(line, a), _x(line, b)
        return QRectF(min(left, right), self._tops[number], abs(right - left), self._line_height)

    @property
    def mark_rects(self) -> list[QRectF]:
        """Where each of the marks is drawn, a line high."""
        if self._mark_rects is None:
            marks = self.composed.marks
            self._mark_rects = [self._span(self.line_of(mark.at), mark.at, mark.at + 1) for mark in marks]
        return self._mark_rects

    def caret(self, word: int, *, after: bool) -> QRectF:
        """The caret before word number `word`, or right after it; 2 px wide."""
        character = self.composed.stops[word] if after else self.composed.starts[word]
        number = self.line_of(max(character - 1, 0) if after else character)
        x = _x(self.lines[number], character)
        return QRectF(x - 1, self._tops[number], 2, self._line_height)

    def hit(self, point: QPointF) -> tuple[int, bool, Mark | None]:
        """(word, whether the point is past its end on its line, the mark there) nearest to a point."""
        number = max(bisect_right(self._tops, point.y()) - 1, 0)
        line = self.lines[number]
        on = line.xToCursor(point.x(), QTextLine.CursorPosition.CursorOnCharacter)
        character = min(on, line.textStart() + max(line.textLength() - 1, 0))
        mark = self.composed.mark_at(character)
        if mark is not None and not self.mark_rects[self.composed.marks.index(mark)].contains(point):
            mark = None
        word = self.composed.word_at(character)
        edge = self._span(number, line.textStart(), line.textStart() + line.textLength())
        past = point.x() < edge.left() if self.right_to_left else point.x() > edge.right()
        return word, past and character >= self.composed.starts[word], mark


def _x(line: QTextLine, character: int) -> float:
    """The x of the near side of a character."""
    found: float = line.cursorToX(character)[0]  # type: ignore[index]
    return found


def _right_to_left(text: str) -> bool:
    """Whether the first letter runs so: then the paragraph stands on the right of the page."""
    first = next((character for character in text if character.isalpha()), "")
    return "\u0590" <= first < "\u0900" or "\ufb1d" <= first < "\ufe00"


def _formats(paragraph: Paragraph, composed: Composed, type_: Type) -> list[QTextLayout.FormatRange]:
    """What is unlike plain text: struck, doubtful and draft words, and the widths of marks."""
    found: list[QTextLayout.FormatRange] = []
    tokens = type_.tokens
    struck = blend(tokens.quiet, tokens.page, 0.75)
    doubt = blend(tokens.warning, tokens.page, 0.7)
    for number, (a, b) in enumerate(zip(composed.starts, composed.stops, strict=True)):
        piece = paragraph.pieces[paragraph.word_pieces[number]]
        if piece.kept and piece.confidence >= DOUBTFUL and piece.source is not None:
            continue
        format_ = QTextCharFormat()
        if not piece.kept:
            format_.setFontStrikeOut(True)
            format_.setForeground(QColor(struck))
        elif piece.kind is Kind.DRAFT:
            format_.setForeground(QColor(tokens.draft))
        else:
            format_.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            format_.setUnderlineColor(QColor(doubt))
        found.append(_range(a, b - a, format_))
    space = QFontMetricsF(type_.font).horizontalAdvance(" ")
    for mark in composed.marks:
        format_ = QTextCharFormat()
        format_.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        format_.setFontLetterSpacing(_width(mark, type_.rate) - space)
        found.append(_range(mark.at, 1, format_))
    return found


def _width(mark: Mark, rate: int) -> float:
    """How wide a mark is drawn."""
    if mark.kind is MarkKind.OVER:
        text = QFontMetricsF(fonts.chrome(CHIP_FONT_PX)).horizontalAdvance(mark.said)
        return min(text + 22, WIDEST_CHIP_PX)
    if mark.kind is MarkKind.FOLD:
        return FOLD_PX
    if mark.kind is MarkKind.PAUSE:
        return dots(mark.length / rate) * DOT_PX + 6
    return CHIP_PX[mark.kind]


def dots(seconds: float) -> int:
    """How many dots show a pause: one from half a second on, one more with each doubling, six at most."""
    count = 1
    while count < 6 and seconds >= 0.5 * 2**count:
        count += 1
    return count


def _range(start: int, length: int, format_: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, format_
    return made

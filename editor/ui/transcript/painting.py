"""Drawing a paragraph: header, backgrounds, lines, marks. Nothing is measured here that a layout knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QStaticText

from editor.derive.finding import Found
from editor.model.document import Place
from editor.model.time import clock_text
from editor.ui.desk import Desk
from editor.ui.modes import Mode
from editor.ui.theme import Theme, fonts
from editor.ui.theme.tokens import FOUND, SELECTED, blend
from editor.ui.transcript import geometry
from editor.ui.transcript.composing import Mark, MarkKind
from editor.ui.transcript.laying import CHIP_FONT_PX, DOT_PX, HEADER_PX, Laid, dots
from editor.ui.transcript.page import Shown

_DOT_WIDTH = 2.5
_FOLD_WIDTH = 1.5


class Look(NamedTuple):
    """What looks different from plain text now: words by their number, and the mark under the pointer."""

    selection: tuple[int, int]
    selected: QColor
    hover: int | None = None
    lit: int | None = None
    found: Found | None = None
    mark: tuple[int, Mark] | None = None


class Brushes:
    """Everything that is drawn with, made once for a look."""

    def __init__(self, theme: Theme) -> None:
        tokens = theme.tokens
        self._theme = theme
        self.page = QColor(tokens.page)
        self.ink = QColor(tokens.ink)
        self.quiet = QColor(tokens.quiet)
        self.hairline = QColor(tokens.hairline)
        self.accent = QColor(tokens.accent)
        self.draft = QColor(tokens.draft)
        self.selected_away = QColor(blend(tokens.quiet, tokens.page, 0.26))
        self.lit = QColor(blend(tokens.accent, tokens.page, 0.18))
        self.found = QColor(blend(tokens.warning, tokens.page, FOUND))
        self.hover = QColor(blend(tokens.ink, tokens.page, 0.06))
        self.chip = QColor(blend(tokens.ink, tokens.page, 0.07))
        self.warning = QColor(tokens.warning)
        self.dot = _pen(tokens.quiet, _DOT_WIDTH)
        self.dot_struck = _pen(tokens.hairline, _DOT_WIDTH)
        self.fold = _pen(tokens.quiet, _FOLD_WIDTH)
        self.fold_hovered = _pen(tokens.accent, 2 * _FOLD_WIDTH)
        self.name_font = fonts.chrome(fonts.SMALL_PX, QFont.Weight.DemiBold)
        self.name_font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.6)
        self.time_font = fonts.chrome(fonts.SMALL_PX)
        self.chip_font = fonts.chrome(CHIP_FONT_PX)
        self.chip_metrics = QFontMetricsF(self.chip_font)
        self._names: dict[str, QStaticText] = {}

    def name(self, speaker: str) -> QStaticText:
        """A speaker's label, ready to draw."""
        found = self._names.get(speaker)
        if found is None:
            found = QStaticText(speaker.upper())
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.prepare(font=self.name_font)
            self._names[speaker] = found
        return found

    def name_width(self, speaker: str) -> float:
        """How wide a speaker's label is, its dot included."""
        return self.name(speaker).size().width() + 16

    def typing(self, mode: Mode) -> QColor:
        """The colour of the caret: that of what would be typed."""
        return self.draft if mode is Mode.EDIT else self.warning

    def chosen(self, mode: Mode) -> QColor:
        """The colour behind selected words."""
        tokens = self._theme.tokens
        return QColor(blend(tokens.accent if mode is Mode.EDIT else tokens.warning, tokens.page, SELECTED))

    def label(self, number: int) -> QColor:
        """The colour that the name of speaker number `number` is written in."""
        return QColor(self._theme.label(number))

    def lane(self, number: int) -> QColor:
        """The colour of the dot of speaker number `number`."""
        return QColor(self._theme.lane(number))


def _pen(colour: str, width: float) -> QPen:
    round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(QColor(colour), width, Qt.PenStyle.SolidLine, round_cap, round_join)


def draw_empty(painter: QPainter, brushes: Brushes, rect: QRectF) -> None:
    """What is said where there are no words yet."""
    upper = rect.adjusted(0, 0, 0, -24)
    painter.setFont(fonts.reading(fonts.READING_PX + 2))
    painter.setPen(brushes.ink)
    painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, "Drop a recording here")
    painter.setFont(brushes.time_font)
    painter.setPen(brushes.quiet)
    lower = rect.adjusted(0, 36, 0, 0)
    painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, "Its words appear as they are recognised.")


def draw_paragraph(
    painter: QPainter, brushes: Brushes, desk: Desk, shown: Shown, left: float, look: Look, clip: QRect
) -> None:
    """What of a paragraph touches `clip`, in the column at `left`."""
    document, laid = desk.document, shown.laid
    origin = geometry.origin(shown, left)
    if origin.y() > clip.top():
        speaker = laid.paragraph.speaker
        corner = QPointF(origin.x(), origin.y() - HEADER_PX)
        time = document.time_of(Place(shown.number, 0))
        draw_header(painter, brushes, corner, speaker, desk.speaker_number(speaker), time, desk.rate)
    for words_found in look.found.in_paragraph(shown.number) if look.found is not None else ():
        a, b = geometry.words_in(document, shown.number, *words_found)
        draw_chip_of_word(painter, laid.word_rects(a, b), origin, brushes.found)
    a, b = geometry.words_in(document, shown.number, *look.selection)
    if a < b:
        draw_backgrounds(painter, laid.word_rects(a, b), origin, look.selected)
    for word, colour in ((look.hover, brushes.hover), (look.lit, brushes.lit)):
        a, b = (0, 0) if word is None else geometry.words_in(document, shown.number, word, word + 1)
        if a < b:
            draw_chip_of_word(painter, laid.word_rects(a, b), origin, colour)
    draw_lines(painter, laid, origin, clip.top(), clip.bottom() + 1, brushes.ink)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    seen = QRectF(clip)
    for mark, inside in zip(laid.composed.marks, laid.mark_rects, strict=True):
        rect = inside.translated(origin)
        if rect.intersects(seen):
            draw_mark(painter, brushes, mark, rect, desk.rate, hovered=look.mark == (shown.number, mark))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def draw_header(
    painter: QPainter, brushes: Brushes, at: QPointF, speaker: str, number: int, time: int, rate: int
) -> None:
    """Dot, name and time above a paragraph whose top left corner is `at`."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brushes.lane(number))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawEllipse(QPointF(at.x() + 4, at.y() + 10), 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setFont(brushes.name_font)
    painter.setPen(brushes.label(number))
    text = brushes.name(speaker)
    painter.drawStaticText(QPointF(at.x() + 14, round(at.y() + 10 - text.size().height() / 2)), text)
    painter.setFont(brushes.time_font)
    painter.setPen(brushes.quiet)
    left = at.x() + 14 + text.size().width() + 8
    painter.drawText(QRectF(left, at.y(), 120, 20), Qt.AlignmentFlag.AlignVCenter, clock_text(time, rate))


def draw_backgrounds(painter: QPainter, rects: Sequence[QRectF], at: QPointF, colour: QColor) -> None:
    """A band behind words; `rects` count from the first line's top left, which is `at`."""
    for rect in rects:
        painter.fillRect(rect.translated(at).toAlignedRect(), colour)


def draw_chip_of_word(painter: QPainter, rects: Sequence[QRectF], at: QPointF, colour: QColor) -> None:
    """A rounded band behind one word: the one that plays, or that the pointer is over."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for rect in rects:
        painter.drawRoundedRect(rect.translated(at).adjusted(-2, 1, 2, -1), 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def draw_lines(painter: QPainter, laid: Laid, at: QPointF, top: float, bottom: float, ink: QColor) -> None:
    """The lines that touch [top, bottom) of the viewport."""
    painter.setPen(ink)
    for number, line in enumerate(laid.lines):
        y = at.y() + laid.line_top(number)
        if y < bottom and y + 32 > top:
            line.draw(painter, at)


def draw_mark(
    painter: QPainter, brushes: Brushes, mark: Mark, rect: QRectF, rate: int, *, hovered: bool
) -> None:
    """One mark in `rect` of the viewport. The painter smooths edges."""
    middle = rect.center()
    if mark.kind is MarkKind.PAUSE:
        count = dots(mark.length / rate)
        left = middle.x() - (count - 1) * DOT_PX / 2
        painter.setPen(brushes.dot if mark.kept else brushes.dot_struck)
        painter.drawPoints([QPointF(left + n * DOT_PX, middle.y() + 1) for n in range(count)])
    elif mark.kind is MarkKind.FOLD:
        painter.setPen(brushes.fold_hovered if hovered else brushes.fold)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        y = middle.y() + 7
        painter.drawPolyline(
            [QPointF(middle.x() - 3, y), QPointF(middle.x(), y - 4), QPointF(middle.x() + 3, y)]
        )
    else:
        _draw_chip(painter, brushes, mark, rect, rate)


def _draw_chip(painter: QPainter, brushes: Brushes, mark: Mark, rect: QRectF, rate: int) -> None:
    middle = rect.center().y()
    box = QRectF(rect.left() + 4, middle - 9, rect.width() - 8, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brushes.chip)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(brushes.chip_font)
    painter.setPen(brushes.warning if mark.kind is MarkKind.SPEECH else brushes.quiet)
    if mark.kind is MarkKind.OVER:
        text = brushes.chip_metrics.elidedText(mark.said, Qt.TextElideMode.ElideRight, box.width() - 10)
    else:
        text = "speech" if mark.kind is MarkKind.SPEECH else f"{mark.length / rate:.1f} s"
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

"""Drawing a paragraph: header, backgrounds, lines, marks. Nothing is measured here that a layout knows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QStaticText

from editor.model.time import clock_text
from editor.ui.theme import Theme, fonts
from editor.ui.theme.tokens import FOUND, blend
from editor.ui.transcript.composing import Mark, MarkKind
from editor.ui.transcript.laying import CHIP_FONT_PX, DOT_PX, Laid, dots

_DOT_WIDTH = 2.5
_FOLD_WIDTH = 1.5


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
        self.selected = QColor(blend(tokens.accent, tokens.page, 0.26))
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

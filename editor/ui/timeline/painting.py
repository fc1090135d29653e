"""Drawing the timeline's parts. What does not move with playback is drawn once into a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from editor.derive.runs import Run
from editor.derive.words import WordAt
from editor.model.spans import Spans
from editor.ui.theme import Theme, fonts
from editor.ui.theme.tokens import blend
from editor.ui.timeline.scale import Scale, ticks

NOTCH_APART_PX = 3
BREAK_PX = 7

BAND_ROWS = 32
"""Qt begins to share work out at 96 rows of device pixels, and at 131,072 pixels."""


class Brushes:
    """Everything that is drawn with, made once for a look."""

    def __init__(self, theme: Theme) -> None:
        tokens = theme.tokens
        self.theme = theme
        self.ground_name = tokens.page
        self.ground = QColor(tokens.page)
        self.pane = QColor(tokens.pane)
        self.ink = QColor(tokens.ink)
        self.quiet = QColor(tokens.quiet)
        self.hairline = QColor(tokens.hairline)
        self.notch = QColor(blend(tokens.quiet, tokens.page, 0.4))
        self.accent = QColor(tokens.accent)
        self.snap = QColor(tokens.warning)
        self.on_accent = QColor(tokens.on_accent)
        self.enhanced = QColor(tokens.enhanced)
        self.word = QColor(blend(tokens.ink, tokens.page, 0.06))
        self.word_lit = QColor(blend(tokens.accent, tokens.page, 0.18))
        self.word_chosen = QColor(blend(tokens.accent, tokens.page, 0.26))
        self.chosen = QColor(tokens.accent)
        self.chosen.setAlphaF(0.16)
        self.hover = QColor(tokens.ink)
        self.hover.setAlphaF(0.06)
        self.font = fonts.chrome(11)
        self.name_font = fonts.chrome(fonts.SMALL_PX)
        self._widths: dict[str, float] = {}
        self._metrics = QFontMetricsF(self.font)

    def width(self, text: str) -> float:
        """How wide a word is in the bar; kept, because words come again and again."""
        if text not in self._widths:
            self._widths[text] = self._metrics.horizontalAdvance(text)
        return self._widths[text]


def bands(rect: QRectF) -> Iterator[QRectF]:
    """`rect` in bands so low that Qt fills them on this thread.

    Higher ones it would share out to others and then wait for them, for a tenth of a second at times where a
    recogniser keeps every processor busy.
    """
    top = rect.top()
    while top < rect.bottom():
        height = min(BAND_ROWS, rect.bottom() - top)
        yield QRectF(rect.left(), top, rect.width(), height)
        top += height


def draw_picture(painter: QPainter, picture: QPixmap, piece: QRectF) -> None:
    """`piece` of a ready picture."""
    ratio = picture.devicePixelRatio()
    for band in bands(piece):
        source = QRectF(band.x() * ratio, band.y() * ratio, band.width() * ratio, band.height() * ratio)
        painter.drawPixmap(band, picture, source)


def fill(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Fill with a colour that may let through what is beneath."""
    for band in bands(rect):
        painter.fillRect(band, colour)


def draw_ruler(painter: QPainter, brushes: Brushes, scale: Scale, rect: QRectF, rate: int) -> None:
    """Marks and times along the top of `rect`."""
    painter.fillRect(rect, brushes.pane)
    painter.setFont(brushes.font)
    bottom = rect.bottom()
    for x, label in ticks(scale, rect.width(), rate):
        left = round(rect.left() + x)
        painter.fillRect(
            QRectF(left, bottom - (8 if label else 4), 1, 8 if label else 4),
            brushes.quiet if label else brushes.hairline,
        )
        if label:
            painter.setPen(brushes.quiet)
            painter.drawText(QRectF(left + 4, rect.top(), 80, rect.height() - 4), _LEFT, label)


def draw_notches(
    painter: QPainter, brushes: Brushes, scale: Scale, rect: QRectF, seen: Sequence[Run]
) -> None:
    """A fine line through the lanes at every join; where joins crowd, only as many as can be told apart."""
    last = -1e9
    line = 1 / painter.device().devicePixelRatio()
    for run in seen[1:]:
        x = rect.left() + scale.x(run.at)
        if x - last >= NOTCH_APART_PX:
            painter.fillRect(QRectF(round(x / line) * line, rect.top(), line, rect.height()), brushes.notch)
            last = x


def draw_breaks(
    painter: QPainter, brushes: Brushes, scale: Scale, rect: QRectF, breaks: Sequence[int]
) -> None:
    """A short line at the top and the bottom of the lanes where a paragraph begins."""
    line = 1 / painter.device().devicePixelRatio()
    for at in breaks:
        x = round((rect.left() + scale.x(at)) / line) * line
        for top in (rect.top(), rect.bottom() - BREAK_PX):
            painter.fillRect(QRectF(x, top, line, BREAK_PX), brushes.quiet)


def draw_enhanced(painter: QPainter, brushes: Brushes, scale: Scale, rect: QRectF, spans: Spans) -> None:
    """A thin line under what is heard enhanced in the lane `rect`."""
    for start, stop in spans:
        left = max(round(rect.left() + scale.x(start)), round(rect.left()))
        right = min(round(rect.left() + scale.x(stop)), round(rect.right()))
        if left < right:
            painter.fillRect(QRectF(left, rect.bottom() - 2, right - left, 2), brushes.enhanced)


def draw_words(
    painter: QPainter, brushes: Brushes, scale: Scale, rect: QRectF, found: Sequence[WordAt]
) -> None:
    """The boxes of the words, with their text where it fits."""
    painter.setFont(brushes.font)
    for word in found:
        box = word_box(scale, rect, word.start, word.stop)
        painter.fillRect(box, brushes.word)
        if brushes.width(word.piece.text) + 6 <= box.width():
            painter.setPen(brushes.ink)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word.piece.text)


def word_box(scale: Scale, rect: QRectF, start: float, stop: float) -> QRectF:
    """The box of a word in the bar `rect`, a pixel narrower than the word to tell neighbours apart.

    It goes hardly further than the bar, so that its text stands in the middle of what is seen of it.
    """
    left = max(round(rect.left() + scale.x(start)), round(rect.left()) - 4)
    right = min(round(rect.left() + scale.x(stop)), round(rect.right()) + 4)
    return QRectF(left, rect.top() + 3, max(right - left - 1, 1), rect.height() - 6)


def draw_box(
    painter: QPainter, brushes: Brushes, box: QRectF, text: str, ground: QColor, ink: QColor
) -> None:
    """One word's box again, in another colour: it plays, is chosen or is dragged."""
    painter.fillRect(box, ground)
    if brushes.width(text) + 6 <= box.width():
        painter.setFont(brushes.font)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def draw_gutter(
    painter: QPainter, brushes: Brushes, rect: QRectF, names: Sequence[tuple[str, QColor, QRectF]]
) -> None:
    """Who is heard in each lane, left of it."""
    painter.fillRect(rect, brushes.pane)
    painter.setFont(brushes.name_font)
    metrics = QFontMetricsF(brushes.name_font)
    for name, colour, lane in names:
        middle = lane.center().y()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(rect.left() + 12, middle - 4, 8, 8))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(brushes.ink)
        room = QRectF(rect.left() + 26, lane.top(), rect.width() - 32, lane.height())
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, text)


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft

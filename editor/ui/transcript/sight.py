"""What is seen of the page: scrolling it, and where words and marks are in the viewport."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtWidgets import QAbstractScrollArea

from editor.ui.desk import Desk
from editor.ui.transcript import geometry
from editor.ui.transcript.geometry import Hit
from editor.ui.transcript.laying import HEADER_PX
from editor.ui.transcript.page import Page, Shown

MEASURE_EM = 34
"""Width of the column: some 70 characters of a book face."""

MARGIN_PX = 24
FOLLOW_AFTER_S = 4.0
"""How long following the playhead yields to somebody who scrolls."""


class Sight(QObject):
    """The viewport of a scroll area over a page. moved: what stands where has changed."""

    moved = Signal()

    def __init__(
        self, area: QAbstractScrollArea, desk: Desk, page: Page, name_width: Callable[[str], float]
    ) -> None:
        super().__init__(area)
        self._area, self._desk, self._page, self._name_width = area, desk, page, name_width
        self._shown: list[Shown] | None = None
        self._scrolled_s = -1e9
        self._setting_bar = False
        area.verticalScrollBar().valueChanged.connect(self._bar_moved)

    @property
    def height(self) -> int:
        """The viewport's, in pixels."""
        return self._area.viewport().height()

    @property
    def column(self) -> tuple[float, float]:
        """(left edge, width) of the column of text."""
        whole = self._area.viewport().width()
        width = max(min(self._page.type.font.pixelSize() * MEASURE_EM, whole - 2 * MARGIN_PX), 120)
        return float((whole - width) // 2), float(width)

    def visible(self) -> list[Shown]:
        """The paragraphs that are seen, top to bottom."""
        if self._shown is None:
            self._shown = self._page.shown(self.height)
            self._set_bar()
        return self._shown

    # What is where

    def word_rects(self, first: int, stop: int) -> list[QRectF]:
        """Where words are; only those seen."""
        return geometry.word_rects(self._desk.document, self.visible(), self.column[0], first, stop)

    def caret_rect(self, position: int, *, after: bool = False) -> QRectF:
        """Where the caret of a position is; empty where that is not seen."""
        return geometry.caret_rect(self._desk.document, self.visible(), self.column[0], position, after)

    def mark_rects(self) -> list[tuple[Hit, QRectF]]:
        """The marks that are seen, as they would be hit, and where."""
        document, left = self._desk.document, self.column[0]
        return [
            (
                Hit(shown.number, document.first_word(shown.number), mark=mark, on_text=True),
                rect.translated(geometry.origin(shown, left)),
            )
            for shown in self.visible()
            for mark, rect in zip(shown.laid.composed.marks, shown.laid.mark_rects, strict=True)
        ]

    def label_rect(self, paragraph: int) -> QRectF:
        """Where the speaker's label of a paragraph that is seen is."""
        shown = next(shown for shown in self.visible() if shown.number == paragraph)
        width = self._name_width(shown.laid.paragraph.speaker)
        return QRectF(round(self.column[0]), round(shown.y), width, 22)

    def hit(self, point: QPointF) -> Hit | None:
        """What lies under a point; None where the document is empty."""
        visible = self.visible()
        shown = next((s for s in reversed(visible) if s.y <= point.y()), None)
        label = self._name_width(shown.laid.paragraph.speaker) if shown else 0.0
        return geometry.hit(self._desk.document, visible, self.column[0], label, point)

    # Scrolling

    def changed(self) -> None:
        """The page is another one, or the viewport: what stands where is found anew."""
        self._page.scroll_by(0.0, self.height)
        self._moved()

    def _moved(self) -> None:
        self._shown = None
        self._area.viewport().update()
        self.moved.emit()

    def _set_bar(self) -> None:
        bar, viewport = self._area.verticalScrollBar(), self.height
        self._setting_bar = True
        bar.setPageStep(viewport)
        bar.setSingleStep(int(self._page.type.line_height))
        bar.setRange(0, round(self._page.total(viewport)))
        bar.setValue(round(self._page.value))
        bar.setEnabled(bar.maximum() > 0)
        self._setting_bar = False

    def _bar_moved(self, value: int) -> None:
        if not self._setting_bar:
            self._scrolled_s = time.monotonic()
            self._page.scroll_to(value, self.height)
            self._moved()

    def scroll_by(self, pixels: float) -> None:
        """The user scrolls: following the playhead yields for a while."""
        self._scrolled_s = time.monotonic()
        self._page.scroll_by(pixels, self.height)
        self._moved()

    def show_word(self, word: int, *, share: float = 0.35) -> None:
        """Scroll so that a word is comfortably seen, at `share` of the height; nothing where it is seen."""
        document = self._desk.document
        if not document.word_count:
            return
        word = min(word, document.word_count - 1)
        paragraph = document.place_of_word(word).paragraph
        laid, viewport = self._page.laid(paragraph), self.height
        inside = laid.word_rects(*geometry.words_in(document, paragraph, word, word + 1))[0]
        down = HEADER_PX + inside.top()
        for shown in self.visible():
            if shown.number == paragraph and 8 <= shown.y + down <= viewport - 8 - inside.height():
                return
        self._page.bring(paragraph, viewport * share - down, viewport)
        self._moved()

    @property
    def standing(self) -> tuple[int, float]:
        """The paragraph at the viewport's top edge, and how far into it that is."""
        return self._page.top, self._page.offset

    def stand(self, paragraph: int, offset: float) -> None:
        """Stand there, as nearly as the text allows."""
        last = max(len(self._desk.document.paragraphs) - 1, 0)
        self._page.bring(min(max(paragraph, 0), last), -offset, self.height)
        self._moved()

    def follow(self, word: int | None) -> None:
        """Keep the playing word in view, unless the user has just scrolled."""
        if word is not None and time.monotonic() - self._scrolled_s > FOLLOW_AFTER_S:
            self.show_word(word)

    def follow_again(self) -> None:
        """Follow the playhead from now on, whoever scrolled."""
        self._scrolled_s = -1e9

"""The column of paragraphs: which stand where, without laying out more than is looked at.

Heights of paragraphs that nobody has seen are estimates. So that no correction of one is ever noticed, where
the view stands is kept as a paragraph and an offset into it, and the scroll bar follows.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from editor.derive.changes import Changed
from editor.model.document import Paragraph
from editor.model.folds import Fold
from editor.ui.transcript.laying import AFTER_PX, HEADER_PX, Laid, Opening, Type

KEPT_LAYOUTS = 400
"""Paragraphs that stay laid out: some twenty screens of text."""

TOP_PX = 24
"""Space above the first paragraph."""

_LETTER = 0.47
"""Mean width of a letter in ems, for estimates."""


class Shown(NamedTuple):
    """Paragraph `number` with its top edge at `y` of the viewport."""

    number: int
    y: float
    laid: Laid


class Page:
    """Paragraphs under each other, and the place in them that the viewport's top edge is at."""

    def __init__(self, type_: Type) -> None:
        self._type = type_
        self._paragraphs: tuple[Paragraph, ...] = ()
        self._folds: dict[int, tuple[Fold, ...]] = {}
        self._laid: OrderedDict[int, Laid] = OrderedDict()
        self._heights: npt.NDArray[np.float64] = np.zeros(0)
        self._tops: npt.NDArray[np.float64] | None = None
        self._opened: tuple[int, Opening] | None = None
        self.top = 0
        self.offset = 0.0

    @property
    def type(self) -> Type:
        """What the layouts depend on."""
        return self._type

    def retype(self, type_: Type) -> None:
        """Lay everything out anew, keeping the place."""
        inside = self.offset / max(self.height(self.top), 1.0) if self._paragraphs else 0.0
        self._type = type_
        self._laid.clear()
        self._heights = self._estimates(self._paragraphs)
        self._tops = None
        if self._paragraphs:
            self.offset = inside * self.height(self.top)

    def reset(self, paragraphs: tuple[Paragraph, ...]) -> None:
        """Show another document from its beginning."""
        self._paragraphs = paragraphs
        self._folds = {}
        self._laid.clear()
        self._opened = None
        self._heights = self._estimates(paragraphs)
        self._tops = None
        self.top, self.offset = 0, -float(TOP_PX)

    def replace(self, paragraphs: tuple[Paragraph, ...], change: Changed) -> None:
        """Follow an edit; only what it changed is laid out anew, and the rest keeps its place."""
        self.open(None)
        shift = change.new_stop - change.old_stop
        self._heights = np.concatenate(
            (
                self._heights[: change.first],
                self._estimates(paragraphs[change.first : change.new_stop]),
                self._heights[change.old_stop :],
            )
        )
        moved = [(n, laid) for n, laid in self._laid.items() if not change.first <= n < change.old_stop]
        self._laid = OrderedDict((n + shift if n >= change.old_stop else n, laid) for n, laid in moved)
        self._folds = {
            (n + shift if n >= change.old_stop else n): folds
            for n, folds in self._folds.items()
            if not change.first <= n < change.old_stop
        }
        self._paragraphs = paragraphs
        self._tops = None
        if self.top >= change.old_stop:
            self.top += shift
        elif self.top >= change.new_stop:
            self.top, self.offset = max(change.new_stop - 1, 0), 0.0

    def fold(self, folds: Sequence[Fold]) -> None:
        """Show these cuts; paragraphs whose own are as before keep their layout."""
        grouped: dict[int, list[Fold]] = {}
        for fold in folds:
            grouped.setdefault(fold.place.paragraph, []).append(fold)
        new = {n: tuple(found) for n, found in grouped.items() if n < len(self._paragraphs)}
        for number in [n for n in self._laid if not _same(self._laid[n].folds, new.get(n, ()))]:
            del self._laid[number]
        self._folds = new

    def open(self, number: int | None, opening: Opening | None = None) -> None:
        """Make room in paragraph `number` for what is being written there; None closes it again."""
        before = self._opened
        self._opened = (number, opening) if number is not None and opening is not None else None
        for opened in (before, self._opened):
            if opened is not None:
                self._laid.pop(opened[0], None)
                self.laid(opened[0])

    def laid(self, number: int) -> Laid:
        """Paragraph `number`, laid out; its height is exact from now on."""
        found = self._laid.get(number)
        if found is None:
            opening = self._opened[1] if self._opened is not None and self._opened[0] == number else None
            found = Laid(self._paragraphs[number], self._folds.get(number, ()), self._type, opening)
            self._laid[number] = found
            if len(self._laid) > KEPT_LAYOUTS:
                self._laid.popitem(last=False)
            if self._heights[number] != found.height:
                self._heights[number] = found.height
                self._tops = None
        else:
            self._laid.move_to_end(number)
        return found

    def height(self, number: int) -> float:
        """The exact height of a paragraph."""
        return self.laid(number).height

    def shown(self, viewport: float) -> list[Shown]:
        """What is seen in a viewport of that height, top to bottom."""
        found: list[Shown] = []
        if not self._paragraphs:
            return found
        y, number = -self.offset, self.top
        while number > 0 and y > 0:
            number -= 1
            y -= self.height(number)
        while number < len(self._paragraphs) and y < viewport:
            laid = self.laid(number)
            found.append(Shown(number, y, laid))
            y += laid.height
            number += 1
        return found

    def scroll_by(self, pixels: float, viewport: float) -> None:
        """Move the view down by `pixels`, exactly; stops at both ends."""
        if not self._paragraphs:
            return
        number, offset = self.top, self.offset + pixels
        while offset < 0 and number > 0:
            number -= 1
            offset += self.height(number)
        while number < len(self._paragraphs) - 1 and offset >= self.height(number):
            offset -= self.height(number)
            number += 1
        self.top, self.offset = number, offset
        self._stop_at_ends(viewport)

    def scroll_to(self, value: float, viewport: float) -> None:
        """Move the view's top edge to `value` pixels from the page's; near places exactly, far ones about."""
        distance = value - self.value
        if abs(distance) < 3 * viewport:
            self.scroll_by(distance, viewport)
            return
        inside = value - TOP_PX
        number = int(np.searchsorted(self._starts(), inside, side="right")) - 1
        self.top = min(max(number, 0), max(len(self._paragraphs) - 1, 0))
        self.offset = inside - float(self._starts()[self.top])
        self._stop_at_ends(viewport)

    def bring(self, number: int, y: float, viewport: float) -> None:
        """Put the top edge of paragraph `number` at `y` of the viewport."""
        self.top, self.offset = number, -y
        self.scroll_by(0.0, viewport)

    def _stop_at_ends(self, viewport: float) -> None:
        if self.top == 0 and self.offset < -TOP_PX:
            self.offset = -float(TOP_PX)
        beyond = viewport * 0.3
        y, number = -self.offset, self.top
        while number < len(self._paragraphs) and y < viewport:
            y += self.height(number)
            number += 1
        if number == len(self._paragraphs) and y + beyond < viewport:
            spare = viewport - beyond - y
            while spare > 0 and (self.top > 0 or self.offset > -TOP_PX):
                room = self.offset + (TOP_PX if self.top == 0 else 0)
                step = min(spare, room)
                self.offset -= step
                spare -= step
                if spare > 0 and self.top > 0:
                    self.top -= 1
                    self.offset += self.height(self.top)
                elif step <= 0:
                    break

    @property
    def value(self) -> float:
        """The view's top edge from the page's, in pixels, as well as it is known."""
        return float(self._starts()[self.top]) + self.offset + TOP_PX if self._paragraphs else 0.0

    def total(self, viewport: float) -> float:
        """How far the view can be scrolled, as well as it is known."""
        height = float(self._starts()[-1]) + TOP_PX if self._paragraphs else 0.0
        return max(height + viewport * 0.3 - viewport, 0.0)

    def _starts(self) -> npt.NDArray[np.float64]:
        if self._tops is None:
            self._tops = np.concatenate(([0.0], np.cumsum(self._heights)))
        return self._tops

    def _estimates(self, paragraphs: Sequence[Paragraph]) -> npt.NDArray[np.float64]:
        """Heights without a layout; words of every language are taken to be 5.6 letters and a space."""
        letters = np.array([paragraph.word_count for paragraph in paragraphs], dtype=np.float64) * 5.6
        lines = np.ceil(letters * self._type.font.pixelSize() * _LETTER / max(self._type.width, 1.0))
        height: npt.NDArray[np.float64] = np.maximum(lines, 1) * self._type.line_height + HEADER_PX + AFTER_PX
        return height


def _same(old: tuple[Fold, ...], new: tuple[Fold, ...]) -> bool:
    """Whether the same marks stand in a paragraph, which may have moved."""
    return len(old) == len(new) and all(
        a.place.piece == b.place.piece and a.source == b.source and (a.start, a.stop) == (b.start, b.stop)
        for a, b in zip(old, new, strict=True)
    )

"""The markers of an open project by command: set, go from one to the next, name, colour, remove."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QMenu, QWidget

from editor.derive.marks import MarkerAt, marks
from editor.model.markers import add_marker, colour_marker, remove_marker, rename_marker
from editor.model.time import Samples
from editor.ui.desk import Desk
from editor.ui.panes.markers import MarkerList, MarkerPopup
from editor.ui.theme import Theme
from editor.ui.timeline import TimelineView

NEAR_S = 0.5
"""Going back goes over a marker that the playhead has passed by less."""

NONE = "All markers stand in what was cut."


class Marking:
    """Popups open over `over`, at the timeline."""

    def __init__(self, over: QWidget, desk: Desk, timeline: TimelineView, theme: Theme) -> None:
        self._over, self._desk, self._timeline, self._theme = over, desk, timeline, theme
        timeline.marker_asked.connect(self.ask)

    def add(self) -> None:
        """A marker at the playhead, also while it runs; it is called by its number until it has a name."""
        at = self._desk.playhead
        number = len(self._desk.document.markers) + 1
        colour = self._desk.document.markers[-1].colour if number > 1 else 0
        self._desk.do(lambda document: add_marker(document, at, f"Marker {number}", colour), choose=False)

    def step(self, by: int) -> None:
        """To the next marker, or the one before."""
        found = self._found()
        now = self._desk.playhead
        if not found:
            return
        if by > 0:
            to = next((mark for mark in found if mark.time > now), None)
        else:
            near = round(NEAR_S * self._desk.rate)
            before = [mark for mark in found if mark.time < now - near or (mark.time < now < near)]
            to = before[-1] if before else None
        if to is None:
            self._desk.refused.emit(f"There is no marker {'after' if by > 0 else 'before'} the playhead.")
            return
        self._go(to.time)

    def ask_here(self) -> None:
        """Name and colour of the marker at the playhead, or the last one before it."""
        found = self._found()
        if found:
            before = [mark for mark in found if mark.time <= self._desk.playhead]
            self.ask((before or found[:1])[-1].number)

    def ask(self, number: int) -> None:
        """Name and colour of one marker."""
        desk = self._desk
        popup = MarkerPopup(self._over, desk.document.markers[number], self._theme)
        popup.named.connect(
            lambda name: desk.do(lambda document: rename_marker(document, number, name), choose=False)
        )
        popup.coloured.connect(
            lambda colour: desk.do(lambda document: colour_marker(document, number, colour), choose=False)
        )
        popup.removed.connect(lambda: self._remove(number))
        popup.open_above(self._timeline.marker_corner(number))

    def open_menu(self, at: QPoint) -> bool:
        """What can be done with the marker whose flag is at a point of the timeline; False where none is."""
        mark = self._timeline.mark_at(QPointF(at))
        if mark is None:
            return False
        menu = QMenu(self._over)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Go to Marker", lambda: self._go(mark.time))
        menu.addAction("Name and Colour…", lambda: self.ask(mark.number))
        menu.addSeparator()
        menu.addAction("Remove Marker", lambda: self._remove(mark.number))
        menu.popup(self._timeline.mapToGlobal(at))
        return True

    def list(self) -> None:
        """All of them, to go to one."""
        found = self._found()
        if not found:
            return
        popup = MarkerList(self._over, found, self._desk.rate, self._theme)
        popup.went.connect(self._go)
        popup.asked.connect(self.ask)
        popup.removed.connect(self._remove)
        popup.open_above(self._timeline.marker_corner(found[0].number))

    def _found(self) -> tuple[MarkerAt, ...]:
        """Those that are heard; a sentence where there are none."""
        found = marks(self._desk.document)
        if not found:
            self._desk.refused.emit(NONE)
        return found

    def _remove(self, number: int) -> None:
        self._desk.do(lambda document: remove_marker(document, number), choose=False)

    def _go(self, time: Samples) -> None:
        document = self._desk.document
        self._desk.select(document.word_at_place(document.place_at(time)[0]))
        self._desk.seek(time)

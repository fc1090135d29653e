"""Panes docked around the transcript: shown, hidden, moved, tabbed, floated, and laid as last time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QByteArray, QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QTabBar, QTabWidget, QWidget

from editor.ui.panes.places import PLACES, Place, Side
from editor.ui.panes.title import TitleBar
from editor.ui.theme import Theme

LAYOUT = 1
"""Of what kind a kept layout is; one of another kind is not read. To be raised when panes change names."""

_KEY = "layout"
_SIDES = (("Left", Side.LEFT), ("Right", Side.RIGHT), ("Bottom", Side.BOTTOM))


class Docks(QMainWindow):
    """The middle of a workspace with its panes. changed: other panes than before are seen.

    A pane is *seen* where it is neither closed nor behind another tab.
    """

    changed = Signal()

    def __init__(self, middle: QWidget, theme: Theme, settings: QSettings) -> None:
        super().__init__()
        self._middle, self._theme, self._settings = middle, theme, settings
        self._docks: dict[str, QDockWidget] = {}
        self._seen: set[str] = set()
        self._restored = False
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDockOptions(QMainWindow.DockOption.AllowTabbedDocks | QMainWindow.DockOption.AllowNestedDocks)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setDocumentMode(True)
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            self.setCorner(corner, Side.BOTTOM.value)
        self.setCentralWidget(middle)
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._look)

    # Panes

    def add(self, name: str, widget: QWidget) -> None:
        """Put `widget` into the pane `name` of the table `PLACES`."""
        place = _place(name)
        dock = QDockWidget(place.title)
        dock.setObjectName(name)
        dock.setWidget(widget)
        title = TitleBar(place.title, self._theme)
        title.closed.connect(partial(self.hide_pane, name))
        title.asked.connect(lambda: self._open_menu(name, title.menu_button.mapToGlobal(QPoint(0, 28))))
        dock.setTitleBarWidget(title)
        dock.visibilityChanged.connect(partial(self._saw, name))
        for signal in (dock.dockLocationChanged, dock.topLevelChanged):
            signal.connect(lambda _now: self._timer.start())
        dock.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._docks[name] = dock
        self._lay(place)
        if self._restored:
            self.restoreDockWidget(dock)

    def seen(self, name: str) -> bool:
        """Whether a pane is neither closed nor behind another tab."""
        dock = self._docks.get(name)
        return dock is not None and not dock.isHidden() and name in self._seen

    def panes(self) -> Iterator[tuple[str, QWidget]]:
        """Those that are seen, with what is in each, in the order of the table."""
        for name, dock in self._docks.items():
            if self.seen(name):
                yield name, dock.widget()

    def toggle(self, name: str) -> None:
        """Hide a pane that is seen; show any other and put the focus into it."""
        if self.seen(name):
            self.hide_pane(name)
        else:
            self.show_pane(name)
            self.focus(name)

    def show_pane(self, name: str) -> None:
        """Open a pane, or bring it before the others of its tabs."""
        self._docks[name].show()
        self._docks[name].raise_()

    def hide_pane(self, name: str) -> None:
        """Close a pane; a focus in it goes to the middle."""
        dock = self._docks[name]
        focused = QApplication.focusWidget()
        if focused is not None and dock.isAncestorOf(focused):
            self._middle.setFocus()
        dock.hide()

    def focus(self, name: str) -> None:
        """Put the focus on the first part of a pane that takes it."""
        dock = self._docks[name]
        if dock.isFloating():
            dock.activateWindow()
        inside = dock.widget()
        parts = (inside, *inside.findChildren(QWidget))
        able = (part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        part = next((part for part in able if part.isVisible() and part.isEnabled()), inside)
        part.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Where they are

    def restore(self) -> None:
        """Lay the panes as they were kept; what cannot be read is as good as nothing."""
        kept = self._settings.value(_KEY)
        if not (isinstance(kept, QByteArray) and self.restoreState(kept, LAYOUT)):
            self.reset()
        self._restored = True

    def keep(self) -> None:
        """Remember how the panes lie now."""
        self._settings.setValue(_KEY, self.saveState(LAYOUT))

    def reset(self) -> None:
        """Lay the panes as they are at first."""
        for dock in self._docks.values():
            dock.setFloating(False)
            self.removeDockWidget(dock)
        for name in self._docks:
            self._lay(_place(name))
        for side in Side:
            here = [place for place in PLACES if place.side is side and place.name in self._docks]
            docks = [self._docks[place.name] for place in here]
            along = Qt.Orientation.Vertical if side is Side.BOTTOM else Qt.Orientation.Horizontal
            self.resizeDocks(docks, [place.px for place in here], along)
            if docks and here[0].shown:
                docks[0].raise_()
        self._timer.start()

    def _lay(self, place: Place) -> None:
        self._put(self._docks[place.name], place.side)
        self._docks[place.name].setVisible(place.shown)

    def _put(self, dock: QDockWidget, side: Side) -> None:
        """Behind what is on that side, as a tab."""
        beside = next((d for d in self._docks.values() if d is not dock and self._on(d, side)), None)
        self.addDockWidget(side.value, dock)
        if beside is not None:
            self.tabifyDockWidget(beside, dock)

    def _on(self, dock: QDockWidget, side: Side) -> bool:
        return not dock.isFloating() and self.dockWidgetArea(dock) is side.value

    # What is seen

    def _saw(self, name: str, visible: bool) -> None:
        (self._seen.add if visible else self._seen.discard)(name)
        self._timer.start()

    def _look(self) -> None:
        """After something moved: tabs instead of titles where there are tabs, and their menus."""
        for dock in self._docks.values():
            title = dock.titleBarWidget()
            assert isinstance(title, TitleBar)
            mates = [mate for mate in self.tabifiedDockWidgets(dock) if not mate.isHidden()]
            title.flatten(bool(mates) and not dock.isFloating())
            _frame(dock)
        for tabs in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if tabs.contextMenuPolicy() is not Qt.ContextMenuPolicy.CustomContextMenu:
                tabs.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                tabs.setAccessibleName("Panes")
                tabs.customContextMenuRequested.connect(partial(self._open_tab_menu, tabs))
        self.changed.emit()

    # Menus

    def _open_tab_menu(self, tabs: QTabBar, at: QPoint) -> None:
        number = tabs.tabAt(at)
        title = tabs.tabText(number if number >= 0 else tabs.currentIndex())
        for name, dock in self._docks.items():
            if dock.windowTitle() == title:
                self._open_menu(name, tabs.mapToGlobal(at))

    def _open_menu(self, name: str, at: QPoint) -> None:
        """What can be done with a pane, also by keys."""
        dock = self._docks[name]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for title, side in _SIDES:
            here = self._on(dock, side)
            _add(menu, f"Move to the {title}", not here).triggered.connect(partial(self._move, name, side))
        menu.addSeparator()
        floated = _add(menu, "Dock" if dock.isFloating() else "Float")
        floated.triggered.connect(lambda: dock.setFloating(not dock.isFloating()))
        _add(menu, "Close").triggered.connect(partial(self.hide_pane, name))
        menu.popup(at)

    def _move(self, name: str, side: Side, *_: object) -> None:
        dock = self._docks[name]
        dock.setFloating(False)
        self._put(dock, side)
        self.show_pane(name)
        self._timer.start()


def _place(name: str) -> Place:
    return next(place for place in PLACES if place.name == name)


def _frame(dock: QDockWidget) -> None:
    """What floats has an edge of its own."""
    floating = dock.isFloating()
    if dock.property("floating") != floating:
        dock.setProperty("floating", floating)
        dock.setContentsMargins(*(4 * [int(floating)]))
        dock.style().unpolish(dock)
        dock.style().polish(dock)


def _add(menu: QMenu, title: str, enabled: bool = True) -> QAction:
    made = menu.addAction(title)
    made.setEnabled(enabled)
    return made

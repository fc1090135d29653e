"""The command table as Qt actions and menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from editor.ui.bindings import Bindings, shown
from editor.ui.commands import COMMANDS, Standing
from editor.ui.wording import kilohertz


class Actions(QObject):
    """One action for each command. `handlers` has a function for every name in the table."""

    def __init__(
        self,
        owner: QWidget,
        bar: QMenuBar,
        handlers: Mapping[str, Callable[[], object]],
        bindings: Bindings,
    ) -> None:
        super().__init__(owner)
        self.bindings = bindings
        self._actions: dict[str, QAction] = {}
        menus: dict[str, tuple[QMenu, int]] = {}
        for command in COMMANDS:
            action = QAction(command.title, owner)
            action.setObjectName(command.name)
            action.setCheckable(command.checkable)
            action.setShortcuts(bindings.keys(command.name))
            if not command.everywhere:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(_calling(handlers[command.name]))
            self._actions[command.name] = action
            menu, group = menus.get(command.menu) or (bar.addMenu(command.menu), command.group)
            menu.setToolTipsVisible(True)
            if command.group != group:
                menu.addSeparator()
            menu.addAction(action)
            menus[command.menu] = menu, command.group
        roles = QAction.MenuRole
        self["quit"].setMenuRole(roles.QuitRole)
        self["about"].setMenuRole(roles.AboutRole)
        bindings.changed.connect(self._rebind)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def work_over(self, widget: QWidget) -> None:
        """Commands of the document are given by their keys while `widget` or a part of it has the focus."""
        widget.addActions([self._actions[command.name] for command in COMMANDS if not command.everywhere])

    def _rebind(self) -> None:
        for name, action in self._actions.items():
            action.setShortcuts(self.bindings.keys(name))

    def fit(self, standing: Standing) -> None:
        """Allow what can be done now; what cannot says why in its tooltip."""
        for command in COMMANDS:
            action = self._actions[command.name]
            lacks = command.lacks(standing)
            action.setEnabled(not lacks)
            action.setToolTip(lacks or command.hint or command.title)
        self["enhance"].setText(f"Enhance to {kilohertz(standing.rate)}" if standing.rate else "Enhance")
        self["undo"].setText(_about("Undo", standing.undo))
        self["redo"].setText(_about("Redo", standing.redo))


def about(sentence: str, action: QAction) -> str:
    """What a control does that gives a command, with its keys of now where it has some."""
    keys = shown(action.shortcuts()[:1])
    return f"{sentence} ({keys})" if keys else sentence


def _about(verb: str, label: str | None) -> str:
    """`Undo: deleted 3 words`."""
    return f"{verb}: {label[:1].lower()}{label[1:]}".replace("&", "&&") if label else verb


def _calling(handler: Callable[[], object]) -> Callable[[], object]:
    """Without the `checked` that Qt would hand on."""
    return lambda *_: handler()

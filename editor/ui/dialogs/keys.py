"""The keys of all commands, and changing them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from editor.ui.bindings import Bindings, shown
from editor.ui.commands import COMMANDS, Command, sequences
from editor.ui.dialogs.key_strip import KeyStrip
from editor.ui.ranking import Entry, fit
from editor.ui.synonyms import ALSO

_NAME = Qt.ItemDataRole.UserRole


class KeysDialog(QDialog):
    """Every command by its menu with its keys; those of the one that is marked are changed under the list."""

    def __init__(self, parent: QWidget, bindings: Bindings) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard Shortcuts")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._bindings = bindings
        self.filter = QLineEdit()
        self.filter.setAccessibleName("Find a command")
        self.filter.setPlaceholderText("Find a command, or keys such as Ctrl+E")
        self.filter.textChanged.connect(self._filter)
        self.filter.installEventFilter(self)
        self.list = QTreeWidget()
        self.list.setAccessibleName("Commands and their keys")
        self.list.setHeaderLabels(["Command", "Keys"])
        self.list.setRootIsDecorated(False)
        self.list.setItemsExpandable(False)
        self.list.setIndentation(12)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.strip = KeyStrip(bindings)
        self.strip.ended.connect(self.list.setFocus)
        self.list.currentItemChanged.connect(lambda _item: self.strip.show_command(self.command))
        self.list.itemActivated.connect(lambda _item: self.strip.record())
        self._menus: dict[str, QTreeWidgetItem] = {}
        self._rows: list[tuple[Command, QTreeWidgetItem]] = []
        close, self.reset_all = QPushButton("Close"), QPushButton("Reset All")
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        self.reset_all.setToolTip("The keys that every command came with")
        self.reset_all.setAutoDefault(False)
        self.reset_all.clicked.connect(bindings.reset_all)
        buttons = QHBoxLayout()
        buttons.addWidget(self.reset_all)
        buttons.addStretch()
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addWidget(self.strip)
        column.addLayout(buttons)
        bindings.changed.connect(self._show_keys)
        self._fill()
        self._show_keys()
        self.select(COMMANDS[0].name)
        self.filter.setFocus()
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Some twenty commands at once, and what is said of a clash on two lines."""
        return QSize(680, 660)

    @property
    def command(self) -> Command | None:
        """The command that is marked."""
        chosen = self.list.selectedItems()
        return next((command for command, item in self._rows if item in chosen), None)

    def select(self, name: str) -> None:
        """Mark a command."""
        for command, item in self._rows:
            if command.name == name:
                self.list.setCurrentItem(item)

    def shown_names(self) -> list[str]:
        """The names of the commands that the filter lets through."""
        return [command.name for command, item in self._rows if not item.isHidden()]

    def _fill(self) -> None:
        for command in COMMANDS:
            menu = self._menus.get(command.menu)
            if menu is None:
                menu = self._menus[command.menu] = QTreeWidgetItem(self.list, [command.menu])
                menu.setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = menu.font(0)
                font.setBold(True)
                menu.setFont(0, font)
                menu.setExpanded(True)
            self._rows.append((command, QTreeWidgetItem(menu, [command.title])))

    def _show_keys(self) -> None:
        for command, item in self._rows:
            changed = self._bindings.differs(command.name)
            item.setText(1, shown(self._bindings.keys(command.name)))
            font = item.font(1)
            font.setBold(changed)
            item.setFont(1, font)
            came = shown(sequences(command)) or "no keys"
            item.setToolTip(1, f"Changed; it came with {came}." if changed else "")
        self.reset_all.setEnabled(any(self._bindings.differs(command.name) for command in COMMANDS))
        self._filter()

    def _filter(self) -> None:
        """By name, by other names, or by keys; a menu without any of its commands is not there either."""
        typed = self.filter.text().strip()
        full: set[str] = set()
        for command, item in self._rows:
            by_name = fit(typed, Entry(command.title, command.menu, ALSO.get(command.name, "")))
            there = by_name is not None or typed.casefold() in item.text(1).casefold()
            item.setHidden(not there)
            if there:
                full.add(command.menu)
        for menu, item in self._menus.items():
            item.setHidden(menu not in full)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the filter into the list, to the first command that is there."""
        if (
            watched is self.filter
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            if names := self.shown_names():
                self.select(names[0])
                self.list.setFocus()
            return True
        return super().eventFilter(watched, event)

"""The palette: all that can be done, found as one types, in a light list near the top of the window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from editor.ui.actions import Actions
from editor.ui.aloud import say
from editor.ui.bindings import shown
from editor.ui.commands import COMMANDS, Command
from editor.ui.lately import keep_used, used
from editor.ui.panes.command_row import ROW_PX, CommandRow, Told
from editor.ui.ranking import Entry, ranked
from editor.ui.synonyms import ALSO

WIDTH_PX = 600
ROWS = 11
TOP_PX = 56
"""How far under the window's upper edge it begins."""

_NAME = Qt.ItemDataRole.UserRole + 1
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -ROWS + 1,
    Qt.Key.Key_PageDown: ROWS - 1,
}


class Palette(QFrame):
    """Return does what is marked, Escape nothing. What cannot be done is there too, and says why."""

    def __init__(self, window: QWidget, actions: Actions, settings: QSettings) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self.setAccessibleName("Commands")
        self._window, self._actions, self._settings = window, actions, settings
        self._commands = [command for command in COMMANDS if command.name != "palette"]
        of_late = used(settings)
        self._commands.sort(key=lambda one: of_late.index(one.name) if one.name in of_late else len(of_late))
        self._titles = [_title(actions, command) for command in self._commands]
        self._entries = [
            Entry(title, command.menu, ALSO.get(command.name, ""))
            for title, command in zip(self._titles, self._commands, strict=True)
        ]
        self.field = _Field()
        self.field.textChanged.connect(self._look)
        self.field.moved.connect(self._move)
        self.field.returnPressed.connect(self._do)
        self.list = QListWidget()
        self.list.setAccessibleName("Commands found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(CommandRow(self.list))
        self.list.currentRowChanged.connect(self._tell)
        self.list.itemClicked.connect(self._do)
        self._about = QLabel()
        self._about.setProperty("role", "quiet")
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setContentsMargins(12, 0, 12, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        column.addWidget(self._about)
        self._look("")

    @property
    def names(self) -> list[str]:
        """The names of the commands that are listed, from the top."""
        return [self.list.item(row).data(_NAME) for row in range(self.list.count())]

    @property
    def about(self) -> str:
        """Why the marked command cannot be done, or what it does."""
        return self._about.text()

    def open(self) -> None:
        """Show it over the window, ready to be typed into."""
        window = self._window
        self.setFixedWidth(min(WIDTH_PX, window.width() - 32))
        self.list.setFixedHeight(ROW_PX * min(ROWS, max((window.height() - 160) // ROW_PX, 3)))
        self.field.ensurePolished()
        self.adjustSize()
        self.move(window.mapToGlobal(QPoint((window.width() - self.width()) // 2, TOP_PX)))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _look(self, typed: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for number, fit in ranked(typed, self._entries):
            self.list.addItem(self._item(self._commands[number], self._titles[number], fit.at))
        self.list.blockSignals(False)
        self.list.setCurrentRow(0)
        self._tell()

    def _item(self, command: Command, title: str, at: tuple[int, ...]) -> QListWidgetItem:
        action = self._actions[command.name]
        able, keys = action.isEnabled(), shown(action.shortcuts()[:1])
        beside = command.menu if able else f"{command.menu} · {action.toolTip()}"
        item = QListWidgetItem(title)
        item.setData(_NAME, command.name)
        item.setData(CommandRow.TOLD, Told(beside, f"✓  {keys}" if action.isChecked() else keys, at, able))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (title, command.menu, keys))))
        return item

    @property
    def _marked(self) -> QListWidgetItem | None:
        return self.list.currentItem() if self.list.currentRow() >= 0 else None

    def _move(self, by: int) -> None:
        """To another row; a single step goes around both ends."""
        count, row = self.list.count(), self.list.currentRow()
        if count:
            self.list.setCurrentRow((row + by) % count if abs(by) == 1 else min(max(row + by, 0), count - 1))

    def _tell(self) -> None:
        item = self._marked
        if item is None:
            self._about.setText("Nothing is called that.")
            return
        self._about.setText(_about(self._actions[item.data(_NAME)]))
        spoken = str(item.data(Qt.ItemDataRole.AccessibleTextRole))
        self.field.setAccessibleDescription(f"{spoken}. {self._about.text()}")
        say(self.field, f"{spoken}. {self._about.text()}")

    def _do(self) -> None:
        item = self._marked
        if item is None:
            return
        action = self._actions[item.data(_NAME)]
        if action.isEnabled():
            keep_used(self._settings, action.objectName())
            self.close()
            action.trigger()


class _Field(QLineEdit):
    """What is typed. moved(rows): a key that goes through the list was pressed."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Type what you want to do")
        self.setAccessibleName("Find a command")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go through the list; the rest edits the line."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)


def _title(actions: Actions, command: Command) -> str:
    """As the menu has it now: `Undo: deleted 3 words`."""
    return actions[command.name].text().replace("&&", "&")


def _about(action: QAction) -> str:
    """Why it cannot be done, or what its title leaves to be said."""
    return "" if action.toolTip() == action.text() else action.toolTip()

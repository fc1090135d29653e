"""The bar of the search: what is looked for, how often that is found, and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)

from editor.derive.finding import Query
from editor.ui.finding import Finding
from editor.ui.panes.replacing import NOTHING, ROW_PX, SPACE_PX, Replacing
from editor.ui.theme import Theme

FIELD_PX = 160
"""A field has so much room beside the controls, or else they stand under it."""

GAP_PX = 12
LONGEST = 500
"""Characters that can be looked for."""

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class SearchField(QLineEdit):
    """Return goes on to the next match, Shift+Return back to the one before. stepped(1 or -1)."""

    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Find")
        self.setPlaceholderText("Find in the transcript")
        self.setMaxLength(LONGEST)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return steps; the rest edits the line."""
        if event.key() in _RETURN:
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)


class FindBar(QFrame):
    """Search as you type, at the lower edge of the transcript. closed: the page has the floor again."""

    closed = Signal()

    def __init__(self, finding: Finding, theme: Theme) -> None:
        super().__init__()
        self._finding, self._theme = finding, theme
        self.setObjectName("find")
        self.setAccessibleName("Find")
        self.field = SearchField()
        self.field.textChanged.connect(self._look)
        self.field.stepped.connect(finding.step)
        self._count = QLabel()
        self._count.setProperty("role", "quiet")
        self._count.setAccessibleName("Matches")
        self._before = self._button("up", "The match before (Shift+Return)")
        self._next = self._button("down", "The next match (Return)")
        self._before.clicked.connect(lambda: finding.step(-1))
        self._next.clicked.connect(lambda: finding.step(1))
        self.whole = QToolButton()
        self.whole.setText("Whole words")
        self.whole.setCheckable(True)
        self.whole.setProperty("segment", True)
        self.whole.setToolTip("Find whole words only, not parts of words")
        self.whole.toggled.connect(self._look)
        self._close = self._button("close", "Close (Escape)")
        self._close.clicked.connect(self.end)
        self.replacing = Replacing(finding)
        self.replacing.setParent(self)
        self.replacing.sound_meant.connect(lambda: self.whole.setChecked(True))
        for control in (self.field, self.whole):
            control.setFixedHeight(ROW_PX)
        self._controls = QWidget()
        row = QHBoxLayout(self._controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_PX)
        row.addWidget(self._count, 1)
        row.addWidget(self._before)
        row.addWidget(self._next)
        row.addSpacing(SPACE_PX)
        row.addWidget(self.whole)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 8, GAP_PX, 8)
        self._grid.setHorizontalSpacing(GAP_PX)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._arrange(self._controls.sizeHint().width())
        QWidget.setTabOrder(self.field, self.replacing.field)
        self.replacing.show_row(on=False)
        self.hide()
        finding.changed.connect(self._show_found)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._show_found()

    def begin(self, *, replacing: bool = False) -> None:
        """Show the bar, with the chosen words in it where there are a few, ready to be typed into."""
        focus = QApplication.focusWidget()
        here = focus is not None and self.isAncestorOf(focus)
        chosen = "" if here else self._finding.chosen_text()
        if replacing or self.isHidden():
            self.replacing.show_row(on=replacing)
        self._show()
        if chosen:
            self.field.setText(chosen)
        on = replacing and self.field.text() and self.replacing.field.isVisible()
        field = self.replacing.field if on else self.field
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def step(self, by: int) -> None:
        """Choose the next match of what was looked for the last time; the focus stays where it is."""
        self._show()
        self._finding.step(by)

    def end(self) -> None:
        """Close the bar; what is chosen stays chosen."""
        self.hide()
        self._finding.end()
        self.closed.emit()

    def _show(self) -> None:
        if self.isHidden():
            self.show()
            self._finding.begin()

    def _look(self) -> None:
        self._finding.look_for(Query(self.field.text(), self.whole.isChecked()))

    def _show_found(self) -> None:
        self._count.setText(self._finding.sentence)
        found = self._finding.count > 0
        for button in (self._before, self._next):
            button.setEnabled(found)
            button.setToolTip(button.accessibleName() if found else NOTHING)

    def _button(self, icon: str, about: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(icon)
        button.setToolTip(about)
        button.setAccessibleName(about)
        button.setIconSize(QSize(20, 20))
        button.setFixedSize(ROW_PX, ROW_PX)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _restyle(self) -> None:
        for button in (self._before, self._next, self._close):
            button.setIcon(self._theme.icon(button.objectName()))

    # Room

    def _arrange(self, width: int) -> None:
        """Side by side where there is room, else under each other."""
        grid, replacing, right = self._grid, self.replacing, Qt.AlignmentFlag.AlignRight
        margins = self.contentsMargins() + grid.contentsMargins()
        room = width - margins.left() - margins.right()
        # The row of buttons is the widest; the controls above take as much, so that fields keep their width.
        narrow = room < FIELD_PX + 2 * GAP_PX + replacing.acts_width + replacing.modes.sizeHint().width()
        self._controls.setMinimumWidth(0 if narrow else replacing.acts_width)
        grid.addWidget(self.field, 0, 0)
        grid.addWidget(self._close, 0, 1 if narrow else 2, right)
        parts = (self._controls, replacing.said, replacing.acts, replacing.modes)
        for number, (part, wide) in enumerate(zip(parts, ((0, 1), (1, 0), (1, 1), (1, 2)), strict=True), 1):
            grid.addWidget(part, *((number, 0, 1, 2) if narrow else (*wide, 1, 1)))
        replacing.set_columns(2 if room < replacing.acts_width else 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find room anew where the width changed."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange(event.size().width())

    def minimumSizeHint(self) -> QSize:
        """As narrow as the page may be."""
        return QSize(240, super().minimumSizeHint().height())

    # Keys

    def event(self, event: QEvent) -> bool:
        """Letters, Space and Delete are the bar's own while it has the focus, and no commands of the page."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and (event.text() or event.key() in _DELETE)
            and not event.modifiers() & _COMMANDS
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes, Return presses a button; nothing else is for the page under the bar."""
        focus = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in _RETURN and isinstance(focus, QAbstractButton):
            focus.click()

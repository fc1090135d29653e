"""A field that takes keys as they are pressed, and types nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

_Modifier = Qt.KeyboardModifier
_ALONE = {
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_unknown,
}


class KeyField(QLineEdit):
    """pressed(keys): some were; dropped: Escape, or the focus went elsewhere."""

    pressed = Signal(QKeySequence)
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName("New keys")
        self.setPlaceholderText("Press the new keys; Escape leaves them as they are")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def event(self, event: QEvent) -> bool:
        """Every key is taken here: none is a command, and Tab does not leave."""
        if isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self._take(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing was pressed."""
        super().focusOutEvent(event)
        self.dropped.emit()

    def _take(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~_Modifier.KeypadModifier
        if key in _ALONE:
            return
        if key is Qt.Key.Key_Escape and modifiers == _Modifier.NoModifier:
            self.dropped.emit()
            return
        # A sign that needs Shift is written without it: `?`, not Shift+?.
        sign = Qt.Key.Key_Space.value < key.value < Qt.Key.Key_Escape.value and not chr(key.value).isalpha()
        if sign and modifiers == _Modifier.ShiftModifier:
            modifiers = _Modifier.NoModifier
        self.pressed.emit(QKeySequence(QKeyCombination(modifiers, key)))

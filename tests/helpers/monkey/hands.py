"""Keys and the mouse, much as the system would bring them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

Keys = Qt.Key
Modifiers = Qt.KeyboardModifier
Left, Right = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton

MODIFIERS = (
    Modifiers.NoModifier,
    Modifiers.NoModifier,
    Modifiers.NoModifier,
    Modifiers.ShiftModifier,
    Modifiers.ControlModifier,
    Modifiers.ControlModifier | Modifiers.ShiftModifier,
    Modifiers.AltModifier,
)
MOTIONS = (
    Keys.Key_Left,
    Keys.Key_Right,
    Keys.Key_Up,
    Keys.Key_Down,
    Keys.Key_Home,
    Keys.Key_End,
    Keys.Key_PageUp,
    Keys.Key_PageDown,
)
OTHERS = (
    Keys.Key_Tab,
    Keys.Key_Backtab,
    Keys.Key_F6,
    Keys.Key_F10,
    Keys.Key_Menu,
    Keys.Key_Return,
    Keys.Key_Escape,
    Keys.Key_Space,
    Keys.Key_Backspace,
    Keys.Key_Delete,
)
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,'?-"
"""No slash: a file name that is typed stays in the folder of the stage."""


def key(choose: Random) -> str:
    """One key with or without modifiers, to whatever has the focus."""
    kind = choose.choice("mmmol")
    if kind == "l":
        letter, modifiers = choose.choice(LETTERS), choose.choice(MODIFIERS)
        # What is no command here could end the program where Alt opens menus: that is wanted too.
        if modifiers & Modifiers.ControlModifier and letter == "q":
            letter = "z"
        return _press(Keys(ord(letter.upper())), modifiers)
    pool = MOTIONS if kind == "m" else OTHERS
    modifiers = choose.choice(MODIFIERS)
    if modifiers & Modifiers.AltModifier and kind != "m":
        modifiers = Modifiers.NoModifier
    return _press(choose.choice(pool), modifiers)


def _press(key_: Keys, modifiers: Modifiers) -> str:
    """Down, then up wherever the focus is by then: what had it may be gone.

    To widgets rather than windows: there QTest turns the event loop between a modifier and its key, and
    crashes by itself where the modifier closed the window. Shortcuts are tried first all the same.
    """
    for act in (QTest.keyPress, QTest.keyRelease):
        settle()
        if (widget := _receiver()) is not None:
            # A list that drops down may be gone before the binding has let go of it.
            with suppress(RuntimeError):
                act(widget, key_, modifiers)
    return f"key {modifiers.name or 'modifiers'} {key_.name}"


def typed(text: str) -> str:
    """A text, letter by letter."""
    for letter in text:
        _press(Keys(ord(letter.upper())), Modifiers.NoModifier)
    return f"typed {text!r}"


def settle() -> None:
    """Let everything come true that was put off, deletions too."""
    for _ in range(2):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _receiver() -> QWidget | None:
    """The widget that keys go to."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        widget = popup.focusWidget() or popup
    else:
        widget = QApplication.focusWidget() or QApplication.activeWindow()
    # The binding may hand out its memory of a widget that stood at the same place.
    return widget if widget is not None and isValid(widget) and widget.isVisible() else None


def spot(choose: Random, widget: QWidget) -> QPoint:
    """Somewhere in a widget, its edges more often than their share."""
    across = choose.choice((choose.random(), choose.random(), 0.0, 1.0))
    down = choose.choice((choose.random(), choose.random(), choose.random(), 0.0, 1.0))
    return QPoint(round(across * max(widget.width() - 1, 0)), round(down * max(widget.height() - 1, 0)))


def mouse(choose: Random, widget: QWidget) -> str:
    """A click, double or triple click, drag or turn of the wheel over a widget."""
    if not widget.isVisible():
        return "nothing"
    kind = choose.choice(("click", "click", "double", "triple", "drag", "drag", "wheel", "menu", "move"))
    at = spot(choose, widget)
    modifiers = choose.choice(MODIFIERS[:-1])
    called = name(widget)
    if kind == "wheel":
        _wheel(widget, at, choose.choice((-360, -120, 120, 360)), modifiers)
    elif kind == "menu":
        _click(widget, at, Right, Modifiers.NoModifier)
    elif kind == "move":
        _move(widget, at)
    elif kind == "drag":
        _drag(choose, widget, at, modifiers)
    else:
        for _ in range(("click", "double", "triple").index(kind) + 1):
            _click(widget, at, Left, modifiers)
    return f"{kind} {modifiers.name} at {at.x()},{at.y()} of {called}"


def _drag(choose: Random, widget: QWidget, at: QPoint, modifiers: Modifiers) -> None:
    _at(QTest.mousePress, widget, at, Left, modifiers)
    for _ in range(choose.randint(1, 4)):
        if isValid(widget):
            _move(widget, spot(choose, widget))
    if choose.random() < 0.1:
        _press(Keys.Key_Escape, Modifiers.NoModifier)
    if choose.random() < 0.9 and isValid(widget):  # Now and then the button is let go where nobody hears it.
        _at(QTest.mouseRelease, widget, spot(choose, widget), Left, modifiers)


def _click(widget: QWidget, at: QPoint, button: Qt.MouseButton, modifiers: Modifiers) -> None:
    """Quick clicks in one place are double clicks: who gets them, counts them."""
    _at(QTest.mousePress, widget, at, button, modifiers)
    _at(QTest.mouseRelease, widget, at, button, modifiers)


def _at(
    act: Callable[..., object], widget: QWidget, at: QPoint, button: Qt.MouseButton, modifiers: Modifiers
) -> None:
    settle()
    if (where := _inside(widget, at)) is not None:
        act(where[0], button, modifiers, where[1])


def _move(widget: QWidget, at: QPoint) -> None:
    settle()
    if (where := _inside(widget, at)) is not None:
        QTest.mouseMove(*where)


def _wheel(widget: QWidget, at: QPoint, angle: int, modifiers: Modifiers) -> None:
    """QTest of this binding has no wheel: the event goes to the widget itself."""
    event = QWheelEvent(
        QPointF(at),
        QPointF(widget.mapToGlobal(at)),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def _inside(widget: QWidget, at: QPoint) -> tuple[QWindow, QPoint] | None:
    """The window that a point of a widget is in, and where; None where that lies outside."""
    if not isValid(widget) or not widget.isVisible():
        return None
    top = widget.window()
    window = top.windowHandle()
    point = widget.mapTo(top, at)
    if window is None or not window.isVisible() or not top.rect().contains(point):
        return None
    return window, point


def name(widget: QWidget) -> str:
    """What a widget is called, for the report."""
    return widget.accessibleName() or widget.objectName() or type(widget).__name__

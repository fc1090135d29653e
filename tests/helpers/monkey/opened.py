"""What lies over the window: menus, popups, dialogs; and projects, closed and opened again."""

from __future__ import annotations

from random import Random

from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QSlider,
    QWidget,
)

from tests.helpers.monkey import hands
from tests.helpers.monkey.scene import Scene


def over() -> QWidget | None:
    """What lies topmost over the window, or None."""
    found: QWidget | None = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    if found is None:
        shown = (
            top for top in QApplication.topLevelWidgets() if isinstance(top, QDialog) and top.isVisible()
        )
        found = next(shown, None)
    return found


def leave(choose: Random) -> str:
    """Close what lies topmost: by an action of a menu, a button of a dialog, or Escape."""
    widget = over()
    if widget is None:
        return "nothing"
    told = f"left {type(widget).__name__}"
    if choose.random() < 0.5:
        told += fiddle(choose, widget)
    if isinstance(widget, QMenu):
        able = [action for action in widget.actions() if action.isEnabled() and not action.isSeparator()]
        able = [action for action in able if action.menu() is None and action.objectName() != "quit"]
        if able and choose.random() < 0.6:
            chosen = choose.choice(able)
            told += f" by {chosen.text()}"
            widget.close()
            chosen.trigger()
            return told
        widget.close()
        return told
    buttons = [button for button in widget.findChildren(QPushButton) if _usable(button)]
    if buttons and choose.random() < 0.7:
        button = choose.choice(buttons)
        told += f" by {button.text()}"
        button.click()
    elif isinstance(widget, QDialog):
        widget.reject()
    else:
        widget.close()
    return told


def fiddle(choose: Random, widget: QWidget) -> str:
    """Change a few fields of what lies over the window."""
    told = ""
    for _ in range(choose.randint(1, 3)):
        fields = [
            field
            for kind in (QLineEdit, QComboBox, QAbstractSpinBox, QCheckBox, QSlider)
            for field in widget.findChildren(kind)
            if _usable(field)
        ]
        if not fields:
            return told
        field = choose.choice(fields)
        told += f", {type(field).__name__}"
        if isinstance(field, QLineEdit):
            field.setFocus()
            field.selectAll()
            told += hands.typed(choose.choice(("Ann", "0:03", "-1", "  ", "7")))
        elif isinstance(field, QComboBox) and field.count():
            field.setCurrentIndex(choose.randrange(field.count()))
        elif isinstance(field, QAbstractSpinBox):
            field.stepBy(choose.choice((-7, -1, 1, 5)))
        elif isinstance(field, QCheckBox):
            field.click()
        elif isinstance(field, QSlider):
            field.setValue(choose.randint(field.minimum(), field.maximum()))
    return told


def _usable(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()


def leave_all() -> None:
    """Close everything that lies over the window, taking nothing."""
    for _ in range(20):
        widget = over()
        if widget is None:
            return
        if isinstance(widget, QDialog):
            widget.reject()
        else:
            widget.close()
        QApplication.processEvents()


def reopen(scene: Scene) -> str:
    """Close the project that is open, or none, and open the scene's: what was there is there again."""
    window = scene.window
    leave_all()
    before = None
    if window.workspace is not None:
        window.work.stop()
        scene.settle()
        session = window.workspace.desk.session
        before = session.path, session.document, session.history.steps, session.history.revision
        assert window.close_project(), "the project would not close"
        scene.settle()
    path = before[0] if before is not None and before[0] == scene.project else scene.project
    assert window.open_project(path), f"the project would not open: {window.messages.text}"
    if before is not None and before[0] == path:
        session = window.workspace.desk.session
        assert session.document == before[1], "another document than the one that was closed"
        assert session.history.steps == before[2], "another history than the one that was closed"
        assert session.history.revision == before[3], "another revision than the one that was closed"
    return "closed the project and opened it again"


class Doorman:
    """Answers dialogs that wait for an answer inside of an action, which the monkey alone could not."""

    def __init__(self) -> None:
        self._choose = Random(0)
        self._timer = QTimer(interval=0)
        self._timer.timeout.connect(self._answer)
        self._timer.start()

    def choose_by(self, choose: Random) -> None:
        """From now on."""
        self._choose = choose

    def close(self) -> None:
        """No longer."""
        self._timer.stop()

    def _answer(self) -> None:
        if QThread.currentThread().loopLevel() > 0 and over() is not None:
            leave(self._choose)

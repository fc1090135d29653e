"""What the monkey can do. An action gets the scene and a generator to choose with, and says what it did."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

from editor.jobs import Report
from editor.ui.commands import COMMANDS
from editor.ui.dialogs.exporting import ExportWish
from tests.helpers.monkey import hands, opened
from tests.helpers.monkey.scene import Scene

Act = Callable[[Scene, Random], str]

LEFT_OUT = frozenset({"quit"})
"""What would end the run."""

SLOW = frozenset({"enhance"})
"""Commands that keep the processors busy for seconds each: rare, and not part of short runs."""

MOST_WORDS, FEWEST_WORDS = 3000, 40

TEXTS = ("was", "the", "best of", "x", "", "Wisdom, it", "zzz", "was (", "1:02")


def command(scene: Scene, choose: Random) -> str:
    """Any command of the table that can be done now."""
    actions = scene.window.commands
    able = [
        each.name for each in COMMANDS if each.name not in LEFT_OUT | SLOW and actions[each.name].isEnabled()
    ]
    return _trigger(scene, choose.choice(able))


def slow_command(scene: Scene, choose: Random) -> str:
    name = choose.choice(sorted(SLOW))
    return _trigger(scene, name) if scene.window.commands[name].isEnabled() else "nothing"


def _trigger(scene: Scene, name: str) -> str:
    scene.window.commands[name].trigger()
    return f"command {name}"


def edit(scene: Scene, choose: Random) -> str:
    """Choose a few words and do something to them."""
    workspace = scene.window.workspace
    if workspace is None:
        return "nothing"
    desk, count = workspace.desk, workspace.desk.document.word_count
    steps = len(desk.session.history.steps)
    if steps > 2 and (count > MOST_WORDS or (count < FEWEST_WORDS and choose.random() < 0.7)):
        desk.session.go(choose.randint(2, min(steps, 40)))
        return "went far back in history"
    anchor = choose.randint(0, count)
    caret = anchor + choose.choice((0, 1, 1, 2, 3, 5, -1, -2, 12))
    desk.select(anchor, caret)
    name = choose.choice(("delete", "cut", "copy", "paste", "ignore", "delete_before", "undo", "correct"))
    if not scene.window.commands[name].isEnabled():
        return f"chose {anchor}, {caret}"
    return f"chose {anchor}, {caret}; {_trigger(scene, name)}"


def history(scene: Scene, choose: Random) -> str:
    """A burst of undo or redo."""
    name, times = choose.choice(("undo", "undo", "redo")), choose.randint(1, 8)
    for _ in range(times):
        if scene.window.commands[name].isEnabled():
            _trigger(scene, name)
    return f"{name} {times} times"


def key(scene: Scene, choose: Random) -> str:
    return hands.key(choose)


def type_text(scene: Scene, choose: Random) -> str:
    return hands.typed(choose.choice(TEXTS))


def over_transcript(scene: Scene, choose: Random) -> str:
    workspace = scene.window.workspace
    return hands.mouse(choose, workspace.transcript.viewport()) if workspace else "nothing"


def over_timeline(scene: Scene, choose: Random) -> str:
    workspace = scene.window.workspace
    return hands.mouse(choose, workspace.timeline) if workspace else "nothing"


def anywhere(scene: Scene, choose: Random) -> str:
    """The mouse over any widget that is seen, of any window."""
    seen = [widget for widget in QApplication.allWidgets() if widget.isVisible() and _harmless(widget)]
    seen.sort(key=lambda widget: (type(widget).__name__, hands.name(widget), widget.x(), widget.y()))
    return hands.mouse(choose, choose.choice(seen)) if seen else "nothing"


def _harmless(widget: QWidget) -> bool:
    return widget.window() in QApplication.topLevelWidgets()


def hear(scene: Scene, choose: Random) -> str:
    """The device asks for frames, where there is one."""
    devices = scene.devices.devices
    if not devices or devices[-1].closed:
        if scene.window.workspace is not None and scene.window.commands["play"].isEnabled():
            return _trigger(scene, "play")
        return "nothing"
    count = choose.choice((64, 512, 4410, 20000))
    for _ in range(choose.randint(1, 4)):
        if not devices[-1].closed:
            devices[-1].frames(count)
        scene.application.processEvents()
    return f"heard some times {count} frames"


def resize(scene: Scene, choose: Random) -> str:
    size = choose.choice(((640, 480), (800, 600), (1200, 760), (1440, 900), (1920, 1080), (2560, 1440)))
    size = (size[0] + choose.randint(0, 40), size[1] + choose.randint(0, 40))
    scene.window.resize(*size)
    return f"resized to {size}"


def move_pane(scene: Scene, choose: Random) -> str:
    """Float a pane, dock it elsewhere or close it."""
    workspace = scene.window.workspace
    docks = workspace.panes.findChildren(QDockWidget) if workspace else []
    if not docks:
        return "nothing"
    dock = choose.choice(sorted(docks, key=lambda one: one.objectName()))
    how = choose.choice(("float", "left", "right", "bottom", "close"))
    if how == "float":
        dock.setFloating(not dock.isFloating())
    elif how == "close":
        dock.close()
    else:
        areas = Qt.DockWidgetArea
        area = {"left": areas.LeftDockWidgetArea, "right": areas.RightDockWidgetArea}.get(
            how, areas.BottomDockWidgetArea
        )
        workspace.panes.addDockWidget(area, dock)
    return f"{how} {dock.objectName()}"


def job(scene: Scene, choose: Random) -> str:
    """Begin some work, or stop some."""
    window = scene.window
    kind = choose.choice(("wait", "export", "drop", "cancel", "cancel", "cancel"))
    if kind == "cancel" or len(window.work.jobs) > 4:
        for running in window.work.jobs:
            running.cancel()
        return "cancelled all work"
    if kind == "wait":
        turns = choose.randint(1, 30)
        window.work.submit("Waiting", lambda report: _wait(report, turns), serial=choose.random() < 0.5)
    elif kind == "export" and window.flows is not None and window.commands["export"].isEnabled():
        ending = choose.choice(("wav", "srt", "txt", "flac", "json"))
        window.flows.export(ExportWish(scene.folder / f"out.{ending}", -16.0, -1.0, 0, None))
    elif kind == "drop":
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(choose.choice(scene.recordings)))])
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        window.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, buttons, keys))
    return f"job: {kind}"


def _wait(report: Report, turns: int) -> None:
    from threading import Event

    nothing = Event()
    for turn in range(turns):
        report(turn / turns, "Waiting for nothing")
        nothing.wait(0.01)


def outside(scene: Scene, choose: Random) -> str:
    """Another program puts a text on the clipboard."""
    QApplication.clipboard().setText(choose.choice(TEXTS))
    return "a text on the clipboard"


def turn(scene: Scene, choose: Random) -> str:
    """Time goes by."""
    for _ in range(choose.randint(1, 5)):
        scene.settle()
    return "time went by"


def leave(scene: Scene, choose: Random) -> str:
    """What is open over the window is closed, one way or the other."""
    return opened.leave(choose)


def reopen(scene: Scene, choose: Random) -> str:
    """Close the project and open it again: everything is as it was."""
    return opened.reopen(scene)


ACTS: tuple[tuple[Act, float], ...] = (
    (command, 20),
    (slow_command, 0.05),
    (edit, 16),
    (history, 5),
    (key, 18),
    (type_text, 2),
    (over_transcript, 9),
    (over_timeline, 7),
    (anywhere, 8),
    (hear, 6),
    (resize, 2),
    (move_pane, 1.5),
    (job, 1.5),
    (outside, 0.5),
    (turn, 1),
    (leave, 8),
    (reopen, 0.3),
)
"""Every action, with how often it comes."""

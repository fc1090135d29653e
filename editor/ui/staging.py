"""A window that nobody sits at: over made-up settings, waited for, and gone when it is done with."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication

from editor.ui.main import make_application
from editor.ui.theme import Theme
from editor.ui.window import Window
from editor.ui.workspace import Workspace

PATIENCE_S = 300.0


class Stage:
    """A shown window of `size`, in pixels, whose settings are kept in `folder`; leaving the `with` closes it.

    refused: every sentence with which the window did not do what it was told.
    """

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        existing = QApplication.instance()
        self._application = existing if isinstance(existing, QApplication) else make_application(["wordtape"])
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self._theme = Theme(self._application, "light")
        self.window = Window(self._theme, settings)
        self.refused: list[str] = []
        self.window.work.refused.connect(self.refused.append)
        self.window.resize(*size)
        self.window.show()

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        self.window.work.stop()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self._theme.close()

    def open(self, project: Path) -> Workspace | None:
        """The project with its sound read; None, and the sentence on stderr, where it cannot be opened."""
        if not self.window.open_project(project) or self.window.workspace is None:
            print(self.window.messages.text, file=sys.stderr)
            return None
        self.window.workspace.desk.refused.connect(self.refused.append)
        self.rest("the sound")
        return self.window.workspace

    def status(self) -> int:
        """An exit status: 0, or 1 with what was refused on stderr."""
        for sentence in self.refused:
            print(sentence, file=sys.stderr)
        return 1 if self.refused else 0

    def rest(self, what: str) -> None:
        """Until no job of the window runs, and what they brought is painted. Raises TimeoutError."""
        self.wait(lambda: not self.window.work.running, what)
        self.turn()

    def wait(self, done: Callable[[], bool], what: str) -> None:
        """Raises TimeoutError."""
        deadline = time.monotonic() + PATIENCE_S
        while not done():
            self.turn()
            time.sleep(0.005)
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited {PATIENCE_S:.0f} s in vain for {what}")

    def turn(self) -> None:
        """What is due happens."""
        for _ in range(5):
            self._application.processEvents()

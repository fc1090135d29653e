"""Opens the window."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings, QTimer
from PySide6.QtWidgets import QApplication

SWITCH_S = 0.0005
"""How long a worker may keep the interpreter while the window waits for it. Painting asks for it back dozens
of times a frame: at Python's own 5 ms each, a few busy workers made frames of a tenth of a second."""


def main(project: Path | None = None) -> int:
    """Run the window until it is closed, with `project` open in it where one is given; the exit status."""
    application = make_application(sys.argv[:1])
    from editor.ui.clipboard import leave_text
    from editor.ui.theme import Theme
    from editor.ui.warming import warm_up_soon
    from editor.ui.window import Window

    settings = QSettings()
    theme = Theme(application, str(settings.value("look", "system")))
    window = Window(theme, settings)
    window.show()
    if project is not None:
        # The window is painted first; a project then opens in it.
        QTimer.singleShot(0, window, lambda: window.open_project(project))
    warm_up_soon(window)
    status = application.exec()
    leave_text(application.clipboard())
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, 0)
    theme.close()
    return int(status)


def make_application(arguments: list[str]) -> QApplication:
    """The application, named so that its settings are found again; workers give way to it at once."""
    sys.setswitchinterval(SWITCH_S)
    QCoreApplication.setOrganizationName("Wordtape")
    QCoreApplication.setApplicationName("Wordtape")
    application = QApplication(arguments)
    application.setApplicationDisplayName("Wordtape")
    return application

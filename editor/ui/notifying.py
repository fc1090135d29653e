"""Telling somebody who looks elsewhere that long work has ended."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from editor.jobs import JobState
from editor.ui.panes.messages import MessageBar
from editor.ui.theme import Theme
from editor.ui.working import Work
from editor.ui.worklog import Ended

LONG_S = 10.0
"""Who waits longer than this has turned to something else."""

_KEY = "notify"


class Notifying(QObject):
    """Listens to what ends in one window. away: whether nobody looks at it; tray: where to tell, or None."""

    def __init__(
        self,
        window: QWidget,
        work: Work,
        messages: MessageBar,
        settings: QSettings,
        theme: Theme,
        away: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._messages, self._settings, self._theme = window, messages, settings, theme
        self._away = away or _nobody_looks
        self._tray: QSystemTrayIcon | None = None
        work.log.added.connect(self._ended)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.applicationStateChanged.connect(self._looked)

    @property
    def wanted(self) -> bool:
        """Whether it tells at all; kept for the next time too."""
        return bool(self._settings.value(_KEY, True, bool))

    def want(self, wanted: bool) -> None:
        """Have it tell, or not, from now on."""
        self._settings.setValue(_KEY, wanted)

    def close(self) -> None:
        """Tell nothing more."""
        self._clear()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.applicationStateChanged.disconnect(self._looked)

    def _ended(self, ended: Ended) -> None:
        long = ended.seconds > LONG_S and ended.state is not JobState.CANCELLED
        if long and self.wanted and self._away():
            self.tell(*told(ended), failed=ended.state is JobState.FAILED)

    def tell(self, title: str, sentence: str, *, failed: bool = False) -> None:
        """In the system's own way where it has one; else the window asks to be looked at and says it."""
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            icons = QSystemTrayIcon.MessageIcon
            self._icon().showMessage(title, sentence, icons.Warning if failed else icons.Information)
            return
        QApplication.alert(self._window)
        if not self._messages.text:
            (self._messages.refuse if failed else self._messages.tell)(sentence)

    def _icon(self) -> QSystemTrayIcon:
        """Shown for as long as nobody has come back: some systems tell only beside an icon."""
        if self._tray is None:
            icon = self._window.windowIcon()
            self._tray = QSystemTrayIcon(self._theme.icon("wave") if icon.isNull() else icon, self)
            self._tray.setToolTip("Wordtape")
            self._tray.messageClicked.connect(self._come)
            self._tray.activated.connect(self._come)
        self._tray.show()
        return self._tray

    def _come(self) -> None:
        self._window.raise_()
        self._window.activateWindow()
        self._clear()

    def _looked(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._clear()

    def _clear(self) -> None:
        if self._tray is not None:
            self._tray.hide()
            self._tray.deleteLater()
            self._tray = None


def told(ended: Ended) -> tuple[str, str]:
    """The heading and the sentence of a notification."""
    if ended.state is JobState.FAILED:
        return f"{ended.title} failed", ended.sentence
    return "Wordtape", f"{ended.title} is done."


def _nobody_looks() -> bool:
    return QApplication.applicationState() is not Qt.ApplicationState.ApplicationActive

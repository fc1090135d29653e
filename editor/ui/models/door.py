"""The way from a window of projects to its models window, which is there when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QWidget

from editor.app.session import Session
from editor.ui.panes.messages import MessageBar
from editor.ui.theme import Theme

if TYPE_CHECKING:
    from editor.ui.models.window import ModelsWindow


class ModelsDoor(QObject):
    """Opens the models window and lets it go. session: the open project, or None, whenever it is asked.

    messages: where it is told that a training is done while somebody works on a project.
    """

    def __init__(
        self,
        owner: QWidget,
        theme: Theme,
        settings: QSettings,
        messages: MessageBar,
        session: Callable[[], Session | None],
    ) -> None:
        super().__init__(owner)
        self._theme, self._settings, self._messages, self._session = theme, settings, messages, session
        self._window: ModelsWindow | None = None

    @property
    def window(self) -> ModelsWindow | None:
        """The models window, where it is open."""
        return self._window

    def open(self) -> None:
        """Show it, in front of everything else."""
        from editor.ui.models.window import ModelsWindow

        if self._window is None:
            self._window = ModelsWindow(self._theme, self._settings, self._session)
            self._window.closed.connect(self._forget)
            self._window.trained.connect(self._tell)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def close(self) -> bool:
        """Close it; False where it works and the user wants to wait for that."""
        return self._window is None or self._window.close()

    def _forget(self) -> None:
        self._window = None

    def _tell(self, sentence: str, name: str) -> None:
        def show() -> None:
            self.open()
            if self._window is not None:
                self._window.choose(name)

        self._messages.tell(sentence, "Show It", show)

"""On which device it plays: a menu over a button, open at once, filled when the devices are known."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from editor.player.devices import Device
from editor.ui.playing import Playback

DEFAULT = "System Default"
GAP_PX = 4


class OutputMenu(QMenu):
    """The devices that can play, the one that is wanted marked, also where it is not there now."""

    def __init__(self, playback: Playback, over: QWidget) -> None:
        super().__init__(over)
        self._playback, self._over = playback, over
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setToolTipsVisible(True)
        self.setAccessibleName("Output device")
        playback.devices_found.connect(self._list)
        self._fill((), "Looking for devices…")

    def open(self) -> None:
        """Show it above the button, and ask which devices there are."""
        self.popup(self._corner())
        self._playback.look_for_devices()

    def _list(self, devices: Sequence[Device]) -> None:
        if not devices:
            self._fill((), "There is no sound device; playing is silent.")
        elif self._playback.playing:
            self._fill(devices, "Pause to see devices that came since.")
        else:
            self._fill(devices, "")
        if self.isVisible():
            self.move(self._corner())

    def _fill(self, devices: Sequence[Device], remark: str) -> None:
        self.clear()
        wanted = self._playback.device
        names = [device.name for device in devices]
        group = QActionGroup(self)
        self._add(None, DEFAULT, group)
        for name in names:
            self._add(name, name, group)
        if wanted is not None and wanted not in names:
            self._add(wanted, f"{wanted} (not there now)" if devices else wanted, group)
        if remark:
            self.addSeparator()
            self.addAction(remark).setEnabled(False)

    def _add(self, device: str | None, text: str, group: QActionGroup) -> None:
        action = self.addAction(text.replace("&", "&&"))
        action.setCheckable(True)
        action.setActionGroup(group)
        action.setChecked(device == self._playback.device)
        action.triggered.connect(lambda _on=False: self._playback.play_on(device))

    def _corner(self) -> QPoint:
        """Where its own corner is when it stands over the button."""
        return self._over.mapToGlobal(QPoint(0, -self.sizeHint().height() - GAP_PX))

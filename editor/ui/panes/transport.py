"""The bar along the bottom: play, time, speed, meter, zoom, and that everything is on disk."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from editor.model.time import clock_text
from editor.player.levels import Level
from editor.ui.actions import Actions, about
from editor.ui.desk import Desk
from editor.ui.panes.meter import Meter
from editor.ui.panes.output import OutputMenu
from editor.ui.playing import Playback
from editor.ui.theme import Theme, fonts

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
TOLD_MS = 5000
ROOMY_PX = 740
"""From this width on there is room for every word of the bar."""


class Transport(QWidget):
    """The controls of playback. zoom(factor): 0 shows everything."""

    zoom = Signal(float)

    def __init__(self, desk: Desk, playback: Playback, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self._desk, self._playback, self._theme = desk, playback, theme
        self._icons: list[tuple[QToolButton, str]] = []
        self._to_start = self._button("start", "Go to the start")
        self._play = self._button("play", "Play or pause")
        self._play_action = actions["play"]
        self._play_action.changed.connect(self._show_play_keys)
        self._to_end = self._button("end", "Go to the end")
        self._loop_action = actions["loop"]
        self._loop = self._button("loop", "Loop the selection")
        self._loop.setCheckable(True)
        self._loop.clicked.connect(self._toggle_loop)
        self._loop_action.changed.connect(self._show_loop)
        self._output = self._button("speaker", "Output device")
        self._output.clicked.connect(self.ask_output)
        self._to_start.clicked.connect(lambda: desk.seek(0))
        self._play.clicked.connect(playback.toggle)
        self._to_end.clicked.connect(lambda: desk.seek(desk.document.length))
        self._time = QLabel()
        self._time.setFont(fonts.chrome(fonts.CHROME_PX))
        self._time.setTextFormat(Qt.TextFormat.PlainText)
        self._time.setAccessibleName("Time")
        self._total = QLabel()
        self._total.setProperty("role", "total")
        self._total.setAccessibleName("Length")
        self._speed = QComboBox()
        self._speed.setAccessibleName("Speed")
        self._speed.setToolTip("Speed; the pitch stays")
        self._speed.setMaxVisibleItems(len(SPEEDS))
        # A click leaves the keys where they were: with the words.
        self._speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._speed.addItems([f"{speed:g}×" for speed in SPEEDS])
        self._speed.setCurrentIndex(SPEEDS.index(1.0))
        self._speed.activated.connect(lambda n: playback.set_speed(SPEEDS[n]))
        self.meter = Meter(theme)
        self._saved = QLabel("Saved")
        self._saved.setProperty("role", "quiet")
        self._saved.setToolTip("Every edit is on disk as soon as it is made.")
        self._tick = QLabel()
        self._tick.setToolTip(self._saved.toolTip())
        self._tick.setAccessibleName("Saved")
        self._told = QLabel()
        self._told.setProperty("role", "quiet")
        self._told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._told_timer = QTimer(self, singleShot=True, interval=TOLD_MS)
        self._told_timer.timeout.connect(self._told.clear)
        out, fit, in_ = (
            self._button("zoom_out", "Zoom out"),
            self._button("fit", "Show everything"),
            self._button("zoom_in", "Zoom in"),
        )
        out.clicked.connect(lambda: self.zoom.emit(1 / 1.6))
        fit.clicked.connect(lambda: self.zoom.emit(0.0))
        in_.clicked.connect(lambda: self.zoom.emit(1.6))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(4)
        for widget in (self._to_start, self._play, self._to_end, self._loop):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self._time)
        row.addWidget(self._total)
        row.addSpacing(12)
        row.addWidget(self._speed)
        row.addSpacing(12)
        row.addWidget(self._output)
        row.addWidget(self.meter)
        row.addWidget(self._told, 1)
        row.addSpacing(8)
        row.addWidget(self._tick)
        row.addWidget(self._saved)
        row.addSpacing(16)
        for widget in (out, fit, in_):
            row.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        desk.playhead_changed.connect(self._show_time)
        desk.edited.connect(self._show_time)
        desk.told.connect(self._tell)
        playback.changed.connect(self._show_state)
        playback.shown.connect(self._show_level)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._show_time()
        self._show_loop()
        self._show_play_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the sign alone says that all is saved, and little else is said."""
        super().resizeEvent(event)
        if self.width() < ROOMY_PX:
            self._told.clear()
        for widget in (self._saved, self._total):
            widget.setVisible(self.width() >= ROOMY_PX)

    def _tell(self, sentence: str) -> None:
        """What was done, for a moment."""
        if self.width() >= ROOMY_PX:
            self._told.setText(sentence)
            self._told_timer.start()

    def clock_corner(self) -> QPoint:
        """Where on the screen the bar's edge is, above the time."""
        return self.mapToGlobal(QPoint(self._time.x(), 0))

    def step_speed(self, by: int) -> None:
        """One speed slower or faster."""
        self._playback.set_speed(SPEEDS[min(max(self._speed.currentIndex() + by, 0), len(SPEEDS) - 1)])

    def ask_output(self) -> None:
        """Ask on which device to play."""
        OutputMenu(self._playback, self._output).open()

    def _button(self, icon: str, about: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(about)
        button.setAccessibleName(about)
        button.setIconSize(QSize(20, 20))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icons.append((button, icon))
        return button

    def _show_time(self) -> None:
        rate = self._desk.rate
        now = clock_text(self._desk.playhead, rate, tenths=True)
        total = clock_text(self._desk.document.length, rate, tenths=True)
        self._time.setText(now)
        self._total.setText(f"/ {total}")
        if self._time.minimumWidth() < self._time.sizeHint().width():
            self._time.setMinimumWidth(self._time.sizeHint().width() + 2)

    def _show_state(self) -> None:
        playback = self._playback
        self._play.setIcon(self._theme.icon("pause" if playback.playing else "play"))
        if playback.speed in SPEEDS:
            self._speed.setCurrentIndex(SPEEDS.index(playback.speed))
        on = "the system's default device" if playback.device is None else playback.device
        self._output.setToolTip(f"Plays on {on}; click to choose another")

    def _show_level(self, level: Level) -> None:
        if self._playback.playing:
            self.meter.show_level(level)
        else:
            self.meter.rest()

    def _toggle_loop(self) -> None:
        self._loop_action.trigger()
        self._show_loop()

    def _show_loop(self) -> None:
        """The button is as the command is, and says why where it cannot be given."""
        action = self._loop_action
        self._loop.setEnabled(action.isEnabled())
        self._loop.setChecked(action.isChecked())
        self._loop.setToolTip(about(action.toolTip(), action))

    def _show_play_keys(self) -> None:
        self._play.setToolTip(about("Play or pause", self._play_action))

    def _restyle(self) -> None:
        for button, icon in self._icons:
            button.setIcon(self._theme.icon(icon))
        self._show_state()
        self._tick.setPixmap(self._theme.icon("saved").pixmap(QSize(14, 14)))

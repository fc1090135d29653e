"""The bar along the bottom: play, time, speed, meter, zoom, and that everything is on disk."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from editor.model.time import clock_text
from editor.ui.desk import Desk
from editor.ui.playing import Playback
from editor.ui.theme import Theme, fonts

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
TOLD_MS = 5000
_LOWEST_DB = -48.0


class Meter(QWidget):
    """How loud it is now, on a scale of decibels; falls slowly so that it can be read."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self.setFixedSize(112, 20)
        self.setAccessibleName("Level")

    def show_level(self, peak: float) -> None:
        """`peak` of full scale 1.0 is heard."""
        decibels = 20 * math.log10(peak) if peak > 0 else _LOWEST_DB
        share = min(max(1 - decibels / _LOWEST_DB, 0.0), 1.0)
        share = max(share, self._share - 0.04) if peak else 0.0
        if share != self._share:
            self._share = share
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """A track, and what is lit of it."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, self.height() / 2 - 2, self.width(), 4)
        painter.setBrush(QColor(tokens.hairline))
        painter.drawRoundedRect(track, 2, 2)
        if self._share > 0:
            loud = self._share > 1 - 1 / -_LOWEST_DB
            painter.setBrush(QColor(tokens.warning if loud else tokens.enhanced))
            painter.drawRoundedRect(QRectF(0, track.top(), track.width() * self._share, 4), 2, 2)
        painter.end()


class Transport(QWidget):
    """The controls of playback. zoom(factor): 0 shows everything."""

    zoom = Signal(float)

    def __init__(self, desk: Desk, playback: Playback, theme: Theme, play: QAction) -> None:
        super().__init__()
        self._desk, self._playback, self._theme = desk, playback, theme
        self._icons: list[tuple[QToolButton, str]] = []
        self._to_start = self._button("start", "Go to the start")
        self._play = self._button("play", f"Play or pause ({play.shortcut().toString()})")
        self._to_end = self._button("end", "Go to the end")
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
        self._speed.addItems([f"{speed:g}×" for speed in SPEEDS])
        self._speed.setCurrentIndex(SPEEDS.index(1.0))
        self._speed.currentIndexChanged.connect(lambda n: playback.set_speed(SPEEDS[n]))
        self._meter = Meter(theme)
        self._saved = QLabel("Saved")
        self._saved.setProperty("role", "quiet")
        self._saved.setToolTip("Every edit is on disk as soon as it is made.")
        self._tick = QLabel()
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
        for widget in (self._to_start, self._play, self._to_end):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self._time)
        row.addWidget(self._total)
        row.addSpacing(12)
        row.addWidget(self._speed)
        row.addSpacing(12)
        row.addWidget(self._meter)
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
        playback.shown.connect(self._meter.show_level)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._show_time()

    def _tell(self, sentence: str) -> None:
        """What was done, for a moment."""
        self._told.setText(sentence)
        self._told_timer.start()

    def clock_corner(self) -> QPoint:
        """Where on the screen the bar's edge is, above the time."""
        return self.mapToGlobal(QPoint(self._time.x(), 0))

    def step_speed(self, by: int) -> None:
        """One speed slower or faster."""
        self._speed.setCurrentIndex(min(max(self._speed.currentIndex() + by, 0), len(SPEEDS) - 1))

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
        self._play.setIcon(self._theme.icon("pause" if self._playback.playing else "play"))

    def _restyle(self) -> None:
        for button, icon in self._icons:
            button.setIcon(self._theme.icon(icon))
        self._show_state()
        self._tick.setPixmap(self._theme.icon("saved").pixmap(QSize(14, 14)))

"""Two sounds of one stretch beside each other: heard by turns, as loud as each other, and seen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.app.comparing_models import Comparison, compare, length_s
from editor.app.project_recordings import ProjectRecording
from editor.jobs import Report
from editor.media.spectrogram import HEIGHT, WIDTH
from editor.ui.models.listening import Listening
from editor.ui.models.wishing import WishForm
from editor.ui.panes.messages import MessageBar
from editor.ui.panes.spectrum import Spectrum, joined
from editor.ui.theme import Theme
from editor.ui.wording import about_kilohertz, kilohertz
from editor.ui.working import Work

if TYPE_CHECKING:
    from enhance.registry import Model

SWITCH_KEY, PLAY_KEY = "Ctrl+B", "Ctrl+Space"
_EMPTY = (
    "Choose two models, or the original and a model, and a recording. Made narrow first, a full recording "
    "shows how much of it a model brings back."
)


class ComparePane(QScrollArea):
    """Chooses, renders and plays. `close_sound` lets the device go."""

    def __init__(self, theme: Theme, settings: QSettings, work: Work, messages: MessageBar) -> None:
        super().__init__()
        self._theme, self._work, self._messages = theme, work, messages
        self.listening = Listening(settings)
        self.form = WishForm()
        self._rendering = False
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._render = QPushButton("Render")
        self._render.setProperty("primary", True)
        self._render.setAutoDefault(False)
        self._render.clicked.connect(self.render_both)
        self._remark = QLabel(_EMPTY)
        self._remark.setProperty("role", "quiet")
        self._remark.setTextFormat(Qt.TextFormat.PlainText)
        self._remark.setWordWrap(True)
        self._result = self._make_result()
        self._result.hide()
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._remark, 1)
        top.addWidget(self._render, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.form)
        column.addLayout(top)
        column.addWidget(self._result)
        column.addStretch(1)
        self.setWidget(inside)
        self.form.changed.connect(self._fit)
        self.form.wanted.connect(self._look_at)
        self.listening.changed.connect(self._show_state)
        self.listening.moved.connect(self._show_time)
        self.listening.said.connect(messages.refuse)
        theme.changed.connect(self._show_state)
        for keys, act in ((SWITCH_KEY, self.switch), (PLAY_KEY, self.listening.toggle)):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.offer((), ())
        self._show_state()

    def minimumSizeHint(self) -> QSize:
        """Two pictures beside each other."""
        return QSize(320, 200)

    def _make_result(self) -> QWidget:
        self._play = QToolButton()
        self._play.setIconSize(QSize(20, 20))
        self._play.clicked.connect(self.listening.toggle)
        self._switch = QButtonGroup(self)
        self._at = QSlider(Qt.Orientation.Horizontal)
        self._at.setAccessibleName("Position")
        self._at.setSingleStep(500)
        self._at.setPageStep(2000)
        self._at.valueChanged.connect(self._sought)
        self._time = QLabel()
        self._time.setProperty("role", "quiet")
        self._time.setMinimumWidth(84)
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        self._sides: list[QToolButton] = []
        self._pictures: list[Spectrum] = []
        self._reach = [QLabel(), QLabel()]
        for number, letter in enumerate("AB"):
            button = QToolButton()
            button.setAccessibleName(f"Hear {letter}")
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setToolTip(f"Hear {letter} ({SWITCH_KEY} switches)")
            button.clicked.connect(partial(self.listening.hear, number))
            self._switch.addButton(button, number)
            self._sides.append(button)
            picture = Spectrum(self._theme, f"Spectrogram of {letter}")
            picture.setMinimumHeight(168)
            picture.setMinimumWidth(60)
            self._pictures.append(picture)
            self._reach[number].setProperty("role", "quiet")
            self._reach[number].setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(button, 0, number)
            grid.addWidget(picture, 1, number)
            grid.addWidget(self._reach[number], 2, number)
            grid.setColumnStretch(number, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._play)
        row.addWidget(self._at, 1)
        row.addWidget(self._time)
        grid.addLayout(row, 3, 0, 1, 2)
        return box

    # What there is to choose

    def offer(self, models: Sequence[Model], recordings: Sequence[ProjectRecording]) -> None:
        """Models and recordings that there are now."""
        self.form.offer(models, recordings)

    def _look_at(self, file: Path) -> None:
        def work(_report: Report) -> float:
            return length_s(file)

        self._work.submit(f"Looking at {file.name}", work, partial(self.form.found, file))

    def _fit(self) -> None:
        lacks = self.form.lacks
        self._render.setEnabled(not lacks and not self._rendering)
        self._render.setToolTip(lacks)
        if self._result.isHidden():
            self._remark.setText(lacks or _EMPTY)

    # Rendering

    def render_both(self) -> None:
        """Make both sides of what is chosen."""
        if self.form.lacks or self._rendering:
            return
        wish, names = self.form.wish, self.form.names()
        self._rendering = True
        self._fit()
        self._work.submit(
            f"Rendering {wish.file.name} twice",
            partial(compare, wish),
            partial(self._rendered, names),
            ended=self._ended,
        )

    def _ended(self) -> None:
        self._rendering = False
        self._fit()

    def _rendered(self, names: tuple[str, str], found: Comparison) -> None:
        played = self.listening.playing
        self.listening.load(found)
        length = len(found.sides[0].sound)
        for number, side in enumerate(found.sides):
            assert len(side.picture) == WIDTH * HEIGHT
            cutoff = 2 * found.cutoff_hz / found.rate
            self._pictures[number].show_picture(joined([(0, length, side.picture)]), cutoff)
            self._sides[number].setText(f"{'AB'[number]}  {names[number]}")
            self._sides[number].setAccessibleName(f"Hear {'AB'[number]}, {names[number]}")
            self._reach[number].setText(f"0 to {kilohertz(found.rate / 2)}")
        lowered = [f"{'AB'[n]} by {-side.gain_db:.1f} dB" for n, side in enumerate(found.sides)]
        quieter = [text for text, side in zip(lowered, found.sides, strict=True) if side.gain_db < -0.05]
        level = f"Lowered {quieter[0]} to be as loud." if quieter else "Both are as loud."
        self._remark.setText(
            f"Models were given sound up to {about_kilohertz(found.cutoff_hz)}, the dashed line. {level}"
        )
        self._at.setRange(0, round(self.listening.seconds * 1000))
        self._result.show()
        self._show_state()
        if played:
            self.listening.toggle()
        self._play.setFocus()

    # Hearing

    def switch(self) -> None:
        """Hear the other side."""
        self.listening.hear(1 - self.listening.heard)

    def close_sound(self) -> None:
        """Stop and free the device."""
        self.listening.close()

    def _sought(self, milliseconds: int) -> None:
        self.listening.seek(milliseconds / 1000)

    def _show_state(self) -> None:
        playing = self.listening.playing
        self._play.setIcon(self._theme.icon("pause" if playing else "play"))
        verb = "Pause" if playing else "Play"
        self._play.setToolTip(f"{verb} ({PLAY_KEY})")
        self._play.setAccessibleName(verb)
        self._sides[self.listening.heard].setChecked(True)

    def _show_time(self, seconds: float) -> None:
        self._at.blockSignals(True)
        self._at.setValue(round(seconds * 1000))
        self._at.blockSignals(False)
        self._time.setText(f"{seconds:.1f} / {self.listening.seconds:.1f} s")

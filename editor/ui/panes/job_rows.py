"""One piece of slow work as a row: while it goes on, and when it has ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout

from editor.jobs import Job, JobState
from editor.ui.moments import Countdown, duration, local_now, when
from editor.ui.theme import Theme
from editor.ui.theme.icons import pixmap
from editor.ui.worklog import Ended

ICON_PX = 16


class Row(QFrame):
    """What both kinds of row are: a title with its buttons, and a frame that takes the focus.

    Delete stops what goes on and forgets what has ended. stepped(by): to another row.
    """

    stepped = Signal(int)

    def __init__(self, title: str, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icons: list[tuple[QToolButton, str]] = []
        self.setObjectName("job")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(title)
        self._title = Elided(title, Qt.TextElideMode.ElideMiddle)
        self.head = QHBoxLayout()
        self.head.setSpacing(4)
        self.head.addWidget(self._title, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(8, 4, 4, 8)
        self.column.setSpacing(2)
        self.column.addLayout(self.head)
        theme.changed.connect(self.restyle)

    def button(self, icon: str, about: str, act: Callable[[], object]) -> QToolButton:
        """One more button behind the title."""
        made = QToolButton()
        made.setProperty("small", True)
        made.setIconSize(QSize(ICON_PX, ICON_PX))
        made.setToolTip(about)
        made.setAccessibleName(f"{about}: {self._title.full}")
        made.clicked.connect(lambda: act())
        self._icons.append((made, icon))
        self.head.addWidget(made)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go to the neighbours."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def restyle(self) -> None:
        """Take on the look."""
        for button, icon in self._icons:
            button.setIcon(self._theme.icon(icon))


class JobRow(Row):
    """A job that goes on or waits: note, progress, time left, stop."""

    def __init__(self, job: Job[Any], theme: Theme) -> None:
        super().__init__(job.title, theme)
        self._job, self._countdown = job, Countdown()
        self._stop = self.button("close", "Stop; nothing is left behind", self.stop)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(job.title)
        self._note, self._left = Elided(""), QLabel()
        for label in (self._note, self._left):
            label.setProperty("role", "quiet")
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 4, 0)
        below.setSpacing(8)
        below.addWidget(self._note, 1)
        below.addWidget(self._left)
        self.column.addWidget(self._bar)
        self.column.addLayout(below)
        self.restyle()
        self.show_job()

    def show_job(self) -> None:
        """Look at the job again."""
        job = self._job
        waiting = job.state is JobState.WAITING
        self._bar.setEnabled(not waiting)
        self._bar.setValue(round(job.fraction * 1000))
        self._note.say("Waiting" if waiting else job.note or "Beginning")
        if self._stop.isEnabled():
            self._left.setText(self._countdown.text(job.seconds_left))
        told = f"{job.title}: {self._note.full}, {job.fraction:.0%}. {self._left.text()}"
        self.setAccessibleName(told.strip())

    def stop(self) -> None:
        """Ask the work to end."""
        self._job.cancel()
        self._stop.setEnabled(False)
        self._left.setText("Stopping…")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete stops it."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.stop()
        else:
            super().keyPressEvent(event)


class EndedRow(Row):
    """A job that has ended: how, when, why it failed, and doing it again.

    again, forgotten: wanted of what it shows.
    """

    again = Signal(object)
    forgotten = Signal(object)

    def __init__(self, ended: Ended, theme: Theme) -> None:
        super().__init__(ended.title, theme)
        self.ended = ended
        self._sign = QLabel()
        self._sign.setFixedSize(ICON_PX, ICON_PX)
        self.head.insertWidget(0, self._sign)
        if ended.again is not None:
            self.button("again", "Do it again", self.do_again)
        self.button("close", "Take off the list", self.forget)
        how = QLabel(_how(ended))
        how.setProperty("role", "quiet")
        how.setWordWrap(True)
        how.setTextFormat(Qt.TextFormat.PlainText)
        self.column.addWidget(how)
        if ended.sentence:
            why = _words(ended.sentence, "error")
            self.column.addWidget(why)
        if ended.details:
            self._add_details(ended.details)
        self.setAccessibleName(f"{ended.title}: {_how(ended)}. {ended.sentence}".strip())
        self.restyle()

    def _add_details(self, details: tuple[str, ...]) -> None:
        """Folded until somebody wants to know."""
        self.fold = QToolButton()
        self.fold.setProperty("small", True)
        self.fold.setCheckable(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setText("Details")
        self.fold.setIconSize(QSize(12, 12))
        self.fold.setAccessibleName(f"Details: {self.ended.title}")
        self.details = _words("\n".join(details), "quiet")
        self.details.hide()
        self.fold.toggled.connect(self._unfold)
        self.column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.details)

    def _unfold(self, shown: bool) -> None:
        self.details.setVisible(shown)
        self.fold.setIcon(self._theme.icon("up" if shown else "down"))

    def do_again(self) -> None:
        """Want it done once more."""
        self.again.emit(self.ended)

    def forget(self) -> None:
        """Want it off the list."""
        self.forgotten.emit(self.ended)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete forgets it, Return does it again."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.forget()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.ended.again is not None:
            self.do_again()
        else:
            super().keyPressEvent(event)

    def restyle(self) -> None:
        """Take on the look."""
        super().restyle()
        tokens = self._theme.tokens
        name, colour = {
            JobState.DONE: ("saved", tokens.enhanced),
            JobState.FAILED: ("warning", tokens.error),
        }.get(self.ended.state, ("close", tokens.quiet))
        self._sign.setPixmap(pixmap(name, colour, ICON_PX))
        if self.ended.details:
            self._unfold(self.fold.isChecked())


class Elided(QLabel):
    """One line, cut where there is no room; the whole of it is `full`."""

    def __init__(self, text: str, cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        self.full, self._cut = "", cut
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.say(text)

    def say(self, text: str) -> None:
        """Say something else."""
        if text != self.full:
            self.full = text
            self.setAccessibleName(text)
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """It can be cut to nothing."""
        return QSize(0, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """All of it."""
        return QSize(self.fontMetrics().horizontalAdvance(self.full) + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self.full, self._cut, self.width()))


def _how(ended: Ended) -> str:
    """`Done in 20 s, 14:32`."""
    verb = {JobState.DONE: "Done", JobState.FAILED: "Failed"}.get(ended.state, "Stopped")
    time = when(ended.made, local_now())
    if ended.state is JobState.DONE and ended.seconds >= 10:
        return f"{verb} in {duration(ended.seconds)}, {time}"
    return f"{verb}, {time}"


def _words(text: str, role: str) -> QLabel:
    """Sentences that can be selected and copied."""
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

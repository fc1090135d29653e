"""What is coming in: the waveform as it is decoded and the words as they are recognised, dimmed, to read."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
)

from editor.model.time import clock_text
from editor.ui.arrival import Arrival
from editor.ui.clipboard import text_of
from editor.ui.desk import Desk
from editor.ui.panes.strip import WaveStrip
from editor.ui.theme import Theme, fonts
from editor.ui.theme.tokens import blend
from editor.ui.transcript import TranscriptView
from editor.ui.transcript.laying import Type

DIM = 0.72
"""How much ink there is in words that have their place in time; those that have none yet are quiet."""

NO_MODEL = "Do not transcribe"
NAMES_SHOWN = 3

_OWN_KEYS = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.SelectAll)
_NO_KEYS = (QKeySequence.StandardKey.Cut, QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.Delete)


class IncomingView(TranscriptView):
    """The words so far, as a page to read, scroll and copy from; nothing in it can be edited."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__(desk, theme)
        self.setAccessibleName("Words coming in")
        self._restyle()

    def _type(self, width: float) -> Type:
        tokens = self._theme.tokens
        return replace(super()._type(width), tokens=replace(tokens, draft=tokens.quiet))

    def _restyle(self) -> None:
        super()._restyle()
        tokens = self._theme.tokens
        self._brushes.ink = QColor(blend(tokens.ink, tokens.page, DIM))
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page, or before the first word that somebody listens."""
        if self._desk.document.paragraphs:
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._brushes.page)
        painter.setFont(fonts.reading())
        painter.setPen(self._brushes.quiet)
        left, width = self.sight.column
        middle, line = Qt.AlignmentFlag.AlignTop, round(self._page.type.line_height)
        painter.drawText(round(left), 24, round(width), line, middle, "Listening…")
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that would edit the document beside it."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            edits = any(event.matches(key) for key in (*_OWN_KEYS, *_NO_KEYS))
            command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            if edits or not event.modifiers() & command:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy text, move the caret; whatever edits does nothing."""
        first, stop = self._desk.selection
        if event.matches(QKeySequence.StandardKey.Copy):
            if first < stop:
                QApplication.clipboard().setText(text_of(self._desk.document, first, stop))
        elif not any(event.matches(key) for key in _NO_KEYS):
            super().keyPressEvent(event)


class Incoming(QFrame):
    """The oldest import that has not ended; nothing where there is none.

    model_chosen(arrival, model): listen to it with another model, None for none. emptied: the last has ended.
    """

    model_chosen = Signal(object, object)
    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._waiting: list[Arrival] = []
        self._shown: Arrival | None = None
        self.view: IncomingView | None = None
        self.setObjectName("incoming")
        self.setAccessibleName("Coming in")
        self._title = QLabel()
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._names = QHBoxLayout()
        self._names.setSpacing(8)
        self._models = QComboBox()
        self._models.setAccessibleName("Speech model")
        self._models.setToolTip("Which speech model listens. Another one begins anew.")
        self._models.activated.connect(self._choose_model)
        self._strip = WaveStrip(theme)
        self._said = QLabel()
        self._said.setProperty("role", "quiet")
        self._said.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._title, 1)
        row.addLayout(self._names)
        row.addWidget(self._models)
        head = QVBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(6)
        head.addLayout(row)
        head.addWidget(self._strip)
        head.addWidget(self._said)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self.setMinimumHeight(180)
        self.hide()

    @property
    def arrival(self) -> Arrival | None:
        """What is shown."""
        return self._shown

    def begin(self, arrival: Arrival) -> None:
        """Show this one, once those before it have ended."""
        self._waiting.append(arrival)
        self._show_first()

    def end(self, arrival: Arrival) -> None:
        """Its words are in the document now, or never will be."""
        if arrival in self._waiting:
            self._waiting.remove(arrival)
            self._show_first()

    def _show_first(self) -> None:
        first = self._waiting[0] if self._waiting else None
        if first is not self._shown:
            if self._shown is not None:
                self._shown.changed.disconnect(self._refresh)
            self._shown = first
            self._drop_view()
            if first is not None:
                self._put(first)
        self._refresh()
        self.setVisible(first is not None)
        self.changed.emit()

    def _drop_view(self) -> None:
        if self.view is not None:
            self._column.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
            self.view = None
        while (item := self._names.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _put(self, arrival: Arrival) -> None:
        self.view = IncomingView(arrival.desk, self._theme)
        self._column.addWidget(self.view, 1)
        for mic, name in enumerate(arrival.arriving.speakers[:NAMES_SHOWN]):
            field = QLineEdit(name)
            field.setAccessibleName(f"Speaker in {arrival.files[mic].name}")
            field.setToolTip(f"Who speaks in {arrival.files[mic].name}.")
            field.setPlaceholderText("Speaker")
            field.setFixedWidth(132)
            field.editingFinished.connect(partial(self._name, arrival, mic, field))
            self._names.addWidget(field)
        self._fill_models(arrival)
        self._strip.show_arrival(arrival)
        arrival.changed.connect(self._refresh)

    def _fill_models(self, arrival: Arrival) -> None:
        from editor.speech.models import available

        self._models.clear()
        known = [info.name for info in available()]
        for name in dict.fromkeys([*known, *([arrival.model] if arrival.model else [])]):
            self._models.addItem(name, name)
        self._models.addItem(NO_MODEL, None)
        self._models.setCurrentIndex(max(self._models.findData(arrival.model), 0))

    def _name(self, arrival: Arrival, mic: int, field: QLineEdit) -> None:
        name = " ".join(field.text().split())
        if name and name != arrival.arriving.speakers[mic]:
            arrival.arriving.name(mic, name)

    def _choose_model(self) -> None:
        arrival, model = self._shown, self._models.currentData()
        if arrival is not None and model != arrival.model:
            self.model_chosen.emit(arrival, model)

    def _refresh(self) -> None:
        arrival = self._shown
        if arrival is None:
            return
        more = len(self._waiting) - 1
        waiting = f", {more} more after it" if more else ""
        self._title.setText(f"{arrival.title}{waiting}")
        so_far = f"{clock_text(arrival.heard, arrival.rate)}"
        if arrival.length:
            so_far += f" of {clock_text(arrival.length, arrival.rate)}"
        if arrival.model is None:
            self._said.setText("The recording comes in without words.")
        elif arrival.heard:
            self._said.setText(
                f"Heard {so_far}. Read along; the words can be edited once the recording is whole."
            )
        else:
            self._said.setText("Its words appear here as they are recognised.")
        self._strip.refresh()

"""What is known of the chosen words, and what of it can be changed here."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from editor.derive.chosen import MOST_WORDS, Chosen, chosen
from editor.model.clock import read_instant
from editor.model.document import Kind
from editor.model.edits import count_of
from editor.model.errors import Refusal
from editor.model.time import Samples
from editor.model.words import retime
from editor.ui.desk import Desk
from editor.ui.editing import Editing
from editor.ui.panes.looking import LookingPane
from editor.ui.panes.section import LABEL_PX, Facts, quiet
from editor.ui.wording import exact_clock

NOTHING = (
    "There are no words yet. Import a recording, then choose words to read when and by whom they are said."
)
MOST_STRETCHES = 4


class ClipPane(LookingPane):
    """Times, speaker and certainty of the words that an edit would be for."""

    def __init__(self, desk: Desk, editing: Editing, ignore: QAction) -> None:
        super().__init__(self._show_words)
        self._desk, self._editing = desk, editing
        self._known: object = None
        self._chosen: Chosen | None = None
        self.words = quiet(NOTHING)
        self.start, self.stop = _field("Start"), _field("Stop")
        self.speaker = _field("Speaker of these words")
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.speaker.setCompleter(completer)
        self.ignored = QToolButton()
        self.ignored.setText("Ignored")
        self.ignored.setCheckable(True)
        self.ignored.setProperty("segment", True)
        self.ignored.setToolTip("Struck through, and skipped where the words are played or exported")
        self.ignored.clicked.connect(ignore.trigger)
        self.facts = Facts()
        self._fields = QWidget()
        grid = QGridLayout(self._fields)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, LABEL_PX)
        grid.setColumnStretch(1, 1)
        for row, (name, field) in enumerate(
            (("Start", self.start), ("Stop", self.stop), ("Speaker", self.speaker), ("", self.ignored))
        ):
            grid.addWidget(quiet(name), row, 0)
            grid.addWidget(field, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 12)
        column.setSpacing(8)
        for widget in (self.words, self._fields, self.facts):
            column.addWidget(widget)
        self.start.editingFinished.connect(self._retime)
        self.stop.editingFinished.connect(self._retime)
        self.speaker.editingFinished.connect(self._name)
        desk.selection_changed.connect(self.refresh)
        desk.edited.connect(self.refresh)

    # Showing

    def _show_words(self) -> None:
        desk = self._desk
        known = (desk.document, desk.chosen())
        if known == self._known:
            return
        self._known = known
        first, stop = desk.chosen()
        self._chosen = told = chosen(desk.document, first, stop) if first < stop else None
        self._fields.setVisible(told is not None)
        self.facts.setVisible(told is not None)
        self.words.setText(NOTHING if told is None else f"“{told.text}”")
        if told is None:
            return
        self.start.setText(exact_clock(told.start, desk.rate))
        self.stop.setText(exact_clock(told.end, desk.rate))
        whole = stop - first == 1 and self._retimed(first)
        why = "" if whole else "Choose a single recorded word to change when it begins and ends."
        for field, what in ((self.start, "begins"), (self.stop, "ends")):
            field.setReadOnly(not whole)
            field.setToolTip(why or f"When the word {what}; +0.05 and -0.05 move it, Return keeps it")
        self._names.setStringList(desk.speakers)
        several = len(told.speakers) != 1
        self.speaker.setText("" if several else told.speakers[0])
        self.speaker.setCursorPosition(0)  # a long name shows its beginning
        self.speaker.setPlaceholderText(_names(told) if several else "")
        self.ignored.setChecked(told.ignored == stop - first)
        self.facts.show_facts(self._rows(told))

    def _retimed(self, word: int) -> bool:
        piece = self._desk.document.piece(self._desk.document.place_of_word(word))
        return piece.kept and piece.kind is Kind.WORD

    def _rows(self, told: Chosen) -> tuple[tuple[str, str], ...]:
        rate, count = self._desk.rate, told.stop - told.first
        rows = [("Length", f"{exact_clock(told.end - told.start, rate)}, {count_of(count, 'word')}")]
        if count > MOST_WORDS:
            return tuple(rows)
        names = {source.id: source.name for source in self._desk.session.sources}
        spans = [(names.get(source, source), span) for source, each in told.clips.items() for span in each]
        for name, (start, stop) in spans[:MOST_STRETCHES]:
            rows.append((f"In {name}", f"{exact_clock(start, rate)} – {exact_clock(stop, rate)}"))
        if len(spans) > MOST_STRETCHES:
            rows.append(("", f"and {len(spans) - MOST_STRETCHES} more stretches"))
        if told.ignored:
            rows.append(("Ignored", "all of them" if told.ignored == count else f"{told.ignored} of {count}"))
        if told.doubtful is None:
            rows.append(("Certainty", "said by a person" if told.clips else "draft"))
        else:
            sure = f"{told.doubtful.piece.confidence:.0%}"
            word = f" at the least (“{told.doubtful.piece.text}”)" if count > 1 else ""
            rows.append(("Certainty", f"{sure}{word}"))
        return tuple(rows)

    # Changing

    def _retime(self) -> None:
        """Return, or the focus leaving, in either time: the word gets it, or a sentence says why not."""
        told, desk = self._chosen, self._desk
        if told is None or self.start.isReadOnly():
            return
        try:
            start = self._read(self.start, told.start)
            stop = self._read(self.stop, told.end)
        except Refusal as refusal:
            desk.refused.emit(str(refusal))
            self._again()
            return
        if (start, stop) != (told.start, told.end) and not desk.do(
            lambda document: retime(document, told.first, start, stop)
        ):
            self._again()

    def _read(self, field: QLineEdit, now: Samples) -> Samples:
        """What stands in a field; a time that nobody touched is not rounded."""
        rate = self._desk.rate
        if field.text() == exact_clock(now, rate):
            return now
        return read_instant(field.text(), now, self._desk.document.length, rate)

    def _name(self) -> None:
        told, name = self._chosen, " ".join(self.speaker.text().split())
        if told is not None and name and told.speakers != (name,):
            self._editing.name_speaker(told.first, told.stop, name)

    def _again(self) -> None:
        self._known = None
        self._timer.start()


def _names(told: Chosen) -> str:
    """Who says the words, where they are not one person's."""
    return " and ".join(told.speakers) if 0 < len(told.speakers) < 4 else "several"


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    return field

"""Looking for words of one desk's document: what is found, which match is present, and edits of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from editor.derive.finding import Found, Query, Words, find
from editor.derive.folding import ends
from editor.model.cutting import Cutting
from editor.model.document import Document
from editor.model.each import delete_each, ignore_each
from editor.model.edits import Change
from editor.model.words import Correction, correct_each
from editor.ui.clipboard import text_of
from editor.ui.desk import Desk

AT_ONCE_S = 0.008
"""Where a search took longer the last time, the one after an edit comes right after the edit is shown."""

MOST_CHOSEN = 12
"""So many chosen words are looked for; more are rather what is to be edited."""

EachEdit = Callable[[Document, Sequence[Words], Cutting], Change]


class Finding(QObject):
    """A search that follows the document while it is on. The present match is the chosen words.

    changed: something else is found, or another match is the present one. found: None while it is off.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.query = Query("")
        self.found: Found | None = None
        self.present: int | None = None
        self._on = False
        self._from = 0
        self._choosing = False
        self._took_s = 0.0
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._look)
        desk.edited.connect(self._edited)
        desk.selection_changed.connect(self._selection_changed)

    @property
    def on(self) -> bool:
        """Whether somebody looks at what is found."""
        return self._on

    @property
    def count(self) -> int:
        """How many matches there are."""
        return len(self.found) if self.found is not None else 0

    @property
    def sentence(self) -> str:
        """`3 of 17`, `17 found`, `Nothing found`, or nothing where nothing is looked for."""
        if not self._on or not self.query.text.strip():
            return ""
        if not self.count:
            return "Nothing found"
        return f"{self.count:,} found" if self.present is None else f"{self.present + 1:,} of {self.count:,}"

    def begin(self) -> None:
        """Look for what was looked for the last time, from the chosen words on."""
        self._on = True
        self._from = self._desk.selection[0]
        self._look()

    def end(self) -> None:
        """Find no more. The chosen words stay chosen."""
        self._on = False
        self._timer.stop()
        self.found = self.present = None
        self.changed.emit()

    def chosen_text(self) -> str:
        """The chosen words where they are few enough to be looked for, without punctuation at the ends."""
        first, stop = self._desk.selection
        if not first < stop <= first + MOST_CHOSEN:
            return ""
        text = text_of(self._desk.document, first, stop)
        opening, closing = ends(text)
        return text[len(opening) : len(text) - len(closing)] or text

    def look_for(self, query: Query) -> None:
        """Look for something else, and choose the first match from where the search began."""
        if query != self.query:
            self.query = query
            self._look()
            self._choose_from(self._from)

    def step(self, by: int) -> None:
        """Choose the next match (1) or the one before (-1), around the ends of the document."""
        self._catch_up()
        if self.present is not None:
            self._choose((self.present + by) % self.count)
        elif self.found is not None and self.count:
            number = self.found.from_word(self._desk.selection[0])
            self._choose((number if by > 0 else number - 1) % self.count)
        if self.present is not None:
            self._from = self._desk.selection[0]

    # Edits of what is found

    def correct(self, text: str) -> None:
        """Have the present match read `text`, and go on to the next; without one, to the next alone."""
        if (number := self._ready()) is not None and self.found is not None:
            stop, words = self.found[number][1], self._desk.document.word_count
            self._correct([number], text)
            self._choose_from(stop + self._desk.document.word_count - words)

    def correct_all(self, text: str) -> None:
        """Have every match read `text`, in one step."""
        self._catch_up()
        self._correct(range(self.count), text)

    def _correct(self, numbers: Sequence[int], text: str) -> None:
        found = self.found
        if found is not None:
            corrections = [Correction(*found[number], found.reworded(number, text)) for number in numbers]
            self._desk.do(lambda document: correct_each(document, corrections), choose=False)

    def delete(self) -> None:
        """Delete the present match with its sound, and go on to the next."""
        self._edit_present(delete_each)

    def ignore(self) -> None:
        """Strike the present match through, and go on to the next."""
        self._edit_present(ignore_each)

    def delete_all(self) -> None:
        """Delete every match with its sound, in one step."""
        self._edit_all(delete_each)

    def ignore_all(self) -> None:
        """Strike every match through, in one step."""
        self._edit_all(ignore_each)

    def _edit_present(self, edit: EachEdit) -> None:
        if (number := self._ready()) is not None and self.found is not None:
            (first, stop), words = self.found[number], self._desk.document.word_count
            self._do(edit, [(first, stop)])
            self._choose_from(stop + self._desk.document.word_count - words)

    def _edit_all(self, edit: EachEdit) -> None:
        self._catch_up()
        if self.found is not None:
            self._do(edit, self.found.all)

    def _do(self, edit: EachEdit, spans: Sequence[Words]) -> None:
        cutting = self._desk.session.cutting
        self._desk.do(lambda document: edit(document, spans, cutting), choose=False)

    def _ready(self) -> int | None:
        """The present match, or None after going to the next one where there was none."""
        self._catch_up()
        if self.present is None:
            self.step(1)
            return None
        return self.present

    # Following the desk

    def _catch_up(self) -> None:
        if self._timer.isActive():
            self._look()

    def _look(self) -> None:
        self._timer.stop()
        began = time.perf_counter()
        self.found = find(self._desk.document, self.query)
        self._took_s = time.perf_counter() - began
        self.present = self.found.at(self._desk.selection)
        self.changed.emit()

    def _choose_from(self, word: int) -> None:
        """The first match from a word on, around the end; without any, the chosen words stay."""
        self._catch_up()
        if self.found is not None and self.count:
            self._choose(self.found.from_word(word) % self.count)

    def _choose(self, number: int) -> None:
        assert self.found is not None
        self.present = number
        self._choosing = True
        self._desk.select(*self.found[number])
        self._choosing = False
        self.changed.emit()

    def _selection_changed(self) -> None:
        if self._choosing:
            return
        self._from = self._desk.selection[0]
        present = self.found.at(self._desk.selection) if self.found is not None else None
        if present != self.present:
            self.present = present
            self.changed.emit()

    def _edited(self) -> None:
        if not self._on:
            return
        if self._took_s <= AT_ONCE_S:
            self._look()
            return
        self.found = self.present = None
        self._timer.start()
        self.changed.emit()

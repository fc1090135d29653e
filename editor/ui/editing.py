"""The edits of the menus: what each does with the chosen words. None of them asks anything."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from editor.app.pasting import paste_fragment
from editor.app.session import Edit, Session
from editor.derive.drafting import drafted
from editor.jobs import Report
from editor.model import edits
from editor.model.document import Document
from editor.model.drafts import insert_draft, write_over
from editor.model.speakers import rename_speaker, set_speaker
from editor.model.time import from_seconds
from editor.ui.clipboard import Clipboard, Copied
from editor.ui.desk import Desk
from editor.ui.working import Work

MOST_LETTERS = 600_000
"""Of a text that is pasted: a hundred thousand words."""


class Editing:
    """Edits of one desk's document."""

    def __init__(self, desk: Desk, clipboard: Clipboard, work: Work) -> None:
        self._desk = desk
        self._clipboard = clipboard
        self._work = work

    def delete(self) -> None:
        """The chosen words, or the one after the caret."""
        self._delete(*self._desk.chosen())

    def delete_before(self) -> None:
        """The chosen words, or the one before the caret."""
        first, stop = self._desk.selection
        self._delete(first if first < stop else max(first - 1, 0), stop)

    def _delete(self, first: int, stop: int) -> None:
        if first < stop:
            cutting = self._desk.session.cutting
            self._desk.do(lambda document: edits.delete(document, first, stop, cutting))

    def copy(self) -> bool:
        """Put the chosen words on the clipboard; False where none are."""
        first, stop = self._desk.selection
        if first == stop:
            return False
        session = self._desk.session
        document = session.document
        fragment = edits.copied(document, first, stop, session.cutting)
        self._clipboard.put(Copied(session.path, fragment, document.transcripts))
        return True

    def cut(self) -> None:
        """Copy, then delete just what was copied, so that pasting it at the same place changes nothing."""
        if self.copy():
            first, stop = self._desk.selection
            cutting = replace(self._desk.session.cutting, reach=0)
            self._desk.do(lambda document: edits.delete(document, first, stop, cutting))

    def paste(self) -> None:
        """What is on the clipboard, in place of the chosen words or at the caret; plain text as a draft."""
        copied = self._clipboard.get()
        session, (first, stop) = self._desk.session, self._desk.selection
        if copied is None:
            text = self._clipboard.text
            if len(text) > MOST_LETTERS:
                self._desk.refused.emit(
                    f"The text on the clipboard is too long for a draft: {len(text):,} letters, "
                    f"and {MOST_LETTERS:,} are the most."
                )
            elif text.strip():
                self._desk.do(_drafted(session, text, first, stop))
            else:
                self._desk.refused.emit("There are no words on the clipboard; cut or copy some first.")
        elif copied.project == session.path:
            self._desk.do(_pasted(session, copied, first, stop))
        else:
            self._bring(copied)

    def _bring(self, copied: Copied) -> None:
        """Words of another project, to where the caret is now."""
        session, stop = self._desk.session, self._desk.selection[1]
        self._work.submit(
            f"Bringing words from {copied.project.stem}",
            lambda report: _brought(session, copied, stop, report),
            self._do,
            serial=True,
            again=partial(self._bring, copied),
        )

    def _do(self, edit: Edit) -> None:
        self._desk.do(edit)

    def ignore(self) -> None:
        """Strike the chosen words through, or where all of them are, no longer."""
        first, stop = self._desk.chosen()
        if first == stop:
            return
        on = not self.ignored
        cutting = self._desk.session.cutting
        self._desk.do(lambda document: edits.ignore(document, first, stop, on, cutting))

    @property
    def ignored(self) -> bool:
        """Whether all chosen words are struck through; only so many are looked at."""
        document, (first, stop) = self._desk.document, self._desk.chosen()
        some = range(first, min(stop, first + 200))
        return first < stop and not any(document.piece(document.place_of_word(word)).kept for word in some)

    def insert_gap(self, seconds: float) -> None:
        """A made pause at the caret."""
        at, session = self._desk.selection[0], self._desk.session
        length = from_seconds(seconds, session.rate)
        self._desk.do(lambda document: edits.insert_gap(document, at, length, session.cutting))

    def shorten_gaps(self, over_s: float, to_s: float) -> None:
        """Every silence longer than `over_s`, down to `to_s`."""
        over, to = (from_seconds(seconds, self._desk.rate) for seconds in (over_s, to_s))
        self._desk.do(lambda document: edits.shorten_gaps(document, over, to), choose=False)

    def name_speaker(self, first: int, stop: int, name: str) -> None:
        """Words are said by `name`."""
        self._desk.do(lambda document: set_speaker(document, first, stop, name), choose=False)

    def rename_speaker(self, speaker: str, name: str) -> None:
        """Whatever `speaker` says is said by `name`."""
        self._desk.keep_colour(speaker, " ".join(name.split()))
        self._desk.do(lambda document: rename_speaker(document, speaker, name), choose=False)


def _pasted(session: Session, copied: Copied, first: int, stop: int) -> Edit:
    def edit(document: Document) -> edits.Change:
        if first == stop:
            return edits.paste(document, first, copied.fragment, copied.transcripts, session.cutting)
        emptied = edits.delete(document, first, stop, session.cutting).document
        return edits.paste(emptied, first, copied.fragment, copied.transcripts, session.cutting)

    return edit


def _brought(session: Session, copied: Copied, before: int, report: Report) -> Edit:
    """Words of another project as they were when they were copied, also where they have been cut there."""
    with Session.open(copied.project, write=False) as other:
        return paste_fragment(session, other, copied.fragment, copied.transcripts, before, report)


def _drafted(session: Session, text: str, first: int, stop: int) -> Edit:
    """Text of another program, written as a draft in place of the chosen words."""
    words = drafted(text, session.rate)

    def edit(document: Document) -> edits.Change:
        if first == stop:
            return insert_draft(document, first, words, session.cutting)
        return write_over(document, first, stop, words, session.cutting)

    return edit

"""What all panes share: the open project, the chosen words, the playhead and what the pointer is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from editor.app.session import Edit, Session
from editor.derive.changes import changed
from editor.derive.clips import clips
from editor.derive.words import word_at
from editor.model.document import Document, Paragraph, Place, SourceId, SpeakerId
from editor.model.errors import Refusal
from editor.model.spans import Spans
from editor.model.time import Samples
from editor.ui.modes import Modes


class Desk(QObject):
    """One open project as the window sees it. Every edit of the window goes through `do`.

    edited(old, new): the root changed; selection and playhead already fit the new one. told(sentence): what
    was done; refused(sentence): why it was not. sound_changed: sources sound different, the root is the same.
    """

    edited = Signal(object, object)
    selection_changed = Signal()
    playhead_changed = Signal()
    sought = Signal()
    hover_changed = Signal()
    told = Signal(str)
    refused = Signal(str)
    sound_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._stop_listening: Callable[[], None] = session.listen(self._follow)
        self._stop_hearing: Callable[[], None] = session.variants.listen(self.sound_changed.emit)
        self._anchor = 0
        self._caret = 0
        self._picked: SourceId | None = None
        self._playhead: Samples = 0
        self._hover: int | None = None
        self._speakers: dict[SpeakerId, int] = {}
        self.modes = Modes()
        self._learn_speakers(session.document.paragraphs)

    def close(self) -> None:
        """Let go of the session and close it."""
        self._stop_listening()
        self._stop_hearing()
        self.session.close()

    @property
    def document(self) -> Document:
        """The document as it is now."""
        return self.session.document

    @property
    def rate(self) -> int:
        """Samples a second of every clock."""
        return self.session.rate

    # Words chosen

    @property
    def anchor(self) -> int:
        """The position between words where the selection began."""
        return self._anchor

    @property
    def caret(self) -> int:
        """The position between words where it ends, and where the caret is."""
        return self._caret

    @property
    def selection(self) -> tuple[int, int]:
        """The chosen words, half-open; empty where both are the same."""
        return min(self._anchor, self._caret), max(self._anchor, self._caret)

    def select(self, anchor: int, caret: int | None = None) -> None:
        """Choose the words between two positions; one alone puts the caret there."""
        count = self.document.word_count
        anchor = min(max(anchor, 0), count)
        caret = anchor if caret is None else min(max(caret, 0), count)
        if (anchor, caret) != (self._anchor, self._caret) or self._picked is not None:
            self._anchor, self._caret, self._picked = anchor, caret, None
            self.selection_changed.emit()

    def chosen(self) -> tuple[int, int]:
        """The words that an edit is for: the selection, or without one the word after the caret."""
        first, stop = self.selection
        return (first, stop) if stop > first else (first, min(first + 1, self.document.word_count))

    def pick(self, source: SourceId) -> None:
        """Mean a whole source, until words are chosen again."""
        self._picked = source
        self.selection_changed.emit()

    @property
    def subject(self) -> SourceId | None:
        """The source that is meant: the one that was picked, or that the first chosen word is of."""
        if self._picked is not None:
            return self._picked
        document = self.document
        if not document.word_count:
            return self.source_at(self._playhead)
        word = min(self.selection[0], document.word_count - 1)
        return document.piece(document.place_of_word(word)).source

    def source_at(self, time: Samples) -> SourceId | None:
        """What is heard at an instant, or None."""
        document = self.document
        if not 0 <= time < document.length:
            return None
        place, _ = document.place_at(time)
        return document.piece(place).source

    @property
    def means_words(self) -> bool:
        """Whether the chosen words are meant rather than a whole source."""
        return self._picked is None and self._anchor != self._caret

    def clips(self) -> dict[SourceId, Spans]:
        """The stretches of sources that are meant: of the chosen words; none where a whole source is."""
        return clips(self.document, *self.selection) if self._picked is None else {}

    # Playhead and pointer, on the compilation's clock

    @property
    def playhead(self) -> Samples:
        """The instant that is played next."""
        return self._playhead

    def show_playhead(self, time: Samples) -> None:
        """Playback has come to `time`."""
        if time != self._playhead:
            self._playhead = time
            self.playhead_changed.emit()

    def seek(self, time: Samples) -> None:
        """The user puts the playhead at `time`."""
        self.show_playhead(min(max(time, 0), self.document.length))
        self.sought.emit()

    def seek_word(self, word: int) -> None:
        """The user puts the playhead where word number `word` begins, or at the end."""
        self.seek(self.time_of_word(word))

    def time_of_word(self, word: int) -> Samples:
        """When word number `word` begins, or the end."""
        document = self.document
        return (
            document.length if word >= document.word_count else document.time_of(document.place_of_word(word))
        )

    @property
    def lit(self) -> int | None:
        """The word at the playhead, or None."""
        return word_at(self.document, self._playhead)

    @property
    def hover(self) -> int | None:
        """The word that the pointer is over, in whichever pane."""
        return self._hover

    def point_at(self, word: int | None) -> None:
        """The pointer is over word number `word` now, or over none."""
        if word != self._hover:
            self._hover = word
            self.hover_changed.emit()

    # Speakers

    def speaker_number(self, speaker: SpeakerId) -> int:
        """Which colour a speaker has; it stays while the project is open."""
        return self._speakers.setdefault(speaker, len(self._speakers))

    def keep_colour(self, speaker: SpeakerId, name: SpeakerId) -> None:
        """`speaker` is about to be called `name`: the colour stays, unless the name has one."""
        self._speakers.setdefault(name, self.speaker_number(speaker))

    @property
    def speakers(self) -> list[SpeakerId]:
        """Everybody who speaks in the document, in order of first appearance."""
        return list(dict.fromkeys(paragraph.speaker for paragraph in self.document.paragraphs))

    # Edits

    def do(self, edit: Edit, *, choose: bool = True) -> bool:
        """Make an edit, say what was done and choose what it asks for; False and a sentence where refused.

        choose False leaves the chosen words as they are: for edits of the whole document.
        """
        try:
            change = self.session.do(edit)
        except Refusal as refusal:
            self.refused.emit(str(refusal))
            return False
        if choose:
            self.select(*change.selection)
        self.told.emit(change.label)
        return True

    def undo(self) -> None:
        """Take back the last edit."""
        self._walk(self.session.undo, "Undone: {}")

    def redo(self) -> None:
        """Do the last undone edit again."""
        self._walk(self.session.redo, "Done again: {}")

    def go(self, revision: int) -> None:
        """Make any revision of the history the present one, in one go."""
        old, history = self.document, self.session.history
        back = revision < history.revision
        try:
            self.session.go(revision)
        except Refusal as refusal:
            self.refused.emit(str(refusal))
            return
        self._choose_changed(old, self.document)
        label = history.step(revision).label if revision else "New project"
        self.told.emit(f"Went {'back' if back else 'on'} to: {label[:1].lower()}{label[1:]}")

    def _walk(self, step: Callable[[], tuple[str, ...]], said: str) -> None:
        old = self.document
        try:
            labels = step()
        except Refusal as refusal:
            self.refused.emit(str(refusal))
            return
        self._choose_changed(old, self.document)
        self.told.emit(said.format(labels[0][:1].lower() + labels[0][1:]))

    def _choose_changed(self, old: Document, new: Document) -> None:
        """Select the words that a walk through history brought, or put the caret where some went."""
        change = changed(old, new)
        before = [p for paragraph in old.paragraphs[change.first : change.old_stop] for p in paragraph.pieces]
        after = [p for paragraph in new.paragraphs[change.first : change.new_stop] for p in paragraph.pieces]
        head = 0
        while head < min(len(before), len(after)) and before[head] == after[head]:
            head += 1
        tail = 0
        while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        base = new.first_word(change.first) if new.paragraphs else 0
        first = base + sum(1 for piece in after[:head] if piece.text)
        self.select(first, first + sum(1 for piece in after[head : len(after) - tail] if piece.text))

    def _follow(self, old: Document, new: Document) -> None:
        """Keep selection and playhead inside the new root, the playhead on the sound that it was at."""
        change = changed(old, new)
        self._learn_speakers(new.paragraphs[change.first : change.new_stop])
        count = new.word_count
        self._anchor, self._caret = min(self._anchor, count), min(self._caret, count)
        self._hover = None
        self._playhead = _carried(self._playhead, old, new)
        self.edited.emit(old, new)

    def _learn_speakers(self, paragraphs: Sequence[Paragraph]) -> None:
        for paragraph in paragraphs:
            self.speaker_number(paragraph.speaker)


def _carried(time: Samples, old: Document, new: Document) -> Samples:
    """Where an instant of `old` is in `new`: with the same piece, or where what it was in went away."""
    change = changed(old, new)
    if time >= old.time_of(Place(change.old_stop, 0)):
        return max(time + new.length - old.length, 0)
    if time < old.time_of(Place(change.first, 0)):
        return time
    place, inside = old.place_at(time)
    piece = old.piece(place) if place != old.end else None
    for number in range(change.first, change.new_stop):
        for index, other in enumerate(new.paragraphs[number].pieces):
            if piece is not None and other.source == piece.source and other.source is not None:
                at = piece.start + inside
                if other.start <= at < other.stop and other.kept:
                    return new.time_of(Place(number, index)) + at - other.start
    return min(time, new.length)

"""What is known of a source while it is being imported: a document that grows and cannot be edited yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from editor.app.session import Edit
from editor.model.cutting import MIDPOINTS, EditError
from editor.model.document import Document, Paragraph, Piece, SourceId, SpeakerId
from editor.model.edits import Change
from editor.model.source import Variant
from editor.model.time import Samples
from editor.speech.fragment import turns
from editor.speech.words import Caught, Word

ARRIVING: SourceId = "arriving"
"""What the words are of until the source has a name of its own."""


class _Voice:
    """One recording. The last turn stays open; those before it never change."""

    def __init__(self, mic: int, rate: int) -> None:
        self._mic, self._rate = mic, rate
        self._turns: list[Paragraph] = []
        self._from: Samples = 0
        self._aligned: list[Word] = []
        self._about: list[Word] = []

    def catch(self, caught: Caught) -> None:
        if not caught.aligned:
            self._about += caught.words
            return
        self._aligned += caught.words
        known = caught.words[-1].stop
        self._about = [word for word in self._about if word.start + word.stop > 2 * known]

    def named(self, speaker: SpeakerId) -> None:
        self._turns = [Paragraph(speaker, turn.pieces) for turn in self._turns]

    def turns(self, speakers: Sequence[SpeakerId]) -> list[Paragraph]:
        whole = turns(self._pieces(self._aligned, []), speakers, self._rate)[:-1]
        if whole:
            self._turns += whole
            self._from = whole[-1].pieces[-1].stop
            self._aligned = [word for word in self._aligned if word.start >= self._from]
        return [*self._turns, *turns(self._pieces(self._aligned, self._about), speakers, self._rate)]

    def _pieces(self, aligned: list[Word], about: list[Word]) -> list[Piece]:
        """Words with the pauses between them; those that are not aligned yet are drafts."""
        pieces: list[Piece] = []
        now = self._from
        for number, word in enumerate((*aligned, *about)):
            start = max(word.start, now)
            stop = max(word.stop, start + 1)
            if start > now:
                pieces.append(Piece(ARRIVING, now, start, "", mic=self._mic))
            if number < len(aligned):
                said = Piece(ARRIVING, start, stop, word.text, word.confidence, mic=self._mic)
            else:
                said = Piece(None, 0, stop - start, word.text, mic=self._mic)
            pieces.append(said)
            now = stop
        return pieces


class _NoVariants:
    """There is no other sound of what is not here yet."""

    def listen(self, _listener: Callable[[], None]) -> Callable[[], None]:
        """Nothing will ever change."""
        return lambda: None

    def all(self, _source: SourceId | None = None) -> tuple[Variant, ...]:
        """None."""
        return ()


class Arriving:
    """As much of a `Session` as a view that only shows text asks for.

    speakers: of the recordings, one after another, as they are named now.
    """

    def __init__(self, speakers: Sequence[SpeakerId], rate: int) -> None:
        self.rate = rate
        self.document = Document(())
        self.cutting = MIDPOINTS
        self.variants = _NoVariants()
        self._speakers = list(speakers)
        self.speakers: Sequence[SpeakerId] = self._speakers
        self._voices = [_Voice(mic, rate) for mic in range(len(speakers))]
        self._listeners: list[Callable[[Document, Document], None]] = []

    def name(self, mic: int, speaker: SpeakerId) -> None:
        """The one who speaks in a recording is called so."""
        self._speakers[mic] = speaker
        self._voices[mic].named(speaker)
        self._show()

    def catch(self, caught: Sequence[tuple[int, Caught]]) -> None:
        """More words, each with the number of its recording."""
        for mic, words in caught:
            self._voices[mic].catch(words)
        self._show()

    def _show(self) -> None:
        old = self.document
        self.document = Document(tuple(p for voice in self._voices for p in voice.turns(self._speakers)))
        for listener in tuple(self._listeners):
            listener(old, self.document)

    def listen(self, listener: Callable[[Document, Document], None]) -> Callable[[], None]:
        """Have `listener` called with the document before and after more has come."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def do(self, _edit: Edit) -> Change:
        """Raises `EditError`."""
        raise EditError("These words are still coming in; they can be edited once the recording is whole.")

    def close(self) -> None:
        """There is nothing to let go of."""

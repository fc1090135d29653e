"""What a mark stands for, in a sentence."""

from __future__ import annotations

from editor.model.document import Document
from editor.model.edits import count_of
from editor.model.folds import Fold
from editor.ui.transcript.composing import Mark, MarkKind

_SHOWN_WORDS = 12


def told_of(mark: Mark, document: Document, rate: int) -> str:
    """The tooltip of a mark."""
    seconds = mark.length / rate
    if mark.kind is MarkKind.PAUSE:
        return f"A pause of {seconds:.1f} s."
    if mark.kind is MarkKind.GAP:
        return f"A made gap of {seconds:.1f} s, filled with room tone."
    if mark.kind is MarkKind.SPEECH:
        return f"{seconds:.1f} s of speech that no words were found for."
    if mark.kind is MarkKind.OVER:
        return f"Said at the same time by {mark.said}"
    return told_of_fold(document, mark.fold, rate) if mark.fold else ""


def told_of_fold(document: Document, fold: Fold, rate: int) -> str:
    """What a cut took away, and that a click brings it back."""
    transcript = document.transcript(fold.source)
    if not fold.words or transcript is None:
        return f"{(fold.stop - fold.start) / rate:.1f} s without words cut here. Click to restore."
    text = transcript.text
    first = text.word_at_place(text.place_at(fold.start)[0])
    stop = min(first + min(fold.words, _SHOWN_WORDS), text.word_count)
    said = " ".join(text.piece(text.place_of_word(word)).text for word in range(first, stop))
    more = " …" if fold.words > _SHOWN_WORDS else ""
    return f"{count_of(fold.words, 'word')} cut: “{said}{more}”. Click to restore."

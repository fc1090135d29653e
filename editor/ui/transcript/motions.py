"""Where the caret goes: positions between words, from the document alone."""

from __future__ import annotations

from editor.model.document import Document

_ENDS = frozenset(".!?…。！？؟۔")
_CLOSERS = "\"'”’»)]"


def ends_sentence(text: str) -> bool:
    """Whether a word is the last of a sentence, going by its punctuation."""
    return text.rstrip(_CLOSERS)[-1:] in _ENDS


def paragraph_of(document: Document, word: int) -> tuple[int, int]:
    """The words `[first, stop)` of the paragraph that word number `word` stands in."""
    number = document.place_of_word(word).paragraph
    return document.first_word(number), document.first_word(number + 1)


def sentence_of(document: Document, word: int) -> tuple[int, int]:
    """The words `[first, stop)` of the sentence that word number `word` stands in."""
    begin, end = paragraph_of(document, word)
    first, stop = word, word + 1
    while first > begin and not ends_sentence(_text(document, first - 1)):
        first -= 1
    while stop < end and not ends_sentence(_text(document, stop - 1)):
        stop += 1
    return first, stop


def sentence_back(document: Document, position: int) -> int:
    """The start of the sentence, or of the one before where the position is there already."""
    return sentence_of(document, position - 1)[0] if position > 0 else 0


def sentence_on(document: Document, position: int) -> int:
    """The end of the sentence that goes on after the position."""
    count = document.word_count
    return sentence_of(document, position)[1] if position < count else count


def paragraph_back(document: Document, position: int) -> int:
    """The start of the paragraph, or of the one before where the position is there already."""
    return paragraph_of(document, position - 1)[0] if position > 0 else 0


def paragraph_on(document: Document, position: int) -> int:
    """The start of the next paragraph that has words."""
    count = document.word_count
    return paragraph_of(document, position)[1] if position < count else count


def _text(document: Document, word: int) -> str:
    return document.piece(document.place_of_word(word)).text

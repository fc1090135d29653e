"""Which stretches of which sources words are: the clips under a selection."""

from __future__ import annotations

from editor.model.document import Document, SourceId
from editor.model.spans import Span, Spans, union


def clips(document: Document, first: int, stop: int) -> dict[SourceId, Spans]:
    """What the words from number `first` to before `stop` are made of, pauses between them included.

    Spans of each source's clock, the sources in the order in which they come; none for words that nobody
    has said. Looks at no paragraph beyond.
    """
    found: dict[SourceId, list[Span]] = {}
    if first < stop:
        begin, end = document.place_of_word(first), document.place_of_word(stop - 1)
        for number in range(begin.paragraph, end.paragraph + 1):
            pieces = document.paragraphs[number].pieces
            low = begin.piece if number == begin.paragraph else 0
            high = end.piece + 1 if number == end.paragraph else len(pieces)
            for piece in pieces[low:high]:
                if piece.source is not None:
                    found.setdefault(piece.source, []).append((piece.start, piece.stop))
    return {source: union(spans) for source, spans in found.items()}

"""Two documents that were read apart, made to share what is equal in them."""

from __future__ import annotations

from collections.abc import Iterable

from editor.model.document import Document, Paragraph, Transcript


def sharing(new: Document, old: Document) -> Document:
    """A document equal to `new` in which paragraphs and transcripts that `old` has too are those of `old`.

    What changed between two roots is found by identity, so this is what makes the way from one to the other
    as small as it is.
    """
    heard = {transcript.source: transcript for transcript in old.transcripts}
    transcripts = tuple(_transcript(one, heard.get(one.source)) for one in new.transcripts)
    if len(transcripts) == len(old.transcripts) and all(map(_is, transcripts, old.transcripts)):
        transcripts = old.transcripts
    said = (p for transcript in (*old.transcripts, *transcripts) for p in transcript.text.paragraphs)
    markers = old.markers if new.markers == old.markers else new.markers
    return Document(_paragraphs(new, (*old.paragraphs, *said)), transcripts, markers)


def _transcript(new: Transcript, old: Transcript | None) -> Transcript:
    if old is None or new == old:
        return old or new
    return Transcript(new.source, new.length, Document(_paragraphs(new.text, old.text.paragraphs)))


def _paragraphs(new: Document, known: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Those of `new`, each as the first of `known` that it equals; of several that are equal, in order."""
    left: dict[Paragraph, list[Paragraph]] = {}
    for paragraph in reversed(tuple(known)):
        left.setdefault(paragraph, []).append(paragraph)
    shared: list[Paragraph] = []
    for paragraph in new.paragraphs:
        equal = left.get(paragraph) or [paragraph]
        shared.append(equal.pop() if len(equal) > 1 else equal[0])
    return tuple(shared)


def _is(one: object, other: object) -> bool:
    return one is other

"""Renaming a speaker wherever they speak."""

from __future__ import annotations

from dataclasses import replace

from editor.model.cutting import EditError
from editor.model.document import Document, Paragraph, SpeakerId
from editor.model.edits import Change


def rename_speaker(document: Document, speaker: SpeakerId, name: str) -> Change:
    """Everything that `speaker` says is said by `name` from now on, in the transcripts of the sources too.

    Paragraphs stay as they are, also where two of one voice come to stand side by side. Raises `EditError`
    where the name is empty or nobody is called `speaker`.
    """
    name = " ".join(name.split())
    if not name:
        raise EditError("A speaker needs a name.")
    if all(paragraph.speaker != speaker for paragraph in document.paragraphs):
        raise EditError(f"Nobody in the document is called {speaker}.")
    transcripts = tuple(
        replace(transcript, text=replace(transcript.text, paragraphs=renamed))
        if (renamed := _renamed(transcript.text.paragraphs, speaker, name)) != transcript.text.paragraphs
        else transcript
        for transcript in document.transcripts
    )
    paragraphs = _renamed(document.paragraphs, speaker, name)
    changed = replace(document, paragraphs=paragraphs, transcripts=transcripts)
    return Change(changed, f"Renamed {speaker} to {name}", (0, 0))


def _renamed(paragraphs: tuple[Paragraph, ...], speaker: SpeakerId, name: SpeakerId) -> tuple[Paragraph, ...]:
    return tuple(
        _renamed_paragraph(paragraph, speaker, name)
        if paragraph.speaker == speaker or any(overlap.speaker == speaker for overlap in paragraph.over)
        else paragraph
        for paragraph in paragraphs
    )


def _renamed_paragraph(paragraph: Paragraph, speaker: SpeakerId, name: SpeakerId) -> Paragraph:
    over = tuple(
        overlap._replace(speaker=name) if overlap.speaker == speaker else overlap
        for overlap in paragraph.over
    )
    return replace(paragraph, speaker=name if paragraph.speaker == speaker else paragraph.speaker, over=over)

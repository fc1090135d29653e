"""Which lanes there are: one for each voice, gathering the microphones that are mostly theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from editor.model.document import Document, SourceId, SpeakerId, Transcript
from editor.model.source import Recording, Source

_MOSTLY = 0.8
"""Share of a microphone's words that one speaker says where it is theirs."""


@dataclass(frozen=True)
class Lane:
    """One row of the timeline. speaker: whose it is, or None for a recording of several."""

    name: str
    speaker: SpeakerId | None
    recordings: tuple[tuple[SourceId, Recording], ...]


def lanes(document: Document, sources: Sequence[Source]) -> tuple[Lane, ...]:
    """The lanes of the sources that the document knows, in the order of the sources."""
    found: dict[tuple[str, SpeakerId | None], list[tuple[SourceId, Recording]]] = {}
    for source in sources:
        transcript = document.transcript(source.id)
        if transcript is None:
            continue
        for mic, recording in enumerate(source.recordings):
            speaker = _voice(transcript, mic, recording)
            name = speaker if speaker is not None else recording.file.rsplit(".", 1)[0]
            found.setdefault((name, speaker), []).append((source.id, recording))
    return tuple(Lane(name, speaker, tuple(which)) for (name, speaker), which in found.items())


def _voice(transcript: Transcript, mic: int, recording: Recording) -> SpeakerId | None:
    """Who most of a microphone's words are said by, or None where it is nobody's more than another's."""
    counts: dict[SpeakerId, int] = {}
    for paragraph in transcript.text.paragraphs:
        words = sum(1 for index in paragraph.word_pieces if paragraph.pieces[index].mic == mic)
        if words:
            counts[paragraph.speaker] = counts.get(paragraph.speaker, 0) + words
    if not counts:
        return recording.speaker
    most = max(counts, key=lambda speaker: counts[speaker])
    return most if counts[most] >= _MOSTLY * sum(counts.values()) else None

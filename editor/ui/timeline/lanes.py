"""Which lanes there are: one for each voice, gathering the microphones that are mostly theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from editor.derive.runs import Run
from editor.model.document import Document, SourceId, SpeakerId, Transcript
from editor.model.source import Recording, Source, Variant
from editor.model.spans import Span, Spans, common, union

_MOSTLY = 0.8
"""Share of a microphone's words that one speaker says where it is theirs."""


@dataclass(frozen=True)
class Lane:
    """One row of the timeline. speaker: whose it is, or None for a recording of several.

    recordings: each with its source and which of that source's recordings it is.
    """

    name: str
    speaker: SpeakerId | None
    recordings: tuple[tuple[SourceId, int, Recording], ...]


def lanes(document: Document, sources: Sequence[Source]) -> tuple[Lane, ...]:
    """The lanes of the sources that the document knows, in the order of the sources."""
    found: dict[tuple[str, SpeakerId | None], list[tuple[SourceId, int, Recording]]] = {}
    for source in sources:
        transcript = document.transcript(source.id)
        if transcript is None:
            continue
        for mic, recording in enumerate(source.recordings):
            speaker = _voice(transcript, mic, recording)
            name = speaker if speaker is not None else recording.file.rsplit(".", 1)[0]
            found.setdefault((name, speaker), []).append((source.id, mic, recording))
    return tuple(Lane(name, speaker, tuple(which)) for (name, speaker), which in found.items())


def heard_enhanced(lane: Lane, seen: Iterable[Run], variants: Iterable[Variant]) -> Spans:
    """Where what is heard of a lane was enhanced, on the compilation's clock; looks at the runs `seen`."""
    heard: dict[tuple[SourceId, int], Spans] = {}
    for variant in variants:
        key = variant.source, variant.mic
        heard[key] = union(heard.get(key, ()), variant.heard)
    found: list[Span] = []
    for run in seen:
        for source, mic, _ in lane.recordings:
            if source == run.source and (source, mic) in heard:
                inside = common(heard[source, mic], ((run.start, run.stop),))
                found += [(a - run.start + run.at, b - run.start + run.at) for a, b in inside]
    return union(found)


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

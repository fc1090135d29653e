"""What there is to be said of a source: facts for people, none of which costs more than a look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from editor.app.session import Session
from editor.model.source import Recording, Source
from editor.store.errors import StoreError


@dataclass(frozen=True)
class RecordingFacts:
    """One recording. path: where it lies, or None where it is missing or not what was imported.

    codec: a short name ("flac"), "" where the file cannot be read. bit_depth: of lossless ones, else None.
    reach_hz: how far up it reaches, None where that was not measured. model, language: what its words are
    from, None where nobody has listened to it.
    """

    recording: Recording
    path: Path | None
    codec: str
    bit_depth: int | None
    reach_hz: float | None
    model: str | None
    language: str | None


def describe(session: Session, source: Source) -> tuple[RecordingFacts, ...]:
    """The facts of each recording of a source, in order. Reads headers, no sound. Raises `StoreError`."""
    listened = session.project.listened(source.id)
    return tuple(
        _facts(session, recording, *listened.get(mic, (None, None)))
        for mic, recording in enumerate(source.recordings)
    )


def _facts(session: Session, recording: Recording, model: str | None, language: str | None) -> RecordingFacts:
    from editor.media.errors import MediaError
    from editor.media.probe import probe

    path, codec, depth = None, "", None
    try:
        path = session.project.media_path(recording.media)
        info = probe(path)
        codec, depth = info.codec, info.bit_depth
    except (StoreError, MediaError):
        pass
    reach = session.project.bandwidth(recording.media)
    return RecordingFacts(recording, path, codec, depth, reach[0] if reach else None, model, language)

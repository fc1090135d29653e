"""The recordings of a project as files, for work that knows no project: training, comparing, filtering."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from editor.app.catalogue import Reach
from editor.app.session import Session


@dataclass(frozen=True)
class ProjectRecording:
    """One microphone of one source. reach: None where it was not measured yet."""

    name: str
    file: Path
    seconds: float
    reach: Reach | None


def project_recordings(session: Session) -> tuple[ProjectRecording, ...]:
    """Every recording of the project whose file is there, each once."""
    found: dict[Path, ProjectRecording] = {}
    for source in session.sources:
        for recording in source.recordings:
            file = session.project.media_path(recording.media)
            if file in found or not file.is_file():
                continue
            measured = session.project.bandwidth(recording.media)
            reach = None if measured is None else Reach(min(measured[0], recording.rate / 2), session.rate)
            name = source.name if len(source.recordings) == 1 else f"{source.name}: {recording.file}"
            found[file] = ProjectRecording(name, file, recording.samples / session.rate, reach)
    return tuple(found.values())

"""The document as a file: sound or text, chosen by the file's ending."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from editor.app.session import Session
from editor.derive.marks import chapters
from editor.jobs import Report, silent
from editor.model.errors import Refusal
from editor.model.time import Samples, to_seconds
from editor.store.errors import StoreError

SOUND_ENDINGS = ("wav", "flac", "mp3", "m4a", "opus")

NOT_BUILT = (".labels.txt",)
"""Endings that will mean something else than the ending they end in."""

CHAPTERS = "chapters.json"

Loudness = float | Literal["usual"] | None


class ExportError(Refusal):
    """The export could not be made; the target is as it was."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. samples and rate are the sound's; loudness and peak are None for text.

    remarks: sentences about what is not heard in it as was chosen.
    """

    file: Path
    duration_s: float
    samples: Samples
    rate: int
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None
    remarks: tuple[str, ...] = ()


def text_endings() -> tuple[str, ...]:
    """The endings that give captions and transcripts."""
    from editor.formats.writers import FORMATS

    return tuple(ending.removeprefix(".") for ending in FORMATS)


def ending_of(name: str) -> str:
    """The ending of a file's name that says as what it is exported, the longest that fits; "" where none."""
    fitting = (known for known in (*SOUND_ENDINGS, *text_endings()) if name.lower().endswith(f".{known}"))
    return max(fitting, key=len, default="")


def export(
    session: Session,
    path: Path,
    *,
    loudness: Loudness = "usual",
    true_peak: float = -1.0,
    start: Samples = 0,
    stop: Samples | None = None,
    report: Report = silent,
) -> Exported:
    """Write `[start, stop)` of the compilation, all of it by default, to `path`; its ending says as what.

    loudness: LUFS to bring the sound to, None to leave it, "usual" for -16 in stereo and -19 in mono.
    true_peak: ceiling in dBTP. The file appears whole or not at all. Raises `Refusal`, `Cancelled`.
    """
    ending = ending_of(path.name)
    if not ending:
        known = ", ".join((*SOUND_ENDINGS, *text_endings()))
        raise ExportError(f"{path.name} has no ending that can be exported; the endings are {known}.")
    later = next((name for name in NOT_BUILT if path.name.lower().endswith(name)), None)
    if later:
        raise ExportError(f"{path.name} cannot be written: {later} is not built yet.")
    stop = session.document.length if stop is None else stop
    if not 0 <= start < stop <= session.document.length:
        if not session.document.length:
            raise ExportError("There is nothing to export: the document is empty.")
        raise ExportError("The part to export must lie inside the document and be longer than zero.")
    if not path.parent.is_dir():
        raise ExportError(f"{path.name} cannot be written: the folder {path.parent.name} does not exist.")
    _keep_recordings(session, path)
    if ending in SOUND_ENDINGS:
        return _sound(session, path, loudness, true_peak, start, stop, report)
    if ending == CHAPTERS and not chapters(session.document, start, stop):
        raise ExportError("There are no chapters to export: set a marker where each begins first.")
    from editor.formats.writers import FORMATS, write_text

    write_text(path, FORMATS[f".{ending}"](session.document, session.rate, start, stop))
    length = stop - start
    return Exported(path, to_seconds(length, session.rate), length, session.rate)


def _keep_recordings(session: Session, path: Path) -> None:
    """Raise `ExportError` where the export would take the place of a part of the project or a recording."""
    from editor.media.hashing import content_hash

    if path.resolve().is_relative_to(session.path.resolve()):
        raise ExportError(f"{path.name} cannot be written into the project's own folder; choose another.")
    if path.is_file():
        alike = _recordings_of_length(session, path.stat().st_size)
        if alike and content_hash(path) in alike:
            raise ExportError(
                f"{path.name} is a recording that the project was made of; choose another name."
            )


def _recordings_of_length(session: Session, length: int) -> set[str]:
    found = set()
    for media in session.project.media():
        # One that is missing is none that could be overwritten.
        with suppress(StoreError):
            if session.project.media_path(media).stat().st_size == length:
                found.add(media)
    return found


def _sound(
    session: Session,
    path: Path,
    loudness: Loudness,
    true_peak: float,
    start: Samples,
    stop: Samples,
    report: Report,
) -> Exported:
    from editor.render.export import export_audio

    remarks = session.variants.lost(session.document, start, stop)
    written = export_audio(
        session.renderer(),
        path,
        rate=session.rate,
        loudness=loudness,
        true_peak=true_peak,
        start=start,
        stop=stop,
        tags={"title": session.title},
        report=report,
    )
    return Exported(
        path,
        written.duration_s,
        written.samples,
        written.rate,
        written.loudness_lufs,
        written.true_peak_dbtp,
        remarks,
    )

"""From files to a source with words: the slow half of an import, which changes no document.

What it brings is an edit to be done by the session's owner. Where it fails or is cancelled, the project holds
what it held before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from editor.app.session import Edit, Session
from editor.jobs import Report, part, silent
from editor.model import edits
from editor.model.document import Document, SourceId, Transcript
from editor.model.errors import Refusal
from editor.model.retranscribe import retranscribe
from editor.model.source import Recording, Source, source_id
from editor.model.time import clock_text
from editor.speech.fragment import transcript

if TYPE_CHECKING:
    from editor.speech.words import Speech, Word

Heard = Callable[[int, "tuple[Word, ...]"], None]
"""Called from the worker's thread with (mic, words) as words of a recording come in."""

HASH_AND_DECODE = 0.15
"""Share of an import's time that goes by before the recogniser begins, for the progress shown."""


class DamagedRecording(Refusal):
    """A recording that breaks off, or in which nothing is heard: imported only where that is wanted."""


@dataclass(frozen=True, slots=True)
class Listening:
    """How words are found. model: a name or a folder. script: the known text, to be aligned instead."""

    transcribe: bool = True
    model: str = "tiny.en"
    language: str | None = None
    script: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A source that is in the project, and the edit that appends what it says to the document."""

    source: Source
    transcript: Transcript
    edit: Edit
    remarks: tuple[str, ...] = ()


def import_source(
    session: Session,
    files: Sequence[Path],
    *,
    name: str | None = None,
    speakers: Sequence[str] = (),
    listening: Listening | None = None,
    damaged: bool = False,
    heard: Heard | None = None,
    report: Report = silent,
) -> Imported:
    """Read one recording, or several that share a clock, into the project.

    speakers: who each recording's microphone belongs to; by default each file's own name. damaged: take also
    what can be read of a recording that breaks off, and one that is silent. Raises `DamagedRecording`,
    `MediaError`, `SpeechError`, `StoreError`, `Cancelled`.
    """
    listening = listening or Listening()
    if listening.script is not None and len(files) > 1:
        raise Refusal("A script can be given for one recording at a time.")
    decode_share = HASH_AND_DECODE if listening.transcribe else 1.0
    taken: list[str] = []
    try:
        recordings: list[Recording] = []
        remarks: list[str] = []
        for number, file in enumerate(files):
            step = part(report, decode_share * number / len(files), decode_share * (number + 1) / len(files))
            speaker = speakers[number] if number < len(speakers) else file.stem
            recording, flaws = _read(session, file, speaker, taken, step)
            if flaws and not damaged:
                raise DamagedRecording(" ".join(flaws))
            twin = next((r for r in recordings if r.media == recording.media), None)
            if twin is not None:
                raise Refusal(f"{file.name} and {twin.file} of one session are the very same recording.")
            recordings.append(recording)
            remarks += flaws
        source = Source(source_id(tuple(recordings)), name or files[0].stem, tuple(recordings))
        found = session.document.transcript(source.id)
        if found is not None:
            source = session.source(source.id)
        anew = found is None or _to_be_heard(session, source, listening)
        if found is None or anew:
            speeches = _listen(session, source, listening, heard, part(report, decode_share, 1.0))
            if found is None:
                session.project.add_source(source)
            found = transcript(_as_named_now(session.document, source), speeches, session.rate)
            _remember(session, source, speeches)
    except BaseException:
        for media in taken:
            session.project.remove_media(media)
        raise
    return Imported(source, found, _append(source, found, anew), tuple(remarks))


def _to_be_heard(session: Session, source: Source, listening: Listening) -> bool:
    """Whether a source that the document knows is listened to now: with a script, or for the first time."""
    never = not any(session.project.words(source.id, mic) for mic in range(len(source.recordings)))
    return listening.script is not None or (listening.transcribe and never)


def _append(source: Source, found: Transcript, anew: bool) -> Edit:
    """anew: whether `found` was heard just now, so that it also says what the document has of the source."""

    def edit(document: Document) -> edits.Change:
        if anew and document.transcript(source.id) is not None:
            document = retranscribe(document, found, source.name).document
        said = document.transcript(source.id) or found
        return edits.append(document, said.text.paragraphs, said, source.name)

    return edit


def _read(
    session: Session, file: Path, speaker: str, taken: list[str], report: Report
) -> tuple[Recording, list[str]]:
    """One file decoded into the cache and kept in the project by its content; what is wrong with it."""
    from editor.media.conform import conform
    from editor.media.probe import probe

    info = probe(file)
    project = session.project
    there = project.media()
    media = project.import_media(file, part(report, 0.0, 0.3, f"Copying {file.name}"))
    if media not in there:
        taken.append(media)
    pcm, peaks = project.cache_path(media, "pcm"), project.cache_path(media, "peaks")
    conformed = conform(file, pcm, peaks, session.rate, part(report, 0.3, 1.0, f"Reading {file.name}"))
    project.save_bandwidth(media, conformed.bandwidth.hz, conformed.bandwidth.confidence)
    flaws = []
    if conformed.truncated:
        length = clock_text(conformed.samples, session.rate)
        flaws.append(f"{file.name} breaks off: only its first {length} can be read.")
    if conformed.silent:
        flaws.append(f"{file.name} is silent from beginning to end.")
    recording = Recording(
        media=media,
        file=file.name,
        speaker=speaker,
        samples=conformed.samples,
        rate=info.sample_rate_hz,
        channels=info.channels,
    )
    return recording, flaws


def _listen(
    session: Session, source: Source, listening: Listening, heard: Heard | None, report: Report
) -> list[Speech | None]:
    """What each recording of a source says; None for each where nobody is to listen."""
    if not listening.transcribe and listening.script is None:
        return [None] * len(source.recordings)
    speeches: list[Speech | None] = []
    total = sum(recording.samples for recording in source.recordings)
    before = 0
    for mic, recording in enumerate(source.recordings):
        pcm = session.project.cache_path(recording.media, "pcm")
        step = part(report, before / total, (before + recording.samples) / total, "Transcribing")
        before += recording.samples
        if listening.script is not None:
            from editor.speech.script import align_script

            speeches.append(align_script(pcm, listening.script, language=listening.language, report=step))
            continue
        from editor.speech.transcribe import transcribe

        speeches.append(
            transcribe(
                pcm,
                model=listening.model,
                language=listening.language,
                report=step,
                on_words=_passed_on(heard, mic) if heard else None,
            )
        )
    return speeches


def _passed_on(heard: Heard, mic: int) -> Callable[[tuple[Word, ...]], None]:
    return lambda words: heard(mic, words)


def _remember(session: Session, source: Source, speeches: Sequence[Speech | None]) -> None:
    for mic, speech in enumerate(speeches):
        if speech is not None:
            session.project.save_words(
                source.id,
                mic,
                model=speech.model,
                language=speech.language,
                aligned=speech.aligned,
                words=[(word.start, word.stop, word.text, word.confidence) for word in speech.words],
                unrecognised=speech.unrecognised,
            )


def transcribe_source(
    session: Session,
    source: SourceId,
    listening: Listening,
    heard: Heard | None = None,
    report: Report = silent,
) -> Edit:
    """Listen to a source again; the edit puts the new words in and keeps edits and corrections."""
    found = session.source(source)
    speeches = _listen(session, found, listening, heard, report)
    _remember(session, found, speeches)
    new = transcript(_as_named_now(session.document, found), speeches, session.rate)
    return lambda document: retranscribe(document, new, found.name)


def _as_named_now(document: Document, source: Source) -> Source:
    """The source with each microphone's speaker called what most of its words are said by in the document."""
    known = document.transcript(source.id)
    if known is None:
        return source
    counts: list[dict[str, int]] = [{} for _ in source.recordings]
    for paragraph in known.text.paragraphs:
        for piece in paragraph.pieces:
            if piece.text:
                count = counts[piece.mic]
                count[paragraph.speaker] = count.get(paragraph.speaker, 0) + 1
    recordings = tuple(
        replace(recording, speaker=max(count, key=lambda name: count[name])) if count else recording
        for recording, count in zip(source.recordings, counts, strict=True)
    )
    return replace(source, recordings=recordings)

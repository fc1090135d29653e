"""From files to a source with words: the slow half of an import, which changes no document.

What it brings is an edit to be done by the session's owner. Where it fails or is cancelled, the project holds
what it held before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from editor.app.ears import Ears
from editor.app.session import Edit, Session
from editor.app.watching import Paced, Unwatched, Watcher
from editor.jobs import Report, part, silent
from editor.jobs.beside import Beside
from editor.model import edits
from editor.model.document import Document, SourceId, Transcript
from editor.model.errors import Refusal
from editor.model.retranscribe import retranscribe
from editor.model.source import Recording, Source, source_id
from editor.model.time import clock_text
from editor.speech.fragment import transcript

if TYPE_CHECKING:
    from editor.media.probe import MediaInfo
    from editor.speech.words import Speech

HASH_AND_DECODE = 0.15
"""Share of the progress that copying and decoding make, while the recogniser has begun already."""


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
    watcher: Watcher | None = None,
    report: Report = silent,
) -> Imported:
    """Read one recording, or several that share a clock, into the project.

    The recogniser listens to the files themselves from the first moment on, while they are copied and
    decoded. speakers: who each recording's microphone belongs to; by default each file's own name. They
    may be named anew while this works; what they are called in the end counts. damaged:
    take also what can be read of a recording that breaks off, and one that is silent. Raises
    `DamagedRecording`, `MediaError`, `SpeechError`, `StoreError`, `Cancelled`.
    """
    from editor.media.probe import probe

    listening, watcher = listening or Listening(), watcher or Unwatched()
    if listening.script is not None and len(files) > 1:
        raise Refusal("A script can be given for one recording at a time.")
    infos = [probe(file) for file in files]
    at_once = listening.transcribe and listening.script is None
    share = HASH_AND_DECODE if at_once or listening.script is not None else 1.0
    taken: list[str] = []

    paced = Paced(watcher)

    def listen_ahead(report: Report) -> list[Speech | None]:
        try:
            ears = Ears([info.duration_s or 1.0 for info in infos], listening, paced, report)
            return [ears.listen(mic, file, session.rate) for mic, file in enumerate(files)] if at_once else []
        finally:
            paced.release()

    try:
        with Beside(listen_ahead, report, share) as ahead:
            recordings: list[Recording] = []
            remarks: list[str] = []
            for number, (file, info) in enumerate(zip(files, infos, strict=True)):
                step = part(ahead.report, number / len(files), (number + 1) / len(files))
                speaker = speakers[number] if number < len(speakers) else file.stem
                recording, flaws = _read(session, file, info, speaker, taken, number, paced, step)
                if flaws and not damaged:
                    raise DamagedRecording(" ".join(flaws))
                twin = next((r for r in recordings if r.media == recording.media), None)
                if twin is not None:
                    raise Refusal(f"{file.name} and {twin.file} of one session are the very same recording.")
                recordings.append(recording)
                remarks += flaws
            ahead.report(1.0)
            source = Source(source_id(tuple(recordings)), name or files[0].stem, tuple(recordings))
            found = session.document.transcript(source.id)
            if found is not None:
                source = session.source(source.id)
            anew = found is None or _to_be_heard(session, source, listening)
            if found is None or anew:
                rest = part(report, share, 1.0)
                speeches = ahead.result() if at_once else _listen(session, source, listening, watcher, rest)
                if found is None:
                    source = _spoken_by(source, speakers)
                    session.project.add_source(source)
                found = transcript(_as_named_now(session.document, source), speeches, session.rate)
                _remember(session, source, speeches)
    except BaseException:
        for media in taken:
            session.project.remove_media(media)
        raise
    return Imported(source, found, _append(source, found, anew), tuple(remarks))


def _spoken_by(source: Source, speakers: Sequence[str]) -> Source:
    names = (*speakers, *(recording.speaker for recording in source.recordings[len(speakers) :]))
    named = zip(source.recordings, names, strict=True)
    return replace(source, recordings=tuple(replace(one, speaker=name) for one, name in named))


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
    session: Session,
    file: Path,
    info: MediaInfo,
    speaker: str,
    taken: list[str],
    mic: int,
    watcher: Watcher,
    report: Report,
) -> tuple[Recording, list[str]]:
    """One file decoded into the cache and kept in the project by its content; what is wrong with it."""
    from editor.media.conform import conform
    from editor.media.outline import Outline

    project = session.project
    made, outline = project.unnamed_cache(), Outline()
    try:
        # Decoded first: its waveform is what whoever dropped it looks for.
        conformed = conform(
            file,
            made["pcm"],
            made["peaks"],
            session.rate,
            part(report, 0.0, 0.7, f"Reading {file.name}"),
            lambda block: watcher.seen(mic, outline.add(block)),
        )
        there = project.media()
        media = project.import_media(file, part(report, 0.7, 1.0, f"Copying {file.name}"))
        if media not in there:
            taken.append(media)
        project.name_cache(made, media)
    finally:
        for path in made.values():
            path.unlink(missing_ok=True)
    watcher.decoded(mic, project.cache_path(media, "pcm"), conformed.samples)
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
    session: Session, source: Source, listening: Listening, watcher: Watcher, report: Report
) -> list[Speech | None]:
    """What each recording of a source says; None for each where nobody is to listen."""
    if not listening.transcribe and listening.script is None:
        return [None] * len(source.recordings)
    ears = Ears([recording.samples for recording in source.recordings], listening, watcher, report)
    pcms = [session.project.cache_path(recording.media, "pcm") for recording in source.recordings]
    return [ears.listen(mic, pcm, None) for mic, pcm in enumerate(pcms)]


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
    watcher: Watcher | None = None,
    report: Report = silent,
) -> Edit:
    """Listen to a source again; the edit puts the new words in and keeps edits and corrections."""
    found = session.source(source)
    speeches = _listen(session, found, listening, watcher or Unwatched(), report)
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

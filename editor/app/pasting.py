"""Words from another project: the fragment, and the sources that it names, brought over with their sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from editor.app.session import Edit, Session
from editor.jobs import Report, part, silent
from editor.model import edits
from editor.model.cutting import EditError
from editor.model.document import Document, Fragment, Paragraph, Piece, SourceId, Transcript, canonical
from editor.model.source import Source, source_id
from editor.model.time import rescale


def paste_from(
    session: Session, project: Path, first: int, stop: int, before: int, report: Report = silent
) -> Edit:
    """Words `[first, stop)` of the project at `project`, to be put before word `before` of this one.

    The other project may be open elsewhere; it is only read. Media are copied by content, so what both have
    is kept once. Slow where sound has to be decoded. Raises `EditError`, `StoreError`, `MediaError`.
    """
    if project.resolve() == session.path.resolve():
        return lambda document: edits.copy(document, first, stop, before, session.cutting)
    with Session.open(project, write=False) as other:
        return paste_words(session, other, first, stop, before, report)


def paste_words(
    session: Session, other: Session, first: int, stop: int, before: int, report: Report = silent
) -> Edit:
    """As `paste_from`, from a project that is open."""
    other.prepare(part(report, 0.0, 0.3, "Reading sound"))
    fragment = edits.copied(other.document, first, stop, other.cutting)
    return paste_fragment(
        session, other, fragment, other.document.transcripts, before, part(report, 0.3, 1.0)
    )


def paste_fragment(
    session: Session,
    other: Session,
    fragment: Fragment,
    transcripts: Sequence[Transcript],
    before: int,
    report: Report = silent,
) -> Edit:
    """Pieces that were copied out of `other`, whatever became of its document since, put before a word here.

    transcripts: those of `other` then. A source stays in its project when its words are cut.
    """
    if not 0 <= before <= session.document.word_count:
        raise EditError(f"There is no position {before} to paste at.")
    needed = {piece.source for paragraph in fragment for piece in paragraph.pieces if piece.source}
    transcripts = tuple(t for t in transcripts if t.source in needed)
    names = _bring(session, other, [other.source(name) for name in sorted(needed)], report)
    on_our_clock = _Clock(other.rate, session.rate, names)
    ours = on_our_clock.fragment(fragment)
    known = tuple(on_our_clock.transcript(t, session.source(names[t.source]).length) for t in transcripts)
    return lambda document: edits.paste(document, before, ours, known, session.cutting)


def _bring(
    session: Session, other: Session, sources: list[Source], report: Report
) -> dict[SourceId, SourceId]:
    """Copy the sources' media and decode them at this project's rate: their ids there -> their ids here."""
    names: dict[SourceId, SourceId] = {}
    for source in sources:
        recordings = []
        for recording in source.recordings:
            session.project.import_media(other.project.media_path(recording.media), report)
            recordings.append(
                replace(
                    recording,
                    samples=rescale(recording.samples, other.rate, session.rate),
                    offset=rescale(recording.offset, other.rate, session.rate),
                )
            )
        ours = Source(source_id(tuple(recordings)), source.name, tuple(recordings))
        session.project.add_source(ours)
        session.sounds.restore([ours], report)
        names[source.id] = ours.id
    return names


class _Clock:
    """Carries pieces from a project of one rate to a project of another."""

    def __init__(self, rate: int, new_rate: int, names: dict[SourceId, SourceId]) -> None:
        self._rate, self._new_rate, self._names = rate, new_rate, names

    def fragment(self, fragment: Fragment) -> Fragment:
        return tuple(self._paragraph(paragraph) for paragraph in fragment)

    def transcript(self, transcript: Transcript, length: int) -> Transcript:
        text = Document(self.fragment(transcript.text.paragraphs))
        if text.length < length:
            tail = Piece(self._names[transcript.source], text.length, length, "")
            text = text.replace(text.end, text.end, (Paragraph(text.paragraphs[-1].speaker, (tail,)),))
        return Transcript(self._names[transcript.source], text.length, text)

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        pieces = canonical(moved for piece in paragraph.pieces if (moved := self._piece(piece)))
        over = tuple(
            overlap._replace(piece=moved)
            for overlap in paragraph.over
            if (moved := self._piece(overlap.piece))
        )
        return Paragraph(paragraph.speaker, pieces, over)

    def _piece(self, piece: Piece) -> Piece | None:
        """The piece on the other clock, or None where nothing is left of it."""
        start, stop = (rescale(t, self._rate, self._new_rate) for t in (piece.start, piece.stop))
        if start >= stop:
            return None
        source = self._names[piece.source] if piece.source else None
        return replace(piece, source=source, start=start, stop=stop)

"""Which project a recording belongs to that somebody brings without saying where."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from editor.app.session import Session
from editor.derive.matching import ranked
from editor.jobs import Report, part, silent
from editor.model.document import Document
from editor.store.errors import StoreError

LISTENED_S = 180.0
"""So much of a recording is listened to: enough words to know it by, and soon done."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """A project that a recording seems to belong to.

    score: 0 to 1, as `editor.derive.matching.Match` has it; 1 where the project has this very file already.
    """

    project: Path
    title: str
    score: float
    is_there: bool = False


def belongs_to(
    file: Path, projects: Iterable[Path], *, model: str = "tiny.en", report: Report = silent
) -> list[Belonging]:
    """The projects that the recording `file` belongs to by what is said in it, the best first; often none.

    projects: the candidates, as the one that is open and those of late; what cannot be opened is left out.
    For a job: listens to the first minutes, unless a project has the file already. Changes nothing. Raises
    `MediaError`, `SpeechError`, `Cancelled`.
    """
    from editor.media.hashing import content_hash

    sessions = _opened(projects)
    try:
        media = content_hash(file, part(report, 0.0, 0.05))
        there = [Belonging(s.path, s.title, 1.0, True) for s in sessions if media in s.project.media()]
        if there or not sessions:
            return there
        return by_words(first_words(file, model, part(report, 0.05, 1.0)), sessions)
    finally:
        for session in sessions:
            session.close()


def by_words(words: Sequence[str], sessions: Iterable[Session]) -> list[Belonging]:
    """The sessions that `words`, in the order in which they were said, belong to, the best first."""
    found = {session.path: session for session in sessions}
    texts = {path: said_in(session.document) for path, session in found.items()}
    return [Belonging(match.key, found[match.key].title, match.score) for match in ranked(words, texts)]


def belongs_elsewhere(
    words: Sequence[str], here: Document, projects: Iterable[Path], report: Report = silent
) -> Belonging | None:
    """The one of `projects` that `words` belong to more than to the document `here`; None where none is.

    For a job; what cannot be opened is left out. Changes nothing. Raises `Cancelled`.
    """
    own = ranked(words, {"here": said_in(here)})
    best = Belonging(Path(), "", own[0].score if own else 0.0)
    candidates = list(dict.fromkeys(path.resolve() for path in projects))
    for number, project in enumerate(candidates):
        report(number / len(candidates))
        for session in _opened([project]):
            with session:
                found = by_words(words, [session])
            if found and found[0].score > best.score:
                best = found[0]
    return best if best.title else None


def said_in(document: Document) -> list[str]:
    """The words of the compilation and of all that its sources say."""
    texts = (document, *(transcript.text for transcript in document.transcripts))
    return [piece.text for text in texts for piece in text.pieces() if piece.text]


def first_words(file: Path, model: str, report: Report = silent) -> list[str]:
    """What is said in the first minutes of a recording, which is only read. Raises as `belongs_to`."""
    from editor.media.decode import blocks
    from editor.media.pcm import PcmWriter
    from editor.speech.transcribe import transcribe

    with tempfile.TemporaryDirectory() as folder:
        pcm_path = Path(folder) / "beginning.pcm"
        with (
            closing(blocks(file, part(report, 0.0, 0.1))) as sound,
            PcmWriter(pcm_path, sound.rate, sound.channels) as pcm,
        ):
            most = round(LISTENED_S * sound.rate)
            for block in sound:
                pcm.write(block[: most - pcm.samples])
                if pcm.samples >= most:
                    break
        heard = transcribe(pcm_path, model=model, report=part(report, 0.1, 1.0, "Listening"))
    return [word.text for word in heard.words]


def _opened(projects: Iterable[Path]) -> list[Session]:
    sessions: list[Session] = []
    for project in dict.fromkeys(path.resolve() for path in projects):
        # One that is gone, damaged or too old is no place to put anything.
        try:
            sessions.append(Session.open(project, write=False))
        except StoreError:
            continue
    return sessions

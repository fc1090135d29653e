"""Work that takes a while, from the wish to its end: importing, exporting, reading sound again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from editor.app.session import Edit
from editor.jobs import Job, Report, part
from editor.model.document import Document
from editor.model.time import from_seconds
from editor.ui.arrival import Arrival
from editor.ui.dialogs.exporting import ExportWish
from editor.ui.dialogs.importing import ImportWish
from editor.ui.panes.messages import MessageBar
from editor.ui.working import Work
from editor.ui.workspace import Workspace

if TYPE_CHECKING:
    from editor.app.belonging import Belonging
    from editor.app.exporting import Exported
    from editor.app.importing import Imported


class Flows(QObject):
    """Starts jobs for one workspace and takes in what they bring.

    belongs(file, belonging): what was imported from that file belongs to another project. came_to_rest:
    nothing is coming in any more; what came last is about to land, where it came to a good end.
    """

    belongs = Signal(object, object)
    came_to_rest = Signal()

    def __init__(self, workspace: Workspace, work: Work, messages: MessageBar) -> None:
        super().__init__(workspace)
        self._workspace, self._work, self._messages = workspace, work, messages
        self._jobs: dict[Arrival, tuple[Job[Any], Callable[[str | None], None]]] = {}
        self._read_at = (0, 0.0)
        workspace.incoming.model_chosen.connect(self._begin_anew)

    def read_sound(self) -> None:
        """Decode what the caches lack, so that there is something to see and hear."""
        session = self._workspace.desk.session
        if session.sounds.missing(session.sources):
            self._work.submit(
                f"Reading the sound of {session.title}",
                session.prepare,
                lambda _none: self._workspace.timeline.refresh(),
                serial=True,
            )

    def import_(self, wish: ImportWish, candidates: Sequence[Path] = ()) -> None:
        """One job for each source: all files of a session together, or each by itself.

        candidates: projects that they may belong to rather than here.
        """
        groups = [wish.files] if wish.together else [(file,) for file in wish.files]
        names = iter(wish.speakers)
        for files in groups:
            self._import(files, tuple(next(names) for _ in files), wish.model, candidates)

    def _import(
        self,
        files: tuple[Path, ...],
        speakers: tuple[str, ...],
        model: str | None,
        candidates: Sequence[Path] = (),
        *,
        damaged: bool = False,
    ) -> None:
        session = self._workspace.desk.session
        arrival = Arrival(files, speakers, model, session.rate)

        def work(report: Report) -> Imported:
            from editor.app.importing import Listening, import_source
            from editor.media.probe import probe

            seconds = [probe(file).duration_s or 0.0 for file in files]
            arrival.length = from_seconds(max(seconds), session.rate)
            listening = Listening(transcribe=model is not None, model=model or "tiny.en")
            return import_source(
                session,
                files,
                speakers=arrival.arriving.speakers,
                listening=listening,
                damaged=damaged,
                watcher=arrival,
                report=report,
            )

        def failed(error: BaseException) -> bool:
            from editor.app.importing import DamagedRecording

            if not isinstance(error, DamagedRecording):
                return False
            named = tuple(arrival.arriving.speakers)
            anyway = partial(self._import, files, named, model, candidates, damaged=True)
            self._messages.refuse(str(error), "Import anyway", anyway)
            return True

        def done(imported: Imported) -> None:
            here = session.document
            self._land(imported.edit)
            if imported.remarks:
                self._messages.refuse(" ".join(imported.remarks))
            if candidates:
                self._look_elsewhere(files[0], imported, here, candidates)

        def again(other: str | None) -> None:
            self._import(files, tuple(arrival.arriving.speakers), other, candidates, damaged=damaged)

        job = self._work.submit(
            f"Importing {files[0].name}",
            work,
            done,
            failed=failed,
            ended=lambda: self._ended(arrival),
            serial=True,
            again=lambda: again(model),
        )
        self._jobs[arrival] = (job, again)
        self._workspace.incoming.begin(arrival)

    def import_together(self, files: tuple[Path, ...], model: str | None) -> None:
        """These are coming in one by one: let them come in as the microphones of one session instead."""
        names: dict[Path, str] = {}
        for arrival, (job, _) in self._jobs.items():
            if arrival.files[0] in files:
                names[arrival.files[0]] = arrival.arriving.speakers[0]
                job.cancel()
        self._import(files, tuple(names.get(file, file.stem) for file in files), model)

    def listen_with(self, model: str) -> None:
        """Let everything that is coming in be listened to with another model."""
        for arrival in tuple(self._jobs):
            self._begin_anew(arrival, model)

    def _begin_anew(self, arrival: Arrival, model: str | None) -> None:
        """Listen to what is coming in with another model, from its beginning."""
        job, again = self._jobs[arrival]
        job.cancel()
        again(model)

    def _ended(self, arrival: Arrival) -> None:
        """Its job has ended, in whichever way; what it brought lands right after."""
        del self._jobs[arrival]
        incoming = self._workspace.incoming
        if incoming.arrival is arrival and incoming.view is not None:
            self._read_at = incoming.view.standing
        incoming.end(arrival)
        if not self._jobs:
            self._workspace.questions.withdraw("language")
            self.came_to_rest.emit()

    def _land(self, edit: Edit) -> None:
        """Make what has come in part of the document; who was reading it goes on at the same place."""
        workspace, first = self._workspace, not self._workspace.desk.document.paragraphs
        # Once one of them is in, they came one after the other.
        workspace.questions.withdraw("together")
        if workspace.desk.do(edit, choose=False):
            workspace.timeline.refresh()
            workspace.library.refresh()
            if first:
                workspace.desk.seek(0)
                workspace.transcript.stand(*self._read_at)

    def _look_elsewhere(
        self, file: Path, imported: Imported, here: Document, candidates: Sequence[Path]
    ) -> None:
        """Whether another project is the better place for what is said. here: this one as it was."""
        own = self._workspace.desk.session.path
        words = [piece.text for piece in imported.transcript.text.pieces() if piece.text]

        def work(report: Report) -> Belonging | None:
            from editor.app.belonging import belongs_elsewhere

            return belongs_elsewhere(words, here, [path for path in candidates if path != own], report)

        def done(place: Belonging | None) -> None:
            if place is not None:
                self.belongs.emit(file, place)

        if words:
            self._work.submit(f"Finding out where {file.name} belongs", work, done)

    def transcribe(self, source: str, model: str) -> None:
        """Listen to a source again; edits and corrections stay."""
        session = self._workspace.desk.session
        found = session.source(source)
        speakers = [recording.speaker for recording in found.recordings]
        files = [Path(recording.file) for recording in found.recordings]
        arrival = Arrival(files, speakers, model, session.rate)
        arrival.length = found.length

        def work(report: Report) -> Edit:
            from editor.app.importing import Listening, transcribe_source

            session.prepare(part(report, 0.0, 0.05), [found])
            return transcribe_source(
                session, source, Listening(model=model), arrival, part(report, 0.05, 1.0)
            )

        job = self._work.submit(
            f"Transcribing {found.name}",
            work,
            self._land,
            ended=lambda: self._ended(arrival),
            serial=True,
            again=lambda: self.transcribe(source, model),
        )
        self._jobs[arrival] = (job, lambda other: self.transcribe(source, other) if other else None)
        self._workspace.incoming.begin(arrival)

    def export(self, wish: ExportWish) -> None:
        """Write the document as it is now."""
        session = self._workspace.desk.session

        def work(report: Report) -> Exported:
            from editor.app.exporting import export

            return export(
                session,
                wish.path,
                loudness=wish.loudness,
                true_peak=wish.true_peak,
                start=wish.start,
                stop=wish.stop,
                report=report,
            )

        self._work.submit(f"Exporting {wish.path.name}", work, self._exported)

    def _exported(self, exported: Exported) -> None:
        folder = QUrl.fromLocalFile(str(exported.file.parent))
        loudness = ""
        if exported.loudness_lufs is not None and exported.true_peak_dbtp is not None:
            loudness = f" ({exported.loudness_lufs:.1f} LUFS, {exported.true_peak_dbtp:.1f} dBTP)"
        said = f"Exported {exported.file.name}{loudness}"
        say = self._messages.tell
        if exported.remarks:
            say, said = self._messages.refuse, f"{said}. {' '.join(exported.remarks)}"
        say(said, "Show in folder", lambda: QDesktopServices.openUrl(folder))

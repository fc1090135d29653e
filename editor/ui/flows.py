"""Work that takes a while, from the wish to its end: importing, exporting, reading sound again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from editor.app.session import Edit
from editor.jobs import Job, Report
from editor.model.document import Document
from editor.ui.dialogs.exporting import ExportWish
from editor.ui.dialogs.importing import ImportWish
from editor.ui.panes.messages import MessageBar
from editor.ui.working import Work
from editor.ui.workspace import Workspace

if TYPE_CHECKING:
    from editor.app.belonging import Belonging
    from editor.app.exporting import Exported
    from editor.app.importing import Imported
    from editor.speech.words import Word


class Flows(QObject):
    """Starts jobs for one workspace and takes in what they bring.

    belongs(file, belonging): what was imported from that file belongs to another project.
    """

    belongs = Signal(object, object)
    _heard = Signal(object)

    def __init__(self, workspace: Workspace, work: Work, messages: MessageBar) -> None:
        super().__init__(workspace)
        self._workspace, self._work, self._messages = workspace, work, messages
        # Recognised words come on the worker's thread.
        self._heard.connect(workspace.incoming.hear, Qt.ConnectionType.QueuedConnection)
        work.moved.connect(self._moved)

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

        def heard(_mic: int, words: tuple[Word, ...]) -> None:
            self._heard.emit([word.text for word in words])

        def work(report: Report) -> Imported:
            from editor.app.importing import Listening, import_source

            listening = Listening(transcribe=model is not None, model=model or "tiny.en")
            return import_source(
                session,
                files,
                speakers=speakers,
                listening=listening,
                damaged=damaged,
                heard=heard,
                report=report,
            )

        def failed(error: BaseException) -> bool:
            from editor.app.importing import DamagedRecording

            if not isinstance(error, DamagedRecording):
                return False
            again = partial(self._import, files, speakers, model, candidates, damaged=True)
            self._messages.refuse(str(error), "Import anyway", again)
            return True

        def done(imported: Imported) -> None:
            here = session.document
            self._imported(imported)
            if candidates:
                self._look_elsewhere(files[0], imported, here, candidates)

        self._work.submit(f"Importing {files[0].name}", work, done, failed=failed, serial=True)

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

        def heard(_mic: int, words: tuple[Word, ...]) -> None:
            self._heard.emit([word.text for word in words])

        def work(report: Report) -> Edit:
            from editor.app.importing import Listening, transcribe_source

            return transcribe_source(session, source, Listening(model=model), heard, report)

        def done(edit: Edit) -> None:
            self._workspace.desk.do(edit, choose=False)

        self._work.submit(f"Transcribing {session.source(source).name}", work, done, serial=True)

    def _imported(self, imported: Imported) -> None:
        self._workspace.incoming.end()
        if self._workspace.desk.do(imported.edit, choose=False):
            self._workspace.timeline.refresh()
            self._workspace.library.refresh()
        if imported.remarks:
            self._messages.refuse(" ".join(imported.remarks))

    def _moved(self, job: Job[Any]) -> None:
        if job.final:
            self._workspace.incoming.end()

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

"""Work that takes a while, from the wish to its end: importing, exporting, reading sound again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from editor.app.session import Edit
from editor.jobs import Job, Report
from editor.ui.dialogs.exporting import ExportWish
from editor.ui.dialogs.importing import ImportWish
from editor.ui.panes.messages import MessageBar
from editor.ui.working import Work
from editor.ui.workspace import Workspace

if TYPE_CHECKING:
    from editor.app.exporting import Exported
    from editor.app.importing import Imported
    from editor.speech.words import Word


class Flows(QObject):
    """Starts jobs for one workspace and takes in what they bring."""

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

    def import_(self, wish: ImportWish) -> None:
        """One job for each source: all files of a session together, or each by itself."""
        groups = [wish.files] if wish.together else [(file,) for file in wish.files]
        names = iter(wish.speakers)
        for files in groups:
            self._import(files, tuple(next(names) for _ in files), wish.model)

    def _import(
        self, files: tuple[Path, ...], speakers: tuple[str, ...], model: str | None, *, damaged: bool = False
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
            again = partial(self._import, files, speakers, model, damaged=True)
            self._messages.refuse(str(error), "Import anyway", again)
            return True

        self._work.submit(f"Importing {files[0].name}", work, self._imported, failed=failed, serial=True)

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
        self._messages.tell(
            f"Exported {exported.file.name}{loudness}",
            "Show in folder",
            lambda: QDesktopServices.openUrl(folder),
        )

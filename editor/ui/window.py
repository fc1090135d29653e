"""The main window: the welcome or a project, with menus, messages and jobs."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from editor import __doc__ as about_text
from editor.app.session import Session
from editor.model.clips import Side
from editor.model.errors import Refusal
from editor.model.time import to_seconds
from editor.ui import beginning, recent, resuming
from editor.ui.actions import Actions
from editor.ui.beginning import ENDING
from editor.ui.bindings import bindings_of
from editor.ui.clipboard import Clipboard
from editor.ui.commands import Standing
from editor.ui.dialogs.exporting import ExportDialog
from editor.ui.dialogs.forms import Form
from editor.ui.dialogs.gaps import InsertGap, ShortenGaps
from editor.ui.dialogs.importing import ImportDialog, ask_for_files
from editor.ui.dialogs.key_sheet import KeySheet
from editor.ui.dialogs.keys import KeysDialog
from editor.ui.dialogs.stopping import ask_to_stop
from editor.ui.flows import Flows
from editor.ui.habits import PRE_ROLLS_S
from editor.ui.models import ModelsDoor
from editor.ui.modes import Mode
from editor.ui.notifying import Notifying
from editor.ui.panes.job_strip import JobStrip
from editor.ui.panes.messages import MessageBar
from editor.ui.panes.palette import Palette
from editor.ui.panes.places import PLACES
from editor.ui.panes.question import Answer
from editor.ui.panes.welcome import Welcome
from editor.ui.theme import Theme
from editor.ui.working import Work
from editor.ui.workspace import ZOOM_STEP, Workspace

if TYPE_CHECKING:
    from editor.app.belonging import Belonging

LOOKS = ("system", "light", "dark")


class Window(QMainWindow):
    """One window, with one project or none. What commands do is in `_handlers`."""

    def __init__(self, theme: Theme, settings: QSettings) -> None:
        super().__init__()
        self._theme, self._settings = theme, settings
        self.work = Work()
        self.workspace: Workspace | None = None
        self.flows: Flows | None = None
        self._made: Path | None = None
        self._clipboard = Clipboard(QApplication.clipboard())
        self._welcome = Welcome(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._welcome)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        self.strip = JobStrip(self.work)
        column.addWidget(self.strip)
        centre = QWidget()
        centre.setLayout(column)
        self.setCentralWidget(centre)
        self.messages = MessageBar(centre, theme)
        self.models = ModelsDoor(
            self,
            theme,
            settings,
            self.messages,
            lambda: self.workspace.desk.session if self.workspace else None,
        )
        self.notifying = Notifying(self, self.work, self.messages, settings, theme)
        self.commands = Actions(self, self.menuBar(), self._handlers(), bindings_of(settings))
        self._welcome.new.connect(self.ask_new)
        self._welcome.open.connect(self.ask_open)
        self._welcome.recent.connect(lambda path: self.open_project(Path(path)))
        self._welcome.forgotten.connect(self._forget)
        self._welcome.example.connect(self.open_example)
        self._welcome.choosing.connect(lambda: self.begin_with(ask_for_files(self)))
        self.work.refused.connect(self.messages.refuse)
        self.strip.wanted.connect(lambda: self.commands["jobs"].trigger())
        QApplication.clipboard().dataChanged.connect(self._fit)
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 420)
        geometry = settings.value("geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        else:
            self.resize(self.sizeHint())
        self._put(None)

    def sizeHint(self) -> QSize:
        """What a small laptop has room for."""
        return QSize(1200, 760)

    # Commands

    def _handlers(self) -> dict[str, Callable[[], object]]:
        """What each command of the table does."""

        def over(act: Callable[[Workspace], object]) -> Callable[[], object]:
            """Something that needs an open project."""
            return lambda: act(self.workspace) if self.workspace is not None else None

        def look(name: str) -> Callable[[], object]:
            return lambda: self._choose_look(name)

        def pre_roll(seconds: int) -> Callable[[], object]:
            return over(lambda w: w.playback.set_pre_roll(seconds))

        def pane(name: str) -> Callable[[], object]:
            return over(lambda w: w.panes.toggle(name))

        return {
            "new": self.ask_new,
            "open": self.ask_open,
            "import": lambda: self.ask_import(ask_for_files(self)),
            "save_version": over(lambda w: w.history.ask_version()),
            "export": self.ask_export,
            "close": self.close_project,
            "quit": self.close,
            "undo": over(lambda w: w.desk.undo()),
            "redo": over(lambda w: w.desk.redo()),
            "cut": over(lambda w: w.editing.cut()),
            "copy": over(lambda w: w.editing.copy()),
            "paste": over(lambda w: w.editing.paste()),
            "delete": over(lambda w: w.delete()),
            "delete_before": over(lambda w: w.delete(before=True)),
            "select_all": over(lambda w: w.desk.select(0, w.desk.document.word_count)),
            "find": over(lambda w: w.find_bar.begin()),
            "replace": over(lambda w: w.find_bar.begin(replacing=True)),
            "find_next": over(lambda w: w.find_bar.step(1)),
            "find_before": over(lambda w: w.find_bar.step(-1)),
            "ignore": over(lambda w: w.editing.ignore()),
            "write": over(lambda w: w.transcript.write()),
            "correct": over(lambda w: w.transcript.correct()),
            "mode_edit": over(lambda w: w.choose_mode(Mode.EDIT)),
            "mode_correct": over(lambda w: w.choose_mode(Mode.CORRECT)),
            "speaker": over(lambda w: w.ask_speaker()),
            "gap": self._ask_gap,
            "shorten": self._ask_shorten,
            "enhance": over(lambda w: w.enhancing.enhance()),
            "original": over(lambda w: w.enhancing.compare()),
            "unenhance": over(lambda w: w.enhancing.remove()),
            "enhancing": self._ask_enhancing,
            "models": lambda: self.models.open(),
            "play": over(lambda w: w.playback.toggle()),
            "on": over(lambda w: w.shuttle.on()),
            "hold": over(lambda w: w.shuttle.hold()),
            "back": over(lambda w: w.shuttle.back()),
            "around": over(lambda w: w.play_around()),
            "loop": over(lambda w: w.playback.loop(not w.playback.looping)),
            "to_start": over(lambda w: w.desk.seek(0)),
            "to_end": over(lambda w: w.desk.seek(w.desk.document.length)),
            "go_to": over(lambda w: w.ask_time()),
            "slower": over(lambda w: w.transport.step_speed(-1)),
            "faster": over(lambda w: w.transport.step_speed(1)),
            "usual": over(lambda w: w.playback.set_speed(1.0)),
            **{f"pre_roll_{seconds}": pre_roll(seconds) for seconds in PRE_ROLLS_S},
            "output": over(lambda w: w.transport.ask_output()),
            "unclip": over(lambda w: w.transport.meter.clear()),
            "marker": over(lambda w: w.marking.add()),
            "next_marker": over(lambda w: w.marking.step(1)),
            "marker_before": over(lambda w: w.marking.step(-1)),
            "name_marker": over(lambda w: w.marking.ask_here()),
            "markers": over(lambda w: w.marking.list()),
            "snap": over(lambda w: w.timing.toggle_snapping()),
            "split": over(lambda w: w.timing.split()),
            "trim_start": over(lambda w: w.timing.trim(Side.START)),
            "trim_end": over(lambda w: w.timing.trim(Side.END)),
            "longer_pause": over(lambda w: w.timing.stretch_pause(1)),
            "shorter_pause": over(lambda w: w.timing.stretch_pause(-1)),
            "start_earlier": over(lambda w: w.timing.nudge(Side.START, -1)),
            "start_later": over(lambda w: w.timing.nudge(Side.START, 1)),
            "end_earlier": over(lambda w: w.timing.nudge(Side.END, -1)),
            "end_later": over(lambda w: w.timing.nudge(Side.END, 1)),
            "zoom_in": over(lambda w: w.zoom(ZOOM_STEP)),
            "zoom_out": over(lambda w: w.zoom(1 / ZOOM_STEP)),
            "zoom_fit": over(lambda w: w.zoom(0.0)),
            **{place.name: pane(place.name) for place in PLACES},
            "reset_layout": over(lambda w: w.panes.reset()),
            **{f"look_{name}": look(name) for name in LOOKS},
            "notify": self._switch_notifying,
            "palette": lambda: Palette(self, self.commands, self._settings).open(),
            "guide": self._open_guide,
            "cheat_sheet": lambda: _open_once(KeySheet(self, self.commands.bindings)),
            "change_keys": lambda: _open_once(KeysDialog(self, self.commands.bindings)),
            "about": self._about,
        }

    def _standing(self) -> Standing:
        workspace = self.workspace
        if workspace is None:
            return Standing()
        desk = workspace.desk
        history, variants = desk.session.history, desk.session.variants
        subject = desk.subject
        return Standing(
            open=True,
            words=desk.document.word_count > 0,
            chosen=desk.anchor != desk.caret,
            pasteable=self._clipboard.get() is not None or bool(self._clipboard.text),
            undo=history.undo_label,
            redo=history.redo_label,
            sound=subject is not None,
            enhanced=subject is not None and bool(variants.all(subject)),
            compared=bool(variants.all()),
            rate=desk.rate,
            sought=bool(workspace.finding.query.text.strip()),
            looping=workspace.playback.looping,
            joined=workspace.join is not None,
            clipped=workspace.transport.meter.clipped,
            marked=bool(desk.document.markers),
        )

    def _fit(self) -> None:
        """Allow what can be done now."""
        self.commands.fit(self._standing())
        workspace = self.workspace
        self.commands["ignore"].setChecked(workspace is not None and workspace.editing.ignored)
        for place in PLACES:
            self.commands[place.name].setChecked(workspace is not None and workspace.panes.seen(place.name))
        self.commands["original"].setChecked(workspace is not None and workspace.enhancing.original_heard)
        self.commands["snap"].setChecked(workspace is not None and workspace.timeline.snapping)
        self.commands["loop"].setChecked(workspace is not None and workspace.playback.looping)
        for seconds in PRE_ROLLS_S:
            kept = workspace is not None and workspace.playback.pre_roll_s == seconds
            self.commands[f"pre_roll_{seconds}"].setChecked(kept)
        self.strip.cover(workspace is not None and workspace.panes.seen("jobs"))
        self.commands["notify"].setChecked(self.notifying.wanted)
        for mode in Mode:
            chosen = workspace is not None and workspace.desk.modes.mode is mode
            self.commands[f"mode_{mode.value}"].setChecked(chosen)
        for look in LOOKS:
            self.commands[f"look_{look}"].setChecked(self._theme.choice == look)

    def _choose_look(self, look: str) -> None:
        self._settings.setValue("look", look)
        self._theme.choose(look)
        self._fit()

    def _switch_notifying(self) -> None:
        self.notifying.want(not self.notifying.wanted)
        self._fit()

    def _open_guide(self) -> None:
        from editor.ui.dialogs.guide import open_guide

        open_guide(self, self.messages)

    def _about(self) -> None:
        QMessageBox.about(self, "About Wordtape", str(about_text).strip())

    # Projects

    def ask_new(self, suggested: str = "Untitled") -> bool:
        """Ask where a new project is to be, and open it."""
        folder = beginning.projects_folder(self._settings)
        folder.mkdir(parents=True, exist_ok=True)
        start = folder / f"{suggested}{ENDING}"
        name, _ = QFileDialog.getSaveFileName(self, "New project", str(start), f"Wordtape (*{ENDING})")
        if not name:
            return False
        path = Path(name if name.endswith(ENDING) else f"{name}{ENDING}")
        beginning.keep_projects_folder(self._settings, path.parent)
        return self._open(lambda: Session.create(path))

    def ask_open(self) -> None:
        """Ask which project to open; a project is a folder."""
        name = QFileDialog.getExistingDirectory(
            self, "Open a project", str(beginning.projects_folder(self._settings))
        )
        if name:
            self.open_project(Path(name))

    def open_project(self, path: Path) -> bool:
        """Open the project at `path` in place of the one open; False and a sentence where it fails."""
        return self._open(lambda: Session.open(path))

    def _open(self, opened: Callable[[], Session]) -> bool:
        if not self.close_project():
            return False
        try:
            session = opened()
        except Refusal as refusal:
            self.messages.refuse(str(refusal))
            return False
        self._put(session)
        recent.remember(self._settings, session.path)
        return True

    def close_project(self) -> bool:
        """Close what is open; False where jobs run and the user wants to wait for them."""
        if self.work.running and not self._may_stop_jobs():
            return False
        self.work.stop()
        self._put(None)
        return True

    def _may_stop_jobs(self) -> bool:
        return ask_to_stop(self, self.work.jobs)

    def _put(self, session: Session | None) -> None:
        """Show a project, or the welcome."""
        before, self.workspace, self.flows = self.workspace, None, None
        if before is not None:
            # What a question is about goes with the project; its answer would be for nothing.
            for form in self.findChildren(Form, options=Qt.FindChildOption.FindDirectChildrenOnly):
                form.reject()
            self._leave(before)
            self._stack.removeWidget(before)
            before.deleteLater()
            gc.unfreeze()
        if session is None:
            self._welcome.show_recent(recent.recent_projects(self._settings))
            self.setWindowTitle("Wordtape")
            self._stack.setCurrentWidget(self._welcome)
            if self.messages.offers:
                # What it offers would be done to the project that has just been closed.
                self.messages.hide()
            self.messages.lie_over(self._stack)
        else:
            self._put_workspace(session)
        self._fit()

    def _put_workspace(self, session: Session) -> None:
        workspace = Workspace(
            session,
            self._theme,
            self.commands,
            self._clipboard,
            self.work,
            self._settings,
            self.messages,
        )
        self.workspace = workspace
        self.flows = Flows(workspace, self.work, self.messages)
        self.flows.belongs.connect(self._ask_where)
        self.flows.came_to_rest.connect(self._leave_if_untouched, Qt.ConnectionType.QueuedConnection)
        workspace.incoming.model_chosen.connect(self._keep_model)
        workspace.library.again.connect(self.flows.transcribe)
        workspace.importing.connect(lambda: self.ask_import(ask_for_files(self)))
        workspace.desk.refused.connect(self.messages.refuse)
        workspace.playback.said.connect(self.messages.refuse)
        workspace.panes.changed.connect(self._fit)
        workspace.playback.changed.connect(self._fit)
        workspace.transport.meter.marked.connect(self._fit)
        workspace.desk.selection_changed.connect(self._fit)
        workspace.desk.edited.connect(self._fit)
        workspace.desk.modes.changed.connect(self._fit)
        workspace.desk.sound_changed.connect(self._fit)
        workspace.timeline.switched.connect(self._fit)
        workspace.enhancing.changed.connect(self._fit)
        workspace.finding.changed.connect(self._fit)
        self._stack.addWidget(workspace)
        self._stack.setCurrentWidget(workspace)
        self.setWindowTitle(f"{session.title} — Wordtape")
        self.messages.hide()
        self.messages.lie_over(workspace.pages)
        workspace.desk.told.connect(lambda _label: self.messages.hide())
        workspace.transcript.setFocus()
        resuming.resume(self._settings, workspace)
        # A long document is hundreds of thousands of objects that stay: the collector need not walk them
        # again and again, which would stall the window for a tenth of a second each time.
        gc.freeze()
        self.flows.read_sound()

    # Work

    def begin_with(self, files: Sequence[Path]) -> None:
        """Import at once, asking nothing: into the project that is open, else into a new one.

        Nobody said that they belong here, so the projects of late are looked through for a better place.
        """
        files = [file for file in files if file.is_file()]
        if not files:
            return
        made = self.workspace is None
        if made and not self._make_place(files[0].stem):
            return
        if self.workspace is not None and self.flows is not None:
            from editor.ui import first_words

            first_words.begin(files, self.workspace, self.flows, self.messages, self._settings, made=made)

    def _make_place(self, name: str) -> bool:
        """A new project where projects go."""
        try:
            path = beginning.free_place(beginning.projects_folder(self._settings), name)
        except OSError as error:
            self.messages.refuse(f"No project could be made: {error.strerror}. Choose another place.")
            return self.ask_new(name)
        self._made = path if self._open(lambda: Session.create(path)) else None
        return self._made is not None

    def _keep_model(self, _arrival: object, model: str | None) -> None:
        if model is not None:
            beginning.keep_model(self._settings, model)

    def _leave_if_untouched(self) -> None:
        """Back to the welcome where a recording was dropped there and nothing came of it."""
        workspace = self.workspace
        if workspace is None or self._made != workspace.desk.session.path or self.work.running:
            return
        if beginning.is_untouched(workspace.desk.session) and not self.messages.offers:
            self._put(None)

    def _leave(self, workspace: Workspace) -> None:
        """Close a project and keep what the welcome says of it; one that was made by a drop and that nothing
        came into leaves no trace."""
        session = workspace.desk.session
        untouched = session.path == self._made and beginning.is_untouched(session)
        document = session.document
        resuming.keep(self._settings, workspace)
        workspace.close_project()
        if untouched:
            beginning.remove_untouched(session.path)
            recent.forget(self._settings, session.path)
        else:
            length_s = to_seconds(document.length, session.rate)
            recent.remember_about(self._settings, session.path, length_s, document.word_count)

    def _forget(self, path: str) -> None:
        recent.forget(self._settings, Path(path))
        self._welcome.show_recent(recent.recent_projects(self._settings))

    def open_example(self) -> None:
        """The example project, the user's own from now on: the one made before, or its recordings coming
        in."""
        from editor.app.shipped import shipped
        from editor.ui import first_words

        there = beginning.projects_folder(self._settings) / f"{first_words.EXAMPLE}{ENDING}"
        if there.is_dir():
            self.open_project(there)
            return
        recordings = shipped("example")
        if recordings is None:
            self.messages.refuse("The example's recordings did not come with this installation.")
        elif self.close_project() and self._make_place(first_words.EXAMPLE) and self.flows is not None:
            first_words.begin_example(recordings, self.flows, self._settings)

    def ask_import(self, files: Sequence[Path]) -> None:
        """Ask who speaks, then read the files."""
        files = [file for file in files if file.is_file()]
        if not files or self.workspace is None:
            return
        from editor.speech.models import available

        dialog = ImportDialog(self, files, [model.name for model in available()])
        dialog.accepted.connect(lambda: self.flows.import_(dialog.wish) if self.flows else None)
        _open_once(dialog)

    def _ask_where(self, file: Path, place: Belonging) -> None:
        """A recording that was dropped says what another project says: offer that one."""
        if self.workspace is None:
            return
        here = self.workspace.desk.session.title

        def go() -> None:
            if self.open_project(place.project):
                self.begin_with([file])

        self.workspace.questions.ask(
            "belonging",
            str(file),
            f"What is said in {file.name} belongs to {place.title} rather than to {here}.",
            (Answer(f"Open {place.title}", go, "And import it there"), Answer("Keep it here", lambda: None)),
            f"{place.project}: {place.score:.0%} of the shorter text is the same.",
        )

    def ask_export(self) -> None:
        """Ask what to write, then write it."""
        workspace = self.workspace
        if workspace is None:
            return
        session = workspace.desk.session
        first, stop = workspace.desk.selection
        chosen = workspace.timeline.span(first, stop) if first < stop else None
        folder = Path(str(self._settings.value("export folder", session.path.parent)))
        dialog = ExportDialog(self, folder / f"{session.title}.wav", chosen)

        def accepted() -> None:
            self._settings.setValue("export folder", str(dialog.wish.path.parent))
            if self.flows is not None:
                self.flows.export(dialog.wish)

        dialog.accepted.connect(accepted)
        _open_once(dialog)

    def _ask_gap(self) -> None:
        if (workspace := self.workspace) is not None:
            dialog = InsertGap(self)
            dialog.accepted.connect(lambda: workspace.editing.insert_gap(dialog.seconds))
            _open_once(dialog)

    def _ask_shorten(self) -> None:
        if (workspace := self.workspace) is not None:
            dialog = ShortenGaps(self, workspace.desk.document, workspace.desk.rate)
            dialog.accepted.connect(lambda: workspace.editing.shorten_gaps(*dialog.values))
            _open_once(dialog)

    def _ask_enhancing(self) -> None:
        if (workspace := self.workspace) is not None:
            from editor.ui.dialogs.enhancing import EnhancingDialog

            dialog = EnhancingDialog(self, workspace.enhancing.preference())
            dialog.accepted.connect(lambda: workspace.enhancing.prefer(dialog.preference))
            _open_once(dialog)

    # Events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files can be dropped anywhere."""
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A project is opened, recordings are imported."""
        files = _files(event)
        event.acceptProposedAction()
        projects = [path for path in files if path.is_dir() and path.name.endswith(ENDING)]
        if projects:
            self.open_project(projects[0])
        else:
            self.begin_with(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window was; running jobs are asked about."""
        if not self.models.close() or not self.close_project():
            event.ignore()
            return
        self._settings.setValue("geometry", self.saveGeometry())
        self.notifying.close()
        self.work.close()
        QApplication.clipboard().dataChanged.disconnect(self._fit)
        event.accept()


def _open_once(dialog: QWidget) -> None:
    """Show a dialog that is gone when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]

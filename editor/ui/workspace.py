"""One open project on screen: panes docked around the transcript, and transport, over one desk."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSettings, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from editor.app.session import Session
from editor.derive.runs import join_before
from editor.model.document import Place
from editor.model.time import Samples
from editor.ui.actions import Actions
from editor.ui.clipboard import Clipboard
from editor.ui.desk import Desk
from editor.ui.docks import Docks
from editor.ui.editing import Editing
from editor.ui.enhancing import Enhancing
from editor.ui.finding import Finding
from editor.ui.marking import Marking
from editor.ui.modes import Mode
from editor.ui.panes.clip import ClipPane
from editor.ui.panes.enhancement import EnhancementPane
from editor.ui.panes.finding import FindBar
from editor.ui.panes.going import TimePopup
from editor.ui.panes.history import HistoryPane
from editor.ui.panes.incoming import Incoming
from editor.ui.panes.inspector import Inspector
from editor.ui.panes.jobs import JobsPane
from editor.ui.panes.library import Library
from editor.ui.panes.messages import MessageBar
from editor.ui.panes.modes import ModeBar
from editor.ui.panes.pages import Pages
from editor.ui.panes.question import QuestionBar
from editor.ui.panes.source import SourcePane
from editor.ui.panes.speaker import SpeakerPopup
from editor.ui.panes.transport import Transport
from editor.ui.playing import Playback
from editor.ui.shuttle import Shuttle
from editor.ui.theme import Theme
from editor.ui.timeline import TimelineView
from editor.ui.timeline.sound import ProjectSound
from editor.ui.timing import Timing
from editor.ui.transcript import TranscriptView
from editor.ui.warming import read_soon
from editor.ui.working import Work

ZOOM_STEP = 1.6

CONTEXT = (
    ("cut", "copy", "paste", "delete"),
    ("ignore", "correct", "speaker"),
    ("enhance", "original", "unenhance"),
)
"""Commands of the menu over words, in groups."""


class Workspace(QWidget):
    """The panes of a project. The window gives it commands; `close_project` lets everything go."""

    importing = Signal()

    def __init__(
        self,
        session: Session,
        theme: Theme,
        actions: Actions,
        clipboard: Clipboard,
        work: Work,
        settings: QSettings,
        messages: MessageBar,
    ) -> None:
        super().__init__()
        self.desk = Desk(session)
        self.playback = Playback(self.desk, settings)
        self.shuttle = Shuttle(self.desk, self.playback)
        self.editing = Editing(self.desk, clipboard, work)
        self.sound = ProjectSound(session)
        self.transcript = TranscriptView(self.desk, theme)
        self.mode_bar = ModeBar(self.desk.modes, actions)
        self.timeline = TimelineView(self.desk, theme, self.sound)
        self.timing = Timing(self.desk, self.timeline, settings)
        self.marking = Marking(self, self.desk, self.timeline, theme)
        self.finding = Finding(self.desk, self)
        self.find_bar = FindBar(self.finding, theme)
        self.incoming = Incoming(theme)
        self.questions = QuestionBar()
        self.enhancing = Enhancing(self.desk, self.playback, work, messages, self.questions)
        self.library = Library(self.desk, self.enhancing, theme)
        self.enhancement = EnhancementPane(self.desk, self.enhancing, theme, actions["enhance"])
        self.jobs = JobsPane(work, theme)
        self.history = HistoryPane(self.desk, work, messages, theme)
        self.clip = ClipPane(self.desk, self.editing, actions["ignore"])
        self.source = SourcePane(self.desk)
        self.inspector = Inspector(self.clip, self.source, self.enhancement, theme, settings)
        self.transport = Transport(self.desk, self.playback, theme, actions)
        page = QWidget()
        page.setObjectName("page")
        page.setFocusProxy(self.transcript)
        middle = QVBoxLayout(page)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.mode_bar)
        middle.addWidget(self.questions)
        self.pages = Pages(self.desk, self.transcript, self.incoming)
        middle.addWidget(self.pages, 1)
        middle.addWidget(self.find_bar)
        self.panes = Docks(page, theme, settings)
        self.panes.add("library", self.library)
        self.panes.add("inspector", self.inspector)
        self.panes.add("jobs", self.jobs)
        self.panes.add("history", self.history)
        self.panes.add("timeline", self.timeline)
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedHeight(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.panes, 1)
        column.addWidget(line)
        column.addWidget(self.transport)
        # Each by itself: a pane that floats is a window of its own. In lists and forms keys mean other
        # things.
        for over in (page, self.timeline):
            actions.work_over(over)
        for over in (self.library, self.inspector, self.history):
            over.addAction(actions["play"])
        self._actions = actions
        for view in (self.transcript, self.timeline):
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.transcript.customContextMenuRequested.connect(self._open_menu)
        self.timeline.customContextMenuRequested.connect(self._open_timeline_menu)
        self.library.wanted.connect(self._show_source)
        self.library.importing.connect(self.importing)
        self.questions.answered.connect(self.transcript.setFocus)
        self.finding.changed.connect(lambda: self.transcript.show_found(self.finding.found))
        self.find_bar.closed.connect(self.transcript.setFocus)
        self.transport.zoom.connect(self.zoom)
        self.transcript.speaker_clicked.connect(self._ask_speaker)
        self.timeline.heard.connect(self.playback.sample)
        self.desk.playhead_changed.connect(self._follow)
        self.playback.changed.connect(lambda: self.desk.modes.played(self.playback.playing))
        self.playback.changed.connect(self.transcript.follow_again)
        # What is connected to them refers to them in turn, unseen by the collector: they end with this.
        for owned in (self.desk, self.playback, self.enhancing):
            owned.setParent(self)
        self.panes.restore()
        read_soon(self, session.document.paragraphs)

    def close_project(self) -> None:
        """Stop playing, remember the layout, close the session."""
        self.panes.keep()
        self.enhancing.close()
        self.playback.close()
        self.sound.close()
        self.desk.close()

    def zoom(self, factor: float) -> None:
        """The timeline so many times closer; 0 shows everything."""
        if factor:
            self.timeline.zoom(factor)
        else:
            self.timeline.fit()

    def choose_mode(self, mode: Mode) -> None:
        """Edit or correct from now on, in the transcript."""
        self.desk.modes.choose(mode)
        self.transcript.setFocus()

    def delete(self, *, before: bool = False) -> None:
        """Cut the chosen words or the one beside the caret; in correct mode over the page, correct them."""
        if self.desk.modes.correcting and self.transcript.hasFocus():
            self.transcript.correct_beside(before=before)
        elif before:
            self.editing.delete_before()
        else:
            self.editing.delete()

    @property
    def join(self) -> Samples | None:
        """The nearest cut before the caret, or None."""
        return join_before(self.desk.document, self.desk.time_of_word(self.desk.caret))

    def play_around(self) -> None:
        """Play the nearest cut before the caret, with a little on both sides."""
        join = self.join
        if join is not None:
            self.playback.play_around(join)

    def _open_timeline_menu(self, at: QPoint) -> None:
        if not self.marking.open_menu(at):
            self._open_menu()

    def _open_menu(self) -> None:
        """What can be done with the chosen words, or with the word under the pointer where it is not one."""
        hover, (first, stop) = self.desk.hover, self.desk.selection
        if hover is not None and not first <= hover < stop:
            self.desk.select(hover)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for group in CONTEXT:
            menu.addActions([self._actions[name] for name in group])
            menu.addSeparator()
        menu.popup(QCursor.pos())

    def _follow(self) -> None:
        if self.playback.playing:
            self.transcript.follow_playhead()
            self.timeline.follow_playhead()
        else:
            self.timeline.show_time(self.desk.playhead)

    def _show_source(self, source: str) -> None:
        """The first word that a source says in the document; the source is what is meant from now on."""
        self._go_to(source)
        self.desk.pick(source)

    def _go_to(self, source: str) -> None:
        document = self.desk.document
        for number, paragraph in enumerate(document.paragraphs):
            for index, piece in enumerate(paragraph.pieces):
                if piece.source == source:
                    self.desk.select(document.word_at_place(Place(number, index)))
                    self.desk.seek(document.time_of(Place(number, index)))
                    return

    def ask_time(self) -> None:
        """Where to go, over the clock."""
        popup = TimePopup(self, self.desk)
        popup.went.connect(self._go_to_time)
        popup.open_above(self.transport.clock_corner())

    def _go_to_time(self, time: Samples) -> None:
        document = self.desk.document
        self.desk.select(document.word_at_place(document.place_at(time)[0]))
        self.desk.seek(time)
        self.transcript.follow_again()
        self.transcript.setFocus()

    def ask_speaker(self) -> None:
        """Who says the chosen words."""
        first, stop = self.desk.chosen()
        if first == stop:
            return
        self.transcript.show_word(first)
        rects = self.transcript.word_rects(first, stop)
        if rects:
            viewport = self.transcript.viewport()
            corner = viewport.mapToGlobal(rects[-1].bottomLeft().toPoint())
            speaker = self.desk.document.paragraphs[self.desk.document.place_of_word(first).paragraph].speaker
            self._open_popup(speaker, first, stop, QRect(corner, corner), "These Words")

    def _ask_speaker(self, paragraph: int, label: QRect) -> None:
        document = self.desk.document
        first, stop = document.first_word(paragraph), document.first_word(paragraph + 1)
        self._open_popup(document.paragraphs[paragraph].speaker, first, stop, label, "This Paragraph")

    def _open_popup(self, speaker: str, first: int, stop: int, at: QRect, what: str) -> None:
        def named(name: str, everywhere: bool) -> None:
            if everywhere:
                self.editing.rename_speaker(speaker, name)
            elif first < stop:
                self.editing.name_speaker(first, stop, name)

        popup = SpeakerPopup(self, speaker, self.desk.speakers, what)
        popup.named.connect(named)
        popup.open_at(at.bottomLeft())

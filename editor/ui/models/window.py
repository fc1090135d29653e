"""The models window: the list, the card of the one that is chosen, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from editor.app.catalogue import Catalogue, Reach, Unusable, fault, read_catalogue
from editor.app.enhancing_files import USUAL_RATE
from editor.app.project_recordings import ProjectRecording, project_recordings
from editor.app.session import Session
from editor.app.trainings import Stopped, stopped_trainings
from editor.jobs import Report
from editor.model.errors import Refusal
from editor.ui.models.card import CardView
from editor.ui.models.comparing import ComparePane
from editor.ui.models.keeping import Keeping, removal
from editor.ui.models.shelf import Shelf
from editor.ui.models.stopped import StoppedTrainings
from editor.ui.models.trainer import Trainer
from editor.ui.models.training import TrainForm
from editor.ui.panes.going_on import GoingOn
from editor.ui.panes.messages import MessageBar
from editor.ui.theme import Theme
from editor.ui.working import Work

if TYPE_CHECKING:
    from enhance.registry import Model

GEOMETRY, COLUMNS = "models geometry", "models columns"
NARROW_PX = 900
"""Below this width the card is under the list rather than beside it."""


class ModelsWindow(QWidget):
    """A window of its own beside those of projects. session: the open project, whenever it is asked.

    trained(sentence, id): a model is done. closed: it is gone.
    """

    trained = Signal(str, str)
    closed = Signal()

    def __init__(self, theme: Theme, settings: QSettings, session: Callable[[], Session | None]) -> None:
        super().__init__()
        self._settings, self._session = settings, session
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Models — Wordtape")
        self.setObjectName("models")
        self.work = Work()
        self.catalogue = Catalogue()
        self.recordings: tuple[ProjectRecording, ...] = ()
        self.messages = MessageBar(self, theme)
        self.keeping = Keeping(self, self.work, self.messages)
        self.trainer = Trainer(self.work, self.messages)
        self.shelf = Shelf(theme)
        self.stopped = StoppedTrainings()
        self.card = CardView(theme)
        self.comparing = ComparePane(theme, settings, self.work, self.messages)
        self._add = _button("Add…", "Takes a model in from a file, after it was checked and tried")
        self._train = _button("Train…", "Makes a model from recordings")
        self._train.setProperty("primary", True)
        self._further = _button("Train Further…", "")
        self._measure = _button("Measure…", "")
        self._show_file = _button("Show File", "Opens the folder that the model's file is in")
        self._remove = _button("Remove", "")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        buttons = (self._further, self._measure, self._show_file, None, self._remove)
        self.tabs.addTab(_page(buttons, self.card), "Card")
        self.tabs.addTab(self.comparing, "Compare by Ear")
        self._splitter = QSplitter()
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(_page((self._add, None, self._train), self.shelf, self.stopped))
        self._splitter.addWidget(self.tabs)
        self._splitter.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._splitter, 1)
        column.addWidget(GoingOn(self.work, theme))
        self.messages.lie_over(self._splitter)
        self._connect()
        self.setMinimumSize(560, 480)
        geometry, columns = settings.value(GEOMETRY), settings.value(COLUMNS)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        else:
            self.resize(self.sizeHint())
        if isinstance(columns, QByteArray):
            self._splitter.restoreState(columns)
        self.refresh()
        self.shelf.view.setFocus()

    def sizeHint(self) -> QSize:
        """The list and a card beside each other on a small laptop."""
        return QSize(1240, 740)

    def _connect(self) -> None:
        self.work.refused.connect(self.messages.refuse)
        self.keeping.changed.connect(self._look_again)
        self.trainer.changed.connect(self.refresh)
        self.trainer.done.connect(self._tell_trained)
        self.shelf.chosen.connect(self._show_chosen)
        self.shelf.opened.connect(self._read_card)
        self.shelf.filters.measure.connect(self._measure_reach)
        self.card.followed.connect(self.choose)
        self.stopped.go_on.connect(lambda one: self.trainer.start(one.plan))
        self.stopped.clear.connect(self._ask_clear)
        self._add.clicked.connect(self.keeping.ask_add)
        self._train.clicked.connect(lambda: self.ask_train(None))
        self._further.clicked.connect(lambda: self.ask_train(self._usable()))
        self._measure.clicked.connect(self._ask_measure)
        self._show_file.clicked.connect(self._show_in_folder)
        self._remove.clicked.connect(self.ask_remove)
        for keys, act in (
            (QKeySequence(QKeySequence.StandardKey.Find), self._search),
            (QKeySequence(QKeySequence.StandardKey.Close), self.close),
            (QKeySequence(QKeySequence.StandardKey.Refresh), self.refresh),
        ):
            QShortcut(keys, self, act)
        remove = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.shelf.view, self.ask_remove)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)

    # What is there

    @property
    def row(self) -> Model | Unusable | None:
        """What is chosen."""
        return self.shelf.row

    def _usable(self) -> Model | None:
        """What is chosen, where it can be used."""
        row = self.row
        return None if row is None or isinstance(row, Unusable) or row.missing else row

    def refresh(self) -> None:
        """Look at the registry, the trainings and the open project again."""
        session = self._session()
        self.recordings = project_recordings(session) if session is not None else ()
        try:
            self.catalogue = read_catalogue()
        except Refusal as refusal:
            self.messages.refuse(str(refusal))
            return
        self.shelf.show_catalogue(self.catalogue, self.recordings)
        left = [one for one in stopped_trainings() if one.name not in self.trainer.going]
        self.stopped.show_trainings(left)
        self.comparing.offer(self.catalogue.models, self.recordings)
        if self.catalogue.trouble:
            self.messages.refuse(self.catalogue.trouble)

    def choose(self, name: str) -> None:
        """Mean that model, and show its card."""
        self.shelf.choose(name)
        self.tabs.setCurrentIndex(0)

    def _look_again(self, name: str) -> None:
        self.refresh()
        if name:
            self.choose(name)

    def _show_chosen(self) -> None:
        row, usable = self.row, self._usable()
        self.card.show_card(row, self.catalogue.models)
        removable, why = removal(row)
        self._remove.setEnabled(removable)
        self._remove.setToolTip(why)
        lacks = "Choose a model first." if row is None or isinstance(row, Unusable) else fault(row)
        for button, does in (
            (self._further, "Goes on from what this model has learned, with recordings of yours"),
            (self._measure, "Measures it on full-band recordings that it was not trained on"),
        ):
            button.setEnabled(usable is not None)
            button.setToolTip(lacks or does)
        self._show_file.setEnabled(usable is not None)
        if usable is not None:
            self.comparing.form.mean(usable.id)

    def _read_card(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.card.setFocus()

    def _search(self) -> None:
        self.shelf.filters.text.setFocus()
        self.shelf.filters.text.selectAll()

    # Doing

    def ask_remove(self) -> None:
        """Ask whether the chosen model is to go."""
        self.keeping.ask_remove(self.row)

    def ask_train(self, parent: Model | None) -> None:
        """Ask what to train, then train it."""
        rate = self.shelf.filters.wanted_rate
        form = TrainForm(self, self.catalogue.models, parent, self.recordings, self.work, rate)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.accepted.connect(lambda: self.trainer.start(form.plan))
        form.show()

    def _ask_measure(self) -> None:
        if (model := self._usable()) is not None:
            self.keeping.ask_measure(model)

    def _ask_clear(self, stopped: Stopped) -> None:
        if self.keeping.sure(
            "Clear a training",
            f"Forget what the training of {stopped.name} has learned?",
            "It was interrupted and could go on. This cannot be undone.",
            "Clear",
        ):
            self.trainer.clear(stopped)

    def _tell_trained(self, name: str) -> None:
        """The new model is meant now; who works elsewhere is told too."""
        self.refresh()
        self.shelf.choose(name)
        sentence = f"The model {name} is trained and ready to be used."
        self.messages.tell(sentence, "Show It", lambda: self.choose(name))
        QApplication.alert(self)
        self.trained.emit(sentence, name)

    def _show_in_folder(self) -> None:
        if (model := self._usable()) is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(model.path.parent)))

    def _measure_reach(self, file: Path) -> None:
        """Find out how far up a file reaches, and show the models for it."""

        def work(report: Report) -> float:
            from editor.app.probing import probe_file

            return float(probe_file(file, report)["effective_bandwidth_hz"])

        def done(ends_hz: float) -> None:
            self.shelf.filters.measured(file, Reach(ends_hz, USUAL_RATE))

        self.work.submit(f"Finding out how far up {file.name} reaches", work, done)

    # Events

    def changeEvent(self, event: QEvent) -> None:
        """Whoever comes back sees what others have changed meanwhile."""
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.refresh()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card goes under the list where there is no room beside it."""
        wanted = Qt.Orientation.Vertical if self.width() < NARROW_PX else Qt.Orientation.Horizontal
        if self._splitter.orientation() is not wanted:
            self._splitter.setOrientation(wanted)
            down = wanted is Qt.Orientation.Vertical
            self._splitter.setSizes([self.height() // 2] * 2 if down else [720, self.width() - 720])
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where it was and let everything go; what is going on is asked about."""
        if self.work.running and not self.keeping.sure(
            "Models",
            "Work is still going on in this window. Stop it?",
            "What a training has learned is kept, and it can go on later.",
            "Stop and Close",
        ):
            event.ignore()
            return
        self._settings.setValue(GEOMETRY, self.saveGeometry())
        self._settings.setValue(COLUMNS, self._splitter.saveState())
        self.comparing.close_sound()
        self.work.close()
        self.closed.emit()
        event.accept()


def _button(text: str, hint: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(hint)
    button.setAutoDefault(False)
    return button


def _page(buttons: tuple[QPushButton | None, ...], *parts: QWidget) -> QWidget:
    """Parts over a row of buttons, the first part as high as it can be; None is the room between buttons."""
    row = QHBoxLayout()
    row.setContentsMargins(12, 8, 12, 12)
    row.setSpacing(8)
    for button in buttons:
        if button is None:
            row.addStretch()
        else:
            row.addWidget(button)
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for number, part in enumerate(parts):
        column.addWidget(part, int(number == 0))
    column.addLayout(row)
    return page

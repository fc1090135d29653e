"""What is to be known before a model is trained: from where on, for which rate, with what, for how long."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from editor.app.project_recordings import ProjectRecording
from editor.app.training_means import lacking
from editor.app.trainings import Plan
from editor.jobs import Report
from editor.model.errors import Refusal
from editor.ui.dialogs.forms import FIELD_PX, Form
from editor.ui.dialogs.importing import PATTERNS
from editor.ui.models.card import about
from editor.ui.wording import kilohertz
from editor.ui.working import Work

if TYPE_CHECKING:
    from enhance.registry import Model

RATES = (48_000, 44_100, 96_000, 32_000, 24_000, 22_050, 16_000)
SCRATCH = "From scratch"
USUAL_MINUTES = 60.0
_SHORT = "An hour on a processor is a start; further training makes it better."


class TrainForm(Form):
    """Asks for a `Plan`. parent: the model that is chosen, which can be trained further."""

    def __init__(
        self,
        parent: QWidget,
        models: Sequence[Model],
        chosen: Model | None,
        recordings: Sequence[ProjectRecording],
        work: Work,
        rate: int | None = None,
    ) -> None:
        super().__init__(parent, "Train a model", "Train")
        self._models = {model.id: model for model in models if not model.missing}
        self._recordings = tuple(recordings)
        self._suggested = ""
        self._from = QComboBox()
        self._from.setAccessibleName("Begin")
        self._from.addItem(SCRATCH, None)
        for model in self._models.values():
            self._from.addItem(f"Further from {about(model)}", model.id)
        self._rate = QComboBox()
        self._rate.setAccessibleName("Rate of the sound that it makes")
        for box in (self._from, self._rate):
            box.setMinimumHeight(FIELD_PX)
        offered = sorted({*RATES, *([rate] if rate else []), *(m.rate for m in models)}, reverse=True)
        for one in offered:
            self._rate.addItem(kilohertz(one), one)
        self._name = QLineEdit()
        self._name.setAccessibleName("Name")
        self._name.textChanged.connect(self._look)
        self._list = QListWidget()
        self._list.setObjectName("given")
        self._list.setAccessibleName("Recordings to train on")
        self._list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setMinimumHeight(112)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._list, self._take_out)
        self._minutes = QDoubleSpinBox()
        self._minutes.setRange(0.1, 100_000)
        self._minutes.setDecimals(1)
        self._minutes.setSuffix(" min")
        self._minutes.setValue(USUAL_MINUTES)
        self._minutes.setMinimumHeight(FIELD_PX)
        self._minutes.setAccessibleName("Minutes of computing")
        self._where = _remark("Looking for what it can run on…")
        self._problem = _remark()
        self._problem.setMinimumHeight(34)
        self.rows.addRow("Begin", self._from)
        self.rows.addRow("Makes sound at", self._rate)
        self.rows.addRow("Name", self._name)
        self.rows.addRow("Recordings", self._given())
        self.rows.addRow("For", self._minutes)
        self.rows.addRow("Runs on", self._where)
        self.rows.addRow("", self._problem)
        self.setMinimumWidth(560)
        self._from.currentIndexChanged.connect(self._follow_parent)
        self._rate.currentIndexChanged.connect(self._suggest)
        self._rate.setCurrentIndex(offered.index(rate or RATES[0]))
        if chosen is not None and chosen.id in self._models:
            self._from.setCurrentIndex(self._from.findData(chosen.id))
        self._follow_parent()
        self._find_means(work)

    @property
    def plan(self) -> Plan:
        """What was asked for."""
        return Plan(
            self._name.text().strip(),
            int(self._rate.currentData()),
            self.data,
            self._from.currentData(),
            self._minutes.value(),
        )

    @property
    def data(self) -> tuple[Path, ...]:
        """Recordings and folders that were given."""
        items = (self._list.item(row) for row in range(self._list.count()))
        return tuple(Path(item.data(Qt.ItemDataRole.UserRole)) for item in items)

    def give(self, paths: Sequence[tuple[Path, str]]) -> None:
        """Train on these too: files or folders, each with what it is called."""
        there = set(self.data)
        for path, name in paths:
            if path not in there:
                there.add(path)
                item = QListWidgetItem(name)
                item.setData(Qt.ItemDataRole.UserRole, str(path))
                item.setToolTip(str(path))
                self._list.addItem(item)
        self._look()

    def _given(self) -> QWidget:
        folder, files = QPushButton("Add Folder…"), QPushButton("Add Files…")
        own = QPushButton("Add the Project's")
        self._out = QPushButton("Take Out")
        own.setEnabled(bool(self._recordings))
        own.setToolTip(
            "Adds every recording of the open project" if self._recordings else "Open a project first."
        )
        self._out.setToolTip("Takes the selected lines out of the list")
        for button, act in (
            (folder, self._ask_folder),
            (files, self._ask_files),
            (own, lambda: self.give([(one.file, one.name) for one in self._recordings])),
            (self._out, self._take_out),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        self._list.itemSelectionChanged.connect(self._look)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (folder, files, own):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self._out)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._list)
        column.addLayout(row)
        return box

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Recordings to train on", str(Path.home()))
        if name:
            self.give([(Path(name), f"{Path(name).name} (folder)")])

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self, "Recordings to train on", "", f"Recordings ({PATTERNS});;All files (*)"
        )
        self.give([(Path(name), Path(name).name) for name in names])

    def _take_out(self) -> None:
        for item in self._list.selectedItems():
            self._list.takeItem(self._list.row(item))
        self._look()

    def _follow_parent(self) -> None:
        """What goes on from a model makes sound at its rate."""
        parent = self._models.get(self._from.currentData())
        if parent is not None:
            self._rate.setCurrentIndex(self._rate.findData(parent.rate))
        self._rate.setEnabled(parent is None)
        self._rate.setToolTip("" if parent is None else f"{parent.id} makes sound at this rate")
        self._suggest()

    def _suggest(self) -> None:
        """A name that is free, unless one was typed."""
        from editor.app.training import training_name

        if self._name.text() == self._suggested:
            self._suggested = training_name(int(self._rate.currentData()))
            self._name.setText(self._suggested)
        self._look()

    def _look(self) -> None:
        """Say what is missing, and allow the verb where nothing is."""
        self._out.setEnabled(bool(self._list.selectedItems()))
        problem = self._lacks()
        self._problem.setText(problem or _SHORT)
        self.verb.setEnabled(not problem)
        self.verb.setToolTip(problem)

    def _lacks(self) -> str:
        from editor.app.models import check_new, unfinished

        if missing := lacking():
            return missing
        name = self._name.text().strip()
        if not name:
            return "Give the model a name."
        try:
            check_new(name)
        except Refusal as refusal:
            return str(refusal).replace(" with --id", "")
        if unfinished(name):
            return f"A training of {name} was interrupted; go on with it in the list, or choose another name."
        if not self._list.count():
            return "Add recordings that reach all the way up: what it hears there is what it learns to make."
        return ""

    def _find_means(self, work: Work) -> None:
        if lacking():
            self._where.setText("Nothing yet")
            return

        def find(report: Report) -> str:
            from editor.app.training_means import where_it_runs

            return where_it_runs(report)

        def failed(error: BaseException) -> bool:
            self._show_where(str(error) if isinstance(error, Refusal) else "PyTorch does not work here.")
            return True

        work.submit("Looking for a graphics card", find, self._show_where, failed=failed)

    def _show_where(self, where: str) -> None:
        from shiboken6 import isValid

        # It may have been closed meanwhile.
        if isValid(self._where):
            self._where.setText(f"{where[:1].upper()}{where[1:]}")


def _remark(text: str = "") -> QLabel:
    label = _Remark(text)
    label.setProperty("role", "quiet")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return label


class _Remark(QLabel):
    """Wraps in the width that the fields take rather than asking for more."""

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(max(self.width(), 320)))

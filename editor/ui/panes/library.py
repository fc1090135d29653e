"""The recordings of the project."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.model.source import Source
from editor.model.time import clock_text
from editor.ui.desk import Desk
from editor.ui.enhancing import Enhancing
from editor.ui.theme import Theme
from editor.ui.wording import kilohertz


class Library(QWidget):
    """A list of sources.

    wanted(source id): it was activated, so show where it speaks. again(source id, model): listen to it anew.
    """

    wanted = Signal(str)
    importing = Signal()
    again = Signal(str, str)

    def __init__(self, desk: Desk, enhancing: Enhancing, theme: Theme) -> None:
        super().__init__()
        self._desk, self._enhancing = desk, enhancing
        self._theme = theme
        self._known: object = None
        title = QLabel("Recordings")
        title.setProperty("role", "section")
        self._add = QToolButton()
        self._add.setToolTip("Import recordings")
        self._add.setAccessibleName("Import recordings")
        self._add.setIconSize(QSize(16, 16))
        self._add.clicked.connect(self.importing)
        self._list = QListWidget()
        self._list.setAccessibleName("Recordings")
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._open_menu)
        self._list.itemActivated.connect(self._activated)
        self._list.itemClicked.connect(self._activated)
        self._empty = QLabel("No recordings yet.\nDrop files here, or press +.")
        self._empty.setProperty("role", "quiet")
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(8, 4, 8, 0)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.addWidget(title)
        head.addStretch()
        head.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._empty, 1)
        column.addWidget(self._list, 1)
        theme.changed.connect(self._restyle)
        desk.edited.connect(self._edited)
        self._restyle()
        self.refresh()

    def minimumSizeHint(self) -> QSize:
        """A name, at least."""
        return QSize(140, 80)

    def sizeHint(self) -> QSize:
        """A name and a length."""
        return QSize(208, 300)

    def refresh(self) -> None:
        """Read the sources anew."""
        self._known = self._desk.document.transcripts
        self._list.clear()
        sources = self._desk.session.sources
        for source in sources:
            item = QListWidgetItem(self._theme.icon("wave"), source.name)
            item.setData(Qt.ItemDataRole.UserRole, source.id)
            item.setToolTip(self._about(source))
            self._list.addItem(item)
        self._empty.setVisible(not sources)
        self._list.setVisible(bool(sources))

    def _about(self, source: Source) -> str:
        length = clock_text(source.length, self._desk.rate)
        files = ", ".join(
            f"{recording.file} ({recording.rate / 1000:g} kHz, {recording.channels} ch)"
            for recording in source.recordings
        )
        return f"{source.name}, {length}\n{files}"

    def _edited(self) -> None:
        if self._desk.document.transcripts is not self._known:
            self.refresh()

    def _activated(self, item: QListWidgetItem) -> None:
        self.wanted.emit(item.data(Qt.ItemDataRole.UserRole))

    def _open_menu(self, at: QPoint) -> None:
        item = self._list.itemAt(at)
        if item is None:
            return
        from editor.speech.models import available

        source: str = item.data(Qt.ItemDataRole.UserRole)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Show Where It Speaks", lambda: self.wanted.emit(source))
        again = menu.addMenu("Transcribe Again With")
        for model in available():
            again.addAction(model.name, partial(self.again.emit, source, model.name))
        menu.addSeparator()
        self._add_enhancing(menu, source)
        menu.popup(self._list.viewport().mapToGlobal(at))

    def _add_enhancing(self, menu: QMenu, source: str) -> None:
        enhancing, variants = self._enhancing, self._desk.session.variants
        do = menu.addAction(f"Enhance to {kilohertz(self._desk.rate)}", lambda: enhancing.enhance(source))
        do.setEnabled(not enhancing.busy(source))
        if variants.all(source):
            original = not variants.heard(source)
            hear = menu.addAction("Hear the Original", lambda: enhancing.hear(source, original))
            hear.setCheckable(True)
            hear.setChecked(original)
            menu.addAction("Remove Enhancement", lambda: enhancing.remove(source))

    def _restyle(self) -> None:
        self._add.setIcon(self._theme.icon("add"))
        if self._known is not None:
            self.refresh()

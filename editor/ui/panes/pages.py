"""The transcript, and under it what is coming in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from editor.ui.desk import Desk
from editor.ui.panes.incoming import Incoming
from editor.ui.transcript import TranscriptView


class Pages(QSplitter):
    """What comes in has the page to itself as long as the document has no text."""

    def __init__(self, desk: Desk, transcript: TranscriptView, incoming: Incoming) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._desk, self._transcript, self._incoming = desk, transcript, incoming
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(transcript)
        self.addWidget(incoming)
        self.setStretchFactor(0, 1)
        self.setSizes([600, 300])
        incoming.changed.connect(self._share)
        desk.edited.connect(self._share)

    def _share(self) -> None:
        alone = self._incoming.arrival is not None and not self._desk.document.paragraphs
        self._transcript.setVisible(not alone)

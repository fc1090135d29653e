"""What is meant, looked at closely: the chosen words, their recording, and what was made of it."""

from __future__ import annotations

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from editor.ui.panes.clip import ClipPane
from editor.ui.panes.enhancement import WIDTH_PX, EnhancementPane
from editor.ui.panes.section import Section
from editor.ui.panes.source import SourcePane
from editor.ui.theme import Theme


class Inspector(QScrollArea):
    """Sections that can be folded away. What changes most often stands first."""

    def __init__(
        self,
        clip: ClipPane,
        source: SourcePane,
        enhancement: EnhancementPane,
        theme: Theme,
        settings: QSettings,
    ) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Inspector")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(4)
        for title, pane in (("Words", clip), ("Source", source), ("Enhancement", enhancement)):
            column.addWidget(Section(title, pane, theme, settings))
        column.addStretch(1)
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:
        """Two buttons beside each other."""
        return QSize(200, 80)

    def sizeHint(self) -> QSize:
        """As wide as the library and a little more."""
        return QSize(WIDTH_PX, 300)

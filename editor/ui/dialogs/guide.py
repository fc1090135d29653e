"""The user guide in a window of its own: the files that came with the program, with no network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from editor.app.shipped import shipped
from editor.ui.panes.messages import MessageBar

FIRST = "index.md"
MARGIN_PX = 24


def open_guide(parent: QWidget, messages: MessageBar) -> None:
    """Show the guide, in front where it is open already; a sentence where it did not come along."""
    folder = shipped("guide")
    if folder is None:
        messages.refuse("The user guide did not come with this installation; F1 shows keys and gestures.")
        return
    guide = parent.findChild(Guide)
    if guide is None:
        guide = Guide(parent, folder)
    guide.show()
    guide.raise_()
    guide.activateWindow()


class Page(QTextBrowser):
    """A page of Markdown with room between its parts. Pictures are `picture_px` wide at most."""

    def __init__(self, picture_px: int) -> None:
        super().__init__()
        self._picture_px = picture_px
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sourceChanged.connect(self._lay)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures are made to fit, by the pixels that the screen has."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        ratio = self.devicePixelRatioF()
        picture = QImage(self.source().resolved(QUrl(name)).toLocalFile())
        if not picture.isNull():
            width = min(round(self._picture_px * ratio), picture.width())
            picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            picture.setDevicePixelRatio(ratio)
        return picture

    def _lay(self) -> None:
        """Markdown says nothing of space: put some under every block and over headings."""
        document = self.document()
        document.setDocumentMargin(MARGIN_PX)
        block = document.begin()
        while block.isValid():
            cursor = QTextCursor(block)
            if cursor.currentTable() is None:
                form = QTextBlockFormat()
                heading = block.blockFormat().headingLevel() > 0
                form.setTopMargin(14 if heading and block.blockNumber() else 0)
                form.setBottomMargin(4 if block.textList() else 10)
                form.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
                if "\ufffc" in block.text():
                    form.setLineHeight(100, QTextBlockFormat.LineHeightTypes.SingleHeight.value)
                cursor.mergeBlockFormat(form)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                lines = frame.format().toTableFormat()
                lines.setBorder(0)
                lines.setCellPadding(3)
                lines.setHeaderRowCount(0)
                frame.setFormat(lines)
                frame.removeRows(0, 1)


class Guide(QDialog):
    """Its pages, with a way back."""

    def __init__(self, parent: QWidget, folder: Path) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("User Guide — Wordtape")
        self.resize(self.sizeHint())
        self.page = Page(self.width() - 2 * MARGIN_PX - 24)
        self.page.setAccessibleName("User guide")
        self.page.setOpenExternalLinks(False)
        self._contents = self._button("Contents", self.page.home)
        self._back = self._button("Back", self.page.backward)
        self._on = self._button("Forward", self.page.forward)
        self.page.backwardAvailable.connect(self._back.setEnabled)
        self.page.forwardAvailable.connect(self._on.setEnabled)
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        for button in (self._contents, self._back, self._on):
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.page, 1)
        for keys, act in (
            (QKeySequence.StandardKey.Back, self.page.backward),
            (QKeySequence.StandardKey.Forward, self.page.forward),
        ):
            QShortcut(QKeySequence(keys), self, act)
        self.page.setSource(QUrl.fromLocalFile(str(folder / FIRST)))
        self._back.setEnabled(False)
        self._on.setEnabled(False)
        self.page.setFocus()

    def sizeHint(self) -> QSize:
        """A page of pictures, on a small screen as much as there is."""
        room = QGuiApplication.primaryScreen().availableSize()
        return QSize(740, 760).boundedTo(room - QSize(40, 80))

    def _button(self, text: str, act: Any) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

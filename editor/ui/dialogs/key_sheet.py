"""A sheet of the keys as they are now and of what the mouse does, to read and to print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPagedPaintDevice, QTextDocument
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from editor.ui.bindings import Bindings, shown
from editor.ui.commands import COMMANDS
from editor.ui.gestures import GESTURES, written

SHORT = 14
"""Two keys are written where they are so short together, in characters."""

Group = tuple[str, list[tuple[str, str]]]
"""A heading, and what is pressed or done for what."""


def groups(bindings: Bindings) -> list[Group]:
    """The commands that have keys by their menus, and the gestures."""
    found: dict[str, list[tuple[str, str]]] = {}
    for command in COMMANDS:
        if keys := bindings.keys(command.name):
            two = shown(keys[:2])
            text = two if len(two) <= SHORT else shown(keys[:1])
            found.setdefault(command.menu, []).append((text, command.title))
    for where, gestures in GESTURES.items():
        found[where] = [(written(gesture.do), gesture.does) for gesture in gestures]
    return list(found.items())


def sheet(bindings: Bindings) -> str:
    """The sheet as HTML, in two columns of about the same length."""
    all_groups = groups(bindings)
    half = sum(_length(group) for group in all_groups) / 2
    left: list[Group] = []
    while sum(_length(group) for group in left) + _length(all_groups[len(left)]) / 2 < half:
        left.append(all_groups[len(left)])
    palette = shown(bindings.keys("palette")[:1])
    more = f" Everything else is found by its name: {escape(palette)}." if palette else ""
    columns = "".join(
        f'<td width="50%" style="padding: 0 12px">{_column(part)}</td>'
        for part in (left, all_groups[len(left) :])
    )
    return (
        "<h2>Keys and Gestures</h2>"
        f"<p>Keys of single letters work over the words and the timeline.{more}</p>"
        f'<table width="100%"><tr>{columns}</tr></table>'
    )


def _length(group: Group) -> int:
    return len(group[1]) + 2


def _column(part: Sequence[Group]) -> str:
    rows = ""
    for heading, lines in part:
        rows += f'<tr><td colspan="2" style="padding: 12px 0 4px 0"><b>{escape(heading)}</b></td></tr>'
        rows += "".join(
            f'<tr><td width="34%" style="padding: 1px 12px 1px 0">{escape(keys)}</td>'
            f'<td width="66%" style="padding: 1px 0">{escape(does)}</td></tr>'
            for keys, does in lines
        )
    return f'<table width="100%">{rows}</table>'


class KeySheet(QDialog):
    """The sheet, which follows the keys as they are changed."""

    def __init__(self, parent: QWidget, bindings: Bindings) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys and Gestures")
        self._bindings = bindings
        self.page = QTextBrowser()
        self.page.setAccessibleName("Keys and gestures")
        self.page.document().setDocumentMargin(16)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        print_, close = QPushButton("Print…"), QPushButton("Close")
        print_.setAutoDefault(False)
        print_.clicked.connect(self._print)
        close.setDefault(True)
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 8, 16, 12)
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(print_)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page)
        column.addLayout(buttons)
        self.resize(self.sizeHint())
        bindings.changed.connect(self._show)
        self._show()

    def sizeHint(self) -> QSize:
        """Two columns, most of them at once."""
        return QSize(880, 680)

    def _show(self) -> None:
        self.page.setHtml(sheet(self._bindings))

    def _print(self) -> None:
        """Where it is printed, which may be into a file, is asked by the system."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.show()

    def print_on(self, printer: QPagedPaintDevice) -> None:
        """The sheet in black, a size smaller, so that it fits on paper."""
        document = QTextDocument()
        font = self.page.font()
        font.setPointSizeF(8.5)
        document.setDefaultFont(font)
        document.setHtml(sheet(self._bindings))
        document.print_(printer)

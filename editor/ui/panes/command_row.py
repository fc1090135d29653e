"""One command in a list: its title, its menu or why it cannot be done, and its keys, on one line."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

ROW_PX = 32
INSET_PX, GAP_PX = 12, 12


class Told(NamedTuple):
    """What stands beside a title. at: its characters that were typed. able: whether it can be done."""

    beside: str
    keys: str
    at: tuple[int, ...]
    able: bool


class CommandRow(QStyledItemDelegate):
    """Draws items whose text is a title and whose `TOLD` is a `Told`."""

    TOLD = Qt.ItemDataRole.UserRole

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        """All rows are alike."""
        return QSize(80, ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground as the look has it, then the three texts; what does not fit is elided, the keys last."""
        told: Told = index.data(self.TOLD)
        item = QStyleOptionViewItem(option)
        self.initStyleOption(item, index)
        title, item.text = item.text, ""
        item.state |= QStyle.StateFlag.State_Enabled
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, item, painter, widget)
        palette, metrics = item.palette, item.fontMetrics
        quiet, ink = palette.color(QPalette.ColorRole.PlaceholderText), palette.color(QPalette.ColorRole.Text)
        room: QRect = item.rect.adjusted(INSET_PX, 0, -INSET_PX, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setFont(item.font)
        painter.setPen(quiet)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, told.keys)
        if told.keys:
            room.adjust(0, 0, -metrics.horizontalAdvance(told.keys) - GAP_PX, 0)
        painter.setPen(ink if told.able else quiet)
        _draw_title(
            painter, room, metrics.elidedText(title, Qt.TextElideMode.ElideRight, room.width()), told.at
        )
        room.adjust(metrics.horizontalAdvance(title) + GAP_PX, 0, 0, 0)
        if room.width() > 3 * GAP_PX:
            painter.setPen(quiet)
            beside = metrics.elidedText(told.beside, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, beside)
        painter.restore()


def _draw_title(painter: QPainter, room: QRect, title: str, at: tuple[int, ...]) -> None:
    """A title with a line under what was typed of it."""
    layout = QTextLayout(title, painter.font())
    marked = QTextCharFormat()
    marked.setFontUnderline(True)
    formats = []
    for place in at:
        one = QTextLayout.FormatRange()
        one.start, one.length, one.format = place, 1, marked
        formats.append(one)
    layout.setFormats(formats)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    top = room.top() + (room.height() - line.height()) / 2
    layout.draw(painter, QPointF(room.left(), top))

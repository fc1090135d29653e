"""Rows of a list that say a sentence and, quietly at the right, when that was."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from editor.ui.theme import Theme, fonts
from editor.ui.theme.icons import pixmap
from editor.ui.theme.tokens import blend

Index = QModelIndex | QPersistentModelIndex

HEIGHT_PX = 28
_EDGE_PX, _MARK_PX, _FLAG_PX, _GAP_PX = 8, 12, 14, 8


class Role(IntEnum):
    """What a model tells of a row beside its text. BRIEFLY: when it was, for where there is little room."""

    WHEN = Qt.ItemDataRole.UserRole
    BRIEFLY = Qt.ItemDataRole.UserRole + 1
    STATE = Qt.ItemDataRole.UserRole + 2
    NAMED = Qt.ItemDataRole.UserRole + 3


class State(IntEnum):
    """How a row stands to the present."""

    PLAIN = 0
    NOW = 1
    UNDONE = 2


class RowDelegate(QStyledItemDelegate):
    """Draws a row of `Role`s: a dot at the present, what was undone quiet, a flag where there is a name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._font, self._bold = fonts.chrome(), fonts.chrome(weight=QFont.Weight.DemiBold)
        self._small = fonts.chrome(fonts.SMALL_PX)
        self._measure = QFontMetrics(self._font), QFontMetrics(self._bold)
        self._measure_small = QFontMetrics(self._small)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Every row is as high as every other, and as wide as the list."""
        return QSize(80, HEIGHT_PX)

    def updateEditorGeometry(self, editor: object, option: QStyleOptionViewItem, _index: Index) -> None:
        """The field of a name that is changed takes the whole row."""
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        tokens = self._theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        self._paint_ground(painter, rect, option.state)
        state = State(index.data(Role.STATE) or 0)
        inside = rect.adjusted(_EDGE_PX, 0, -_EDGE_PX, 0)
        if state is State.NOW:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawEllipse(inside.left(), inside.center().y() - 2, 6, 6)
        inside.setLeft(inside.left() + _MARK_PX)
        quiet = QColor(tokens.quiet)
        bold, said = state is State.NOW, str(index.data())
        if index.data(Role.NAMED):
            flag = pixmap("flag", tokens.accent, _FLAG_PX)
            painter.drawPixmap(inside.right() - _FLAG_PX, inside.center().y() - _FLAG_PX // 2 + 1, flag)
            inside.setRight(inside.right() - _FLAG_PX - 4)
        room = inside.width() - self._measure[bold].horizontalAdvance(said) - _GAP_PX
        time = str(index.data(Role.WHEN) or "")
        if self._measure_small.horizontalAdvance(time) > room:
            time = str(index.data(Role.BRIEFLY) or "")
        if time:
            painter.setFont(self._small)
            painter.setPen(quiet)
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, time)
            inside.setRight(inside.right() - self._measure_small.horizontalAdvance(time) - _GAP_PX)
        painter.setFont(self._bold if bold else self._font)
        painter.setPen(quiet if state is State.UNDONE else QColor(tokens.ink))
        said = self._measure[bold].elidedText(said, Qt.TextElideMode.ElideRight, max(inside.width(), 0))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        tokens = self._theme.tokens
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(blend(tokens.accent, tokens.pane, 0.18)))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(blend(tokens.ink, tokens.pane, 0.07)))
        elif not focused:
            return
        painter.setPen(QColor(tokens.accent) if focused else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)

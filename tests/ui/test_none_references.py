"""Calls of Qt that give nothing back take nothing either: one PySide6 lost a reference to None each time."""

from __future__ import annotations

import gc
import sys

from PySide6.QtWidgets import QApplication

from editor.model import edits
from editor.ui.desk import Desk
from editor.ui.theme import Theme
from editor.ui.transcript import TranscriptView


def test_none_is_not_used_up(application: QApplication, desk: Desk, theme: Theme) -> None:
    view = TranscriptView(desk, theme)
    view.resize(700, 500)
    view.show()
    application.processEvents()
    gc.collect()
    before = sys.getrefcount(None)
    for number in range(300):
        desk.show_playhead(number * 5000)
        desk.select(number % 50, number % 70)
        view.scroll_by(7)
        if number % 10 == 0:
            desk.do(lambda document: edits.delete(document, 3, 4))
            desk.undo()
        view.viewport().repaint()
    gc.collect()
    assert sys.getrefcount(None) >= before - 50
    view.close()
    view.deleteLater()

"""Timers and windows of Qt count as left-overs too, and what was deleted later does not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication, QLabel

from tests.helpers.leaks import nothing_left_behind
from tests.helpers.quiet import nothing_logged


def test_a_running_timer_is_named(application: QApplication) -> None:
    timer = QTimer(interval=1234)
    with pytest.raises(AssertionError, match="1234 ms"), nothing_left_behind():
        timer.start()
    timer.stop()


def test_a_window_is_named_even_hidden(application: QApplication) -> None:
    with pytest.raises(AssertionError, match="window QLabel"), nothing_left_behind():
        label = QLabel("text")
    label.deleteLater()


def test_what_is_deleted_later_is_no_leak(application: QApplication) -> None:
    with nothing_left_behind():
        label = QLabel("text")
        label.show()
        QTimer(label, interval=10).start()
        label.deleteLater()


def test_what_qt_complains_about_fails(application: QApplication, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(AssertionError, match="Qt: no such slot"), nothing_logged():
        qWarning("no such slot")

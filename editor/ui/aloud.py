"""What screen readers are told beside the names of the controls."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent


def say(about: QObject, sentence: str) -> None:
    """Have a sentence said, where somebody listens; about: what it is about."""
    if sentence and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(about, sentence))

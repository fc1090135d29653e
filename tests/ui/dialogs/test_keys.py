"""Changing keys in the dialog: at once, with every clash told by both names, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from editor.ui.bindings import Bindings
from editor.ui.commands import COMMANDS
from editor.ui.dialogs.key_sheet import KeySheet, groups
from editor.ui.dialogs.keys import KeysDialog

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def parent(application: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    yield made
    made.deleteLater()


@pytest.fixture
def bindings(settings: QSettings) -> Bindings:
    return Bindings(settings)


@pytest.fixture
def dialog(parent: QWidget, bindings: Bindings) -> KeysDialog:
    made = KeysDialog(parent, bindings)
    made.show()
    made.activateWindow()
    return made


def press(dialog: KeysDialog, name: str, key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
    dialog.select(name)
    dialog.strip.record()
    QTest.keyClick(dialog.strip.field, key, modifiers)


def test_free_keys_hold_at_once(dialog: KeysDialog, bindings: Bindings) -> None:
    press(dialog, "export", Qt.Key.Key_K)
    assert bindings.keys("export") == [QKeySequence("Ctrl+K")]
    dialog.strip.add.click()
    QTest.keyClick(dialog.strip.field, Qt.Key.Key_F9)
    assert bindings.keys("export") == [QKeySequence("Ctrl+K"), QKeySequence("F9")]
    dialog.strip.reset.click()
    assert not bindings.differs("export")
    dialog.strip.remove.click()
    assert bindings.keys("export") == []
    dialog.reset_all.click()
    assert not bindings.differs("export")


def test_a_clash_names_both_and_is_resolved_or_left(dialog: KeysDialog, bindings: Bindings) -> None:
    press(dialog, "export", Qt.Key.Key_B)
    assert "Hear the Original" in dialog.strip.said
    assert "Export" in dialog.strip.said
    dialog.strip.leave.click()
    assert not bindings.differs("export")
    press(dialog, "export", Qt.Key.Key_B)
    dialog.strip.take.click()
    assert bindings.keys("export") == [QKeySequence("Ctrl+B")]
    assert bindings.keys("original") == []
    dialog.select("original")
    dialog.strip.reset.click()
    assert "Export" in dialog.strip.said
    dialog.strip.take.click()
    assert bindings.keys("original") == [QKeySequence("Ctrl+B")]


def test_keys_that_cannot_be_had_are_refused_with_a_reason(dialog: KeysDialog, bindings: Bindings) -> None:
    press(dialog, "export", Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier)
    assert dialog.strip.said.endswith(".")
    QTest.keyClick(dialog.strip.field, Qt.Key.Key_Tab)
    assert dialog.strip.said.endswith(".")
    QTest.keyClick(dialog.strip.field, Qt.Key.Key_Escape)
    assert dialog.strip.said == ""
    assert dialog.isVisible()
    assert not bindings.differs("export")


def test_a_letter_alone_for_a_command_of_the_words(dialog: KeysDialog, bindings: Bindings) -> None:
    press(dialog, "ignore", Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    assert bindings.keys("ignore") == [QKeySequence("?")]


def test_the_filter_knows_names_other_names_and_keys(dialog: KeysDialog) -> None:
    for typed, name in (("mp3", "export"), ("ctrl+shift+e", "export"), ("strike", "ignore")):
        dialog.filter.setText(typed)
        assert name in dialog.shown_names()
        assert len(dialog.shown_names()) < 10
    QTest.keyClick(dialog.filter, Qt.Key.Key_Down)
    assert dialog.focusWidget() is dialog.list
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.strip.field


def test_the_sheet_is_of_the_keys_as_they_are(parent: QWidget, bindings: Bindings, tmp_path: Path) -> None:
    sheet = KeySheet(parent, bindings)
    text = sheet.page.toPlainText()
    for command in COMMANDS:
        assert not bindings.keys(command.name) or command.title in text
    bindings.give("export", [QKeySequence("F9")])
    assert "F9" in sheet.page.toPlainText()
    assert all(lines for _, lines in groups(bindings))
    file = tmp_path / "keys.pdf"
    sheet.print_on(QPdfWriter(str(file)))
    assert file.stat().st_size > 2000

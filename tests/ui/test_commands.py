"""The one table is whole: names, keys, reasons, and something behind each."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from editor.ui.commands import COMMANDS, Standing, sequences
from editor.ui.theme import Theme
from editor.ui.window import Window


def test_names_and_keys_are_given_once(application: QApplication) -> None:
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)
    keys = [(keys.toString(), command.name) for command in COMMANDS for keys in sequences(command)]
    again = {key for key, _ in keys if sum(other == key for other, _ in keys) > 1}
    assert not again


def test_what_cannot_be_done_says_why_in_a_sentence() -> None:
    able = Standing(**{field.name: True for field in fields(Standing)})
    for command in COMMANDS:
        assert not command.lacks(able)
        reason = command.lacks(Standing())
        assert not reason or reason[-1] == "."


def test_every_command_does_something_and_all_that_is_done_is_a_command(
    application: QApplication, theme: Theme, settings: QSettings
) -> None:
    window = Window(theme, settings)
    assert sorted(window._handlers()) == sorted(command.name for command in COMMANDS)
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("name", [command.name for command in COMMANDS if command.lacks(Standing())])
def test_without_a_project_it_is_disabled_and_harmless(
    application: QApplication, theme: Theme, settings: QSettings, name: str, tmp_path: Path
) -> None:
    window = Window(theme, settings)
    assert not window.commands[name].isEnabled()
    assert window.commands[name].toolTip().endswith(".")
    window.close()
    window.deleteLater()

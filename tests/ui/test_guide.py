"""The guide says only what is so: its commands, keys, links and pictures are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from editor.app.shipped import shipped
from editor.ui.commands import COMMANDS, sequences
from editor.ui.dialogs.guide import Guide
from editor.ui.keys_page import page
from editor.ui.window import Window

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
COMMAND = re.compile(r"\*\*([A-Z]\w+) > ([^*]+)\*\*(?:\s\(([^)]+)\))?")
LINK = re.compile(r"\]\(([^)]+)\)")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_command_has_that_menu_name_and_keys(application: QApplication, path: Path) -> None:
    table = {(command.menu, command.title): command for command in COMMANDS}
    for menu, title, keys in COMMAND.findall(path.read_text("utf-8")):
        command = table[menu, " ".join(title.split())]
        given = {sequence.toString() for sequence in sequences(command)}
        for key in keys.split(", ") if keys else ():
            assert QKeySequence(key).toString() in given, f"{title}: {key}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_and_picture_is_there(path: Path) -> None:
    for target in LINK.findall(path.read_text("utf-8")):
        assert (path.parent / target).is_file(), target


def test_every_page_is_in_the_contents() -> None:
    listed = set(LINK.findall((GUIDE / "index.md").read_text("utf-8")))
    assert {path.name for path in PAGES} - {"index.md"} <= listed


def test_the_page_of_keys_is_the_table(application: QApplication) -> None:
    assert (GUIDE / "keys.md").read_text("utf-8") == page(), "python -m editor.ui.keys_page writes it again"


def test_it_opens_once_follows_its_links_and_goes_back(application: QApplication, window: Window) -> None:
    assert shipped("guide") == GUIDE
    window.commands["guide"].trigger()
    window.commands["guide"].trigger()
    (guide,) = window.findChildren(Guide)
    assert "the guide" in guide.page.toPlainText()
    guide.page.setSource(guide.page.source().resolved(QUrl("cut.md")))
    assert "Cut and bring back" in guide.page.toPlainText()
    guide.page.backward()
    assert "the guide" in guide.page.toPlainText()
    guide.close()


def test_where_the_guide_is_missing_it_says_so(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.ui.dialogs.guide.shipped", lambda _name: None)
    window.commands["guide"].trigger()
    assert "did not come" in window.messages.text

"""Pasting: words with their sound from another project, text of other programs as a draft."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from editor.app.session import Session
from editor.model.document import Kind
from editor.ui import editing
from editor.ui.window import Window
from editor.ui.workspace import Workspace
from tests.ui.conftest import WORDS, until


def words(window: Window) -> list[str]:
    assert window.workspace is not None
    return [piece.text for piece in window.workspace.desk.document.pieces() if piece.text]


@pytest.mark.parametrize("name", ["copy", "cut"])
def test_words_go_to_another_project_with_their_sound_also_when_they_were_cut(
    application: QApplication, window: Window, workspace: Workspace, tmp_path: Path, name: str
) -> None:
    with Session.create(tmp_path / "other.wordtape") as other:
        there = other.path
    workspace.desk.select(2, 5)
    window.commands[name].trigger()
    assert window.open_project(there)
    window.commands["paste"].trigger()
    until(application, lambda: words(window) == WORDS[2:5], "the words to come")
    assert window.workspace is not None
    session = window.workspace.desk.session
    sources = {piece.source for piece in session.document.pieces()}
    assert sources == {source.id for source in session.sources}
    window.commands["undo"].trigger()
    assert words(window) == []


def test_text_of_another_program_becomes_a_draft(window: Window, workspace: Workspace) -> None:
    QApplication.clipboard().setText("Good evening.\n\nAnd welcome")
    workspace.desk.select(3)
    window.commands["paste"].trigger()
    assert words(window) == [*WORDS[:3], "Good", "evening.", "And", "welcome", *WORDS[3:]]
    kinds = [piece.kind for piece in workspace.desk.document.pieces() if piece.text]
    assert kinds[3:7] == [Kind.DRAFT] * 4
    window.commands["undo"].trigger()
    assert words(window) == WORDS


def test_text_takes_the_place_of_the_chosen_words_in_one_step(window: Window, workspace: Workspace) -> None:
    before = workspace.desk.document
    QApplication.clipboard().setText("instead")
    workspace.desk.select(1, 4)
    window.commands["paste"].trigger()
    assert words(window) == [WORDS[0], "instead", *WORDS[4:]]
    window.commands["undo"].trigger()
    assert workspace.desk.document is before


def test_what_is_no_text_or_too_much_of_it_is_a_sentence(
    window: Window, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing, "MOST_LETTERS", 5)
    for text, why in (("   ", "no words on the clipboard"), ("too long", "8 letters")):
        QApplication.clipboard().setText(text)
        workspace.editing.paste()
        assert why in window.messages.text
    assert words(window) == WORDS

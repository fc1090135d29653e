"""The inspector says what is so of what is chosen, and changes it where there is an edit for that."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from editor.model.spans import Span
from editor.ui.panes.clip import ClipPane
from editor.ui.panes.section import Section
from editor.ui.theme import Theme
from editor.ui.window import Window
from editor.ui.workspace import Workspace
from tests.ui.conftest import WORDS


@pytest.fixture
def clip(application: QApplication, workspace: Workspace) -> ClipPane:
    workspace.desk.select(3, 6)
    application.processEvents()
    return workspace.clip


def when(workspace: Workspace, word: int) -> Span:
    document = workspace.desk.document
    place = document.place_of_word(word)
    return document.time_of(place), document.time_of(place) + document.piece(place).length


def test_the_chosen_words_are_described(workspace: Workspace, clip: ClipPane) -> None:
    assert " ".join(WORDS[3:6]) in clip.words.text()
    assert clip.speaker.text() == "Ann"
    facts = dict(clip.facts.facts)
    assert facts["Length"].endswith("3 words")
    assert facts["Certainty"].startswith("90%")
    assert "In hum" in facts
    assert clip.start.isReadOnly()
    assert clip.start.toolTip().endswith(".")


def test_without_a_choice_it_is_the_word_that_an_edit_would_be_for(
    application: QApplication, workspace: Workspace, clip: ClipPane
) -> None:
    workspace.desk.select(7)
    application.processEvents()
    assert WORDS[7] in clip.words.text()
    assert not clip.start.isReadOnly()


def test_a_word_takes_the_times_that_are_typed(
    application: QApplication, workspace: Workspace, clip: ClipPane
) -> None:
    workspace.desk.select(7, 8)
    application.processEvents()
    start, stop = when(workspace, 7)
    clip.start.setText("+0.05")
    clip.start.editingFinished.emit()
    assert when(workspace, 7) == (start + round(0.05 * workspace.desk.rate), stop), (
        "the other end stays exact"
    )
    workspace.desk.undo()
    assert when(workspace, 7) == (start, stop)


@pytest.mark.parametrize("typed", ["soon", "99:00", "+9"])
def test_a_time_that_cannot_be_is_refused_with_a_sentence(
    application: QApplication, window: Window, workspace: Workspace, clip: ClipPane, typed: str
) -> None:
    workspace.desk.select(7, 8)
    application.processEvents()
    before, shown = workspace.desk.document, clip.start.text()
    clip.start.setText(typed)
    clip.start.editingFinished.emit()
    application.processEvents()
    assert workspace.desk.document is before
    assert window.messages.text.endswith(".")
    assert clip.start.text() == shown


def test_leaving_the_fields_untouched_changes_nothing(
    application: QApplication, workspace: Workspace, clip: ClipPane
) -> None:
    workspace.desk.select(7, 8)
    application.processEvents()
    before = workspace.desk.document
    for field in (clip.start, clip.stop, clip.speaker):
        field.editingFinished.emit()
    assert workspace.desk.document is before


def test_the_speaker_of_just_these_words_is_named(
    application: QApplication, workspace: Workspace, clip: ClipPane
) -> None:
    clip.speaker.setText("  Ben ")
    clip.speaker.editingFinished.emit()
    assert workspace.desk.speakers == ["Ann", "Ben"]
    workspace.desk.select(2, 5)
    application.processEvents()
    assert clip.speaker.text() == ""
    assert clip.speaker.placeholderText() == "Ann and Ben"


def test_ignored_is_the_same_switch_as_in_the_menu(
    application: QApplication, window: Window, workspace: Workspace, clip: ClipPane
) -> None:
    clip.ignored.click()
    application.processEvents()
    assert window.commands["ignore"].isChecked()
    assert clip.ignored.isChecked()
    window.commands["ignore"].trigger()
    application.processEvents()
    assert not clip.ignored.isChecked()


def test_the_source_is_described_from_its_file_and_the_project(workspace: Workspace, clip: ClipPane) -> None:
    facts = dict(workspace.source.facts.facts)
    assert facts["File"] == "hum.wav"
    assert facts["Format"].replace("\N{NO-BREAK SPACE}", " ") == "PCM, 16 bit, 44.1 kHz, mono"
    assert facts["Speaker"] == "Ann"
    assert facts["Length"] == "00:04.0"
    assert facts["Words by"] == "nobody yet"


def test_a_recording_that_is_gone_is_said_to_be_missing(
    application: QApplication, workspace: Workspace, project: Path
) -> None:
    for file in (project / "media").iterdir():
        file.unlink()
    workspace.source._known = None
    workspace.source.refresh()
    application.processEvents()
    assert "Missing" in dict(workspace.source.facts.facts)


def test_without_words_the_inspector_says_what_to_do(
    application: QApplication, window: Window, workspace: Workspace
) -> None:
    window.commands["select_all"].trigger()
    window.commands["delete"].trigger()
    application.processEvents()
    assert workspace.clip.words.text().endswith(".")
    assert not workspace.clip.start.isVisible()


def test_a_folded_section_stays_folded(application: QApplication, theme: Theme, settings: QSettings) -> None:
    for folded in (True, False):
        section = Section("Odd", QLabel("inside"), theme, settings)
        section.findChildren(QToolButton)[0].setChecked(not folded)
        again = Section("Odd", QLabel("inside"), theme, settings)
        assert again.findChildren(QLabel)[0].isHidden() == folded
        section.deleteLater()
        again.deleteLater()

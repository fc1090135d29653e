"""Enhancing in the window: wished for, heard, compared, removed, asked about; nothing of it stalls."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from editor.app.importing import Imported
from editor.app.preferring import Preference, source_preference
from editor.app.session import Session
from editor.model.document import Document
from editor.model.edits import Change
from editor.model.spans import common, total
from editor.render.renderer import Renderer
from editor.ui import recent
from editor.ui.dialogs.exporting import ExportWish
from editor.ui.enhancing import ASKING
from editor.ui.window import Window
from editor.ui.workspace import Workspace
from tests.helpers.models import MODEL, make_small_model, use_models
from tests.helpers.variants import add_variant
from tests.ui.conftest import RATE, until


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_model(tmp_path_factory.mktemp("models"))


@pytest.fixture
def source(workspace: Workspace) -> str:
    """The hum, said to end at 4 kHz."""
    session = workspace.desk.session
    session.project.save_bandwidth(session.sources[0].recordings[0].media, 4000.0, 1.0)
    return session.sources[0].id


def heard(workspace: Workspace) -> np.ndarray:
    renderer = workspace.desk.session.renderer()
    return renderer.read(0, renderer.length)


def forget_source(workspace: Workspace) -> None:
    """Have the document know no source, as it is before one comes in."""
    workspace.desk.session.do(lambda _old: Change(Document(()), "Emptied", (0, 0)))


def bring_source(workspace: Workspace) -> None:
    workspace.desk.session.undo()


def test_the_chosen_words_are_enhanced_and_nothing_else(
    application: QApplication,
    window: Window,
    workspace: Workspace,
    source: str,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use_models(data, monkeypatch)
    desk, variants = workspace.desk, workspace.desk.session.variants
    before = heard(workspace)
    assert window.commands["enhance"].text() == "Enhance to 44.1 kHz"
    desk.select(2, 5)
    clips = desk.clips()[source]
    window.commands["enhance"].trigger()
    assert workspace.enhancing.busy(source)
    until(application, lambda: "is generated" in window.messages.text, "the enhancement")
    assert not workspace.enhancing.busy(source)
    assert variants.heard(source) == clips
    assert variants.all()[0].treatment.models == (MODEL,)
    after, (start, stop) = heard(workspace), clips[0]
    assert np.array_equal(after[:start], before[:start])
    assert np.array_equal(after[stop:], before[stop:])
    assert not np.array_equal(after[start:stop], before[start:stop])
    # Another strength takes the place of the first, which is not kept; of many only the last is rendered
    # after the one that is being rendered.
    for strength in (0.9, 0.7, 0.5):
        workspace.enhancing.set_strength(source, strength)
    until(application, lambda: not workspace.enhancing.busy(source), "the other strength")
    assert [variant.treatment.strength for variant in variants.all()] == [0.5]
    assert variants.heard(source) == clips


@pytest.mark.parametrize("words", [False, True])
def test_what_is_removed_while_it_is_rendered_anew_stays_removed(
    application: QApplication,
    window: Window,
    workspace: Workspace,
    source: str,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: bool,
) -> None:
    use_models(data, monkeypatch)
    desk, enhancing, variants = workspace.desk, workspace.enhancing, workspace.desk.session.variants
    before = heard(workspace)
    enhancing.enhance(source)
    until(application, lambda: not enhancing.busy(source), "the enhancement")
    enhancing.set_strength(source, 0.5)
    assert enhancing.busy(source)
    if words:
        desk.select(2, 5)
    gone = desk.clips().get(source) or ((0, len(before)),)
    enhancing.remove(None if words else source)
    until(application, lambda: not enhancing.busy(source), "the other strength")
    assert not common(variants.heard(source), gone)
    assert bool(variants.all()) == words
    start, stop = gone[0]
    assert np.array_equal(heard(workspace)[start:stop], before[start:stop])


def test_of_several_microphones_it_is_said_whose_pictures_are_shown(
    workspace: Workspace, source: str
) -> None:
    variant = add_variant(workspace.desk.session, source)
    one = workspace.desk.session.source(source)
    other = replace(one.recordings[0], file="guest.wav")
    both = replace(one, recordings=(one.recordings[0], other))
    pane = workspace.enhancement
    assert "microphone" not in pane._facts_of(one, variant, variant.chosen)
    said = pane._facts_of(both, replace(variant, mic=1), variant.chosen)
    assert "The pictures are of guest.wav, microphone 2 of 2." in said


def test_what_cannot_be_enhanced_is_a_sentence_and_changes_nothing(
    application: QApplication, window: Window, workspace: Workspace, source: str
) -> None:
    session = workspace.desk.session
    session.project.save_bandwidth(session.sources[0].recordings[0].media, 22000.0, 1.0)
    window.commands["enhance"].trigger()
    until(application, lambda: "nothing was generated" in window.messages.text, "the sentence")
    assert not session.variants.all()
    assert not workspace.enhancing.busy(source)


def test_where_enhanced_sound_is_missing_playing_and_exporting_say_so(
    application: QApplication, window: Window, workspace: Workspace, source: str, tmp_path: Path
) -> None:
    add_variant(workspace.desk.session, source)
    next((workspace.desk.session.path / "variants").iterdir()).unlink()
    workspace.playback.play()
    assert "Enhanced sound of hum is missing" in window.messages.text
    window.messages.hide()
    workspace.playback.toggle()
    workspace.playback.play()
    assert window.messages.text == ""
    workspace.playback.toggle()
    window.flows.export(ExportWish(tmp_path / "out.wav", None, -1.0, 0, None))
    until(application, lambda: "Exported out.wav" in window.messages.text, "the export")
    assert "Enhanced sound of hum is missing" in window.messages.text


def test_one_key_goes_between_original_and_enhanced_while_it_plays(
    application: QApplication,
    window: Window,
    workspace: Workspace,
    source: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, session, playback = workspace.desk, workspace.desk.session, workspace.playback
    player, loaded = playback._player, []
    load = player.load

    def watched(renderer: Renderer, *at: object) -> None:
        loaded.append((renderer.read(0, renderer.length), at))
        load(renderer, *at)

    monkeypatch.setattr(player, "load", watched)
    before = heard(workspace)
    assert not window.commands["original"].isEnabled()
    add_variant(session, source)
    enhanced = heard(workspace)
    window.commands["play"].trigger()
    until(application, lambda: desk.playhead > 0.1 * RATE, "the playhead to run")
    window.commands["original"].trigger()
    assert window.commands["original"].isChecked()
    assert playback.playing
    # Handed over while it plays, at the very sample that it is at.
    assert np.array_equal(loaded[-1][0], before)
    assert loaded[-1][1] == ()
    at = desk.playhead
    until(application, lambda: desk.playhead > at, "the playhead to run on")
    window.commands["original"].trigger()
    assert not window.commands["original"].isChecked()
    assert np.array_equal(loaded[-1][0], enhanced)
    window.commands["play"].trigger()


def test_removing_brings_the_original_back_under_the_words_or_everywhere(
    window: Window, workspace: Workspace, source: str
) -> None:
    desk, session = workspace.desk, workspace.desk.session
    before = heard(workspace)
    add_variant(session, source)
    whole = total(session.variants.heard(source))
    desk.select(0, 4)
    window.commands["unenhance"].trigger()
    assert total(session.variants.heard(source)) == whole - total(desk.clips()[source])
    desk.select(6)
    window.commands["unenhance"].trigger()
    assert not session.variants.all()
    assert np.array_equal(heard(workspace), before)
    assert not window.commands["unenhance"].isEnabled()


def test_the_timeline_underlines_what_is_heard_enhanced(
    application: QApplication, window: Window, workspace: Workspace, source: str
) -> None:
    timeline, session = workspace.timeline, workspace.desk.session
    timeline.fit()

    def underlined() -> list[bool]:
        image = timeline.grab().toImage()
        lane = timeline.layout_.lanes[0]
        y = round((lane.bottom() - 1) * image.devicePixelRatio())
        wanted = QColor(workspace.timeline._theme.tokens.enhanced).rgb()
        return [image.pixel(x, y) == wanted for x in range(image.width())]

    assert not any(underlined())
    timeline.grab()
    assert timeline._picture is not None
    length = session.source(source).length
    variant = add_variant(session, source, spans=((0, length // 2),))
    assert timeline._picture is None
    found = [x for x, green in enumerate(underlined()) if green]
    scale = timeline.scale
    assert len(found) == pytest.approx(scale.x(length // 2) - scale.x(0), abs=2)
    assert found[-1] - found[0] + 1 == len(found)
    session.variants.switch_off(variant.id)
    assert not any(underlined())


def test_the_pane_says_what_there_is(
    application: QApplication, window: Window, workspace: Workspace, source: str
) -> None:
    pane, session = workspace.enhancement, workspace.desk.session
    workspace.desk.select(1)
    until(application, lambda: pane._reach.text().startswith("Reaches up to 4.0 kHz"), "the bandwidth")
    assert pane._done.isHidden()
    assert not pane._do.isHidden()
    add_variant(session, source, strength=0.4)
    until(application, lambda: not pane._done.isHidden(), "the enhancement")
    assert pane._do.isHidden()
    assert pane._enhanced.isChecked()
    assert pane._strength.value() * 5 == 40
    assert "by hand" in pane._facts.text()
    pane._original.click()
    until(application, lambda: pane._original.isChecked(), "the switch")
    assert not session.variants.heard(source)
    pane._remove.click()
    until(application, lambda: pane._done.isHidden(), "the removal")


def test_without_a_recording_the_pane_says_what_to_do(
    application: QApplication, window: Window, workspace: Workspace, source: str
) -> None:
    forget_source(workspace)
    pane = workspace.enhancement
    until(application, lambda: pane._do.isHidden(), "the pane")
    assert pane._reach.text().endswith(".")
    assert not window.commands["enhance"].isEnabled()


def test_what_comes_in_narrow_is_asked_about_once(
    application: QApplication, window: Window, workspace: Workspace, source: str
) -> None:
    forget_source(workspace)
    bring_source(workspace)
    questions = workspace.questions
    assert "4.0 kHz" in questions.text
    questions.answer(1)
    assert questions.text == ""
    forget_source(workspace)
    bring_source(workspace)
    assert questions.text == ""
    assert not window.work.running


def test_nobody_is_asked_about_what_no_model_can_do(
    window: Window, workspace: Workspace, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORDTAPE_DATA", str(tmp_path / "none"))
    monkeypatch.setattr("enhance.registry.shipped_folder", lambda: None)
    workspace.enhancing._look_at(source)
    assert workspace.questions.text == ""
    assert window.messages.text == ""
    workspace.enhancing.prefer(Preference("always"))
    workspace.enhancing._look_at(source)
    assert "there is no model" in window.messages.text


def test_never_is_remembered_and_one_source_can_differ(
    application: QApplication, window: Window, workspace: Workspace, source: str
) -> None:
    enhancing, session = workspace.enhancing, workspace.desk.session
    forget_source(workspace)
    bring_source(workspace)
    workspace.questions.answer(3)
    assert enhancing.preference().when == "never"
    enhancing.prefer_for(source, "ask")
    assert source_preference(session, source) == "ask"
    enhancing._look_at(source)
    assert workspace.questions.text
    enhancing.prefer_for(source, "never")
    assert workspace.questions.text == ""


def test_always_enhances_by_itself_below_the_threshold_alone(
    application: QApplication,
    window: Window,
    workspace: Workspace,
    source: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enhancing = workspace.enhancing
    begun: list[str] = []
    monkeypatch.setattr(enhancing, "_submit", lambda wishes: begun.append(wishes[0].source))
    enhancing.prefer(Preference("always", 3000.0))
    enhancing._look_at(source)
    assert not begun
    enhancing.prefer(replace(enhancing.preference(), below_hz=8000.0))
    enhancing._look_at(source)
    assert begun == [source]
    assert not workspace.questions.withdraw(ASKING)


def test_a_recording_dropped_in_the_wrong_project_is_offered_the_right_one(
    application: QApplication,
    window: Window,
    workspace: Workspace,
    settings: QSettings,
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = workspace.desk.session
    transcript = session.document.transcripts[0]
    imported = Imported(session.sources[0], transcript, lambda _old: Change(_old, "", (0, 0)))
    assert window.flows is not None
    with Session.create(tmp_path / "other.wordtape") as other:
        empty = other.path
    twin = tmp_path / "twin.wordtape"
    window.close_project()
    project.rename(twin)
    with Session.create(project) as again:
        again.close()
    assert window.open_project(project)
    assert window.workspace is not None
    assert window.flows is not None
    recent.remember(settings, twin)
    file = tmp_path / "hum.wav"
    candidates = [*recent.recent(settings), empty]
    window.flows._look_elsewhere(file, imported, window.workspace.desk.document, candidates)
    questions = window.workspace.questions
    begun: list[list[Path]] = []
    monkeypatch.setattr(window, "begin_with", begun.append)
    until(application, lambda: "belongs to twin" in questions.text, "the offer")
    questions.answer(0)
    assert window.workspace.desk.session.path == twin
    assert begun == [[file]]

"""Playing in the window: what keys do is what is heard on the device; none plays while words are typed."""

from __future__ import annotations

import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from editor.model.edits import delete
from editor.player import player as players
from editor.player.devices import Device
from editor.player.reading import FADE, blended
from editor.ui.panes.output import OutputMenu
from editor.ui.shuttle import PACES
from editor.ui.window import Window
from editor.ui.workspace import Workspace
from tests.helpers.sounds import noise
from tests.helpers.stage import Devices
from tests.ui.conftest import RATE, until


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    """Four seconds of noise, no two of which are alike."""
    path = tmp_path / "noise.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((noise(4 * RATE)[:, 0] * 32767).astype("<i2").tobytes())
    return path


@pytest.fixture
def devices(monkeypatch: pytest.MonkeyPatch) -> Devices:
    return Devices(monkeypatch)


@pytest.fixture
def playing(devices: Devices, window: Window, workspace: Workspace) -> Workspace:
    """The project in a window, with the focus on its words and a device that plays when it is told to."""
    window.activateWindow()
    workspace.transcript.setFocus()
    return workspace


def press(workspace: Workspace, keys: str) -> None:
    QTest.keyClicks(workspace.transcript, keys)


def press_loop(widget: QWidget) -> None:
    QTest.keyClick(widget, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)


def test_l_plays_and_then_plays_faster_until_playback_stops(playing: Workspace, devices: Devices) -> None:
    playback = playing.playback
    paces = []
    for _ in range(len(PACES) + 1):
        press(playing, "l")
        assert playback.playing
        paces.append(playback.speed)
    assert paces == [*PACES, PACES[-1]]
    press(playing, "k")
    assert not playback.playing
    assert playback.speed == 1.0
    press(playing, "k")
    assert not playback.playing


def test_the_usual_speed_comes_back_after_l(playing: Workspace, devices: Devices) -> None:
    playing.playback.set_speed(0.75)
    press(playing, "ll")
    assert playing.playback.speed == 1.0
    assert playing.transport._speed.currentText() == "1×"
    press(playing, "j")
    assert playing.playback.playing
    assert playing.playback.speed == 0.75
    press(playing, "k")
    assert playing.transport._speed.currentText() == "0.75×"


def test_j_goes_back_to_a_word_and_plays_on(
    application: QApplication, playing: Workspace, devices: Devices
) -> None:
    desk = playing.desk
    desk.seek(3 * RATE + 1000)
    press(playing, "j")
    word = desk.lit
    assert playing.playback.playing
    assert word is not None
    assert desk.playhead == desk.time_of_word(word) <= RATE + 1000
    heard = devices.hear(5000)
    wanted = desk.session.renderer().read(desk.playhead, desk.playhead + 5000)
    assert np.array_equal(heard[FADE:], wanted[FADE:])
    press(playing, "jj")
    assert playing.playback.playing
    assert desk.playhead == 0


def test_keys_do_not_play_while_words_are_typed(playing: Workspace, devices: Devices) -> None:
    playing.desk.select(3, 4)
    playing.transcript.correct()
    field = playing.transcript.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "jkl p/")
    press_loop(field)
    QTest.keyClick(field, Qt.Key.Key_Left)
    QTest.keyClick(field, Qt.Key.Key_Space)
    assert field.text().lower() == "jkl p/ l"
    assert not playing.playback.playing
    assert not playing.playback.looping
    assert playing.desk.selection == (3, 4)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    press(playing, " ")
    assert playing.playback.playing


def test_a_looped_selection_is_its_render_again_and_again(
    window: Window, playing: Workspace, devices: Devices
) -> None:
    desk = playing.desk
    desk.select(4, 6)
    press_loop(playing.transcript)
    press(playing, " ")
    first, stop = playing.timeline.span(4, 6)
    renderer = desk.session.renderer()
    whole = renderer.read(first, stop)
    again = blended(renderer.read(stop, stop + FADE), whole)
    wanted = np.concatenate([whole, again, again])
    assert np.array_equal(devices.hear(len(wanted))[FADE:], wanted[FADE:])
    assert window.commands["loop"].isChecked()
    assert playing.transport._loop.isChecked()


def heard_round(workspace: Workspace, devices: Devices, first: int, stop: int) -> bool:
    """Whether what is heard soon is words `[first, stop)`, whole and then from their start again."""
    begin, end = workspace.timeline.span(first, stop)
    whole = workspace.desk.session.renderer().read(begin, end)
    heard = devices.hear(4 * len(whole))
    seam = np.concatenate([whole[-600:], whole[FADE : FADE + 600]])
    found = [n for n in range(len(heard) - len(seam)) if np.array_equal(heard[n : n + 600], seam[:600])]
    return any(np.array_equal(heard[n + 600 + FADE : n + 1200 + FADE], seam[600:]) for n in found)


def test_edits_and_another_selection_are_looped_without_stopping(
    window: Window, playing: Workspace, devices: Devices
) -> None:
    desk = playing.desk
    desk.select(4, 8)
    press_loop(playing.transcript)
    press(playing, " ")
    devices.hear(10_000)
    desk.select(9, 11)
    assert heard_round(playing, devices, 9, 11)
    desk.select(10, 8)
    assert heard_round(playing, devices, 8, 10)
    # The words before them go: the same words are heard on, from where they are now.
    first, stop = desk.selection
    desk.do(lambda document: delete(document, 0, 3), choose=False)
    desk.select(first - 3, stop - 3)
    assert heard_round(playing, devices, first - 3, stop - 3)
    window.commands["undo"].trigger()
    assert playing.playback.playing
    window.commands["loop"].trigger()
    assert playing.playback.looped is None
    assert playing.playback.playing
    assert len(devices.devices) == 1


def test_where_nothing_is_selected_the_loop_says_why(window: Window, playing: Workspace) -> None:
    action, button = window.commands["loop"], playing.transport._loop
    playing.desk.select(4)
    assert not action.isEnabled()
    assert not button.isEnabled()
    assert "Select the words to loop first." in button.toolTip()
    playing.desk.select(4, 6)
    assert button.isEnabled()
    button.click()
    assert playing.playback.looping
    playing.desk.select(4)
    button.click()
    assert not playing.playback.looping


def test_the_cut_before_the_caret_is_played_around(
    application: QApplication, window: Window, playing: Workspace, devices: Devices
) -> None:
    desk = playing.desk
    assert not window.commands["around"].isEnabled()
    assert window.commands["around"].toolTip().endswith("before it.")
    desk.select(7, 8)
    window.commands["delete"].trigger()
    desk.select(9)
    desk.seek(500)
    join = playing.join
    assert join is not None
    assert desk.time_of_word(6) < join <= desk.time_of_word(7)
    press(playing, "p")
    start, stop = max(join - 3 * RATE // 2, 0), min(join + 3 * RATE // 2, desk.document.length)
    heard = devices.hear(stop - start)
    wanted = desk.session.renderer().read(start, stop)
    assert np.array_equal(heard[FADE : -FADE - 1], wanted[FADE : -FADE - 1])
    until(application, lambda: devices.device_rests() and not playing.playback.playing, "the end")
    assert desk.playhead == 500


@pytest.mark.parametrize("seconds", [0, 1])
def test_playing_from_the_caret_begins_as_much_earlier_as_was_chosen(
    window: Window, playing: Workspace, devices: Devices, seconds: int
) -> None:
    desk = playing.desk
    window.commands[f"pre_roll_{seconds}"].trigger()
    assert window.commands[f"pre_roll_{seconds}"].isChecked()
    desk.select(9)
    press(playing, " ")
    at = desk.time_of_word(9) - seconds * RATE
    heard = devices.hear(5000)
    assert np.array_equal(heard[FADE:], desk.session.renderer().read(at, at + 5000)[FADE:])
    press(playing, " ")
    assert desk.playhead == at + 5000
    press(playing, " ")
    heard = devices.hear(FADE + 5000)[FADE:]
    assert np.array_equal(heard[FADE:], desk.session.renderer().read(at + 5000, at + 10_000)[FADE:])


def test_habits_are_kept(settings: QSettings, window: Window, playing: Workspace) -> None:
    window.commands["pre_roll_2"].trigger()
    playing.playback.play_on("Headphones")
    path = playing.desk.session.path
    assert window.open_project(path)
    assert window.workspace is not None
    assert window.workspace.playback.pre_roll_s == 2
    assert window.workspace.playback.device == "Headphones"
    window.workspace.playback.play_on(None)
    assert window.open_project(path)
    assert window.workspace is not None
    assert window.workspace.playback.device is None


def test_a_lost_device_pauses_and_another_goes_on_from_there(
    application: QApplication, window: Window, playing: Workspace, devices: Devices
) -> None:
    desk, playback = playing.desk, playing.playback
    press(playing, " ")
    devices.hear(20_000)
    devices.device.lost = True
    until(application, lambda: not playback.playing, "the pause")
    assert window.messages.text.startswith("The sound device was lost; choose another one")
    assert desk.playhead == 20_000
    playback.play_on("Headphones")
    assert playback.playing
    heard = devices.hear(5000)
    assert devices.names == [None, "Headphones"]
    assert np.array_equal(heard[FADE:], desk.session.renderer().read(20_000, 25_000)[FADE:])


def test_the_menu_of_devices_opens_at_once_and_is_filled_when_they_are_known(
    application: QApplication, playing: Workspace, devices: Devices, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = (Device(1, "Speaker", True), Device(2, "Head & phones", False))
    monkeypatch.setattr(players, "output_devices", lambda: listed)
    monkeypatch.setattr(players, "look_again", lambda: None)
    playing.playback.play_on("Monitor")
    playing.transport.ask_output()
    menu = playing.transport.findChild(OutputMenu)
    assert menu is not None

    def rows() -> list[str]:
        return [action.text() for action in menu.actions() if action.text()]

    assert rows() == ["System Default", "Monitor", "Looking for devices…"]
    until(application, lambda: "Speaker" in rows(), "the devices")
    assert rows() == ["System Default", "Speaker", "Head && phones", "Monitor (not there now)"]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Monitor (not there now)"]
    menu.actions()[2].trigger()
    assert playing.playback.device == "Head & phones"
    assert "Head & phones" in playing.transport._output.toolTip()
    menu.close()


def test_the_bar_has_room_for_what_it_shows(playing: Workspace) -> None:
    for width in (640, 740, 1280):
        playing.transport.resize(width, playing.transport.height())
        playing.transport.layout().activate()
        shown = [w for w in playing.transport.children() if w.isWidgetType() and not w.isHidden()]
        boxes = sorted((w.geometry() for w in shown), key=lambda box: box.left())
        assert all(a.right() < b.left() or not a.width() for a, b in pairwise(boxes))


def test_every_control_of_the_bar_has_a_name(playing: Workspace) -> None:
    controls = [*playing.transport.findChildren(QAbstractButton), *playing.transport.findChildren(QComboBox)]
    assert all(control.accessibleName() and control.toolTip() for control in controls)
    assert all(control.focusPolicy() & Qt.FocusPolicy.TabFocus for control in controls)

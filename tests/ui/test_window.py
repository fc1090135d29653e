"""The window over a project on disk: opening, editing by its commands, exporting, closing without a trace."""

from __future__ import annotations

import gc
import sys
import threading
import wave
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.app.session import Session
from editor.model.errors import Refusal
from editor.speech.words import Caught, Speech, Word
from editor.ui.dialogs.exporting import ExportDialog, ExportWish
from editor.ui.dialogs.gaps import InsertGap
from editor.ui.window import Window
from editor.ui.workspace import Workspace
from tests.ui.conftest import RATE, WORDS, until


def said(workspace: Workspace) -> list[str]:
    return [piece.text for piece in workspace.desk.document.pieces() if piece.text]


def test_delete_undo_redo(window: Window, workspace: Workspace) -> None:
    workspace.desk.select(3, 6)
    window.commands["delete"].trigger()
    assert said(workspace) == WORDS[:3] + WORDS[6:]
    assert window.commands["undo"].text() == "Undo: deleted 3 words"
    window.commands["undo"].trigger()
    assert said(workspace) == WORDS
    assert workspace.desk.selection == (3, 6)
    window.commands["redo"].trigger()
    assert said(workspace) == WORDS[:3] + WORDS[6:]


def test_keys_edit_while_the_transcript_has_the_focus(
    application: QApplication, window: Window, workspace: Workspace
) -> None:
    window.activateWindow()
    workspace.transcript.setFocus()
    workspace.desk.select(5)
    QTest.keyClick(workspace.transcript, Qt.Key.Key_Backspace)
    assert said(workspace) == WORDS[:4] + WORDS[5:]
    QTest.keyClick(workspace.transcript, Qt.Key.Key_Delete)
    assert said(workspace) == WORDS[:4] + WORDS[6:]
    QTest.keyClick(workspace.transcript, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert said(workspace) == WORDS[:4] + WORDS[5:]


def test_cut_and_paste_in_one_place_changes_nothing(window: Window, workspace: Workspace) -> None:
    before = workspace.desk.document
    workspace.desk.select(2, 5)
    window.commands["cut"].trigger()
    assert QApplication.clipboard().text() == "the best of"
    window.commands["paste"].trigger()
    assert workspace.desk.document == before


def test_ignore_is_a_toggle(window: Window, workspace: Workspace) -> None:
    workspace.desk.select(2, 5)
    window.commands["ignore"].trigger()
    assert window.commands["ignore"].isChecked()
    window.commands["ignore"].trigger()
    assert not window.commands["ignore"].isChecked()
    assert all(piece.kept for piece in workspace.desk.document.pieces())


def test_speakers_are_renamed_everywhere(workspace: Workspace) -> None:
    colour = workspace.desk.speaker_number("Ann")
    workspace.editing.rename_speaker("Ann", "Linda")
    assert workspace.desk.speaker_number("Linda") == colour
    assert workspace.desk.speakers == ["Linda"]
    workspace.desk.undo()
    assert workspace.desk.speakers == ["Ann"]


def test_every_edit_survives_the_window(window: Window, workspace: Workspace, project: Path) -> None:
    workspace.desk.select(0, 2)
    window.commands["delete"].trigger()
    window.close_project()
    with Session.open(project) as session:
        assert [p.text for p in session.document.pieces() if p.text] == WORDS[2:]


def test_a_refusal_is_a_sentence_in_place(window: Window, workspace: Workspace, tmp_path: Path) -> None:
    assert not window.open_project(tmp_path / "nothing.wordtape")
    assert window.messages.text.endswith(".")


def test_playing_moves_the_playhead_and_edits_do_not_stop_it(
    application: QApplication, window: Window, workspace: Workspace
) -> None:
    playback, desk = workspace.playback, workspace.desk
    window.commands["play"].trigger()
    assert playback.playing
    until(application, lambda: desk.playhead > 0.1 * RATE, "the playhead to run")
    desk.select(9, 11)
    window.commands["delete"].trigger()
    assert playback.playing
    at = desk.playhead
    until(application, lambda: desk.playhead > at, "the playhead to run on")
    window.commands["play"].trigger()
    assert not playback.playing
    until(application, lambda: playback._player.position() == desk.playhead, "the player to stand")


def test_export_is_a_job_that_says_where(application: QApplication, window: Window, tmp_path: Path) -> None:
    assert window.flows is not None
    for ending in ("wav", "srt"):
        window.flows.export(ExportWish(tmp_path / f"out.{ending}", -16.0, -1.0, 0, None))
        until(application, lambda name=f"out.{ending}": name in window.messages.text, "the message")
        assert (tmp_path / f"out.{ending}").stat().st_size > 40


def test_the_export_dialog_follows_format_and_file(window: Window, tmp_path: Path) -> None:
    dialog = ExportDialog(window, tmp_path / "a.wav", (5, 10))
    dialog._file.setText(str(tmp_path / "b.srt"))
    dialog._follow_file()
    assert dialog.wish.path == tmp_path / "b.srt"
    dialog._format.setCurrentIndex(dialog._format.findData("flac"))
    dialog._part.setCurrentIndex(1)
    wish = dialog.wish
    assert (wish.path, wish.start, wish.stop) == (tmp_path / "b.flac", 5, 10)
    dialog._format.setCurrentIndex(dialog._format.findData("chapters.json"))
    assert dialog.wish.path == tmp_path / "b.chapters.json"
    dialog._follow_file()
    assert dialog.wish.path == tmp_path / "b.chapters.json"
    dialog._format.setCurrentIndex(dialog._format.findData("json"))
    assert dialog.wish.path == tmp_path / "b.json"
    dialog.deleteLater()


def drop(window: Window, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, buttons, keys))


def shorter(tone: Path) -> Path:
    other = tone.with_name("second.wav")
    with wave.open(str(tone)) as whole, wave.open(str(other), "wb") as part:
        part.setparams(whole.getparams())
        part.writeframes(whole.readframes(whole.getnframes() - 1000))
    return other


def test_a_dropped_file_comes_in_unasked_and_its_speaker_can_be_named_meanwhile(
    application: QApplication,
    window: Window,
    workspace: Workspace,
    tone: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_on = threading.Event()

    def hear(_file: Path, *, on_caught: Callable[[Caught], None], **_: object) -> Speech:
        words = (Word(100, 9000, "hello", 0.9), Word(9000, 20000, "there", 0.9))
        on_caught(Caught(words, aligned=False))
        assert go_on.wait(20)
        return Speech(words, (), "en", "m", True)

    monkeypatch.setattr("editor.speech.transcribe.transcribe", hear)
    drop(window, shorter(tone))
    incoming = workspace.incoming
    until(
        application, lambda: incoming.arrival and incoming.arrival.arriving.document.word_count, "the words"
    )
    assert incoming.arrival is not None
    # The words are read beside the document, which can be edited meanwhile.
    assert said(workspace) == WORDS
    workspace.desk.select(0, 1)
    window.commands["delete"].trigger()
    assert said(workspace) == WORDS[1:]
    incoming.arrival.arriving.name(0, "Ben")
    go_on.set()
    until(application, lambda: "Ben" in workspace.desk.speakers, "the recording")
    assert said(workspace) == [*WORDS[1:], "hello", "there"]
    assert incoming.arrival is None
    assert workspace.library._list.count() == 2


def test_what_was_dropped_on_the_welcome_and_came_to_nothing_leaves_nothing_behind(
    application: QApplication, window: Window, tone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hear(*_: object, **__: object) -> Speech:
        raise Refusal("It cannot be heard, because it is Sunday.")

    monkeypatch.setattr("editor.speech.transcribe.transcribe", hear)
    assert window.close_project()
    window._settings.setValue("projects folder", str(tmp_path))
    before = sorted(tmp_path.iterdir())
    drop(window, shorter(tone))
    assert window.workspace is not None
    until(application, lambda: window.workspace is None, "the welcome")
    assert "Sunday" in window.messages.text
    assert [path for path in tmp_path.iterdir() if path.suffix == ".wordtape"] == [
        path for path in before if path.suffix == ".wordtape"
    ]


def test_closing_while_work_goes_on_asks(
    application: QApplication, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.work.submit("Waiting", lambda report: [report(0.1) for _ in iter(int, 1)])
    answers = [False, True]
    monkeypatch.setattr(window, "_may_stop_jobs", lambda: answers.pop(0))
    assert not window.close()
    assert window.workspace is not None
    assert window.close()
    assert not answers


def test_a_question_goes_with_its_project(
    application: QApplication, window: Window, workspace: Workspace
) -> None:
    window.commands["gap"].trigger()
    (dialog,) = window.findChildren(InsertGap)
    assert dialog.isVisible()
    window.close_project()
    assert not dialog.isVisible()


def test_what_was_offered_about_a_project_goes_with_it(window: Window, workspace: Workspace) -> None:
    window.messages.tell("Enhanced hum", "Hear the original", lambda: None)
    assert window.close_project()
    assert not window.messages.offers
    window.messages.refuse("hum.wav is broken.")
    window._put(None)
    assert not window.messages.isHidden()


def test_panes_look_no_more_at_a_project_that_is_closed(
    application: QApplication, window: Window, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *about: raised.append(about))
    workspace.panes.show_pane("inspector")
    application.processEvents()
    workspace.desk.select(1, 3)
    workspace.enhancement.refresh()
    assert window.close_project()
    application.processEvents()
    assert not raised


def test_a_closed_project_is_gone_from_memory(
    application: QApplication, window: Window, project: Path
) -> None:
    """Nothing holds on to it: a long one is hundreds of megabytes."""
    assert window.workspace is not None
    window.commands["find"].trigger()
    gone = [weakref.ref(window.workspace), weakref.ref(window.workspace.desk.session)]
    assert window.close_project()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert [reference() for reference in gone] == [None, None]

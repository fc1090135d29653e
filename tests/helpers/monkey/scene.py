"""The stage of a monkey: a window with a small project, a device that plays on demand, and no way out.

File dialogs answer with files of the stage, the system's browser is never asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from editor.app.importing import Listening, import_source
from editor.app.session import Session
from editor.model.document import Document, Paragraph, Transcript
from editor.model.edits import Change
from editor.ui.theme import Theme
from editor.ui.window import Window
from tests.helpers.making_sound import hum_file
from tests.helpers.monkey.hands import settle
from tests.helpers.paper import paper_document
from tests.helpers.stage import Devices

RATE = 44_100


@dataclass
class Scene:
    """What a monkey has before it. recordings: files that can be imported. recording: of the project."""

    application: QApplication
    window: Window
    folder: Path
    project: Path
    devices: Devices
    recordings: list[Path] = field(default_factory=list)

    def settle(self) -> None:
        """Let everything come true that was put off."""
        settle()


@contextmanager
def scene(application: QApplication, folder: Path, *, words: int = 240) -> Iterator[Scene]:
    """A window of 1200 x 760 with a project of two recordings and `words` words open in it."""
    recordings = [hum_file(folder / f"{name}.wav", seconds, pitch) for name, seconds, pitch in _SOUNDS]
    project = folder / "monkey.wordtape"
    _make(project, recordings[:2], words)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name in ("HOME", "WORDTAPE_DATA", "XDG_DATA_HOME"):
            patch.setenv(name, str(folder))
        devices = Devices(patch)
        made = _Answers(folder, recordings)
        patch.setattr(QFileDialog, "getOpenFileNames", made.recordings)
        patch.setattr(QFileDialog, "getOpenFileName", made.file)
        patch.setattr(QFileDialog, "getSaveFileName", made.file)
        patch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(project))
        patch.setattr(QDesktopServices, "openUrl", lambda *_: True)
        theme = Theme(application, "light")
        window = Window(theme, QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        window.resize(1200, 760)
        window.show()
        window.open_project(project)
        found = Scene(application, window, folder, project, devices, recordings)
        found.settle()
        try:
            yield found
        finally:
            window.work.stop()
            window.close()
            window.deleteLater()
            theme.close()
            found.settle()


_SOUNDS = (("narrator", 6.0, 180), ("reader", 3.0, 240), ("third", 1.0, 300))


class _Answers:
    """What file dialogs answer, each time the next of what there is."""

    def __init__(self, folder: Path, recordings: list[Path]) -> None:
        self._folder, self._recordings, self._asked = folder, recordings, 0

    def recordings(self, *_: object, **__: object) -> tuple[list[str], str]:
        self._asked += 1
        count = len(self._recordings)
        return [str(file) for file in self._recordings[self._asked % count :][: 1 + self._asked % 2]], ""

    def file(self, *_: object, **__: object) -> tuple[str, str]:
        """A file that is there or not, or none, as when the dialog is left."""
        self._asked += 1
        name = ("", "chosen.wav", "chosen.wordtape", "reader.wav")[self._asked % 4]
        return (str(self._folder / name) if name else ""), ""


def _make(path: Path, recordings: list[Path], words: int) -> None:
    """Every recording with words by two speakers, as dense as they have to be."""
    with Session.create(path) as session:
        for number, recording in enumerate(recordings):
            imported = import_source(
                session, [recording], speakers=["Ann"], listening=Listening(transcribe=False)
            )
            length, source = imported.source.length, imported.source.id
            count = words // len(recordings)
            paper = paper_document(count, per_paragraph=24, source=source, seed=number, slowness=1.0)
            dense = paper_document(
                count, per_paragraph=24, source=source, seed=number, slowness=0.95 * length / paper.length
            )
            text = _reaching(dense, length)
            transcript = Transcript(source, length, text)

            def brought(old: Document, transcript: Transcript = transcript) -> Change:
                paragraphs = (*old.paragraphs, *transcript.text.paragraphs)
                return Change(Document(paragraphs, (*old.transcripts, transcript)), "Imported", (0, 0))

            session.do(brought)


def _reaching(text: Document, length: int) -> Document:
    """The text with its last piece reaching up to `length`, since a transcript covers its source."""
    from dataclasses import replace

    last = text.paragraphs[-1]
    pieces = (*last.pieces[:-1], replace(last.pieces[-1], stop=length))
    return Document((*text.paragraphs[:-1], Paragraph(last.speaker, pieces)))

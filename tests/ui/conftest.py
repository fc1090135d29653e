"""What tests of the window share: a look, a desk with words on it, and settings that nobody keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from editor.app.importing import Listening, import_source
from editor.app.session import Session
from editor.model.document import Document, Paragraph, Piece, Transcript
from editor.model.edits import Change
from editor.ui.desk import Desk
from editor.ui.theme import Theme
from editor.ui.window import Window
from editor.ui.workspace import Workspace
from tests.helpers.making_sound import hum_file
from tests.helpers.paper import paper_desk, paper_document
from tests.helpers.waiting import wait_until

RATE = 44100
SAID = "It was the best of times, it was the worst of times. It was the age"
WORDS = SAID.split()


@pytest.fixture
def theme(application: QApplication) -> Iterator[Theme]:
    made = Theme(application, "light")
    yield made
    made.close()


@pytest.fixture
def desk(application: QApplication) -> Desk:
    """Two speakers in turn, 400 words in paragraphs of 40."""
    made: Desk = paper_desk(paper_document(400, per_paragraph=40))
    return made


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    """Four seconds of a hum that comes and goes."""
    return hum_file(tmp_path / "hum.wav", 4, 220)


@pytest.fixture
def project(tmp_path: Path, tone: Path) -> Path:
    """A project with the hum and words for it."""
    path = tmp_path / "interview.wordtape"
    with Session.create(path) as session:
        imported = import_source(session, [tone], speakers=["Ann"], listening=Listening(transcribe=False))
        length, source = imported.source.length, imported.source.id
        edges = np.linspace(0, length, len(WORDS) + 1).astype(int).tolist()
        pieces = tuple(
            Piece(source, a, b, text, 0.9) for a, b, text in zip(edges, edges[1:], WORDS, strict=False)
        )
        text = Document((Paragraph("Ann", pieces),))
        document = Document(text.paragraphs, (Transcript(source, length, text),))
        session.do(lambda _old: Change(document, "Imported hum", (0, 0)))
    return path


@pytest.fixture
def window(application: QApplication, theme: Theme, settings: QSettings, project: Path) -> Iterator[Window]:
    made = Window(theme, settings)
    made.show()
    assert made.open_project(project)
    application.processEvents()
    yield made
    made.work.stop()
    made.close()
    made.deleteLater()


@pytest.fixture
def workspace(window: Window) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def until(application: QApplication, true: Callable[[], object], what: str) -> None:
    def turned() -> object:
        application.processEvents()
        return true()

    wait_until(turned, what)

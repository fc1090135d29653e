"""What tests of the window share: a look, a desk with words on it, and settings that nobody keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from editor.ui.desk import Desk
from editor.ui.theme import Theme
from tests.helpers.paper import paper_desk, paper_document


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

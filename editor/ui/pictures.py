"""Makes the pictures of the documentation again, from the program as it is.

python -m editor.ui.pictures FOLDER PROJECT

PROJECT is copied first. Nothing of whoever runs this is in the pictures: settings and home are made up.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QToolButton, QWidget

from editor.ui.panes.palette import Palette
from editor.ui.staging import Stage
from editor.ui.workspace import Workspace

LAPTOP, DESKTOP = (1280, 800), (2560, 1440)
MOST_BYTES = 200_000
SMALLEST = 0
"""Qt's quality of a PNG, which is how little it is compressed."""


def main(arguments: list[str]) -> int:
    """Make all pictures; 0 where all went well."""
    if len(arguments) != 2:
        print("usage: python -m editor.ui.pictures FOLDER PROJECT", file=sys.stderr)
        return 2
    folder, project = Path(arguments[0]), Path(arguments[1])
    if not project.is_dir():
        print(f"There is no project {project} to take pictures of.", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made_up:
        home = Path(made_up)
        os.environ.update(HOME=made_up, XDG_CONFIG_HOME=made_up, WORDTAPE_DATA=str(home / "data"))
        # The look of the pictures is not that of whose screen this is.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        copy = home / "Documents" / "Wordtape" / "Two Cities.wordtape"
        shutil.copytree(project, copy)
        with Stage(home, LAPTOP) as stage:
            return Pictures(folder, stage).take(copy)


class Pictures:
    """One window, brought into each state that a picture shows."""

    def __init__(self, folder: Path, stage: Stage) -> None:
        self._folder, self._stage, self._window = folder, stage, stage.window

    def take(self, project: Path) -> int:
        """All pictures over a project that may be changed; an exit status."""
        workspace = self._stage.open(project)
        if workspace is None:
            return 1
        self._take_project(workspace)
        self._window.close_project()
        self._shoot("welcome")
        return self._stage.status()

    def _take_project(self, workspace: Workspace) -> None:
        desk, do, window = workspace.desk, self._window.commands, self._window
        middle = desk.document.word_count // 2
        desk.select(middle, middle + 3)
        do["delete"].trigger()
        workspace.history.versioning.save("First cut")
        self._stage.rest("the version")
        desk.select(middle + 8, middle + 11)
        desk.seek_word(middle + 6)
        window.messages.hide()
        self._shoot("window")
        do["look_dark"].trigger()
        self._shoot("window-dark")
        do["look_light"].trigger()
        window.resize(*DESKTOP)
        self._shoot("window-large")
        window.resize(*LAPTOP)
        do["history"].trigger()
        self._shoot("history")
        workspace.panes.show_pane("inspector")
        self._find(workspace)
        self._correct(workspace)
        self._choose_command()
        self._enhance(workspace)
        self._models()

    def _find(self, workspace: Workspace) -> None:
        self._window.commands["find"].trigger()
        workspace.find_bar.field.setText("it was the")
        self._shoot("find")
        workspace.find_bar.end()

    def _correct(self, workspace: Workspace) -> None:
        word = workspace.desk.document.word_count // 2
        workspace.desk.select(word, word + 1)
        workspace.transcript.correct()
        self._shoot("correct")
        workspace.desk.select(word)
        workspace.transcript.setFocus()

    def _choose_command(self) -> None:
        self._window.commands["palette"].trigger()
        self._stage.turn()
        palette = self._window.findChild(Palette)
        assert palette is not None
        palette.field.setText("gap")
        self._shoot("palette", palette)
        palette.close()

    def _enhance(self, workspace: Workspace) -> None:
        source = workspace.desk.session.sources[0].id
        workspace.desk.pick(source)
        workspace.enhancing.enhance(source)
        self._stage.rest("the enhancement")
        self._window.messages.hide()
        for heading in workspace.inspector.findChildren(QToolButton):
            if heading.text() in ("Words", "Source"):
                heading.setChecked(False)
        self._shoot("enhancement")

    def _models(self) -> None:
        self._window.commands["models"].trigger()
        models = self._window.models.window
        assert models is not None
        self._stage.wait(lambda: not models.work.running, "the models")
        self._shoot("models", models)
        models.close()

    def _shoot(self, name: str, widget: QWidget | None = None) -> None:
        self._stage.turn()
        path = self._folder / f"{name}.png"
        picture = (widget or self._window).grab().toImage()
        picture.save(str(path), quality=SMALLEST)
        if path.stat().st_size > MOST_BYTES:
            few_colours(picture).save(str(path), quality=SMALLEST)
        print(path, flush=True)


def few_colours(picture: QImage) -> QImage:
    """The same in its 256 commonest colours: of text and flat areas nobody sees the difference."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    colours, counts = np.unique(np.frombuffer(plain.constBits(), np.uint32), return_counts=True)
    commonest = colours[np.argsort(counts)[::-1][:256]].tolist()
    no_noise = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, commonest, no_noise)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The journey without a screen: opens a project, edits it as a user would, exports it, takes a picture.

python -m editor.ui.tour OUT [PROJECT]

PROJECT is OUT/example.wordtape where none is given. It is copied first, so that what is done stays in OUT.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from editor.ui.clipboard import text_of
from editor.ui.dialogs.exporting import ExportWish
from editor.ui.staging import Stage
from editor.ui.transcript.motions import sentence_of
from editor.ui.workspace import Workspace

SIZE = (1280, 800)


def main(arguments: list[str]) -> int:
    """Take the journey; 0 where all of it went well."""
    if not 1 <= len(arguments) <= 2:
        print("usage: python -m editor.ui.tour OUT [PROJECT]", file=sys.stderr)
        return 2
    out = Path(arguments[0])
    project = Path(arguments[1]) if len(arguments) == 2 else out / "example.wordtape"
    if not project.is_dir():
        print(f"There is no project {project} to take the journey with.", file=sys.stderr)
        return 1
    out.mkdir(parents=True, exist_ok=True)
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not screen:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / project.name
        shutil.copytree(project, copy)
        with Stage(Path(folder), SIZE) as stage:
            return Tour(out, stage).take(copy)


class Tour:
    """One journey, saying each step as it is done."""

    def __init__(self, out: Path, stage: Stage) -> None:
        self._out, self._stage, self._window = out, stage, stage.window

    def take(self, project: Path) -> int:
        """The whole journey over a copy of a project; an exit status."""
        workspace = self._stage.open(project)
        if workspace is None:
            return 1
        document = workspace.desk.document
        minutes, seconds = divmod(document.length // workspace.desk.rate, 60)
        self._say(
            f"Opened {project.name}: {document.word_count} words, {minutes} min {seconds} s, "
            f"{len(workspace.desk.speakers)} speakers."
        )
        if document.word_count < 20:
            print("The project has too few words for the journey.", file=sys.stderr)
            return 1
        self._edit(workspace)
        self._picture("wordtape.png")
        self._export()
        return self._stage.status()

    def _edit(self, workspace: Workspace) -> None:
        """Delete a sentence, ignore a word, correct a name, undo, redo."""
        desk, do = workspace.desk, self._window.commands
        first, stop = sentence_of(desk.document, desk.document.word_count // 2)
        desk.select(first, stop)
        sentence = text_of(desk.document, first, stop)
        do["delete"].trigger()
        self._say(f"Deleted the sentence “{sentence}”.")
        word = max(first - 3, 0)
        desk.select(word, word + 1)
        do["ignore"].trigger()
        self._say(f"Ignored “{text_of(desk.document, word, word + 1)}”.")
        speaker = desk.speakers[0]
        workspace.editing.rename_speaker(speaker, f"The {speaker}")
        self._say(f"Corrected the name of {speaker} to {desk.speakers[0]}, wherever it stands.")
        do["undo"].trigger()
        self._say(f"Took the correction back: the speaker is {desk.speakers[0]} again.")
        do["redo"].trigger()
        self._say(f"Did it again: {desk.speakers[0]}.")
        desk.select(word, max(first, word + 1))
        desk.seek_word(max(word - 2, 0))
        workspace.transcript.setFocus()
        self._stage.turn()

    def _export(self) -> None:
        flows = self._window.flows
        assert flows is not None
        for ending in ("wav", "srt", "vtt"):
            path = self._out / f"episode.{ending}"
            path.unlink(missing_ok=True)
            flows.export(ExportWish(path, "usual", -1.0, 0, None))
            self._stage.rest(path.name)
            if path.exists():
                self._say(f"{self._window.messages.text} It is {path}")

    def _picture(self, name: str) -> None:
        self._stage.turn()
        path = self._out / name
        self._window.grab().save(str(path))
        self._say(f"Took a picture of the window: {path}")

    def _say(self, sentence: str) -> None:
        print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

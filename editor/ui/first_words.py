"""From a drop to the first words: begin at once with what can be guessed, and offer to change it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QSettings, QUrl
from PySide6.QtGui import QDesktopServices

from editor.ui import beginning, recent
from editor.ui.dialogs.importing import ImportWish
from editor.ui.flows import Flows
from editor.ui.panes.messages import MessageBar
from editor.ui.panes.question import Answer
from editor.ui.workspace import Workspace

EXAMPLE = "Example"

PROGRAMME = {"narrator.flac": "Narrator", "reader.mp3": "Reader"}
"""Recording -> who speaks in it."""

MULTILINGUAL = "base"
"""The smallest model of many languages that hears well enough to edit by."""


def begin(
    files: Sequence[Path],
    workspace: Workspace,
    flows: Flows,
    messages: MessageBar,
    settings: QSettings,
    *,
    made: bool,
) -> None:
    """Import `files` into an open project. made: it was made for them just now."""
    from editor.speech.models import available

    models = available()
    model = beginning.model_for(settings, models)
    name = model.name if model is not None else None
    speakers = tuple(file.stem for file in files)
    candidates = [] if made else recent.recent(settings)
    flows.import_(ImportWish(tuple(files), speakers, False, name), candidates)
    if made:
        _tell_where(workspace.desk.session.path, messages)
    if len(files) > 1:
        _ask_together(tuple(files), workspace, flows, name)
    if model is None:
        messages.refuse(
            "No speech model is on this machine, so the recording comes in without words. Choose one where "
            f"you are online: “{MULTILINGUAL}” is fetched once, 145 MB, and nothing is ever sent.",
            "Fetch it",
            lambda: flows.listen_with(MULTILINGUAL),
        )
    elif beginning.system_language() not in model.languages:
        _ask_language(model.name, workspace, flows)


def begin_example(recordings: Path, flows: Flows, settings: QSettings) -> None:
    """Let the recordings of the example come in, in the order of its programme."""
    from editor.speech.models import available

    model = beginning.model_for(settings, available())
    files = tuple(recordings / name for name in PROGRAMME)
    name = model.name if model is not None else None
    flows.import_(ImportWish(files, tuple(PROGRAMME.values()), False, name))


def _tell_where(project: Path, messages: MessageBar) -> None:
    folder = QUrl.fromLocalFile(str(project.parent))
    messages.tell(
        f"The project {project.stem} is kept in {project.parent}",
        "Show in Folder",
        lambda: QDesktopServices.openUrl(folder),
    )


def _ask_together(files: tuple[Path, ...], workspace: Workspace, flows: Flows, model: str | None) -> None:
    workspace.questions.ask(
        "together",
        str(files[0]),
        f"{len(files)} recordings come in one after the other.",
        (
            Answer(
                "They were recorded together",
                lambda: flows.import_together(files, model),
                "One microphone each, cut as one",
            ),
            Answer("One after the other", lambda: None),
        ),
    )


def _ask_language(model: str, workspace: Workspace, flows: Flows) -> None:
    language = QLocale.languageToString(QLocale.system().language())
    workspace.questions.ask(
        "language",
        model,
        f"The speech model {model} does not know {language}.",
        (
            Answer(
                f"Fetch one that does ({MULTILINGUAL})",
                lambda: flows.listen_with(MULTILINGUAL),
                "145 MB, once, while online",
            ),
            Answer("Go on", lambda: None, "The recording is in another language"),
        ),
    )

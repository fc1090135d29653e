"""What is decided for somebody who just drops a recording: where the project goes, which model listens."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSettings, QStandardPaths

from editor.app.session import Session

if TYPE_CHECKING:
    from editor.speech.models import ModelInfo

ENDING = ".wordtape"
_FOLDER, _MODEL = "projects folder", "speech model"
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


def projects_folder(settings: QSettings) -> Path:
    """Where new projects go: where the last one was put by hand, else a folder among the documents."""
    chosen = str(settings.value(_FOLDER, ""))
    if chosen and Path(chosen).is_dir():
        return Path(chosen)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or Path.home()) / "Wordtape"


def keep_projects_folder(settings: QSettings, folder: Path) -> None:
    """Put new projects there from now on."""
    settings.setValue(_FOLDER, str(folder))


def free_place(folder: Path, name: str) -> Path:
    """A project of that name in `folder`, numbered where there is one already; the folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = _FORBIDDEN.sub(" ", name).strip(" .")[:80] or "Untitled"
    number, path = 1, folder / f"{plain}{ENDING}"
    while path.exists():
        number += 1
        path = folder / f"{plain} {number}{ENDING}"
    return path


def is_untouched(session: Session) -> bool:
    """Whether nothing has ever come into a project."""
    return not session.sources and not session.history.steps


def remove_untouched(path: Path) -> None:
    """Remove a closed project that `is_untouched`; what cannot be removed harms nobody."""
    shutil.rmtree(path, ignore_errors=True)


def keep_model(settings: QSettings, model: str) -> None:
    """Listen with that one from now on."""
    settings.setValue(_MODEL, model)


def model_for(settings: QSettings, models: list[ModelInfo]) -> ModelInfo | None:
    """The model that listens unless another is chosen: the one of last time, else one that knows the
    system's language, else the first; None where there is none."""
    last, language = str(settings.value(_MODEL, "")), system_language()
    for wanted in (
        [model for model in models if model.name == last],
        [model for model in models if language in model.languages],
        models,
    ):
        if wanted:
            return wanted[0]
    return None


def system_language() -> str:
    """The code of the language that this system speaks, such as "en", which is that of one without any."""
    system = QLocale.system()
    return "en" if system.language() is QLocale.Language.C else system.name().split("_")[0]

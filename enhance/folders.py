"""Where on this machine what belongs to the engine is kept."""

from __future__ import annotations

import os
import sys
from importlib import metadata
from pathlib import Path

_INSTALLED = ("share", "wordtape", "models")


def data_folder() -> Path:
    """The user's folder of what cannot be made again: WORDTAPE_DATA, or the system's for such things."""
    if chosen := os.environ.get("WORDTAPE_DATA"):
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "wordtape"


def shipped_folder() -> Path | None:
    """The folder of the models that came with the program; None where it came without.

    It is `assets/models` in a checkout. An installed program has it among its data files: wherever the list
    of its files says, or beside the packages where all was put into one folder.
    """
    beside = Path(__file__).resolve().parents[1]
    for folder in (beside / "assets" / "models", beside.joinpath(*_INSTALLED)):
        if folder.is_dir():
            return folder
    try:
        installed = metadata.files("wordtape") or []
    except metadata.PackageNotFoundError:
        return None
    found = (
        Path(str(file.locate())).resolve().parent for file in installed if file.parts[-4:-1] == _INSTALLED
    )
    return next((folder for folder in found if folder.is_dir()), None)

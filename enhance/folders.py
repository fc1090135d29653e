"""Where on this machine what belongs to the engine is kept."""

from __future__ import annotations

import os
import sys
from importlib import metadata
from pathlib import Path


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

    It is `assets/models` in a checkout; an installed program has it among its data files, wherever they are.
    """
    beside = Path(__file__).resolve().parents[1] / "assets" / "models"
    if beside.is_dir():
        return beside
    try:
        installed = metadata.files("wordtape") or []
    except metadata.PackageNotFoundError:
        return None
    return next((Path(str(file.locate())).resolve().parent for file in installed if _is_shipped(file)), None)


def _is_shipped(file: metadata.PackagePath) -> bool:
    return file.parts[-4:-1] == ("share", "wordtape", "models") and file.suffix == ".json"

"""Folders that came with the program: the example's recordings and the user guide."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

_CHECKOUT = {"example": ("projects_example", "recordings"), "guide": ("docs", "guide")}
_INSTALLED = ("share", "wordtape")


def shipped(name: str) -> Path | None:
    """The folder "example" or "guide", of a checkout or an installed program; None where it came without."""
    root = Path(__file__).resolve().parents[2]
    for folder in (root.joinpath(*_CHECKOUT[name]), root.joinpath(*_INSTALLED, name)):
        if folder.is_dir():
            return folder
    try:
        installed = metadata.files("wordtape") or []
    except metadata.PackageNotFoundError:
        return None
    wanted = (*_INSTALLED, name)
    found = (Path(str(file.locate())).resolve().parent for file in installed if file.parts[-4:-1] == wanted)
    return next((folder for folder in found if folder.is_dir()), None)

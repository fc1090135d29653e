"""What can go wrong with a sound file."""

from __future__ import annotations

import os

from editor.model.errors import Refusal


class MediaError(Refusal):
    """A file of sound could not be read or written; the sentence names the file, without its folder."""


def named(path: str | os.PathLike[str]) -> str:
    """The file's own name in quotes, safe to print: at most 80 letters, none of them a control character."""
    name = os.path.basename(os.fspath(path).rstrip("/\\")) or os.fspath(path)
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)
    return f"“{shown if len(shown) <= 80 else shown[:50] + '…' + shown[-29:]}”"


def because(error: OSError) -> str:
    """Why the system refused, as the end of a sentence."""
    if isinstance(error, PermissionError):
        return "you are not allowed to open it"
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "it is a folder"
    return (error.strerror or "the system refused").lower()

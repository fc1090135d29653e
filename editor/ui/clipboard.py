"""What was cut or copied: words with their sound inside the process, plain text for everybody else."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QClipboard

from editor.model.document import Document, Fragment, Transcript

WORDS = "application/x-wordtape-words"


@dataclass(frozen=True)
class Copied:
    """Words of a project, as they were when they were copied, and the transcripts of that moment."""

    project: Path
    fragment: Fragment
    transcripts: tuple[Transcript, ...]


class Clipboard:
    """The system's clipboard, with the sound of what this process put there."""

    def __init__(self, system: QClipboard) -> None:
        self._system = system
        self._mine: tuple[bytes, Copied] | None = None

    def put(self, copied: Copied) -> None:
        """Take words with their sound, and their text for other programs."""
        token = uuid.uuid4().bytes
        data = QMimeData()
        data.setData(WORDS, QByteArray(token))
        data.setText(plain_text(copied.fragment))
        self._mine = (token, copied)
        self._system.setMimeData(data)

    def get(self) -> Copied | None:
        """The words that are on the clipboard, where nobody has put anything else there since."""
        data = self._system.mimeData()
        if self._mine is None or data is None or not data.hasFormat(WORDS):
            return None
        token, copied = self._mine
        return copied if data.data(WORDS).data() == token else None

    @property
    def text(self) -> str:
        """The plain text that is on the clipboard, whoever put it there; "" where there is none."""
        data = self._system.mimeData()
        return data.text() if data is not None and data.hasText() else ""


def leave_text(system: QClipboard) -> None:
    """What this process put on the clipboard stays there as plain text; to be called when Qt is about to end.

    Qt destroys the clipboard's data after Python has ended, and then data made in Python ends the process.
    """
    data = system.mimeData()
    if data is not None and data.hasFormat(WORDS):
        system.setText(data.text())


def plain_text(fragment: Fragment) -> str:
    """The words of a fragment, a line for each paragraph; ignored ones are left out."""
    lines = (
        " ".join(piece.text for piece in paragraph.pieces if piece.text and piece.kept)
        for paragraph in fragment
    )
    return "\n".join(line for line in lines if line)


def text_of(document: Document, first: int, stop: int) -> str:
    """Words `[first, stop)` as shown, a space between them."""
    return " ".join(document.piece(document.place_of_word(word)).text for word in range(first, stop))

"""Which text formats there are, by the ending of a file's name, and how their text gets to the disk."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

from editor.formats.chapters import chapters_json
from editor.formats.plain import markdown, txt
from editor.formats.podcast_json import podcast_json
from editor.formats.srt import srt
from editor.formats.vtt import vtt
from editor.model.document import Document
from editor.model.errors import Refusal
from editor.model.time import Samples


class FormatError(Refusal):
    """The file could not be written; what was there before still is."""


class Writer(Protocol):
    """A document, or `[start, stop)` of its clock counted from zero, as the text of a file."""

    def __call__(
        self, document: Document, rate: int, start: Samples = 0, stop: Samples | None = None, /
    ) -> str:
        """The whole text, ending with a newline where it is not empty."""


FORMATS: dict[str, Writer] = {
    ".srt": srt,
    ".vtt": vtt,
    ".json": podcast_json,
    ".txt": txt,
    ".md": markdown,
    ".chapters.json": chapters_json,
}


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 to `path`, all of it or nothing. Raises `FormatError`."""
    temporary: Path | None = None
    try:
        with NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.stem[:40]}-", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _open_as_others(temporary)
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        why = error.strerror or "the disk refused it"
        raise FormatError(f"“{path.name}” could not be written in “{path.parent}”: {why}.") from error


def _open_as_others(file: Path) -> None:
    """Give a temporary file, which its owner alone may read, the mode of any new file."""
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        file.chmod(0o666 & ~mask)

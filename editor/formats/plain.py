"""The transcript for reading: plain text (.txt) and Markdown (.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from editor.derive.turns import turns
from editor.derive.writing import clean
from editor.model.document import Document, SpeakerId
from editor.model.time import Samples, clock_text

NAMELESS = "Unknown speaker"

_MARKUP = re.compile(r"([\\`*_\[\]<>&|~$])")
_BLOCK_START = re.compile(r"^(?:([#+\-=:])|(\d+)([.)]))")


def txt(document: Document, rate: int, start: Samples = 0, stop: Samples | None = None) -> str:
    """A paragraph a turn, the speaker's name before the first of each speaker's. "" where nothing is said.

    Speech that no word was found for reads "[unrecognised speech]".
    """
    blocks = []
    for label, _, text, over in _labelled(document, rate, start, stop):
        blocks.append(f"{label}: {text}\n" if label else f"{text}\n")
        blocks.extend(f"({name}, meanwhile: {said})\n" for name, said in over)
    return "\n".join(blocks)


def markdown(document: Document, rate: int, start: Samples = 0, stop: Samples | None = None) -> str:
    """Under one heading the speakers in bold, with the time of each. "" where nothing is said."""
    blocks: list[str] = []
    for label, at, text, over in _labelled(document, rate, start, stop):
        if label or not blocks:
            bold = f"**{escaped(label)}** " if label else ""
            blocks.append(f"{bold}({clock_text(at, rate)})\n")
        if text:
            blocks.append(escaped(text) + "\n")
        blocks.extend(f"*{escaped(name)}, meanwhile:* {escaped(said)}\n" for name, said in over)
    return "\n".join(["# Transcript\n", *blocks]) if blocks else ""


def _labelled(
    document: Document, rate: int, start: Samples, stop: Samples | None
) -> Iterator[tuple[str, Samples, str, list[tuple[SpeakerId, str]]]]:
    """(the speaker's name where another one begins, else "", when, what is said, what others say over it)."""
    speaker = ""
    for turn in turns(document, rate, start, stop):
        name = clean(turn.speaker) or (NAMELESS if speaker else "")
        over = [(clean(other) or NAMELESS, said) for other, said in turn.over]
        yield (name if name != speaker else ""), turn.start, turn.text, over
        speaker = name


def escaped(text: str) -> str:
    """`text` so that Markdown shows it as it is."""
    text = _MARKUP.sub(r"\\\1", text)
    return _BLOCK_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text)

"""WebVTT captions (.vtt), each with the voice that speaks it. Source: the W3C's WebVTT specification."""

from __future__ import annotations

from editor.derive.cues import Cue, crosstalk, cues
from editor.derive.writing import clean
from editor.formats.clocks import thousandths_text
from editor.model.document import Document
from editor.model.time import Samples


def vtt(document: Document, rate: int, start: Samples = 0, stop: Samples | None = None) -> str:
    """The captions of a document, or of `[start, stop)` of its clock; the bare header where nothing is said.

    What other voices say over the speaker stands in captions of its own beside the speaker's.
    """
    both = [*cues(document, rate, start, stop), *crosstalk(document, rate, start, stop)]
    both.sort(key=lambda cue: cue.start)
    return "\n".join(["WEBVTT\n", *(_block(cue, rate) for cue in both)])


def _block(cue: Cue, rate: int) -> str:
    begin, end = (thousandths_text(time, rate, ".") for time in (cue.start, cue.stop))
    name = escaped(clean(cue.speaker))
    voice = f"<v {name}>" if name else ""
    return f"{begin} --> {end}\n{voice}{escaped(chr(10).join(cue.lines))}\n"


def escaped(text: str) -> str:
    """`text` with what the format would read as a tag, an entity or an arrow written as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

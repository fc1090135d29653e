"""SubRip captions (.srt): text and times alone, without speakers, one caption at a time."""

from __future__ import annotations

from editor.derive.cues import cues
from editor.formats.clocks import thousandths_text
from editor.model.document import Document
from editor.model.time import Samples


def srt(document: Document, rate: int, start: Samples = 0, stop: Samples | None = None) -> str:
    """The captions of a document, or of `[start, stop)` of its clock. "" where nothing is said.

    The format has no escapes: an arrow of its own inside the text becomes a typographic one, all else stays.
    What other voices say over the speaker is left out, because it would stand at the same time.
    """
    blocks = []
    for number, cue in enumerate(cues(document, rate, start, stop), 1):
        begin, end = (thousandths_text(time, rate, ",") for time in (cue.start, cue.stop))
        text = "\n".join(line.replace("-->", "→") for line in cue.lines)
        blocks.append(f"{number}\n{begin} --> {end}\n{text}\n")
    return "\n".join(blocks)

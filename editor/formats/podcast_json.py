"""The transcript of the podcast namespace, JSON version 1.0.0: segments with speaker, times and body."""

from __future__ import annotations

import json

from editor.derive.cues import crosstalk, cues
from editor.derive.writing import clean
from editor.model.document import Document
from editor.model.time import Samples, rescale


def podcast_json(document: Document, rate: int, start: Samples = 0, stop: Samples | None = None) -> str:
    """The transcript of a document, or of `[start, stop)` of its clock, a caption a segment.

    Times are seconds, exact to the thousandth. A segment whose speaker has no name has no "speaker".
    """
    segments: list[dict[str, str | float]] = []
    both = [*cues(document, rate, start, stop), *crosstalk(document, rate, start, stop)]
    for cue in sorted(both, key=lambda cue: cue.start):
        name = clean(cue.speaker)
        segment: dict[str, str | float] = {"speaker": name} if name else {}
        segment["startTime"] = rescale(cue.start, rate, 1000) / 1000
        segment["endTime"] = rescale(cue.stop, rate, 1000) / 1000
        segment["body"] = cue.text
        segments.append(segment)
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=2) + "\n"

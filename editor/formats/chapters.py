"""Chapters of the podcast namespace (.chapters.json), JSON version 1.2.0, one for each marker."""

from __future__ import annotations

import json

from editor.derive.marks import chapters
from editor.derive.writing import clean
from editor.model.document import Document
from editor.model.time import Samples, rescale


def chapters_json(document: Document, rate: int, start: Samples = 0, stop: Samples | None = None) -> str:
    """The chapters of a document, or of `[start, stop)` of its clock; none where there are no markers.

    Times are seconds, exact to the thousandth. A chapter whose marker has no name has no "title".
    """
    found: list[dict[str, str | float]] = []
    for time, _, marker in chapters(document, start, stop):
        chapter: dict[str, str | float] = {"startTime": rescale(time - start, rate, 1000) / 1000}
        if title := clean(marker.name):
            chapter["title"] = title
        found.append(chapter)
    return json.dumps({"version": "1.2.0", "chapters": found}, ensure_ascii=False, indent=2) + "\n"

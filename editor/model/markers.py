"""Markers set, changed and taken away: names for instants, to find a passage again and to make chapters of.

A marker stands at a sample of a source, not at a time of the compilation. So it needs no care by any other
edit: it goes where the sound goes, is not there while that is cut, and is there again when it comes back.
"""

from __future__ import annotations

from dataclasses import replace

from editor.model.cutting import EditError
from editor.model.document import Document, Marker, SourceId
from editor.model.edits import Change
from editor.model.time import Samples

COLOURS = 6
"""How many colours markers can have."""

LONGEST_NAME = 200

MOST_MARKERS = 10_000


def anchor(document: Document, time: Samples) -> tuple[SourceId, Samples]:
    """What is heard at `time`, as an instant of a source: in a gap or a draft the nearest sound before it.

    Raises `EditError` where the document has no sound.
    """
    place, inside = document.place_at(min(max(time, 0), max(document.length - 1, 0)))
    here = document.after(place)
    if here is not None and here.source is not None and here.kept:
        return here.source, here.start + inside
    for number in range(min(place.paragraph, len(document.paragraphs) - 1), -1, -1):
        pieces = document.paragraphs[number].pieces
        for piece in reversed(pieces[: place.piece] if number == place.paragraph else pieces):
            if piece.source is not None and piece.kept:
                return piece.source, piece.stop - 1
    for piece in document.pieces():
        if piece.source is not None and piece.kept:
            return piece.source, piece.start
    raise EditError("A marker needs sound to stand in; import a recording first.")


def add_marker(document: Document, time: Samples, name: str, colour: int = 0) -> Change:
    """A marker at what is heard at `time`. Raises `EditError`, also where one stands there already."""
    source, at = anchor(document, time)
    if any((marker.source, marker.at) == (source, at) for marker in document.markers):
        raise EditError("There is a marker there already.")
    if len(document.markers) >= MOST_MARKERS:
        raise EditError(f"A document can have {MOST_MARKERS:,} markers.")
    marker = Marker(_checked(name), _colour(colour), source, at)
    return _changed(document, (*document.markers, marker), f"Set the marker {marker.name}", time)


def rename_marker(document: Document, number: int, name: str) -> Change:
    """Marker number `number` called `name`."""
    marker = replace(_marker(document, number), name=_checked(name))
    return _exchanged(document, number, marker, f"Renamed a marker to {marker.name}")


def colour_marker(document: Document, number: int, colour: int) -> Change:
    """Marker number `number` in another colour."""
    marker = replace(_marker(document, number), colour=_colour(colour))
    return _exchanged(document, number, marker, f"Coloured the marker {marker.name}")


def move_marker(document: Document, number: int, time: Samples) -> Change:
    """Marker number `number` at what is heard at `time`."""
    source, at = anchor(document, time)
    marker = replace(_marker(document, number), source=source, at=at)
    return _exchanged(document, number, marker, f"Moved the marker {marker.name}")


def remove_marker(document: Document, number: int) -> Change:
    """Marker number `number` gone."""
    marker = _marker(document, number)
    left = (*document.markers[:number], *document.markers[number + 1 :])
    return _changed(document, left, f"Removed the marker {marker.name}", 0)


def _exchanged(document: Document, number: int, marker: Marker, label: str) -> Change:
    if marker == document.markers[number]:
        raise EditError("The marker is like that already.")
    markers = (*document.markers[:number], marker, *document.markers[number + 1 :])
    return _changed(document, markers, label, 0)


def _changed(document: Document, markers: tuple[Marker, ...], label: str, time: Samples) -> Change:
    word = document.word_at_place(document.place_at(time)[0])
    return Change(replace(document, markers=markers), label, (word, word))


def _marker(document: Document, number: int) -> Marker:
    if not 0 <= number < len(document.markers):
        raise EditError(f"There is no marker {number}; the document has {len(document.markers)}.")
    return document.markers[number]


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise EditError("A marker needs a name.")
    if len(name) > LONGEST_NAME:
        raise EditError(f"A marker's name has {LONGEST_NAME} characters at most.")
    return name


def _colour(colour: int) -> int:
    if not 0 <= colour < COLOURS:
        raise EditError(f"A marker's colour is a number from 0 to {COLOURS - 1}.")
    return colour

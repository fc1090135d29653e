"""Words with times become text: pieces, turns and paragraphs of a source.

Several microphones on one clock are read as one script. A word of another voice that is said while somebody
is speaking stands beside the turn (`Paragraph.over`), not in it, so that time is never counted twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from editor.model.document import Document, Overlap, Paragraph, Piece, SpeakerId, Transcript, canonical
from editor.model.source import Source
from editor.model.time import Samples, from_seconds
from editor.speech.words import Speech

TURN_PAUSE_S = 1.2
"""A silence this long begins a new paragraph."""

LONG_PARAGRAPH_WORDS = 90
"""From here on a paragraph ends at the next end of a sentence, and at twice this wherever it is."""

BRUSH_S = 0.12
"""Voices that overlap by less than this at a change of turn are taken to have met exactly."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One word of one microphone on the source's clock."""

    start: Samples
    stop: Samples
    text: str
    confidence: float
    mic: int


def transcript(source: Source, speeches: Sequence[Speech | None], rate: int) -> Transcript:
    """What `source` says, from what was heard on each of its recordings (None: nobody has listened yet).

    The speaker of a recording is the speaker of its words. Pieces cover the source from its first sample to
    its last; speech without words is marked as such, and a recording that nobody listened to is all that.
    """
    said: list[_Said] = []
    unheard: list[tuple[Samples, Samples]] = []
    for mic, (recording, speech) in enumerate(zip(source.recordings, speeches, strict=True)):
        offset, end = recording.offset, recording.offset + recording.samples
        if speech is None:
            unheard.append((offset, end))
            continue
        for word in speech.words:
            said.append(
                _Said(offset + word.start, min(offset + word.stop, end), word.text, word.confidence, mic)
            )
        unheard += [(offset + start, min(offset + stop, end)) for start, stop in speech.unrecognised]
    said.sort(key=lambda word: (word.start, word.mic))
    line, beside = _one_line([word for word in said if word.start < word.stop], from_seconds(BRUSH_S, rate))
    pieces = _pieces(source, line, _disjoint(unheard))
    speakers = [recording.speaker for recording in source.recordings]
    paragraphs = turns(pieces, speakers, rate)
    overlaps = [
        Overlap(
            speakers[word.mic],
            Piece(source.id, word.start, word.stop, word.text, word.confidence, True, word.mic),
        )
        for word in beside
    ]
    return Transcript(source.id, source.length, Document(_with_overlaps(paragraphs, overlaps)))


def _one_line(said: list[_Said], brush: Samples) -> tuple[list[_Said], list[_Said]]:
    """(the words that hold the floor, one after another; the words said over them)."""
    line: list[_Said] = []
    beside: list[_Said] = []
    for word in said:
        over = line[-1].stop - word.start if line else 0
        if over <= 0:
            line.append(word)
        elif over < min(brush, (word.stop - word.start) // 2):
            line.append(_Said(line[-1].stop, word.stop, word.text, word.confidence, word.mic))
        else:
            beside.append(word)
    return line, beside


def _disjoint(spans: list[tuple[Samples, Samples]]) -> list[tuple[Samples, Samples]]:
    merged: list[tuple[Samples, Samples]] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
        elif start < stop:
            merged.append((start, stop))
    return merged


def _pieces(source: Source, line: list[_Said], unheard: list[tuple[Samples, Samples]]) -> list[Piece]:
    """Words, pauses and speech without words over `[0, source.length)`, nothing missing."""
    pieces: list[Piece] = []
    now = 0
    at = 0
    for word in (*line, None):
        until = word.start if word else source.length
        while at < len(unheard) and unheard[at][1] <= now:
            at += 1
        for start, stop in unheard[at:]:
            if start >= until:
                break
            begin, end = max(start, now), min(stop, until)
            if begin > now:
                pieces.append(Piece(source.id, now, begin, ""))
            if end > begin:
                pieces.append(Piece(source.id, begin, end, "", 0.0))
                now = end
        if until > now:
            pieces.append(Piece(source.id, now, until, ""))
        if word:
            pieces.append(Piece(source.id, word.start, word.stop, word.text, word.confidence, True, word.mic))
            now = word.stop
    return pieces


def turns(pieces: Sequence[Piece], speakers: Sequence[SpeakerId], rate: int) -> tuple[Paragraph, ...]:
    """Pieces as paragraphs: a new one at a change of microphone, after a long silence, and where one grows
    too long. What comes later changes none but the last. speakers: those of the microphones."""
    turn_pause = from_seconds(TURN_PAUSE_S, rate)
    paragraphs: list[Paragraph] = []
    turn: list[Piece] = []
    words = 0
    mic: int | None = None
    last_text = ""
    for piece in pieces:
        if piece.text:
            silence = 0
            for before in reversed(turn):
                if before.text:
                    break
                silence += before.stop - before.start
            ended = last_text.rstrip("\"')]”’").endswith((".", "?", "!", "…", "。", "？", "！"))
            too_long = words >= LONG_PARAGRAPH_WORDS and (ended or words >= 2 * LONG_PARAGRAPH_WORDS)
            if words and (piece.mic != mic or silence >= turn_pause or too_long):
                paragraphs.append(Paragraph(speakers[mic or 0], canonical(turn)))
                turn, words = [], 0
            mic, last_text = piece.mic, piece.text
            words += 1
        turn.append(piece)
    if turn:
        paragraphs.append(Paragraph(speakers[mic or 0], canonical(turn)))
    return tuple(paragraphs)


def _with_overlaps(paragraphs: tuple[Paragraph, ...], overlaps: list[Overlap]) -> tuple[Paragraph, ...]:
    """Each overlap put on the paragraph that is playing at its middle."""
    out: list[Paragraph] = []
    rest = iter(overlaps)
    overlap = next(rest, None)
    for paragraph in paragraphs:
        end = paragraph.pieces[-1].stop
        over: list[Overlap] = []
        while overlap and (overlap.piece.start + overlap.piece.stop) // 2 < end:
            over.append(overlap)
            overlap = next(rest, None)
        out.append(Paragraph(paragraph.speaker, paragraph.pieces, tuple(over)) if over else paragraph)
    return tuple(out)

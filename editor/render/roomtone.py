"""Room tone: what a room sounds like while nobody speaks, to fill made gaps with.

The quietest steady stretches of a source's pauses are cut into grains, which follow one another at random,
each crossing into the next, and the last into the first. A grain is chosen among several drawn by how well it
carries on what the one before it ends with, so that hum hums on; it may be turned round in time or polarity,
which changes nothing that the ear knows of a noise and keeps little material from being recognised.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

import numpy as np

from editor.model.document import Kind, Transcript
from editor.model.time import Samples
from editor.render.joins import crossed, resemblance
from editor.render.source import Block, SourceSound

LOOP_S = 8.0
STRETCH_S = 0.3
"""A stretch of a pause that is looked at as one."""
SHORTEST_S = 0.12
MARGIN_S = 0.05
"""What is left out beside a word: its last breath, and what the aligner was wrong by."""
FRAME_S = 0.02
STEADY_DB = 4.0
"""A stretch with a frame this much louder than its mean holds a breath or a click and is left out."""
ALIKE_DB = 3.0
"""Stretches up to this much louder than the quietest one are the same room."""
ENOUGH_S = 3.0
MOST_STRETCHES = 400
"""No more than this many stretches are read, spread over all that there are."""
GRAIN_S = (0.12, 0.28)
CROSS_S = 0.04
DRAWS = 24


class _Stretch(NamedTuple):
    level: float
    steadiness_db: float
    sound: Block


def room_tone(sound: SourceSound, transcript: Transcript) -> Block:
    """A bed of room tone of `sound`, float32 (n, 2), made to be played as a loop; 8 s long.

    Taken from the kept pauses of `transcript`; from the quietest windows of the whole source where it has no
    pauses. As loud as what it is made of. A source whose pauses are digital silence gives digital silence.
    The same source always gives the same bed. Reads at most two minutes of the source.
    """
    rate = sound.rate
    shortest = max(round(SHORTEST_S * rate), 1)
    spans = _thinned(
        [span for span in _pauses(transcript, rate, sound.length) if span[1] - span[0] >= shortest]
    )
    chosen = _alike(_measured(sound, spans), rate)
    if not chosen:
        width = max(min(round(0.2 * rate), sound.length), 1)
        starts = range(0, max(sound.length - width, 0) + 1, width)
        windows = _measured(sound, _thinned([(start, start + width) for start in starts]))
        quietest = sorted(windows, key=_level)[: max(5, len(windows) // 100)]
        chosen = _alike(quietest, rate) or [stretch.sound for stretch in quietest[:1]]
    return _bed([stretch - stretch.mean(axis=0) for stretch in chosen], rate, Random(transcript.source))


def _pauses(transcript: Transcript, rate: int, length: Samples) -> Iterator[tuple[Samples, Samples]]:
    """Stretches of at most `STRETCH_S` of what lies well inside the pauses."""
    margin, step = round(MARGIN_S * rate), round(STRETCH_S * rate)
    for piece in transcript.text.pieces():
        if piece.kind is Kind.PAUSE and piece.kept and piece.source == transcript.source:
            stop = min(piece.stop - margin, length)
            for start in range(piece.start + margin, stop, step):
                yield start, min(start + step, stop)


def _thinned(spans: list[tuple[Samples, Samples]]) -> list[tuple[Samples, Samples]]:
    if len(spans) <= MOST_STRETCHES:
        return spans
    return [spans[index * len(spans) // MOST_STRETCHES] for index in range(MOST_STRETCHES)]


def _measured(sound: SourceSound, spans: list[tuple[Samples, Samples]]) -> list[_Stretch]:
    frame = max(round(FRAME_S * sound.rate), 1)
    found = []
    for start, stop in spans:
        block = sound.read(start, stop)
        power = np.square(block, dtype=np.float64).mean(axis=1)
        frames = power[: len(power) // frame * frame].reshape(-1, frame).mean(axis=1)
        mean = float(power.mean())
        swing = 10 * float(np.log10(frames.max() / mean)) if len(frames) and mean > 0 else 0.0
        found.append(_Stretch(mean, swing, block))
    return found


def _alike(stretches: list[_Stretch], rate: int) -> list[Block]:
    """The quietest steady ones. Digital silence counts only where most of what was measured is that."""
    silent = [stretch for stretch in stretches if stretch.level == 0]
    if 2 * len(silent) > len(stretches):
        return [silent[0].sound]
    steady = sorted((s for s in stretches if s.level > 0 and s.steadiness_db <= STEADY_DB), key=_level)
    chosen: list[Block] = []
    for stretch in steady:
        enough = sum(map(len, chosen)) >= STRETCH_S * rate
        if enough and stretch.level > steady[0].level * 10 ** (ALIKE_DB / 10):
            break
        if sum(map(len, chosen)) >= ENOUGH_S * rate or stretch.level > 4 * steady[0].level:
            break
        chosen.append(stretch.sound)
    return chosen


def _level(stretch: _Stretch) -> float:
    return stretch.level


def _bed(material: list[Block], rate: int, chance: Random) -> Block:
    """A loop of grains of `material`, which is not empty."""
    length = round(LOOP_S * rate)
    if not any(block.any() for block in material):
        return np.zeros((length, 2), np.float32)
    material = [_long_enough(block, round(GRAIN_S[0] * rate)) for block in material]
    cross = round(CROSS_S * rate)
    parts = [_grain(material, rate, cross, None, chance)]
    while sum(map(len, parts)) < length + cross:
        before = parts[-1][-cross:]
        following = _grain(material, rate, cross, before, chance)
        parts[-1] = parts[-1][:-cross]
        parts += [crossed(before, following[:cross]), following[cross:]]
    bed = np.concatenate(parts)[: length + cross]
    bed[:cross] = crossed(bed[length:], bed[:cross])
    return np.ascontiguousarray(bed[:length])


def _long_enough(block: Block, length: Samples) -> Block:
    """`block`, played to and fro where it is shorter than `length`."""
    while len(block) < length:
        block = np.concatenate((block, block[::-1]))
    return block


def _grain(material: list[Block], rate: int, cross: int, before: Block | None, chance: Random) -> Block:
    """A piece of the material, the one of several drawn that best carries on from `before`."""
    best: Block | None = None
    best_score = -2.0
    for _ in range(DRAWS if before is not None else 1):
        block = material[int(chance.random() * len(material))]
        wanted = round((GRAIN_S[0] + chance.random() * (GRAIN_S[1] - GRAIN_S[0])) * rate)
        size = max(min(wanted, len(block)), 2 * cross)
        start = int(chance.random() * (len(block) - size + 1))
        grain = block[start : start + size][:: 1 if chance.random() < 0.5 else -1]
        score = resemblance(before, grain[:cross]) if before is not None else 0.0
        if score < 0:
            grain, score = -grain, -score
        if score > best_score:
            best, best_score = grain, score
    assert best is not None
    return best.astype(np.float32)

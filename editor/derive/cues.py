"""Captions: the kept words of a document as cues that can be read in the time that they stand.

A cue is at most two lines of `LINE` columns and `LONGEST_S` long. A new one begins with another speaker or
paragraph, or after a pause of more than `PAUSE_S`; what lies between is divided where it reads best, by the
cheapest way through all breaks (`_breaks`). Struck words, drafts and speech without words are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from editor.derive.words import words
from editor.derive.writing import clean, columns, pieces_of, space_between
from editor.model.document import Document, Kind, Paragraph, Place, SpeakerId
from editor.model.time import Samples

LINE = 42
"""Columns in a line; a CJK character takes two."""

LINES = 2
LONGEST_S = 7.0
SHORTEST_S = 1.0
PAUSE_S = 0.5
READING_COLUMNS_PER_S = 17.0

_SENTENCE = tuple(".?!…。？！؟۔।")
_CLAUSE = tuple(",;:–—、，；：،؛")
_CLOSING = "\"'”’»)]）」』"

#: Prices of a break between two cues, in the same coin: after a sentence, a clause, any word, inside a word.
_AFTER_SENTENCE, _AFTER_CLAUSE, _AFTER_WORD, _INSIDE_WORD = 0.0, 1.5, 4.0, 8.0
_PER_CUE = 1.0
_SENTENCE_WITHIN = 0.75
_TOO_SHORT = 4.0
_DANGLING = 1.0


class Cue(NamedTuple):
    """What stands on the screen from `start` to `stop`, samples counted from the start of the selection.

    lines: one or two lines of text. text: the same as one line.
    """

    start: Samples
    stop: Samples
    speaker: SpeakerId
    lines: tuple[str, ...]
    text: str


class _Said(NamedTuple):
    """A word as captions know it; `turn` changes where a new cue has to begin whatever the pause."""

    text: str
    start: Samples
    stop: Samples
    speaker: SpeakerId
    turn: int


class _Atom(NamedTuple):
    """What is never divided: a word, or part of one too wide for a line. `space`: what stands before it."""

    text: str
    width: int
    space: str
    start: Samples
    stop: Samples
    inside: bool


def cues(document: Document, rate: int, start: Samples = 0, stop: Samples | None = None) -> tuple[Cue, ...]:
    """The captions of `[start, stop)` of the compilation, in order, never two at a time, none without length.

    A word belongs to the selection that its middle lies in.
    """
    stop = document.length if stop is None else min(stop, document.length)
    return _captions(_chosen(_kept_words(document, start), start, stop), rate, max(stop - start, 0))


def crosstalk(
    document: Document, rate: int, start: Samples = 0, stop: Samples | None = None
) -> tuple[Cue, ...]:
    """Captions of what other voices say over the speaker, by start; they overlap those of `cues`."""
    stop = document.length if stop is None else min(stop, document.length)
    said = list(_chosen(_words_over(document, start, stop), start, stop))
    out: list[Cue] = []
    for speaker in dict.fromkeys(word.speaker for word in said):
        own = sorted((word for word in said if word.speaker == speaker), key=lambda word: word.start)
        out.extend(_captions(own, rate, max(stop - start, 0)))
    return tuple(sorted(out, key=lambda cue: (cue.start, cue.stop)))


def _kept_words(document: Document, start: Samples) -> Iterator[_Said]:
    first = document.word_at_place(document.place_at(start)[0]) if document.length else 0
    for word in words(document, first):
        if word.piece.kept and word.piece.kind is Kind.WORD:
            yield _Said(clean(word.piece.text), word.start, word.stop, word.speaker, word.place.paragraph)


def _words_over(document: Document, start: Samples, stop: Samples) -> Iterator[_Said]:
    for number, paragraph in enumerate(document.paragraphs):
        base = document.time_of(Place(number, 0))
        if paragraph.over and base < stop and base + paragraph.length > start:
            yield from words_over(paragraph, base, number)


def words_over(paragraph: Paragraph, base: Samples, turn: int = 0) -> Iterator[_Said]:
    """The words said over a paragraph that begins at `base`, where what they are said over is heard."""
    for overlap in paragraph.over:
        over = overlap.piece
        if not over.text or not over.kept:
            continue
        middle = (over.start + over.stop) // 2
        for piece, begin in zip(paragraph.pieces, paragraph.starts, strict=False):
            if piece.kept and piece.source == over.source and piece.start <= middle < piece.stop:
                at = base + begin + over.start - piece.start
                yield _Said(
                    clean(over.text), max(at, base), at + over.stop - over.start, overlap.speaker, turn
                )
                break


def _chosen(said: Iterable[_Said], start: Samples, stop: Samples) -> Iterator[_Said]:
    """The words whose middle lies in the selection, on its clock."""
    for word in said:
        middle = (word.start + word.stop) // 2
        if word.text and start <= middle < stop:
            yield word._replace(start=max(word.start, start) - start, stop=min(word.stop, stop) - start)


def _captions(said: Iterable[_Said], rate: int, length: Samples) -> tuple[Cue, ...]:
    out: list[Cue] = []
    for turn in _turns(said, rate):
        atoms = [atom for word in turn for atom in _atoms(word)]
        atoms = [
            atom if atom.inside or not number else atom._replace(space=_space(atoms[number - 1], atom))
            for number, atom in enumerate(atoms)
        ]
        begin = 0
        for end in _breaks(atoms, rate):
            part = atoms[begin:end]
            out.append(Cue(part[0].start, part[-1].stop, turn[0].speaker, _lines(part), _text(part)))
            begin = end
    return _timed(out, rate, length)


def _turns(said: Iterable[_Said], rate: int) -> Iterator[list[_Said]]:
    turn: list[_Said] = []
    for word in said:
        if turn and (
            word.speaker != turn[-1].speaker
            or word.turn != turn[-1].turn
            or word.start - turn[-1].stop > PAUSE_S * rate
        ):
            yield turn
            turn = []
        turn.append(word)
    if turn:
        yield turn


def _atoms(word: _Said) -> Iterator[_Atom]:
    """The word, or its parts with their share of its time."""
    parts = [(part, n > 0) for text in word.text.split() for n, part in enumerate(pieces_of(text, LINE))]
    total = sum(len(part) for part, _ in parts)
    used = 0
    length = word.stop - word.start
    for part, inside in parts:
        begin = word.start + length * used // total
        used += len(part)
        yield _Atom(part, columns(part), "", begin, word.start + length * used // total, inside)


def _space(left: _Atom, right: _Atom) -> str:
    return space_between(left.text, right.text)


def _breaks(atoms: Sequence[_Atom], rate: int) -> list[int]:
    """Where the cues of one turn end, as counts of atoms: the cheapest of all ways to divide it."""
    count = len(atoms)
    price = [_break_price(atoms, number) for number in range(count)]
    ends = [atom.text.rstrip(_CLOSING).endswith(_SENTENCE) for atom in atoms]
    best: list[float] = [float("inf")] * count + [0.0]
    chosen = [count] * count
    longest = LONGEST_S * rate
    shortest = SHORTEST_S * rate
    for begin in range(count - 1, -1, -1):
        line, width, within = 1, -len(atoms[begin].space), 0
        for number in range(begin, count):
            atom = atoms[number]
            width += len(atom.space) + atom.width
            if width > LINE:
                line, width = line + 1, atom.width
            if number > begin and (line > LINES or atom.stop - atoms[begin].start > longest):
                break
            after = atoms[number + 1].start if number + 1 < count else atom.stop + shortest
            shortness = max(0.0, 1.0 - (after - atoms[begin].start) / shortest)
            cost = _PER_CUE + price[number] + _SENTENCE_WITHIN * within + _TOO_SHORT * shortness
            if cost + best[number + 1] < best[begin]:
                best[begin], chosen[begin] = cost + best[number + 1], number + 1
            within += ends[number]
    out: list[int] = []
    while not out or out[-1] < count:
        out.append(chosen[out[-1] if out else 0])
    return out


def _break_price(atoms: Sequence[_Atom], number: int) -> float:
    """What it costs to end a cue with atom `number`."""
    if number + 1 == len(atoms):
        return 0.0
    if atoms[number + 1].inside:
        return _INSIDE_WORD
    bare = atoms[number].text.rstrip(_CLOSING)
    if bare.endswith(_SENTENCE):
        return _AFTER_SENTENCE
    if bare.endswith(_CLAUSE):
        return _AFTER_CLAUSE
    # A short word belongs to what follows in most languages that have short words.
    return _AFTER_WORD + (_DANGLING if atoms[number].width <= 3 else 0.0)


def _lines(atoms: Sequence[_Atom]) -> tuple[str, ...]:
    """One line where it fits, else two that are as even as sense allows."""
    widths = [_width(atoms[:1])]
    for atom in atoms[1:]:
        widths.append(widths[-1] + len(atom.space) + atom.width)
    total = widths[-1]
    if total <= LINE:
        return (_text(atoms),)
    best, chosen = float("inf"), 1
    for number in range(1, len(atoms)):
        upper = widths[number - 1]
        lower = total - upper - len(atoms[number].space)
        if upper <= LINE and lower <= LINE:
            cost = abs(upper - lower) + 6 * _break_price(atoms, number - 1)
            if cost < best:
                best, chosen = cost, number
    return _text(atoms[:chosen]), _text(atoms[chosen:])


def _width(atoms: Sequence[_Atom]) -> int:
    return sum(atom.width for atom in atoms)


def _text(atoms: Sequence[_Atom]) -> str:
    return "".join(atom.text if not number else atom.space + atom.text for number, atom in enumerate(atoms))


def _timed(cues: Sequence[Cue], rate: int, length: Samples) -> tuple[Cue, ...]:
    """Cues that stay long enough to be read where what follows leaves room, and never none at all.

    The least is a thousandth of a second, in which formats count: only shorter words push others on.
    """
    least = -(-rate // 1000)
    out: list[Cue] = []
    for number, cue in enumerate(cues):
        start = max(cue.start, out[-1].stop) if out else cue.start
        following = cues[number + 1].start if number + 1 < len(cues) else max(length, cue.stop)
        reading = round(max(SHORTEST_S, columns(cue.text) / READING_COLUMNS_PER_S) * rate)
        stop = min(max(cue.stop, cue.start + reading), following, cue.start + round(LONGEST_S * rate))
        out.append(cue._replace(start=start, stop=max(stop, start + least)))
    return tuple(out)

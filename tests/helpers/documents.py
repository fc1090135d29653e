"""Documents for property tests: any that the editor could be asked to show, and what must hold of each.

documents()      several sources and speakers, cuts, copies, ignored words, gaps, drafts, crosstalk, speech
                 without words; every piece consistent with the transcript of its source
edits()          one edit of any kind, to be tried on any document: `edit(document)` gives a Change or raises
well_formed()    asserts the canonical form of a document and of its transcripts
sound_of(), ...  brute-force readings to compare with
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from hypothesis import assume
from hypothesis import strategies as st

from editor.derive.drafting import drafted
from editor.model import edits as ops
from editor.model import words as wording
from editor.model.clips import Side, split, trim
from editor.model.cutting import Cutting
from editor.model.document import (
    Document,
    Marker,
    Overlap,
    Paragraph,
    Piece,
    Place,
    SourceId,
    SpeakerId,
    Transcript,
    mergeable,
    merged,
)
from editor.model.drafts import insert_draft, write_over
from editor.model.edits import Change
from editor.model.folds import restore
from editor.model.markers import (
    add_marker,
    colour_marker,
    move_marker,
    remove_marker,
    rename_marker,
)
from editor.model.retranscribe import retranscribe
from editor.model.silences import resize_silence, set_gap
from editor.model.speakers import rename_speaker, set_speaker
from editor.model.time import Samples

SPEAKERS = ("Ann", "Ben", "Cleo")
TEXTS = ("um", "so", "I", "well", "Boston,", "interviewed", "yes.")
WORD, PAUSE, SPEECH = "word", "pause", "speech"

_KINDS = (WORD, WORD, WORD, PAUSE, PAUSE, SPEECH)
_LENGTHS = (*range(1, 13), *range(300, 1500, 60))
_CODES = len(_KINDS) * len(TEXTS) * 3 * len(_LENGTHS)
lengths = st.one_of(st.integers(1, 12), st.integers(300, 1500))


def simplified(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Canonical pieces the plain way: while two neighbours can be one, make them one."""
    out: list[Piece] = []
    for piece in pieces:
        if out and mergeable(out[-1], piece):
            out[-1] = merged(out[-1], piece)
        else:
            out.append(piece)
    return tuple(out)


@st.composite
def transcripts(draw: st.DrawFn, source: SourceId = "a", turns: int = 3, longest: int = 7) -> Transcript:
    """What a source says: one to `turns` turns of speakers, words and pauses side by side from 0 on."""
    now = 0
    paragraphs = []
    for turn in range(draw(st.integers(1, turns))):
        speaker = draw(st.sampled_from(SPEAKERS))
        mic = draw(st.integers(0, 1))
        pieces = []
        for code in draw(st.lists(st.integers(0, _CODES - 1), min_size=1, max_size=longest)):
            piece = _decoded(code, source, now, mic)
            now = piece.stop
            pieces.append(piece)
        if turn == 0 and not any(piece.text for piece in pieces):
            pieces.append(_decoded(0, source, now, mic))
            now += 1
        over = draw(overlaps(source, pieces[0].start, now, speaker))
        paragraphs.append(Paragraph(speaker, simplified(pieces), over))
    return Transcript(source, now, Document(tuple(paragraphs)))


def _decoded(code: int, source: SourceId, start: Samples, mic: int) -> Piece:
    """The piece that one drawn number says: drawing is what takes the time of these tests."""
    code, kind = divmod(code, len(_KINDS))
    code, text = divmod(code, len(TEXTS))
    code, confidence = divmod(code, 3)
    stop = start + _LENGTHS[code]
    if _KINDS[kind] == WORD:
        return Piece(source, start, stop, TEXTS[text], (0.5, 0.75, 1.0)[confidence], mic=mic)
    return Piece(source, start, stop, "", 1.0 if _KINDS[kind] == PAUSE else 0.0)


@st.composite
def overlaps(
    draw: st.DrawFn, source: SourceId, start: Samples, stop: Samples, speaker: SpeakerId
) -> tuple[Overlap, ...]:
    """Up to two words that others say with their middles in `[start, stop)`."""
    found = set()
    for _ in range(draw(st.integers(0, 2)) if draw(st.booleans()) else 0):
        middle, half = draw(st.integers(start, stop - 1)), draw(st.integers(1, 300))
        other = draw(st.sampled_from([name for name in SPEAKERS if name != speaker]))
        word = Piece(source, max(0, middle - half), middle + min(half, middle) + 1, "mhm", 0.5, mic=1)
        found.add(Overlap(other, word))
    return tuple(sorted(found, key=_order))


def _order(overlap: Overlap) -> tuple[Samples, Samples, SpeakerId, SourceId]:
    return overlap.piece.start, overlap.piece.stop, overlap.speaker, overlap.piece.source or ""


def said_over(pieces: Iterable[Piece], over: Iterable[Overlap]) -> tuple[Overlap, ...]:
    """The overlaps, once each, whose middles some of `pieces` hold."""
    spans = [(piece.source, piece.start, piece.stop) for piece in pieces]
    found = {
        o
        for o in over
        if any(s == o.piece.source and a <= (o.piece.start + o.piece.stop) // 2 < b for s, a, b in spans)
    }
    return tuple(sorted(found, key=_order))


@dataclass(frozen=True)
class _Excerpt:
    speaker: SpeakerId
    pieces: tuple[Piece, ...]
    over: tuple[Overlap, ...]


@st.composite
def documents(
    draw: st.DrawFn,
    *,
    sources: int = 3,
    ignored: bool = True,
    made: bool = True,
    whole: bool = False,
    min_words: int = 0,
) -> Document:
    """A document of one to `sources` sources, in any state that edits may leave it in.

    ignored: some words are struck. made: gaps and drafts stand between. whole: nothing is cut, copied or
    moved. min_words: how many words it has at least.
    """
    known = tuple(draw(transcripts("abc"[n])) for n in range(draw(st.integers(1, sources))))
    said = [_Excerpt(p.speaker, p.pieces, p.over) for t in known for p in t.text.paragraphs]
    if not whole and draw(st.booleans()):
        said = draw(st.lists(excerpts(said), min_size=1, max_size=5))
    paragraphs: list[Paragraph] = []
    for number, excerpt in enumerate(said):
        pieces = excerpt.pieces
        if ignored and draw(st.integers(0, 3)) == 3:
            a, b = sorted((draw(st.integers(0, len(pieces))), draw(st.integers(0, len(pieces)))))
            struck = tuple(replace(piece, kept=False) for piece in pieces[a:b])
            pieces = (*pieces[:a], *struck, *pieces[b:])
        if made and draw(st.integers(0, 5)) == 5:
            at = draw(st.integers(0, len(pieces)))
            gap = Piece(None, 0, draw(lengths), draw(st.sampled_from(("", "", "draft"))))
            pieces = (*pieces[:at], gap, *pieces[at:])
        over = excerpt.over
        speaker = excerpt.speaker
        if not whole and number and draw(st.integers(0, 3)) == 3:
            last = paragraphs.pop()
            pieces, over, speaker = (*last.pieces, *pieces), (*last.over, *over), last.speaker
        pieces = simplified(pieces)
        paragraphs.append(Paragraph(speaker, pieces, said_over(pieces, over)))
    marked = st.builds(Marker, st.sampled_from(TEXTS), st.integers(0, 5), st.just("a"), st.integers(0, 3000))
    document = Document(tuple(paragraphs), known, tuple(draw(st.lists(marked, max_size=2))))
    assume(document.word_count >= min_words)
    return document


@st.composite
def turns_without_cuts(draw: st.DrawFn) -> Document:
    """One turn as it was recorded, of three words or more, with or without pauses, and its transcript."""
    now, pieces = 0, []
    for length, pause in draw(
        st.lists(st.tuples(st.integers(1, 1500), st.integers(0, 900)), min_size=3, max_size=9)
    ):
        pieces.append(Piece("a", now, now + length, "so", 0.5))
        if pause:
            pieces.append(Piece("a", now + length, now + length + pause, ""))
        now += length + pause
    said = (Paragraph("Ann", tuple(pieces)),)
    return Document(said, (Transcript("a", now, Document(said)),))


@st.composite
def excerpts(draw: st.DrawFn, said: list[_Excerpt]) -> _Excerpt:
    """Part of one turn; where it begins or ends in a stretch without words, at any sample of it."""
    turn = draw(st.sampled_from(said))
    a = draw(st.integers(0, len(turn.pieces) - 1))
    b = draw(st.integers(a + 1, len(turn.pieces)))
    pieces = list(turn.pieces[a:b])
    for end in (0, -1):
        piece = pieces[end]
        if not piece.text and draw(st.booleans()):
            at = draw(st.integers(piece.start, piece.stop - 1))
            pieces[end] = replace(piece, start=at) if end == 0 else replace(piece, stop=at + 1)
    return _Excerpt(turn.speaker, tuple(pieces), turn.over)


@st.composite
def cuttings(draw: st.DrawFn) -> Cutting:
    """Somebody who hears anything: any instant of the stretch may be the quiet one."""
    salt = draw(st.integers(0, 1000))

    def quiet(source: str, lo: Samples, hi: Samples, wanted: Samples) -> Samples:
        return (lo, hi, wanted, lo + (salt * 7919 + lo) % (hi - lo + 1))[(salt + lo + hi) % 4]

    return Cutting(quiet, draw(st.sampled_from((0, 3, 200, 100_000))))


Edit = Callable[[Document], Change]


@st.composite
def ranges(draw: st.DrawFn, document: Document) -> tuple[int, int]:
    """One or more words of a document that has some."""
    first = draw(st.integers(0, document.word_count - 1))
    return first, draw(st.integers(first + 1, min(document.word_count, first + 6)))


numbers = st.integers(0, 10_000)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, Edit]:
    """(what it is, an edit of any kind). Most make sense in most documents, some in none."""
    name = draw(st.sampled_from(sorted(_EDITS)))
    x, y, z = draw(numbers), draw(numbers), draw(numbers)
    cutting = draw(cuttings())
    text = draw(st.sampled_from(" \n")).join(draw(st.lists(st.sampled_from(TEXTS), max_size=4)))
    heard = draw(transcripts("a", turns=2)) if name == "retranscribe" else None

    def edit(document: Document) -> Change:
        count = document.word_count + 1
        a, b = x % count, x % count + y % 4
        return _EDITS[name](document, a, b, z % (count + 1), text, cutting, heard)

    return name, edit


def _cut_time(document: Document, a: int, b: int, c: int) -> Change:
    start = a * 997 % (document.length + 1)
    return ops.cut_time(document, start, start + 1 + (b * 1009 + c * 31) % (document.length + 2 - start))


def _retime(document: Document, word: int, by: int) -> Change:
    if word >= document.word_count:
        return wording.retime(document, word, 0, 1)
    place = document.place_of_word(word)
    start = document.time_of(place)
    stop = start + document.piece(place).length
    return wording.retime(document, word, start - 150 + by * 60, stop + 150 - by * 45)


def _trim(document: Document, paragraph: int, by: int) -> Change:
    number = paragraph % max(len(document.paragraphs), 1)
    side = list(Side)[by % 2]
    place = Place(number + (side is Side.END), 0)
    return trim(document, document.time_of(place), side, 17 * by - 400)


def _retranscribe(document: Document, heard: Transcript | None) -> Change:
    old = document.transcript("a")
    assert old is not None
    assert heard is not None
    return retranscribe(document, fitted(heard, old.length), "The interview")


_EDITS: dict[str, Callable[..., Change]] = {
    "delete": lambda d, a, b, c, t, how, h: ops.delete(d, a, b, how),
    "ignore": lambda d, a, b, c, t, how, h: ops.ignore(d, a, b, True, how),
    "unignore": lambda d, a, b, c, t, how, h: ops.ignore(d, a, b, False, how),
    "move": lambda d, a, b, c, t, how, h: ops.move(d, a, b, c, how),
    "copy": lambda d, a, b, c, t, how, h: ops.copy(d, a, b, c, how),
    "draft": lambda d, a, b, c, t, how, h: insert_draft(d, c, drafted(t, 300), how, after=b > a),
    "write_over": lambda d, a, b, c, t, how, h: write_over(d, a, b, drafted(t, 300), how),
    "insert_gap": lambda d, a, b, c, t, how, h: ops.insert_gap(d, c, 200 * (b - a), how),
    "shorten_gaps": lambda d, a, b, c, t, how, h: ops.shorten_gaps(d, 900 * (b - a), 40 * c),
    "cut_time": lambda d, a, b, c, t, how, h: _cut_time(d, a, b, c),
    "set_speaker": lambda d, a, b, c, t, how, h: set_speaker(d, a, b, t),
    "rename_speaker": lambda d, a, b, c, t, how, h: rename_speaker(d, SPEAKERS[a % 3], t),
    "correct": lambda d, a, b, c, t, how, h: wording.correct(d, a, b, t),
    "retime": lambda d, a, b, c, t, how, h: _retime(d, a, c),
    "restore": lambda d, a, b, c, t, how, h: restore(d, b - 1),
    "resize_silence": lambda d, a, b, c, t, how, h: resize_silence(d, 997 * a, 900 + 60 * c, how),
    "set_gap": lambda d, a, b, c, t, how, h: set_gap(d, a, 900 + 60 * c, how),
    "trim": lambda d, a, b, c, t, how, h: _trim(d, a, c),
    "split": lambda d, a, b, c, t, how, h: split(d, 331 * a, how),
    "add_marker": lambda d, a, b, c, t, how, h: add_marker(d, 331 * a, t, c % 7),
    "rename_marker": lambda d, a, b, c, t, how, h: rename_marker(d, a, t),
    "colour_marker": lambda d, a, b, c, t, how, h: colour_marker(d, a, c % 7),
    "move_marker": lambda d, a, b, c, t, how, h: move_marker(d, a, 331 * b),
    "remove_marker": lambda d, a, b, c, t, how, h: remove_marker(d, a),
    "retranscribe": lambda d, a, b, c, t, how, h: _retranscribe(d, h),
}


def fitted(transcript: Transcript, length: Samples) -> Transcript:
    """The transcript made to end at `length`: cut there, or with a pause to it."""
    paragraphs = []
    for paragraph in transcript.text.paragraphs:
        pieces = [replace(p, stop=min(p.stop, length)) for p in paragraph.pieces if p.start < length]
        if pieces:
            paragraphs.append(
                replace(paragraph, pieces=tuple(pieces), over=said_over(pieces, paragraph.over))
            )
    if transcript.length < length:
        last = paragraphs[-1]
        rest = Piece(transcript.source, transcript.length, length, "")
        paragraphs[-1] = replace(last, pieces=simplified((*last.pieces, rest)))
    return Transcript(transcript.source, length, Document(tuple(paragraphs)))


def well_formed(document: Document) -> None:
    """Assert the canonical form of a document and of all its transcripts."""
    _canonical(document)
    reach = {transcript.source: transcript.length for transcript in document.transcripts}
    assert len(reach) == len(document.transcripts), "one transcript for each source"
    for piece in document.pieces():
        assert piece.source is None or piece.stop <= reach[piece.source], "a source has an end"
    for transcript in document.transcripts:
        _canonical(transcript.text)
        now = 0
        for piece in transcript.text.pieces():
            assert (piece.source, piece.start, piece.kept) == (transcript.source, now, True)
            now = piece.stop
        assert now == transcript.length
        assert not transcript.text.transcripts


def _canonical(document: Document) -> None:
    for paragraph in document.paragraphs:
        assert paragraph.pieces, "no paragraph is empty"
        assert simplified(paragraph.pieces) == paragraph.pieces, "no two neighbours could be one"
        assert said_over(paragraph.pieces, paragraph.over) == paragraph.over, (
            "crosstalk lies in the turn, in order"
        )
        for piece in paragraph.pieces:
            assert 0 <= piece.start < piece.stop
            assert piece.source is not None or piece.start == 0
    assert document.length == sum(p.stop - p.start for p in document.pieces() if p.kept)
    assert document.word_count == sum(1 for p in document.pieces() if p.text)


Span = tuple[SourceId | None, Samples, Samples]


def played(document: Document) -> list[Span]:
    """What is heard, as the fewest spans that say it: the brute-force reading of `runs`."""
    out: list[Span] = []
    for piece in document.pieces():
        if not piece.kept:
            continue
        if out and out[-1][0] == piece.source and (piece.source is None or out[-1][2] == piece.start):
            out[-1] = (piece.source, out[-1][1], out[-1][2] + piece.stop - piece.start)
        else:
            out.append((piece.source, piece.start, piece.stop))
    return out


def texts(document: Document) -> list[str]:
    """What is shown, word by word."""
    return [piece.text for piece in document.pieces() if piece.text]


def coverage(pieces: Iterable[Piece]) -> dict[tuple[SourceId | None, bool], Counter[Samples]]:
    """How often each instant of each source is there, as the steps in that count; kept and ignored apart.

    Made time (of gaps and drafts) is added up as one step. Equal where pieces are only ordered or divided
    differently.
    """
    steps: dict[tuple[SourceId | None, bool], Counter[Samples]] = {}
    for piece in pieces:
        count = steps.setdefault((piece.source, piece.kept), Counter())
        if piece.source is None:
            count[0] += piece.stop - piece.start
            continue
        count[piece.start] += 1
        count[piece.stop] -= 1
    return {key: Counter({at: n for at, n in count.items() if n}) for key, count in steps.items()}

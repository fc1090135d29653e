"""Edits that choose words: what is cut, moved or struck, and that nothing else is."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editor.model import edits
from editor.model.cutting import MIDPOINTS, Cutting, EditError, lifted
from editor.model.document import Document, Kind, Overlap, Paragraph, Piece, Place
from editor.model.edits import Change
from editor.model.speakers import rename_speaker, set_speaker
from tests.helpers.documents import (
    SPEAKERS,
    Edit,
    coverage,
    cuttings,
    documents,
    played,
    ranges,
    texts,
    transcripts,
    turns_without_cuts,
    well_formed,
)
from tests.helpers.documents import edits as any_edit

with_words = documents(min_words=1)


def words_of(document: Document) -> list[Piece]:
    return [piece for piece in document.pieces() if piece.text]


# -- every edit ------------------------------------------------------------------------------------------


@given(documents(), st.lists(any_edit(), min_size=1, max_size=6))
def test_every_edit_gives_a_well_formed_document_or_says_why_not(
    document: Document, several: list[tuple[str, Edit]]
) -> None:
    for _, edit in several:
        before = Document(document.paragraphs, document.transcripts, document.markers)
        try:
            change = edit(document)
        except EditError as error:
            why = str(error)
            change = Change(document, why.removesuffix("."), (0, 0))
        assert document == before, "no edit touches the document it is given"
        assert is_a_sentence(change.label + ".")
        document = change.document
        well_formed(document)
        first, stop = change.selection
        assert 0 <= first <= stop <= document.word_count


def is_a_sentence(text: str) -> bool:
    return text[0].isupper() and text.endswith(".") and "  " not in text and "None" not in text


# -- delete ----------------------------------------------------------------------------------------------


@given(with_words, cuttings(), st.data())
def test_delete_takes_the_chosen_words_and_no_sample_of_another(
    document: Document, cutting: Cutting, data: st.DataObject
) -> None:
    first, stop = data.draw(ranges(document))
    before = words_of(document)
    after = words_of(edits.delete(document, first, stop, cutting).document)
    assert after == before[:first] + before[stop:]


@given(with_words, cuttings(), st.data())
def test_delete_removes_one_span_between_the_words_that_stay(
    document: Document, cutting: Cutting, data: st.DataObject
) -> None:
    """What is left is a prefix and a suffix of what there was; the cut is in the silence beside the words."""
    first, stop = data.draw(ranges(document))
    changed = edits.delete(document, first, stop, cutting).document
    before, after = samples_of(document), samples_of(changed)
    head = common(before, after)
    tail = common(before[::-1], after[::-1])
    assert head + tail >= len(after)
    gone = spans_of(document)
    assert head >= (gone[first - 1][1] if first else 0)
    assert tail >= len(before) - (gone[stop][0] if stop < len(gone) else len(before))


def samples_of(document: Document) -> list[tuple[str | None, int, bool]]:
    """Every instant of every piece, ignored ones too. (Texts may change where a word is shaved.)"""
    out: list[tuple[str | None, int, bool]] = []
    for piece in document.pieces():
        out.extend(
            (piece.source, at if piece.source else 0, piece.kept) for at in range(piece.start, piece.stop)
        )
    return out


def spans_of(document: Document) -> list[tuple[int, int]]:
    spans, now = [], 0
    for piece in document.pieces():
        if piece.text:
            spans.append((now, now + piece.stop - piece.start))
        now += piece.stop - piece.start
    return spans


def common(left: list[object], right: list[object]) -> int:
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return count


@given(with_words, st.data())
def test_midpoint_cuts_leave_half_of_a_pause_on_either_side(document: Document, data: st.DataObject) -> None:
    first, stop = data.draw(ranges(document))
    _, _, _, fragment = lifted(document, first, stop, MIDPOINTS)
    taken = [piece for part in fragment for piece in part.pieces]
    flat = list(document.pieces())
    pauses = {(p.source, p.start, p.stop) for p in flat if p.kind is Kind.PAUSE}
    for piece in (taken[0], taken[-1]):
        if piece.kind is Kind.PAUSE and (piece.source, piece.start, piece.stop) not in pauses:
            whole = [
                p
                for p in flat
                if p.source == piece.source and p.start <= piece.start and piece.stop <= p.stop
            ]
            assert any((p.start + p.stop) // 2 in (piece.start, piece.stop) for p in whole)


@given(with_words, cuttings(), st.data())
def test_delete_shortens_by_exactly_what_it_takes(
    document: Document, cutting: Cutting, data: st.DataObject
) -> None:
    first, stop = data.draw(ranges(document))
    split, _, _, fragment = lifted(document, first, stop, cutting, deleting=True)
    changed = edits.delete(document, first, stop, cutting).document
    assert split.length == document.length
    assert changed.length == document.length - sum(paragraph.length for paragraph in fragment)


def test_reach_cuts_into_a_deleted_word_where_no_pause_is() -> None:
    words = tuple(Piece("a", 1000 * n, 1000 * n + 1000, "so", 0.5) for n in range(3))
    document = Document((Paragraph("Ann", words),))
    cutting = Cutting(lambda _s, lo, hi, wanted: lo if hi == wanted else hi, 100)
    assert played(edits.delete(document, 1, 2, cutting).document) == [("a", 0, 1100), ("a", 1900, 3000)]
    assert played(edits.move(document, 1, 2, 0, cutting).document)[0] == ("a", 1000, 2000)


# -- cut and paste ---------------------------------------------------------------------------------------


@given(with_words, cuttings(), st.data())
def test_cut_and_paste_at_the_same_place_is_nothing(
    document: Document, cutting: Cutting, data: st.DataObject
) -> None:
    first, stop = data.draw(ranges(document))
    split, a, b, fragment = lifted(document, first, stop, cutting)
    lifted_out = split.replace(a, b)
    back = a if a.paragraph < len(lifted_out.paragraphs) else Place(len(lifted_out.paragraphs), 0)
    assert lifted_out.replace(back, back, fragment) == document


@given(turns_without_cuts(), cuttings(), st.data())
def test_cut_and_paste_before_the_same_word_is_nothing_inside_an_uncut_turn(
    document: Document, cutting: Cutting, data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, document.word_count - 2))
    stop = data.draw(st.integers(first + 1, document.word_count - 1))
    fragment = edits.copied(document, first, stop, cutting)
    without = edits.delete(document, first, stop, Cutting(cutting.quiet)).document
    assert edits.paste(without, first, fragment, (), cutting).document == document


@given(with_words, cuttings(), st.data())
def test_move_is_what_it_is_for_a_list(document: Document, cutting: Cutting, data: st.DataObject) -> None:
    first, stop = data.draw(ranges(document))
    before = data.draw(st.integers(0, document.word_count))
    assume(not first <= before <= stop)
    change = edits.move(document, first, stop, before, cutting)
    old = words_of(document)
    at = before if before < first else before - (stop - first)
    others = old[:first] + old[stop:]
    assert words_of(change.document) == others[:at] + old[first:stop] + others[at:]
    assert change.selection == (at, at + stop - first)


@given(with_words, cuttings(), st.data())
def test_move_loses_and_adds_nothing(document: Document, cutting: Cutting, data: st.DataObject) -> None:
    first, stop = data.draw(ranges(document))
    before = data.draw(st.integers(0, document.word_count))
    assume(not first <= before <= stop)
    moved = edits.move(document, first, stop, before, cutting).document
    assert coverage(moved.pieces()) == coverage(document.pieces())
    assert moved.length == document.length


@given(with_words, cuttings(), st.data())
def test_copy_adds_the_words_once_more(document: Document, cutting: Cutting, data: st.DataObject) -> None:
    first, stop = data.draw(ranges(document))
    before = data.draw(st.integers(0, document.word_count))
    fragment = edits.copied(document, first, stop, cutting)
    change = edits.copy(document, first, stop, before, cutting)
    old, new = words_of(document), words_of(change.document)
    assert new == old[:before] + old[first:stop] + old[before:]
    added = [piece for part in fragment for piece in part.pieces]
    assert coverage(change.document.pieces()) == coverage([*document.pieces(), *added])
    assert texts(change.document)[slice(*change.selection)] == texts(document)[first:stop]


@given(with_words, with_words, st.data())
def test_paste_brings_the_transcripts_of_what_it_pastes_and_no_others(
    document: Document, other: Document, data: st.DataObject
) -> None:
    first, stop = data.draw(ranges(other))
    fragment = edits.copied(other, first, stop)
    renamed = {t.source: t for t in document.transcripts}
    change = edits.paste(
        document, data.draw(st.integers(0, document.word_count)), fragment, other.transcripts
    )
    needed = {piece.source for part in fragment for piece in part.pieces} - {None}
    assert {t.source for t in change.document.transcripts} == set(renamed) | needed
    assert all(change.document.transcript(source) is t for source, t in renamed.items())


# -- ignore ----------------------------------------------------------------------------------------------


@given(documents(ignored=False, min_words=1), cuttings(), st.data())
def test_ignoring_and_no_longer_ignoring_is_nothing(
    document: Document, cutting: Cutting, data: st.DataObject
) -> None:
    first, stop = data.draw(ranges(document))
    struck = edits.ignore(document, first, stop, True, cutting).document
    assert edits.ignore(struck, first, stop, False, cutting).document == document


@given(with_words, cuttings(), st.data())
def test_ignored_words_are_skipped_and_all_others_are_played(
    document: Document, cutting: Cutting, data: st.DataObject
) -> None:
    first, stop = data.draw(ranges(document))
    struck = edits.ignore(document, first, stop, True, cutting).document
    for number, (old, new) in enumerate(zip(words_of(document), words_of(struck), strict=True)):
        assert new.kept is (old.kept and not first <= number < stop)
        assert (new.text, new.start, new.stop) == (old.text, old.start, old.stop)
    _, _, _, fragment = lifted(document, first, stop, cutting)
    assert struck.length == document.length - sum(paragraph.length for paragraph in fragment)


@given(with_words, cuttings())
def test_no_longer_ignoring_word_by_word_leaves_nothing_ignored(document: Document, cutting: Cutting) -> None:
    """No stretch without words stays struck with no word left to bring it back by."""
    struck = edits.ignore(document, 0, document.word_count, True, cutting).document
    for word in range(struck.word_count):
        struck = edits.ignore(struck, word, word + 1, False).document
    first, last = document.place_of_word(0), document.place_of_word(document.word_count - 1)
    for piece in (p for part in struck.slice(first, last) for p in part.pieces):
        assert piece.kept


# -- gaps ------------------------------------------------------------------------------------------------


def silences(document: Document) -> list[int]:
    """The length of each silence that is heard."""
    heard = [piece for piece in document.pieces() if piece.kept]
    runs = groupby(heard, key=lambda piece: piece.kind in (Kind.PAUSE, Kind.GAP))
    return [sum(piece.length for piece in run) for quiet, run in runs if quiet]


@given(documents(), st.integers(1, 4000), st.integers(1, 4000))
def test_shorten_gaps_makes_every_long_silence_exactly_as_long_as_asked(
    document: Document, over: int, to: int
) -> None:
    assume(to <= over)
    changed = edits.shorten_gaps(document, over, to).document
    assert silences(changed) == [to if length > over else length for length in silences(document)]
    assert words_of(changed) == words_of(document)
    speech = [p for p in document.pieces() if p.kind is Kind.SPEECH]
    assert [p for p in changed.pieces() if p.kind is Kind.SPEECH] == speech
    again = edits.shorten_gaps(changed, over, to).document
    assert again == changed


def test_the_silence_on_both_sides_of_an_ignored_word_is_heard_as_one() -> None:
    pieces = (
        Piece("a", 0, 1000, "so", 0.5),
        Piece("a", 1000, 1600, ""),
        Piece("a", 1600, 2000, "um", 0.5, kept=False),
        Piece("a", 2000, 2600, ""),
        Piece("a", 2600, 3600, "well", 0.5),
    )
    changed = edits.shorten_gaps(Document((Paragraph("Ann", pieces),)), 1000, 400).document
    assert played(changed) == [("a", 0, 1200), ("a", 2400, 3600)]
    assert texts(changed) == ["so", "um", "well"]


@given(documents(), st.integers(1, 4000))
def test_shorten_gaps_leaves_untouched_paragraphs_the_same_objects(document: Document, over: int) -> None:
    if not any(length > over for length in silences(document)):
        changed = edits.shorten_gaps(document, over, 1).document
        assert all(a is b for a, b in zip(document.paragraphs, changed.paragraphs, strict=True))


@pytest.mark.parametrize(("over", "to"), [(10, 0), (10, -1), (10, 11), (0, 0)])
def test_gaps_are_never_shortened_to_nothing_nor_made_longer(over: int, to: int) -> None:
    with pytest.raises(EditError):
        edits.shorten_gaps(Document(), over, to)


@given(with_words, cuttings(), st.integers(1, 9000), st.data())
def test_a_gap_goes_between_the_words_and_adds_its_length(
    document: Document, cutting: Cutting, length: int, data: st.DataObject
) -> None:
    before = data.draw(st.integers(0, document.word_count))
    changed = edits.insert_gap(document, before, length, cutting).document
    assert changed.length == document.length + length
    assert words_of(changed) == words_of(document)
    made = sum(p.length for p in changed.pieces() if p.kind is Kind.GAP)
    assert made == length + sum(p.length for p in document.pieces() if p.kind is Kind.GAP)


# -- time ------------------------------------------------------------------------------------------------


@given(documents(), st.data())
def test_cut_time_takes_exactly_that_time(document: Document, data: st.DataObject) -> None:
    assume(document.length > 0)
    start = data.draw(st.integers(0, document.length - 1))
    stop = data.draw(st.integers(start + 1, document.length))
    changed = edits.cut_time(document, start, stop).document
    heard = [(s, at) for s, a, b in played(document) for at in range(a, b)]
    left = [(s, at) for s, a, b in played(changed) for at in range(a, b)]
    expected = heard[:start] + heard[stop:]
    assert [x if x[0] else None for x in left] == [x if x[0] else None for x in expected]


@given(documents(), st.data())
def test_ignored_words_at_the_ends_of_cut_time_stay(document: Document, data: st.DataObject) -> None:
    times = sorted(
        {
            document.time_of(Place(n, k))
            for n, p in enumerate(document.paragraphs)
            for k in range(len(p.pieces))
        }
        | {document.length}
    )
    assume(len(times) > 1)
    start = data.draw(st.sampled_from(times[:-1]))
    stop = data.draw(st.sampled_from([time for time in times if time > start]))
    changed = edits.cut_time(document, start, stop).document
    struck, now = [], 0
    for piece in document.pieces():
        if not piece.kept and piece.text and not start < now < stop:
            struck.append(piece)
        now += piece.length
    assert [piece for piece in changed.pieces() if not piece.kept and piece.text] == struck


@pytest.mark.parametrize(("start", "stop"), [(-1, 5), (5, 5), (6, 5), (0, 10**9)])
def test_time_that_is_not_there_cannot_be_cut(start: int, stop: int) -> None:
    document = Document((Paragraph("Ann", (Piece("a", 0, 100, "so", 0.5),)),))
    with pytest.raises(EditError):
        edits.cut_time(document, start, stop)


# -- speakers --------------------------------------------------------------------------------------------


@given(with_words, st.sampled_from([*SPEAKERS, "  Dora  Doe "]), st.data())
def test_a_speaker_is_set_for_these_words_alone(document: Document, name: str, data: st.DataObject) -> None:
    first, stop = data.draw(ranges(document))
    changed = set_speaker(document, first, stop, name).document
    assert played(changed) == played(document)
    old, new = speakers_of(document), speakers_of(changed)
    assert new == old[:first] + [" ".join(name.split())] * (stop - first) + old[stop:]
    assert words_of(changed) == words_of(document)


def speakers_of(document: Document) -> list[str]:
    return [p.speaker for p in document.paragraphs for piece in p.pieces if piece.text]


@given(documents(sources=1, ignored=False, made=False, whole=True, min_words=1), st.data())
def test_the_transcript_remembers_who_spoke(document: Document, data: st.DataObject) -> None:
    first, stop = data.draw(ranges(document))
    changed = set_speaker(document, first, stop, "Dora").document
    assert speakers_of(changed.transcripts[0].text) == speakers_of(changed)


@given(documents(), st.sampled_from(SPEAKERS), st.sampled_from([*SPEAKERS, "Dora"]))
def test_renaming_reaches_everywhere_and_changes_nothing_else(document: Document, old: str, new: str) -> None:
    everywhere = [document, *(t.text for t in document.transcripts)]
    names = {p.speaker for d in everywhere for p in d.paragraphs}
    names |= {o.speaker for d in everywhere for p in d.paragraphs for o in p.over}
    if old == new or old not in names:
        with pytest.raises(EditError):
            rename_speaker(document, old, new)
        return
    change = rename_speaker(document, old, new)
    changed = change.document
    assert change.label == f"Renamed {old} to {new}"
    for before, after in zip(everywhere, [changed, *(t.text for t in changed.transcripts)], strict=True):
        for p, q in zip(before.paragraphs, after.paragraphs, strict=True):
            assert q.speaker == (new if p.speaker == old else p.speaker)
            assert q.pieces is p.pieces
            assert {(new if o.speaker == old else o.speaker, o.piece) for o in p.over} == set(q.over)
            if q == p:
                assert q is p
    well_formed(changed)


# -- append ----------------------------------------------------------------------------------------------


@given(documents(sources=2), transcripts("new"))
def test_a_recording_comes_in_at_the_end_in_paragraphs_of_its_own(document: Document, new: object) -> None:
    from editor.model.document import Transcript

    assert isinstance(new, Transcript)
    change = edits.append(document, new.text.paragraphs, new, "the interview")
    assert change.document.paragraphs == document.paragraphs + new.text.paragraphs
    assert change.document.transcript("new") is new
    assert texts(change.document)[slice(*change.selection)] == texts(new.text)


# -- refusals --------------------------------------------------------------------------------------------


WORDS = Document(
    (
        Paragraph(
            "Ann",
            (Piece("a", 0, 1000, "so", 0.5), Piece("a", 1000, 2000, "well", 0.5)),
            (Overlap("Ben", Piece("a", 100, 300, "mhm", 0.5)),),
        ),
    )
)


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: edits.delete(d, 0, 3),
        lambda d: edits.delete(d, 1, 1),
        lambda d: edits.delete(d, -1, 1),
        lambda d: edits.ignore(d, 2, 3),
        lambda d: edits.move(d, 0, 1, 1),
        lambda d: edits.move(d, 0, 1, 3),
        lambda d: edits.copy(d, 0, 1, -1),
        lambda d: edits.paste(d, 3, ()),
        lambda d: edits.insert_gap(d, 0, 0),
        lambda d: edits.insert_gap(Document(), 0, 10),
        lambda d: set_speaker(d, 0, 1, "  "),
        lambda d: rename_speaker(d, "Ann", " "),
        lambda d: rename_speaker(d, "Ann", "Ann"),
        lambda d: rename_speaker(d, "Zoe", "Ann"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(edit: object) -> None:
    with pytest.raises(EditError) as caught:
        edit(WORDS)  # type: ignore[operator]
    assert is_a_sentence(str(caught.value))

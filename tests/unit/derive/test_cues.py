from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from editor.derive.cues import LINE, LONGEST_S, SHORTEST_S, Cue, crosstalk, cues
from editor.derive.writing import clean, columns, joined, pieces_of
from editor.model.document import Document, Kind, Overlap, Paragraph, Piece
from tests.helpers.documents import documents

RATE = 1000

texts = st.one_of(
    st.sampled_from(
        [
            "so",
            "Boston,",
            "yes.",
            "a<b",
            "&amp;",
            "-->",
            "00:00:01,000",
            "[x]",
            "مرحبا",
            "世界",
            "👩‍👩‍👧",
            "two\nlines",
            "7",
        ]
    ),
    st.text(min_size=1, max_size=60),
)


@st.composite
def odd_documents(draw: st.DrawFn) -> Document:
    """Any document, with any text for its words."""
    document = draw(documents())
    paragraphs = tuple(
        replace(p, pieces=tuple(replace(x, text=draw(texts)) if x.text else x for x in p.pieces))
        for p in document.paragraphs
    )
    return replace(document, paragraphs=paragraphs)


def kept_words(document: Document) -> list[str]:
    return [clean(p.text) for p in document.pieces() if p.kept and p.kind is Kind.WORD]


def said(words: str, speaker: str = "Ann", each: int = 300, start: int = 0, pause: int = 0) -> Paragraph:
    """Words of `each` samples, `pause` after each."""
    pieces: list[Piece] = []
    for word in words.split():
        pieces.append(Piece("a", start, start + each, word))
        start += each
        if pause:
            pieces.append(Piece("a", start, start + pause, ""))
            start += pause
    return Paragraph(speaker, tuple(pieces))


def lines_of(*paragraphs: Paragraph) -> list[tuple[str, ...]]:
    return [cue.lines for cue in cues(Document(paragraphs), RATE)]


@given(odd_documents())
def test_the_words_of_all_cues_are_the_kept_words(document: Document) -> None:
    squeezed = "".join("".join(cue.lines) for cue in cues(document, RATE)).replace(" ", "")
    assert squeezed == "".join(kept_words(document)).replace(" ", "")


@given(documents())
def test_words_stay_apart(document: Document) -> None:
    found = cues(document, RATE)
    assert " ".join(" ".join(cue.lines) for cue in found).split() == kept_words(document)
    assert [" ".join(cue.lines) for cue in found] == [cue.text for cue in found]


@given(odd_documents(), st.integers(0, 9000), st.integers(0, 9000))
def test_cues_are_in_order_never_overlap_and_have_length(document: Document, start: int, length: int) -> None:
    last = 0
    for cue in cues(document, RATE, start, start + length):
        assert last <= cue.start < cue.stop
        last = cue.stop
    assert last <= min(document.length - start, length) or last <= document.word_count + length


@given(odd_documents())
def test_cues_fit_the_screen(document: Document) -> None:
    for cue in cues(document, RATE):
        assert len(cue.lines) <= 2
        assert all(0 <= columns(line) <= LINE for line in cue.lines)
        assert cue.stop - cue.start <= LONGEST_S * RATE


@given(odd_documents(), st.integers(0, 9000))
def test_two_selections_side_by_side_say_all_of_it_once(document: Document, middle: int) -> None:
    def letters(found: tuple[Cue, ...]) -> str:
        return "".join(cue.text for cue in found).replace(" ", "")

    halves = cues(document, RATE, 0, middle), cues(document, RATE, middle)
    assert letters(halves[0]) + letters(halves[1]) == letters(cues(document, RATE))


def test_a_selection_begins_at_zero() -> None:
    document = Document((said("one two three four"),))
    assert cues(document, RATE, 300, 900) == (Cue(0, 600, "Ann", ("two three",), "two three"),)


def test_a_cue_ends_at_a_sentence_a_pause_another_speaker_and_another_paragraph() -> None:
    assert lines_of(
        said("First, we went to the house by the sea. Then all of us came back home again.", each=450)
    ) == [
        ("First, we went to the house by the sea.",),
        ("Then all of us came back home again.",),
    ]
    assert lines_of(said("one two", pause=501)) == [("one",), ("two",)]
    assert lines_of(said("one two", pause=500)) == [("one two",)]
    assert lines_of(said("one"), said("two", "Ben", start=300)) == [("one",), ("two",)]
    assert lines_of(said("one"), said("two", start=300)) == [("one",), ("two",)]


def test_two_lines_are_even_and_break_after_a_comma() -> None:
    assert lines_of(said("and so my fellow Americans, ask not what your country can do", each=200)) == [
        ("and so my fellow Americans,", "ask not what your country can do")
    ]


def test_a_short_cue_stays_as_long_as_what_follows_leaves_room() -> None:
    document = Document((said("Yes.", pause=1700), said("No.", "Ben", each=200, start=2000, pause=300)))
    yes, no = cues(document, RATE)
    assert (yes.start, yes.stop) == (0, SHORTEST_S * RATE)
    assert (no.start, no.stop) == (2000, 2500)


def test_reading_takes_time_where_there_is_some() -> None:
    fast = said("all of this was said very much faster than anybody reads", each=50)
    pause = Piece("a", 10_000, 19_000, "")
    (cue,) = cues(Document((replace(fast, pieces=(*fast.pieces, pause)),)), RATE)
    assert cue.stop == round(len(cue.text) / 17 * RATE)


def test_words_shorter_than_a_thousandth_still_get_one() -> None:
    turns = tuple(Paragraph("AB"[n % 2], (Piece("a", n, n + 1, f"w{n}"),)) for n in range(5))
    found = cues(Document(turns), 44100)
    assert [(cue.start, cue.stop) for cue in found[:2]] == [(0, 45), (45, 90)]


def test_scripts_without_spaces_are_joined_and_wrapped_by_width() -> None:
    words = tuple(
        Piece("a", n * 100, n * 100 + 100, word) for n, word in enumerate(["今天", "天气", "很好", "。"] * 8)
    )
    found = cues(Document((Paragraph("李", words),)), RATE)
    assert "".join(cue.text for cue in found) == "今天天气很好。" * 8
    assert all(cue.text.endswith("。") for cue in found)
    assert max(columns(line) for cue in found for line in cue.lines) <= LINE
    assert joined(["안녕", "세계"]) == "안녕 세계"
    assert joined(["用", "Python", "写"]) == "用 Python 写"


def test_a_word_too_long_for_a_line_is_divided_with_its_time() -> None:
    sentence = "我" * 100
    found = cues(Document((Paragraph("李", (Piece("a", 0, 10_000, sentence),)),)), RATE)
    assert "".join("".join(cue.lines) for cue in found) == sentence
    assert len(found) > 1
    assert found[-1].start > 3000


def test_a_character_keeps_the_marks_upon_it() -> None:
    family = "👩‍👩‍👧"
    assert pieces_of(family * 3, 4) == [family] * 3
    assert pieces_of("e\u0301" * 4, 2) == ["e\u0301e\u0301"] * 2


def test_struck_words_drafts_and_speech_without_words_are_left_out() -> None:
    pieces = (
        Piece("a", 0, 300, "kept"),
        Piece("a", 300, 600, "struck", kept=False),
        Piece("a", 600, 900, "", 0.0),
        Piece(None, 0, 300, "draft"),
    )
    assert lines_of(Paragraph("Ann", pieces)) == [("kept",)]


def test_what_others_say_stands_over_the_words_it_is_said_over() -> None:
    over = (
        Overlap("Ben", Piece("a", 350, 450, "mhm", mic=1)),
        Overlap("Ben", Piece("a", 700, 800, "cut", mic=1)),
    )
    pieces = (Piece("a", 0, 200, "struck", kept=False), Piece("a", 200, 600, "one"))
    document = Document((said("before", each=1000), Paragraph("Ann", pieces, over)))
    assert crosstalk(document, RATE) == (Cue(1150, 1400, "Ben", ("mhm",), "mhm"),)
    assert "mhm" not in "".join(cue.text for cue in cues(document, RATE))

"""Every match reads as what was looked for, and none is missed: beside the plain reading, word by word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.derive.finding import Query, Reading, find
from editor.derive.folding import bare
from editor.model import edits
from editor.model.document import Document, Paragraph, Piece
from tests.helpers.documents import documents

Spans = list[tuple[int, int]]

TEXTS = ("an", "Anna", "banana,", "—", "nan", "“an", "na.", "Ñan!", "a")
QUERIES = st.lists(st.sampled_from(("a", "n", "an", "na", "nan", "ANNA", "an,", "—", "")), max_size=3).map(
    " ".join
)


def said(*turns: str) -> Document:
    """A speaker for each of `turns`, Ann and Ben in turn; words are divided by spaces, paragraphs by /."""
    paragraphs, now = [], 0
    for number, turn in enumerate(turns):
        for line in turn.split(" / "):
            pieces = []
            for text in line.split():
                pieces.append(Piece("s", now, now + 10, text))
                now += 10
            paragraphs.append(Paragraph("Ben" if number % 2 else "Ann", tuple(pieces)))
    return Document(tuple(paragraphs))


@st.composite
def sayings(draw: st.DrawFn) -> Document:
    """Any document, with words that are much alike."""
    document: Document = draw(documents())
    texts = iter(draw(st.lists(st.sampled_from(TEXTS), min_size=60, max_size=60)) * 50)
    return replace(
        document,
        paragraphs=tuple(
            replace(
                p,
                pieces=tuple(replace(piece, text=next(texts)) if piece.text else piece for piece in p.pieces),
            )
            for p in document.paragraphs
        ),
    )


def voices(document: Document) -> list[list[tuple[int, str]]]:
    """(number, text) of the words that one speaker says without another in between."""
    found: list[list[tuple[int, str]]] = []
    speaker, number = None, 0
    for paragraph in document.paragraphs:
        texts = [piece.text for piece in paragraph.pieces if piece.text]
        if texts and paragraph.speaker != speaker:
            speaker = paragraph.speaker
            found.append([])
        for text in texts:
            found[-1].append((number, bare(text)))
            number += 1
    return found


def plainly(document: Document, query: Query) -> Spans:
    """Every place looked at, one after the other; of those that share a word the first."""
    wanted = " ".join(filter(None, map(bare, query.text.split())))
    found: Spans = []
    for words in voices(document):
        letters = [(letter, number) for number, word in words if word for letter in f"{word} "]
        text = "".join(letter for letter, _ in letters)
        for at in range(len(text) - len(wanted) if wanted else 0):
            end = at + len(wanted)
            whole = (at == 0 or text[at - 1] == " ") and text[end] == " "
            first, last = letters[at][1], letters[end - 1][1]
            apart = not found or first >= found[-1][1]
            if text[at:end] == wanted and apart and (whole or not query.whole):
                found.append((first, last + 1))
    return found


@given(sayings(), QUERIES, st.booleans())
def test_none_is_missed_and_each_reads_as_the_query(document: Document, text: str, whole: bool) -> None:
    query = Query(text, whole)
    if query.punctuation:
        return
    found = find(document, query)
    assert found.all == plainly(document, query)
    assert len(found) == len(found.all)
    texts = [bare(piece.text) for piece in document.pieces() if piece.text]
    wanted = " ".join(filter(None, map(bare, text.split())))
    for first, stop in found.all:
        read = " ".join(filter(None, texts[first:stop]))
        assert read == wanted if whole else wanted in read


@given(sayings(), QUERIES)
def test_paragraphs_show_the_matches_that_have_words_in_them(document: Document, text: str) -> None:
    found = find(document, Query(text))
    for number in range(len(document.paragraphs)):
        first, stop = document.first_word(number), document.first_word(number + 1)
        expected = [span for span in found.all if span[0] < stop and span[1] > first]
        assert list(found.in_paragraph(number)) == expected
    for number, span in enumerate(found.all):
        assert found.at(span) == number
        assert found.from_word(span[0]) == number
        assert found.from_word(span[0] + 1) == number + 1
        assert found.at((span[0], span[1] + 1)) is None


@given(sayings())
def test_a_place_in_the_text_leads_to_its_word_and_back(document: Document) -> None:
    reading = Reading(document)
    for word in range(document.word_count):
        text = bare(document.piece(document.place_of_word(word)).text)
        start = reading.offset_of(word)
        assert reading.text[start : start + len(text) + 1] == f"{text} "
        for inside in range(len(text)):
            assert reading.word_at(start + inside) == (word, inside)


BOOK = said(
    "It was the best of times, it was the worst of / times.", "It was!", "The Café is “closed” — today"
)


@pytest.mark.parametrize(
    ("text", "whole", "matches"),
    [
        ("best of times", False, [(3, 6)]),
        ("BEST OF TIMES", True, [(3, 6)]),
        ("“best of times,”", False, [(3, 6)]),
        ("est of tim", False, [(3, 6)]),
        ("est of tim", True, []),
        ("times it", False, [(5, 7)]),
        ("times", False, [(5, 6), (11, 12)]),
        ("worst of times", False, [(9, 12)]),
        ("times it was", False, [(5, 8)]),
        ("was the", True, [(1, 3), (7, 9)]),
        ("it was", True, [(0, 2), (6, 8), (12, 14)]),
        ("cafe", False, [(15, 16)]),
        ("cafés", False, []),
        ("closed today", True, [(17, 20)]),
        ("!", False, [(13, 14)]),
        ("—", True, [(18, 19)]),
        (",", False, [(5, 6)]),
        ("?", False, []),
        ("  ", False, []),
        (".*", False, []),
        ("\u0301", False, []),
    ],
)
def test_what_is_found_where(text: str, whole: bool, matches: Spans) -> None:
    assert find(BOOK, Query(text, whole)).all == matches


def test_a_match_over_a_pause_is_shown_in_both_paragraphs() -> None:
    found = find(BOOK, Query("times"))
    assert [found.in_paragraph(number) for number in range(2)] == [((5, 6),), ((11, 12),)]
    found = find(BOOK, Query("worst of times"))
    assert [found.in_paragraph(number) for number in range(3)] == [((9, 12),), ((9, 12),), ()]


def test_nothing_is_found_over_a_change_of_voice() -> None:
    assert find(BOOK, Query("times it")).all == [(5, 7)]
    assert find(BOOK, Query("was the cafe")).all == []


def test_scripts_without_spaces_are_found_however_they_are_divided() -> None:
    document = said("你好 世 界, 再 见")
    for text in ("好世", "你好世界", "你好 世界", "世界再见"):
        assert len(find(document, Query(text))) == 1
    assert find(document, Query("世界", True)).all == [(1, 3)]


def test_struck_words_are_found() -> None:
    struck = edits.ignore(BOOK, 3, 6).document
    assert find(struck, Query("best of times")).all == [(3, 6)]


def test_a_word_with_a_space_in_it_is_one_word() -> None:
    document = Document((Paragraph("Ann", (Piece("s", 0, 9, "in"), Piece("s", 9, 19, "New York,"))),))
    assert find(document, Query("new york")).all == [(1, 2)]
    assert find(document, Query("in new")).all == [(0, 2)]
    assert find(document, Query("york", True)).all == [(1, 2)]


@pytest.mark.parametrize(
    ("words", "looked_for", "new", "reads"),
    [
        ("the times, they", "times", "days", "days,"),
        ("the times, they", "times,", "days,", "days,"),
        ("the times, they", "times.", "days.", "days.,"),
        ("the “Times” they", "“times”", "‘Days’", "‘Days’"),
        ("a “Times”", "times", "Days", "“Days”"),
        ("best of times,", "est of tim", "low of lim", "blow of limes,"),
        ("umbrella", "um", "", "brella"),
        ("cafe\u0301s", "cafe", "bar", "bars"),
        ("Straße", "ss", "zz", "Strazze"),
        ("really?!", "?", "", "really!"),
        ("“closed” — today", "closed today", "open", "“open"),
    ],
)
def test_only_what_was_looked_for_is_replaced(words: str, looked_for: str, new: str, reads: str) -> None:
    found = find(said(words), Query(looked_for))
    assert len(found) == 1
    assert found.reworded(0, new) == reads


@given(sayings(), st.sampled_from(("a", "n", "an", "ANNA")))
def test_replacing_with_the_same_letters_changes_no_letter(document: Document, text: str) -> None:
    found = find(document, Query(text))
    texts = [piece.text for piece in document.pieces() if piece.text]
    for number, (first, _) in enumerate(found.all):
        assert bare(found.reworded(number, text)) == bare(texts[first])

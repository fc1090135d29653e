"""Characters lead to words and back, whatever stands between."""

from __future__ import annotations

from editor.model import edits, folds
from editor.model.document import Document, Overlap, Paragraph, Piece
from editor.ui.transcript.composing import MARK, MarkKind, compose
from tests.helpers.paper import RATE, paper_document


def _paragraph(*texts: str) -> Paragraph:
    pieces = tuple(Piece("s", n * RATE, (n + 1) * RATE, text, 0.9) for n, text in enumerate(texts))
    return Paragraph("Ann", pieces)


def test_every_word_is_found_by_its_characters() -> None:
    paragraph = paper_document(80).paragraphs[0]
    composed = compose(paragraph, (), RATE)
    texts = [paragraph.pieces[n].text for n in paragraph.word_pieces]
    for word, text in enumerate(texts):
        assert composed.text[composed.starts[word] : composed.stops[word]] == text
        for character in range(composed.starts[word], composed.stops[word]):
            assert composed.word_at(character) == word


def test_only_long_pauses_are_marked() -> None:
    pieces = (
        Piece("s", 0, 100, "one"),
        Piece("s", 100, 100 + RATE // 2, ""),
        Piece("s", 100 + RATE // 2, 200 + RATE, "two"),
        Piece("s", 200 + RATE, 201 + RATE + RATE // 2, ""),
        Piece("s", 201 + RATE + RATE // 2, 3 * RATE, "three"),
    )
    composed = compose(Paragraph("Ann", pieces), (), RATE)
    assert composed.text == f"one two{MARK} three"
    assert [mark.kind for mark in composed.marks] == [MarkKind.PAUSE]


def test_speech_without_words_and_gaps_are_marked() -> None:
    pieces = (Piece("s", 0, RATE, "", 0.0), Piece(None, 0, 10, ""), Piece("s", RATE, 2 * RATE, "one"))
    composed = compose(Paragraph("Ann", pieces), (), RATE)
    assert [mark.kind for mark in composed.marks] == [MarkKind.SPEECH, MarkKind.GAP]
    assert composed.word_at(0) == 0


def test_scripts_without_spaces_get_none() -> None:
    assert compose(_paragraph("你", "好", "world", "안녕", "세상"), (), RATE).text == "你好 world 안녕 세상"


def test_cuts_are_marked_where_they_are() -> None:
    document = paper_document(80, per_paragraph=40)
    document = edits.delete(document, 10, 13).document
    document = edits.delete(document, 20, 21).document
    found = folds.folds(document)
    composed = compose(document.paragraphs[0], found, RATE)
    marks = [mark for mark in composed.marks if mark.kind is MarkKind.FOLD]
    assert [mark.fold for mark in marks] == list(found)
    for mark, word in zip(marks, (10, 20), strict=True):
        assert composed.stops[word - 1] <= mark.at < composed.starts[word]


def test_what_others_say_in_between_stands_where_it_begins() -> None:
    pieces = tuple(Piece("s", n * 100, (n + 1) * 100, f"w{n}") for n in range(6))
    over = tuple(
        Overlap(speaker, Piece("s", start, start + 40, text, mic=1))
        for speaker, start, text in (("Ben", 120, "yes"), ("Ben", 180, "sure"), ("Cleo", 410, "no"))
    )
    composed = compose(Paragraph("Ann", pieces, over), (), RATE)
    marks = [(mark.piece, mark.said) for mark in composed.marks]
    assert marks == [(1, "Ben: yes sure"), (4, "Cleo: no")]
    assert composed.text == f"w0 w1{MARK} w2 w3 w4{MARK} w5"


def test_nothing_is_composed_of_nothing() -> None:
    composed = compose(Paragraph("Ann", (Piece("s", 0, 10, ""),)), (), RATE)
    assert composed.text == ""
    assert Document().word_count == 0

from __future__ import annotations

from editor.formats.plain import escaped, markdown, txt
from editor.model.document import Document, Overlap, Paragraph, Piece

RATE = 1000


def paragraph(speaker: str, text: str, start: int = 0) -> Paragraph:
    words = text.split()
    return Paragraph(
        speaker,
        tuple(Piece("a", start + n * 300, start + n * 300 + 300, word) for n, word in enumerate(words)),
    )


TALK = Document((paragraph("Ann", "One two."), paragraph("Ann", "Three."), paragraph("Ben", "Four!", 9000)))


def test_txt_names_a_speaker_where_another_one_begins() -> None:
    assert txt(TALK, RATE) == "Ann: One two.\n\nThree.\n\nBen: Four!\n"


def test_markdown_has_names_in_bold_and_times() -> None:
    assert markdown(TALK, RATE) == (
        "# Transcript\n\n**Ann** (00:00)\n\nOne two.\n\nThree.\n\n**Ben** (00:00)\n\nFour!\n"
    )


def test_nothing_said_is_an_empty_file() -> None:
    assert txt(Document(), RATE) == markdown(Document(), RATE) == ""


def test_struck_words_and_drafts_leak_nowhere() -> None:
    pieces = (Piece("a", 0, 9, "struck", kept=False), Piece(None, 0, 9, "draft"), Piece("a", 9, 18, "kept"))
    document = Document((Paragraph("Ann", pieces),))
    assert txt(document, RATE) == "Ann: kept\n"
    assert markdown(document, RATE).endswith("\n\nkept\n")


def test_speech_without_words_is_marked_once_and_slivers_are_not() -> None:
    long = (Piece("a", 0, 400, "", 0.0), Piece("a", 500, 1000, "", 0.0), Piece("a", 1000, 9000, "", 0.5))
    short = (Piece("a", 9000, 9300, "word"), Piece("a", 9300, 9700, "", 0.0))
    assert txt(Document((Paragraph("Ann", (*long, *short)),)), RATE) == "Ann: [unrecognised speech] word\n"


def test_a_voice_without_a_name_is_not_taken_for_the_one_before() -> None:
    nameless = paragraph("", "Two.", 300)
    assert txt(Document((paragraph("Ann", "One."), nameless)), RATE) == "Ann: One.\n\nUnknown speaker: Two.\n"
    assert txt(Document((nameless,)), RATE) == "Two.\n"


def test_what_is_said_over_the_speaker_stands_in_brackets() -> None:
    over = (Overlap("Ben", Piece("a", 100, 200, "mhm", mic=1)),)
    document = Document((Paragraph("Ann", (Piece("a", 0, 300, "One."),), over),))
    assert txt(document, RATE) == "Ann: One.\n\n(Ben, meanwhile: mhm)\n"
    assert markdown(document, RATE).endswith("One.\n\n*Ben, meanwhile:* mhm\n")


def test_a_selection() -> None:
    assert txt(TALK, RATE, 300, 900) == "Ann: two.\n\nThree.\n"
    assert "**Ann** (00:00)" in markdown(TALK, RATE, 300, 900)


def test_markdown_shows_text_as_it_is() -> None:
    assert escaped("*a* [b](c) <d> `e` \\") == r"\*a\* \[b\](c) \<d\> \`e\` \\"
    assert escaped("1984. A year") == r"1984\. A year"
    assert escaped("# not a heading") == r"\# not a heading"
    assert escaped("- not a list") == r"\- not a list"

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from editor.derive.writing import clean
from editor.formats.podcast_json import podcast_json
from editor.formats.srt import srt
from editor.formats.vtt import vtt
from editor.model.document import Document, Kind, Overlap, Paragraph, Piece
from tests.helpers.captions import Caption, read_podcast_json, read_srt, read_vtt

RATE = 44100

NASTY = (
    "a<b", "</v>", "<v", "Eve>", "&amp;", "R&D", "-->", "-->>", "two\n\nlines", "\x00", "\ud800", "\u2028",
    "12", "WEBVTT", "NOTE", "{\\an8}", "مرحبا،", "世界", "👩‍👩‍👧", "\u00a0", "\"", "yes.",
)  # fmt: skip

said = st.one_of(st.sampled_from(NASTY), st.text(min_size=1, max_size=50))


@st.composite
def nasty_documents(draw: st.DrawFn) -> Document:
    now, paragraphs = 0, []
    for _ in range(draw(st.integers(0, 3))):
        pieces = []
        for text in draw(st.lists(said, min_size=1, max_size=12)):
            length = draw(st.one_of(st.integers(1, 50), st.integers(5000, 90000)))
            pieces.append(Piece("a", now, now + length, text, kept=draw(st.integers(0, 3)) > 0))
            now += length
        speaker = draw(
            st.one_of(st.sampled_from(["Ann", "", "A & B <c>", "B\nC", "-->"]), st.text(max_size=5))
        )
        paragraphs.append(Paragraph(speaker, tuple(pieces)))
    return Document(tuple(paragraphs))


def squeezed(captions: list[Caption]) -> str:
    return "".join("".join(caption.lines) for caption in captions).replace(" ", "")


def in_order(captions: list[Caption]) -> bool:
    ends = [0, *(caption.stop for caption in captions)]
    return all(end <= c.start < c.stop for end, c in zip(ends, captions, strict=False))


@given(nasty_documents())
def test_every_format_reads_back_to_the_kept_words(document: Document) -> None:
    words = "".join(clean(p.text) for p in document.pieces() if p.kept and p.kind is Kind.WORD).replace(
        " ", ""
    )
    from_srt, from_vtt = read_srt(srt(document, RATE)), read_vtt(vtt(document, RATE))
    from_json = read_podcast_json(podcast_json(document, RATE))
    assert squeezed(from_vtt) == squeezed(from_json) == words
    # An arrow over a word's edge is one to the eye and to the format alike, so compare without its parts.
    for arrow in "->→":
        words = words.replace(arrow, "")
    assert squeezed(from_srt).translate({ord(c): None for c in "->→"}) == words
    times = [(c.start, c.stop) for c in from_srt]
    assert times == [(c.start, c.stop) for c in from_vtt] == [(c.start, c.stop) for c in from_json]
    assert in_order(from_srt)
    names = [clean(paragraph.speaker) for paragraph in document.paragraphs]
    assert {c.speaker for c in from_vtt} <= set(names)
    for text in (srt(document, RATE), vtt(document, RATE), podcast_json(document, RATE)):
        text.encode("utf-8")


def test_nothing_said_is_a_valid_file() -> None:
    pause = Document((Paragraph("Ann", (Piece("a", 0, 100, ""),)),))
    for document in (Document(), pause):
        assert srt(document, RATE) == ""
        assert vtt(document, RATE) == "WEBVTT\n"
        assert json.loads(podcast_json(document, RATE)) == {"version": "1.0.0", "segments": []}


def two_voices() -> Document:
    hello = Piece("a", 44100, 88200, "Hello,")
    you = Piece("a", 88200, 132300, "R&D.")
    over = Overlap("Ben", Piece("a", 66150, 88200, "hi", mic=1))
    return Document((Paragraph("Ann", (Piece("a", 0, 44100, ""), hello, you), (over,)),))


def test_srt() -> None:
    assert srt(two_voices(), RATE) == "1\n00:00:01,000 --> 00:00:03,000\nHello, R&D.\n"


def test_vtt_says_who_speaks_and_who_speaks_over_them() -> None:
    assert vtt(two_voices(), RATE) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Ann>Hello, R&amp;D.\n"
        "\n00:00:01.500 --> 00:00:02.500\n<v Ben>hi\n"
    )


def test_json_has_the_segments_of_the_podcast_namespace() -> None:
    assert json.loads(podcast_json(two_voices(), RATE))["segments"][0] == {
        "speaker": "Ann",
        "startTime": 1.0,
        "endTime": 3.0,
        "body": "Hello, R&D.",
    }


def test_a_selection_begins_at_zero() -> None:
    assert read_srt(srt(two_voices(), RATE, 44100, 88200)) == [Caption(0, 1000, "", ("Hello,",))]


def test_the_eleventh_hour() -> None:
    late = Document((Paragraph("", (Piece("a", 0, 11 * 3600 * RATE, ""), Piece("a", 0, RATE, "late"))),))
    assert "11:00:00,000 --> 11:00:01,000" in srt(late, RATE)
    assert "\nlate\n" in vtt(late, RATE)

"""Words that come in are a document which grows, and in the end is the one that the import brings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.app.arriving import Arriving
from editor.model.cutting import EditError
from editor.model.document import Document, Kind
from editor.model.edits import Change
from editor.model.source import Recording, Source
from editor.speech.fragment import transcript
from editor.speech.words import Caught, Speech, Word

RATE = 1000


@st.composite
def said(draw: st.DrawFn) -> list[Word]:
    now, words = 0, []
    for number in range(draw(st.integers(1, 300))):
        now += draw(st.sampled_from([0, 0, 50, 300, 1500]))
        words.append(Word(now, now + 200, f"w{number}{draw(st.sampled_from(['', '', '.']))}", 0.9))
        now += 200
    return words


def turns(document: Document) -> list[tuple[str, list[tuple[int, int, str]]]]:
    return [
        (turn.speaker, [(p.start, p.stop, p.text) for p in turn.pieces if p.text])
        for turn in document.paragraphs
    ]


@settings(max_examples=40)
@given(said(), st.integers(1, 60), st.integers(0, 30))
def test_once_all_is_aligned_it_reads_as_what_the_import_brings(
    words: list[Word], step: int, ahead: int
) -> None:
    arriving = Arriving(["Ann"], RATE)
    told = 0
    for done in range(0, len(words), step):
        more = words[told : done + step + ahead]
        told += len(more)
        if more:
            arriving.catch([(0, Caught(tuple(more), aligned=False))])
        arriving.catch([(0, Caught(tuple(words[done : done + step]), aligned=True))])
        shown = [piece.text for piece in arriving.document.pieces() if piece.text]
        assert shown == [word.text for word in words[:told]]
    source = Source("s", "s", (Recording("0" * 64, "a.wav", "Ann", words[-1].stop, RATE, 1),))
    brought = transcript(source, [Speech(tuple(words), (), "en", "m", True)], RATE)
    assert turns(arriving.document) == turns(brought.text)


def test_what_is_not_aligned_is_told_from_what_is() -> None:
    arriving = Arriving(["Ann"], RATE)
    words = tuple(Word(300 * n, 300 * n + 200, f"w{n}", 0.9) for n in range(6))
    arriving.catch([(0, Caught(words, aligned=False))])
    assert {piece.kind for piece in arriving.document.pieces() if piece.text} == {Kind.DRAFT}
    # The aligner may find other words than the recogniser: those it has come past are gone.
    exact = (Word(10, 190, "w0", 0.9), Word(310, 880, "other", 0.9))
    arriving.catch([(0, Caught(exact, aligned=True))])
    shown = [(piece.text, piece.kind) for piece in arriving.document.pieces() if piece.text]
    assert shown[:2] == [("w0", Kind.WORD), ("other", Kind.WORD)]
    assert [text for text, _ in shown[2:]] == ["w3", "w4", "w5"]


def test_turns_that_are_whole_stay_the_same_objects() -> None:
    arriving = Arriving(["Ann"], RATE)
    words = [Word(3000 * n, 3000 * n + 200, f"w{n}", 0.9) for n in range(9)]
    arriving.catch([(0, Caught(tuple(words[:5]), aligned=True))])
    before = arriving.document.paragraphs
    arriving.catch([(0, Caught(tuple(words[5:]), aligned=True))])
    assert all(a is b for a, b in zip(before[:4], arriving.document.paragraphs, strict=False))


def test_speakers_can_be_named_while_it_comes_in_and_nothing_else_be_changed() -> None:
    arriving = Arriving(["a", "b"], RATE)
    heard: list[Document] = []
    stop = arriving.listen(lambda _old, new: heard.append(new))
    arriving.catch(
        [(mic, Caught((Word(0, 9, "x", 0.9), Word(5000, 5009, "y", 0.9)), aligned=True)) for mic in (0, 1)]
    )
    arriving.name(1, "Ben")
    assert [turn.speaker for turn in heard[-1].paragraphs] == ["a", "a", "Ben", "Ben"]
    assert list(arriving.speakers) == ["a", "Ben"]
    with pytest.raises(EditError, match="still coming in"):
        arriving.do(lambda document: Change(document, "Nothing", (0, 0)))
    stop()
    arriving.name(1, "Cy")
    assert len(heard) == 2

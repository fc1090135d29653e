"""Words with times become a transcript: the source is covered, voices are in turns, nothing counts twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor.model.document import Kind, Transcript
from editor.model.source import Recording, Source
from editor.speech.fragment import transcript
from editor.speech.words import Speech, Word

RATE = 1000


def source(*mics: tuple[str, int, int]) -> Source:
    """mics: (speaker, samples, offset)."""
    recordings = tuple(
        Recording(f"{n:064x}", f"{name}.wav", name, samples, RATE, 1, offset)
        for n, (name, samples, offset) in enumerate(mics)
    )
    return Source("s", "talk", recordings)


def said(*words: tuple[int, int, str], unrecognised: tuple[tuple[int, int], ...] = ()) -> Speech:
    return Speech(tuple(Word(a, b, text, 0.9) for a, b, text in words), unrecognised, "en", "m", True)


def covers(found: Transcript) -> None:
    now = 0
    for piece in found.text.pieces():
        assert piece.start == now
        assert piece.stop > piece.start
        now = piece.stop
    assert now == found.length == found.text.length


def test_words_pauses_and_speech_without_words_cover_the_source() -> None:
    speech = said((100, 200, "one"), (200, 300, "two."), (900, 950, "three"), unrecognised=((500, 700),))
    found = transcript(source(("Ann", 1000, 0)), [speech], RATE)
    covers(found)
    kinds = [(p.kind, p.start, p.stop) for p in found.text.pieces()]
    assert kinds == [
        (Kind.PAUSE, 0, 100),
        (Kind.WORD, 100, 200),
        (Kind.WORD, 200, 300),
        (Kind.PAUSE, 300, 500),
        (Kind.SPEECH, 500, 700),
        (Kind.PAUSE, 700, 900),
        (Kind.WORD, 900, 950),
        (Kind.PAUSE, 950, 1000),
    ]


def test_a_long_silence_begins_a_paragraph_and_stays_with_the_one_before() -> None:
    speech = said((0, 100, "one"), (1400, 1500, "two"))
    found = transcript(source(("Ann", 1500, 0)), [speech], RATE)
    assert [[p.text for p in par.pieces] for par in found.text.paragraphs] == [["one", ""], ["two"]]


def test_a_long_paragraph_ends_with_a_sentence() -> None:
    words = [(n * 10, n * 10 + 10, "so" if n != 95 else "end.") for n in range(120)]
    found = transcript(source(("Ann", 1200, 0)), [said(*words)], RATE)
    assert [par.word_count for par in found.text.paragraphs] == [96, 24]


def test_nobody_listened_is_speech_without_words() -> None:
    found = transcript(source(("Ann", 500, 0)), [None], RATE)
    (piece,) = found.text.pieces()
    assert piece.kind is Kind.SPEECH
    covers(found)


def test_two_microphones_take_turns_under_their_own_names() -> None:
    ann = said((0, 100, "Hello"), (100, 200, "Ben."))
    ben = said((150, 300, "Hello"), (300, 400, "Ann."))
    found = transcript(source(("Ann", 1000, 0), ("Ben", 900, 100)), [ann, ben], RATE)
    covers(found)
    turns = [(par.speaker, [p.text for p in par.pieces if p.text]) for par in found.text.paragraphs]
    assert turns == [("Ann", ["Hello", "Ben."]), ("Ben", ["Hello", "Ann."])]
    assert [p.mic for p in found.text.pieces() if p.text] == [0, 0, 1, 1]


def test_what_is_said_over_somebody_stands_beside_their_turn() -> None:
    ann = said((0, 400, "Incomprehensibly"), (400, 600, "long."))
    ben = said((150, 350, "Yes."))
    found = transcript(source(("Ann", 700, 0), ("Ben", 700, 0)), [ann, ben], RATE)
    covers(found)
    (paragraph,) = found.text.paragraphs
    assert [p.text for p in paragraph.pieces if p.text] == ["Incomprehensibly", "long."]
    assert [(o.speaker, o.piece.text, o.piece.mic) for o in paragraph.over] == [("Ben", "Yes.", 1)]


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 400)), max_size=12), min_size=1, max_size=3
    ),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 500)), max_size=4),
)
def test_every_word_stands_once_in_the_line_or_beside_it(
    mics: list[list[tuple[int, int]]], unheard: list[tuple[int, int]]
) -> None:
    speeches = []
    for number, spans in enumerate(mics):
        words: list[tuple[int, int, str]] = []
        for start, length in sorted(spans):
            begin = max(start, words[-1][1] if words else 0)
            words.append((begin, begin + length, f"{number}.{len(words)}"))
        speeches.append(said(*words, unrecognised=tuple((a, a + n) for a, n in unheard)))
    found = transcript(source(*((f"S{n}", 9000, 0) for n in range(len(mics)))), speeches, RATE)
    covers(found)
    line = [p.text for p in found.text.pieces() if p.text]
    beside = [o.piece.text for par in found.text.paragraphs for o in par.over]
    assert sorted(line + beside) == sorted(w.text for speech in speeches for w in speech.words)

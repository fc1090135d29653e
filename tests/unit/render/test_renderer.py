"""The renderer is a pure function of the root: blocks, order and edits before it change no sample."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from editor.model.document import Document, Paragraph, Piece, canonical
from editor.render.renderer import Renderer
from tests.helpers.sounds import ArraySound, document_of, noise, sine

RATE = 44100
HALF = round(0.015 * RATE / 2)
SOURCES = {
    "a": ArraySound(noise(9000, seed=1)),
    "b": ArraySound(sine(120, 5000)),
    "c": ArraySound(noise(700, seed=3)),
}
TONES = {"a": noise(333, 0.001, seed=4), "b": noise(50, 0.001, seed=5), "c": noise(0)}


def render_of(document: Document) -> Renderer:
    return Renderer(document, SOURCES.__getitem__, TONES.__getitem__, RATE)


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    source = draw(st.sampled_from(["a", "b", "c", None]))
    start = 0 if source is None else draw(st.sampled_from([0, 1, 100, 400, 690, 4000, 8990]))
    length = draw(st.sampled_from([1, 2, 7, 100, 300, 301, 661, 700, 1500]))
    text = draw(st.sampled_from(["", "word"]))
    return Piece(source, start, start + length, text, kept=draw(st.booleans()) or draw(st.booleans()))


documents = st.lists(
    st.builds(
        lambda speaker, p: Paragraph(speaker, canonical(p)),
        st.sampled_from(["Ann", "Ben"]),
        st.lists(pieces(), min_size=1, max_size=6),
    ),
    max_size=6,
).map(lambda paragraphs: Document(tuple(paragraphs)))


@given(documents, st.data())
def test_any_blocks_in_any_order_give_the_same_samples(document: Document, data: st.DataObject) -> None:
    whole = render_of(document).read(0, document.length)
    cuts = sorted(data.draw(st.lists(st.integers(0, document.length), max_size=12)))
    blocks = list(zip([0, *cuts], [*cuts, document.length], strict=True))
    renderer = render_of(document)
    for start, stop in data.draw(st.permutations(blocks)):
        assert np.array_equal(renderer.read(start, stop), whole[start:stop])


@given(documents)
def test_reads_outside_the_compilation_are_silent(document: Document) -> None:
    renderer = render_of(document)
    wide = renderer.read(-10, document.length + 10)
    assert wide.shape == (document.length + 20, 2)
    assert wide.dtype == np.float32
    assert not wide[:10].any()
    assert not wide[document.length + 10 :].any()
    assert np.array_equal(wide[10 : document.length + 10], renderer.read(0, document.length))


@given(documents, documents)
def test_sound_far_from_an_edit_does_not_change(head: Document, tail: Document) -> None:
    """What comes before the last run of `head` sounds the same whatever follows."""
    both = Document((*head.paragraphs, *tail.paragraphs))
    last = next((p for p in reversed(head.paragraphs) if p.length), None)
    same = head.length - (last.length if last else 0) - 2 * HALF
    if last and same > 0 and any(p.source for q in head.paragraphs for p in q.pieces[:1]):
        heads = render_of(head).read(0, same)
        pure = all(piece.source for paragraph in head.paragraphs for piece in paragraph.pieces)
        if pure:
            assert np.array_equal(heads, render_of(both).read(0, same))


def test_a_whole_recording_comes_through_bit_exact() -> None:
    renderer = render_of(document_of(("a", 0, 4000), ("a", 4000, 9000)))
    assert np.array_equal(renderer.read(0, 9000), SOURCES["a"].samples)


def test_an_ignored_word_between_two_documents_of_one_source_is_a_join_like_any() -> None:
    kept = document_of(("a", 1000, 3000), ("a", 5000, 8000))
    struck = Document(
        (
            Paragraph(
                "Ann",
                (
                    Piece("a", 1000, 3000, "x"),
                    Piece("a", 3000, 5000, "y", kept=False),
                    Piece("a", 5000, 8000, "z"),
                ),
            ),
        )
    )
    assert np.array_equal(render_of(kept).read(0, 5000), render_of(struck).read(0, 5000))


def test_only_the_fades_differ_from_the_sources() -> None:
    renderer = render_of(document_of(("a", 1000, 3000), ("b", 1000, 3000)))
    sound = renderer.read(0, 4000)
    edge = round(0.005 * RATE)
    a, b = SOURCES["a"].samples, SOURCES["b"].samples
    assert np.array_equal(sound[edge : 2000 - HALF], a[1000 + edge : 3000 - HALF])
    assert np.array_equal(sound[2000 + HALF : 4000 - edge], b[1000 + HALF : 3000 - edge])
    assert not np.array_equal(sound[2000 - HALF : 2000], a[3000 - HALF : 3000])
    assert not np.array_equal(sound[2000 : 2000 + HALF], b[1000 : 1000 + HALF])


def test_a_gap_sounds_of_the_source_before_it() -> None:
    sound = render_of(document_of(("a", 1000, 3000), (None, 0, 4000), ("b", 0, 3000))).read(0, 9000)
    middle = np.arange(HALF, 4000 - 4 * HALF)
    assert np.array_equal(sound[2000 + middle], TONES["a"][middle % 333])


def test_a_gap_at_the_start_sounds_of_the_source_after_it() -> None:
    sound = render_of(document_of((None, 0, 4000), ("b", 1000, 3000))).read(0, 6000)
    middle = np.arange(HALF, 4000 - HALF)
    assert np.array_equal(sound[middle], TONES["b"][middle % 50])


def test_a_document_of_gaps_alone_is_silent() -> None:
    assert not render_of(document_of((None, 0, 4000))).read(0, 4000).any()


def test_what_a_piece_claims_beyond_its_source_is_room_tone() -> None:
    sound = render_of(document_of(("a", 8000, 12000), ("b", 1000, 3000))).read(0, 6000)
    middle = np.arange(HALF, 3000 - HALF)
    assert np.array_equal(sound[1000 + middle], TONES["a"][middle % 333])


def test_a_thousand_cuts_read_on_and_back_and_forth_are_the_same_as_at_once() -> None:
    spans = [("a" if n % 3 else "b", 37 * n % 4000, 37 * n % 4000 + 200 + n % 90) for n in range(1000)]
    document = document_of(*spans)
    whole = render_of(document).read(0, document.length)
    renderer = render_of(document)
    starts = [*range(0, document.length, 1024), *range(document.length - 1024, 0, -30_000), 90_000, 91_024]
    for start in starts:
        stop = min(start + 1024, document.length)
        assert np.array_equal(renderer.read(start, stop), whole[start:stop])

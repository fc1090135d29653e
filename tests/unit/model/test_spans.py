"""Spans are sets of instants: each operation is that of sets, told canonically."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor.model.spans import Spans, common, total, union, without

spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6).map(union)


def instants(of: Spans) -> set[int]:
    return {instant for start, stop in of for instant in range(start, stop)}


def is_canonical(of: Spans) -> bool:
    edges = [edge for span in of for edge in span]
    return edges == sorted(set(edges))


@given(spans, spans)
def test_operations_are_those_of_sets(one: Spans, other: Spans) -> None:
    for made, meant in (
        (union(one, other), instants(one) | instants(other)),
        (without(one, other), instants(one) - instants(other)),
        (common(one, other), instants(one) & instants(other)),
    ):
        assert instants(made) == meant
        assert is_canonical(made)
        assert total(made) == len(meant)


def test_spans_that_touch_are_one() -> None:
    assert union([(5, 9), (0, 5)], [(12, 12)]) == ((0, 9),)

"""Sets of instants of one clock, as half-open spans: in order, apart from one another, none empty."""

from __future__ import annotations

from collections.abc import Iterable

from editor.model.time import Samples

Span = tuple[Samples, Samples]
"""`[start, stop)`, start < stop."""

Spans = tuple[Span, ...]
"""In order; between one and the next there is something that belongs to neither."""


def union(*sets: Iterable[Span]) -> Spans:
    """What lies in any of the spans, which may be in any order and overlap; empty ones count for nothing."""
    out: list[Span] = []
    for start, stop in sorted(span for spans in sets for span in spans if span[0] < span[1]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], stop))
        else:
            out.append((start, stop))
    return tuple(out)


def without(spans: Spans, gone: Spans) -> Spans:
    """What lies in `spans` and not in `gone`."""
    out: list[Span] = []
    for start, stop in spans:
        for a, b in gone:
            if b <= start or a >= stop:
                continue
            if a > start:
                out.append((start, a))
            start = b
            if start >= stop:
                break
        if start < stop:
            out.append((start, stop))
    return tuple(out)


def common(one: Spans, other: Spans) -> Spans:
    """What lies in both."""
    return without(one, without(one, other))


def total(spans: Spans) -> Samples:
    """How many samples lie in the spans."""
    return sum(stop - start for start, stop in spans)

"""At no instant are two variants of a recording chosen; what was off comes back as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.model.source import Part, Treatment, Variant, variant_id
from editor.model.spans import common, union
from editor.model.variants import source_off, source_on, switched_off, switched_on


def variant(strength: float, mic: int = 0, *parts: tuple[int, int]) -> Variant:
    treatment = Treatment("upsample", ("a",), 4000.0, strength)
    made = tuple(Part(start, stop, "0" * 64, 1) for start, stop in parts or ((0, 100),))
    return Variant(variant_id("s", mic, treatment), "s", mic, treatment, "", made)


ALL = (variant(1.0), variant(0.5), variant(1.0, 1), variant(0.2, 0, (20, 50), (40, 70)))
Known = dict[str, Variant]
switches = st.tuples(
    st.booleans(),
    st.sampled_from(ALL),
    st.one_of(st.none(), st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=3).map(union)),
)


def switch(known: Known, on: bool, one: Variant, spans: tuple[tuple[int, int], ...] | None) -> Known:
    changed = (switched_on if on else switched_off)(known.values(), one.id, spans)
    return known | {variant.id: variant for variant in changed}


@given(st.lists(switches, max_size=8))
def test_two_variants_of_one_recording_are_never_chosen_for_one_instant(
    steps: list[tuple[bool, Variant, None]],
) -> None:
    known: Known = {one.id: one for one in ALL}
    for step in steps:
        known = switch(known, *step)
        chosen = [v.chosen for v in known.values() if v.mic == 0]
        for number, one in enumerate(chosen):
            assert not any(common(one, other) for other in chosen[number + 1 :])
        assert all(bool(variant.heard) == variant.active for variant in known.values())


@given(st.lists(switches, max_size=8))
def test_a_source_that_is_off_and_on_again_is_heard_as_before(
    steps: list[tuple[bool, Variant, None]],
) -> None:
    known: Known = {one.id: one for one in ALL}
    for step in steps:
        known = switch(known, *step)
    on = known | {variant.id: variant for variant in source_on(known.values(), "s")}
    off = on | {variant.id: variant for variant in source_off(on.values(), "s")}
    assert not any(variant.heard for variant in off.values())
    assert off | {variant.id: variant for variant in source_on(off.values(), "s")} == on


def test_switching_a_source_on_for_the_first_time_takes_the_newest_of_each_recording() -> None:
    assert {variant.id for variant in source_on(ALL, "s")} == {ALL[3].id, ALL[2].id}
    assert source_on(ALL, "another") == []


def test_a_clip_of_a_source_off() -> None:
    on = switch({one.id: one for one in ALL}, True, ALL[0], ((10, 30),))
    (changed,) = source_off(on.values(), "s", ((0, 20),))
    assert changed.heard == ((20, 30),)


def test_off_and_on_again_is_as_it_was() -> None:
    known = {one.id: one for one in ALL}
    on = switch(known, True, ALL[0], ((10, 30), (50, 60)))
    assert on[ALL[0].id].heard == ((10, 30), (50, 60))
    off = switch(on, False, ALL[0], None)
    assert off[ALL[0].id].heard == ()
    assert switch(off, True, ALL[0], None) == on


def test_a_clip_more_or_less() -> None:
    on = switch({one.id: one for one in ALL}, True, ALL[0], ((10, 30),))
    more = switch(on, True, ALL[0], ((20, 40),))
    assert more[ALL[0].id].heard == ((10, 40),)
    assert switch(more, False, ALL[0], ((15, 40),))[ALL[0].id].heard == ((10, 15),)


def test_a_clip_of_one_that_is_off_is_that_clip_alone() -> None:
    known = {ALL[0].id: replace(ALL[0], chosen=((0, 50),))}
    assert switch(known, True, ALL[0], ((60, 70),))[ALL[0].id].heard == ((60, 70),)


def test_only_what_is_rendered_is_heard() -> None:
    on = switch({ALL[3].id: ALL[3]}, True, ALL[3], ((0, 100),))
    assert on[ALL[3].id].heard == ((20, 70),)


def test_what_is_not_there_cannot_be_switched() -> None:
    with pytest.raises(KeyError):
        switched_on((), ALL[0].id)

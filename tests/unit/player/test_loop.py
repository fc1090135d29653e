"""A loop is the rendered span again and again, to the sample, and passes over its seam without a click."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from editor.model.document import Document
from editor.model.edits import delete
from editor.player.reading import FADE, SHORTEST_LOOP, Reading, blended
from editor.player.ring import Frames
from editor.render.renderer import Renderer
from tests.helpers.sounds import ArraySound, document_of, noise
from tests.helpers.stage import RATE, Sound, Stage

TALK = noise(30_000)
CUTS = document_of(
    ("a", 0, 3000),
    ("a", 4000, 9000),
    ("b", 2000, 6000),
    (None, 0, 2500),
    ("a", 12_000, 14_000),
    ("b", 500, 4000),
)
SOURCES = {"a": ArraySound(noise(15_000, seed=2)), "b": ArraySound(noise(7000, seed=3))}


def rendered(document: Document) -> Renderer:
    return Renderer(document, SOURCES.__getitem__, lambda _: noise(333, 0.001, seed=4), RATE)


def rounds(renderer: Renderer, first: int, stop: int, count: int) -> Frames:
    """`[first, stop)` rendered once, `count` times; each seam passes over from what follows `stop`."""
    whole = renderer.read(first, stop)
    again = blended(renderer.read(stop, stop + FADE), whole)
    return np.concatenate([whole, *[again] * (count - 1)])


@given(st.integers(0, CUTS.length - SHORTEST_LOOP), st.integers(SHORTEST_LOOP, CUTS.length))
def test_a_loop_is_its_rendered_span_again_and_again_to_the_last_bit(first: int, length: int) -> None:
    renderer = rendered(CUTS)
    stop = min(first + length, CUTS.length)
    wanted = rounds(renderer, first, stop, 3)
    reading = Reading(rendered(CUTS), first, loop=(first, stop))
    heard = np.concatenate([reading.next().frames for _ in range(2 + len(wanted) // 1024)])
    assert np.array_equal(heard[: len(wanted)], wanted)
    for number in range(3):
        begin = number * (stop - first)
        same = slice(begin + FADE * bool(number), begin + stop - first)
        assert np.array_equal(heard[same], renderer.read(first, stop)[same.start - begin :])


def test_the_player_loops_what_is_rendered_and_takes_up_an_edit_without_a_gap(stage: Stage) -> None:
    renderer = rendered(CUTS)
    stage.player.load(renderer)
    stage.player.play(0, loop=(0, 8000))
    heard = stage.hear(3 * 8000)
    assert np.array_equal(heard, rounds(renderer, 0, 8000, 3))
    shorter = delete(CUTS, 0, 1).document
    after = rendered(shorter)
    stage.player.load(after, 0)
    stage.player.repeat((0, 5000))
    # What was handed out is played for a moment yet; then it is the new selection, round after round.
    heard = stage.hear(5 * 5000)
    assert stage.player.playing
    wanted = rounds(after, 0, 5000, 3)
    whole = after.read(0, 5000)
    at = next(n for n in range(len(heard)) if np.array_equal(heard[n : n + 500], whole[FADE : FADE + 500]))
    assert np.array_equal(heard[at : at + 3 * 5000 - FADE], wanted[FADE:])


def test_a_loop_keeps_its_place_at_any_speed(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.speed = 2.0
    stage.player.play(0, loop=(0, 12_000))
    stage.hear(6_000 * 3 + 3_000)
    assert stage.player.position() == 6_000


def test_a_loop_goes_round(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play(9_000, loop=(10_000, 13_000))
    heard = stage.hear(10_000 + 3_000)[1_000:]
    assert np.array_equal(heard[:3_000], TALK[10_000:13_000])
    for number in range(1, 4):
        again = heard[number * 3_000 : (number + 1) * 3_000]
        assert np.array_equal(again[FADE:], TALK[10_000 + FADE : 13_000])
    assert stage.player.position() == 10_000
    stage.player.seek(20_000)
    assert len(stage.hear_out()) < 10_000 + 0.06 * RATE


def test_a_loop_is_never_too_short_to_be_read(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play(0, loop=(0, 1))
    assert np.array_equal(stage.hear(SHORTEST_LOOP), TALK[:SHORTEST_LOOP])
    assert stage.player.position() == 0


def test_a_loop_can_be_given_and_taken_while_playing(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play(9_000)
    heard = [stage.hear(2_000)]
    stage.player.repeat((10_000, 14_000))
    heard.append(stage.hear(4_000))
    assert stage.player.position() == 11_000
    assert np.array_equal(np.concatenate(heard)[FADE:5_000], TALK[9_000 + FADE : 14_000])
    stage.player.repeat(None)
    heard.append(stage.hear_out())
    rest = np.concatenate(heard)[5_000:]
    assert np.array_equal(rest[FADE:], TALK[10_000 + FADE :])


def test_a_loop_elsewhere_begins_at_its_start_at_once_and_without_a_click(stage: Stage) -> None:
    slow = np.linspace(-0.5, 0.5, 40_000, dtype=np.float32)[:, None].repeat(2, axis=1)
    stage.player.load(Sound(slow))
    stage.player.play(0, loop=(0, 20_000))
    heard = [stage.hear(5_000)]
    stage.player.repeat((25_000, 29_000))
    assert stage.player.position() == 25_000
    heard.append(stage.hear(20_000))
    assert 25_000 <= stage.player.position() < 29_000
    assert np.abs(np.diff(np.concatenate(heard)[:, 0])).max() < 0.01


def test_a_loop_shortened_behind_what_was_rendered_ahead_begins_anew(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play(0, loop=(0, 20_000))
    stage.hear(9_000)
    stage.player.repeat((4_000, 10_000))
    stage.hear(9_000)
    assert 4_000 <= stage.player.position() < 10_000


def test_a_loop_that_an_edit_removed_is_left(stage: Stage) -> None:
    stage.player.load(Sound(TALK))
    stage.player.play(10_000, loop=(10_000, 13_000))
    stage.hear(500)
    stage.player.load(Sound(TALK[13_000:]), lambda sample: max(0, sample - 13_000))
    stage.hear_out()
    assert stage.player.position() == 17_000

"""The protocol, on enhancers whose result is known."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from enhance.errors import EnhanceError
from enhance.evaluate.enhancers import SINC, Enhancer, sinc
from enhance.evaluate.protocol import Condition, Evaluation, Example, as_saved, evaluate
from enhance.evaluate.replication import REPLICATION

WIDE = Condition(16_000, 48_000)


def row(evaluation: Evaluation, name: str, condition: Condition = WIDE):
    (found,) = (r for r in evaluation.rows if r.name == name and r.condition == condition)
    return found


def noisy(samples: np.ndarray, rate_in: int, rate_out: int, seed: int) -> np.ndarray:
    made = sinc(samples, rate_in, rate_out)
    return made + np.float32(1e-3 * (1 + seed)) * np.random.default_rng(seed).standard_normal(
        len(made)
    ).astype(np.float32)


def test_sinc_is_measured_first_on_every_recording_that_can_be_judged(recordings: Path) -> None:
    found = evaluate(recordings, [REPLICATION], conditions=[WIDE])
    assert [r.name for r in found.rows] == [SINC.name, REPLICATION.name]
    assert found.recordings == ("anna", "ben")
    assert [out.name for out in found.left_out] == ["narrow.wav"]
    assert set(row(found, SINC.name).each) == {"anna", "ben"}


def test_sinc_keeps_the_low_band_and_makes_nothing_above(recordings: Path) -> None:
    scores = row(evaluate(recordings, [], conditions=[WIDE]), SINC.name).mean
    assert scores.low_band_snr_db == 200
    assert scores.distances.high > 2
    assert scores.artefacts.seam_step_db < -20


def test_replication_comes_nearer_than_sinc(recordings: Path) -> None:
    found = evaluate(recordings, [REPLICATION], conditions=[WIDE, Condition(8_000, 44_100)])
    for condition in (WIDE, Condition(8_000, 44_100)):
        bare, made = row(found, SINC.name, condition).mean, row(found, REPLICATION.name, condition).mean
        assert made.distances.lsd < bare.distances.lsd / 2
        assert made.low_band_snr_db > 50


def test_an_enhancer_is_given_sixteen_bits_at_the_low_rate(recordings: Path) -> None:
    given = []

    def listen(samples: np.ndarray, rate_in: int, rate_out: int, seed: int) -> np.ndarray:
        given.append((samples, rate_in, rate_out, seed))
        return sinc(samples, rate_in, rate_out)

    evaluate(recordings, [Enhancer("listener", listen)], conditions=[Condition(22_050, 44_100)])
    for samples, rate_in, rate_out, seed in given:
        assert (rate_in, rate_out, seed) == (22_050, 44_100, 0)
        np.testing.assert_array_equal(samples * 32768, np.round(samples * 32768))


def test_what_is_scored_is_what_a_file_would_hold(recordings: Path) -> None:
    """Less than half a step of 16 bits is not in the file, so it changes no figure but the float one."""

    def whisper(samples: np.ndarray, rate_in: int, rate_out: int, seed: int) -> np.ndarray:
        return as_saved(sinc(samples, rate_in, rate_out)) + np.float32(0.3 / 32768)

    found = evaluate(recordings, [Enhancer("whisper", whisper)], conditions=[WIDE])
    assert row(found, "whisper").mean.distances == row(found, SINC.name).mean.distances


def test_seeds_give_a_mean_and_the_best(recordings: Path) -> None:
    found = evaluate(recordings, [Enhancer("noisy", noisy, seeded=True)], conditions=[WIDE], seeds=3)
    first = row(found, "noisy").mean.distances.lsd
    mean = row(found, "noisy, mean of 3 seeds").mean.distances.lsd
    best = row(found, "noisy, best of 3 seeds").mean.distances.lsd
    assert best <= min(first, mean)
    each = [
        row(evaluate(recordings, [one], conditions=[WIDE]), "one").mean.distances.lsd
        for one in (Enhancer("one", lambda s, a, b, _, seed=seed: noisy(s, a, b, seed)) for seed in range(3))
    ]
    assert mean == pytest.approx(sum(each) / 3)


def test_what_has_no_chance_in_it_is_measured_once(recordings: Path) -> None:
    found = evaluate(recordings, [], conditions=[WIDE], seeds=5)
    assert [r.name for r in found.rows] == [SINC.name]


def test_a_few_samples_more_or_less_are_forgiven(recordings: Path) -> None:
    def short(samples: np.ndarray, rate_in: int, rate_out: int, _seed: int) -> np.ndarray:
        return sinc(samples, rate_in, rate_out)[:-100]

    assert row(evaluate(recordings, [Enhancer("short", short)], conditions=[WIDE]), "short")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda s: s, "gave back 24000 samples instead of 72000"),
        (lambda s: np.zeros((72_000, 1), np.float32), "gave back 72000x1 samples"),
        (lambda s: np.full(72_000, np.nan, np.float32), "no numbers"),
    ],
)
def test_what_is_no_enhancement_is_refused(recordings: Path, wrong, sentence: str) -> None:
    enhancer = Enhancer("wrong", lambda samples, *_: wrong(samples))
    with pytest.raises(EnhanceError, match=f"wrong .*{sentence}"):
        evaluate(recordings, [enhancer], conditions=[WIDE])


def test_with_nothing_to_judge_the_first_reason_is_said(recordings: Path) -> None:
    for name in ("anna.flac", "ben.flac"):
        (recordings / name).unlink()
    with pytest.raises(EnhanceError, match=r"None of the 1 recordings .* kHz only"):
        evaluate(recordings, [])


def test_quality_is_measured_on_some_recordings_spread_over_all(recordings: Path) -> None:
    found = evaluate(recordings, [], conditions=[WIDE], quality=lambda wanted, made, rate: 3.5, quality_of=1)
    only = row(found, SINC.name)
    assert only.each["anna"].visqol == 3.5
    assert math.isnan(only.each["ben"].visqol)
    assert only.mean.visqol == 3.5


def test_examples_are_shown_with_what_everyone_made(recordings: Path) -> None:
    shown: list[Example] = []
    evaluate(recordings, [REPLICATION], conditions=[WIDE], shown=shown.append, show=1)
    (example,) = shown
    assert example.name == "anna"
    assert list(example.made) == [SINC.name, REPLICATION.name]
    assert len(example.given) * 3 == len(example.reference) == len(example.made[SINC.name])


def test_it_says_how_far_it_is_and_stops_when_told(recordings: Path) -> None:
    told: list[float] = []
    evaluate(recordings, [], conditions=[WIDE], report=lambda fraction, _: told.append(fraction))
    assert told == sorted(told)
    assert told[-1] == 1.0

    def stop(fraction: float, _note: str) -> None:
        if fraction > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate(recordings, [], conditions=[WIDE], report=stop)


def test_rounding_is_that_of_a_file() -> None:
    steps = np.array([0.4, 0.6, -0.6, 40_000, -40_000], np.float32) / 32768
    np.testing.assert_array_equal(as_saved(steps) * 32768, [0, 1, -1, 32767, -32768])

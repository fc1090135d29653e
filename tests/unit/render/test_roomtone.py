from __future__ import annotations

import numpy as np
import pytest

from editor.model.document import Document, Paragraph, Piece, Transcript
from editor.render.roomtone import LOOP_S, room_tone
from tests.helpers.sounds import Array, ArraySound, noise, sine

RATE = 44100
FLOOR = 0.001


def said(*spans: tuple[int, int, str], length: int) -> Transcript:
    pieces = tuple(Piece("s", start, stop, text) for start, stop, text in spans)
    return Transcript("s", length, Document((Paragraph("Ann", pieces),) if pieces else ()))


def spoken(pause: Array, words: int = 4) -> tuple[ArraySound, Transcript]:
    """Words of loud noise with `pause` after each."""
    parts: list[Array] = []
    spans: list[tuple[int, int, str]] = []
    now = 0
    for number in range(words):
        word = noise(RATE // 2, 0.2, seed=number)
        parts += [word, pause]
        spans += [(now, now + len(word), "word"), (now + len(word), now + len(word) + len(pause), "")]
        now += len(word) + len(pause)
    return ArraySound(np.concatenate(parts)), said(*spans, length=now)


def rms_db(samples: Array) -> float:
    return float(20 * np.log10(np.sqrt(np.square(samples, dtype=np.float64).mean())))


@pytest.mark.parametrize("length", [0.35, 0.6, 2.0])
def test_is_as_loud_as_the_pauses_all_the_way(length: float) -> None:
    bed = room_tone(*spoken(noise(round(length * RATE), FLOOR, seed=9)))
    assert bed.shape == (round(LOOP_S * RATE), 2)
    assert rms_db(bed) == pytest.approx(rms_db(noise(RATE, FLOOR)), abs=0.5)
    looped = np.concatenate((bed, bed[: RATE // 2]))
    frames = looped[: len(looped) // 2205 * 2205].reshape(-1, 2205 * 2)
    levels = 10 * np.log10(np.square(frames, dtype=np.float64).mean(axis=1))
    assert np.ptp(levels) < 3


@pytest.mark.parametrize("length", [0.35, 0.6])
def test_has_no_period(length: float) -> None:
    bed = room_tone(*spoken(noise(round(length * RATE), FLOOR, seed=9)))[:, 0].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(bed)) ** 2
    echo = np.fft.irfft(spectrum)[: len(bed) // 2]
    assert np.abs(echo[200:]).max() / echo[0] < 0.25


def test_keeps_a_hum_humming() -> None:
    hum = sine(100, 20000, 0.01)
    bed = room_tone(*spoken(hum + noise(20000, 0.0005)))
    frames = bed[: len(bed) // 882 * 882].reshape(-1, 882 * 2)
    levels = 10 * np.log10(np.square(frames, dtype=np.float64).mean(axis=1))
    assert np.ptp(levels) < 2


def test_a_breath_or_a_click_is_left_out() -> None:
    clean, dirty = noise(RATE // 2, FLOOR, seed=9), noise(RATE // 2, FLOOR, seed=9)
    dirty[9000:11000] *= 20
    first, transcript = spoken(clean)
    second, _ = spoken(dirty)
    half = len(first.samples) // 2
    mixed = ArraySound(np.concatenate((first.samples[:half], second.samples[half:])))
    assert np.abs(room_tone(mixed, transcript)).max() < 6 * FLOOR


def test_a_click_too_short_to_be_loud_is_left_out() -> None:
    pause = noise(RATE // 2, FLOOR, seed=9)
    pause[3000:3088] *= 10
    assert np.abs(room_tone(*spoken(pause))).max() < 6 * FLOOR


def test_digital_silence_stays_digital_silence() -> None:
    assert not room_tone(*spoken(np.zeros((RATE // 2, 2), np.float32))).any()


def test_a_little_digital_silence_is_no_room() -> None:
    sound, transcript = spoken(noise(RATE // 2, FLOOR))
    sound.samples[RATE // 2 : RATE] = 0
    assert rms_db(room_tone(sound, transcript)) == pytest.approx(-60, abs=0.5)


def test_without_pauses_the_quietest_windows_serve() -> None:
    samples = noise(RATE * 4, 0.2)
    samples[50000:90000] *= 0.005
    bed = room_tone(ArraySound(samples), said(length=len(samples)))
    assert rms_db(bed) == pytest.approx(-60, abs=1)


@pytest.mark.parametrize("length", [0, 1, 50, 3000])
def test_a_source_of_almost_nothing_does(length: int) -> None:
    bed = room_tone(ArraySound(noise(length)), said(length=length))
    assert bed.shape == (round(LOOP_S * RATE), 2)
    assert np.isfinite(bed).all()


def test_is_the_same_every_time() -> None:
    sound, transcript = spoken(noise(RATE // 2, FLOOR))
    assert np.array_equal(room_tone(sound, transcript), room_tone(sound, transcript))

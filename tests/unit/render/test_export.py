"""What an export is made of, and that it leaves the disk as it was where it does not come about."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.jobs import Cancelled
from editor.media.errors import MediaError
from editor.render.export import ExportError, export_audio
from editor.render.renderer import Renderer
from tests.helpers.sounds import Array, ArraySound, document_of, noise, sine

RATE = 44100
STEREO = noise(6 * RATE, 0.05)


def renderer_of(samples: Array, *spans: tuple[int, int]) -> Renderer:
    sound = ArraySound(samples)
    document = document_of(*(("a", start, stop) for start, stop in spans or [(0, len(samples))]))
    return Renderer(document, lambda _: sound, lambda _: noise(100, 0.001), RATE)


CUT = renderer_of(STEREO, (0, RATE), (2 * RATE, 3 * RATE + 17), (10, 1000), (RATE, 5 * RATE))


def test_with_loudness_off_the_file_is_what_the_renderer_reads(tmp_path: Path) -> None:
    result = export_audio(CUT, tmp_path / "a.wav", loudness=None, bit_depth="float")
    samples, rate = soundfile.read(tmp_path / "a.wav", dtype="float32")
    assert np.array_equal(samples, CUT.read(0, CUT.length))
    assert (rate, result.rate, result.samples, result.channels) == (RATE, RATE, CUT.length, 2)
    assert result.duration_s == CUT.length / RATE


@settings(max_examples=10)
@given(st.integers(0, CUT.length - 1), st.integers(1, CUT.length))
def test_a_part_is_that_part_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, start: int, n: int
) -> None:
    path = tmp_path_factory.mktemp("part") / "a.wav"
    export_audio(CUT, path, loudness=None, bit_depth="float", start=start, stop=start + n)
    samples, _ = soundfile.read(path, dtype="float32", always_2d=True)
    assert np.array_equal(samples, CUT.read(start, min(start + n, CUT.length)))


def test_the_same_on_both_sides_is_written_once(tmp_path: Path) -> None:
    speech = renderer_of(np.repeat(STEREO[:, :1], 2, axis=1))
    result = export_audio(speech, tmp_path / "a.wav", loudness=None, bit_depth="float")
    samples, _ = soundfile.read(tmp_path / "a.wav", dtype="float32", always_2d=True)
    assert result.channels == 1
    assert np.array_equal(samples[:, 0], STEREO[:, 0])
    assert export_audio(speech, tmp_path / "b.wav", loudness=None, mono=False).channels == 2
    assert export_audio(CUT, tmp_path / "c.wav", loudness=None, mono=True).channels == 1


def test_another_rate_has_the_length_to_the_sample(tmp_path: Path) -> None:
    result = export_audio(CUT, tmp_path / "a.wav", rate=48000, loudness=None)
    assert soundfile.info(tmp_path / "a.wav").frames == result.samples == round(CUT.length * 48000 / RATE)


def test_silence_stays_silent(tmp_path: Path) -> None:
    result = export_audio(renderer_of(np.zeros((RATE, 2), np.float32)), tmp_path / "a.wav")
    assert (result.loudness_lufs, result.true_peak_dbtp) == (None, None)
    assert not soundfile.read(tmp_path / "a.wav")[0].any()


def test_noise_far_below_speech_is_not_made_speech(tmp_path: Path) -> None:
    result = export_audio(renderer_of(noise(3 * RATE, 0.0004)), tmp_path / "a.wav")
    assert result.loudness_lufs is not None
    assert result.loudness_lufs < -30


def test_over_full_scale_is_limited_even_as_it_is(tmp_path: Path) -> None:
    result = export_audio(renderer_of(sine(200, 2 * RATE, 1.5)), tmp_path / "a.wav", loudness=None)
    assert result.true_peak_dbtp is not None
    assert result.true_peak_dbtp <= -1


@pytest.mark.parametrize("span", [(0, 0), (5, 5), (CUT.length, None), (-1, 5)])
def test_nothing_to_export_is_refused(tmp_path: Path, span: tuple[int, int | None]) -> None:
    with pytest.raises(ExportError, match="nothing to export"):
        export_audio(CUT, tmp_path / "a.wav", start=span[0], stop=span[1])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a.xyz", "missing/a.wav"])
def test_what_cannot_be_written_is_refused_before_anything_is_measured(tmp_path: Path, name: str) -> None:
    def heard(fraction: float, note: str = "") -> None:
        raise AssertionError("measured")

    with pytest.raises(MediaError):
        export_audio(CUT, tmp_path / name, report=heard)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a.wav", "a.mp3"])
def test_cancelled_anywhere_leaves_the_old_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"old")
    calls = 0

    def count(fraction: float, note: str = "") -> None:
        nonlocal calls
        calls += 1

    export_audio(CUT, tmp_path / f"whole{name}", report=count)
    (tmp_path / f"whole{name}").unlink()
    for last in range(0, calls, max(calls // 8, 1)):
        left = last

        def stop(fraction: float, note: str = "") -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Cancelled

        with pytest.raises(Cancelled):
            export_audio(CUT, tmp_path / name, report=stop)
        assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [(name, b"old")]


def test_progress_runs_from_nothing_to_all(tmp_path: Path) -> None:
    said: list[float] = []

    def note_down(fraction: float, note: str = "") -> None:
        assert note
        said.append(fraction)

    export_audio(CUT, tmp_path / "a.mp3", report=note_down)
    assert said == sorted(said)
    assert said[0] < 0.05
    assert said[-1] == pytest.approx(1)

"""A recording enhanced from file to file: a whole file or none, as long as it was, and it is said how."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import soxr

from editor.app.enhancing_files import EnhancingError, enhance_file
from editor.cli.main import main
from editor.cli.output import Output
from editor.jobs import Cancelled
from editor.media.errors import MediaError
from editor.model.errors import Refusal
from enhance.bandwidth import BandwidthProbe
from enhance.quality import estimate_quality
from tests.helpers.making_models import model_bytes, save

Array = np.ndarray


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped models are one, `test`, for sound that ends between 3 and 15 kHz; the user has none."""
    folder = tmp_path / "shipped"
    save(folder, model_bytes(noise_gain=0.5), input_bandwidth_hz=[3000.0, 15_000.0])
    monkeypatch.setattr("enhance.registry.shipped_folder", lambda: folder)
    monkeypatch.setenv("WORDTAPE_DATA", str(tmp_path / "data"))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sound"
    made.mkdir()
    return made


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """`wordtape enhance` with these arguments: exit status, stdout, stderr."""

    def run(*arguments: object) -> tuple[int, str, str]:
        status = main(["enhance", *map(str, arguments)])
        return status, *capsys.readouterr()

    return run


def hiss(seconds: float, rate: int, channels: int = 1) -> Array:
    samples = round(seconds * rate)
    return (0.1 * np.random.default_rng(0).standard_normal((samples, channels))).astype(np.float32)


def recording(
    folder: Path, rate: int = 16_000, seconds: float = 3.0, channels: int = 1, name: str = "a.wav"
) -> Path:
    path = folder / name
    soundfile.write(path, hiss(seconds, rate, channels), rate)
    return path


def narrow_at_48k(folder: Path) -> Path:
    """A 48 kHz file that is empty above some 7.6 kHz."""
    path = folder / "narrow.wav"
    soundfile.write(path, soxr.resample(hiss(4.0, 16_000)[:, 0], 16_000, 48_000), 48_000, subtype="PCM_16")
    return path


def test_what_is_missing_is_generated(models: Path, folder: Path) -> None:
    path, out = recording(folder, channels=2), folder / "out.wav"
    made = enhance_file(path, out)
    assert (made.file, made.model, made.rate) == (out, "test", 44_100)
    assert made.input_bandwidth_hz == pytest.approx(8000, rel=0.05)
    sound, rate = soundfile.read(out)
    assert rate == 44_100
    assert sound.shape == (made.samples, 2) == (3 * 44_100, 2)
    power = np.abs(np.fft.rfft(sound[:, 0])) ** 2
    assert power[3 * 10_000 :].mean() > 1e-3 * power[: 3 * 7000].mean()


def test_a_file_of_a_high_rate_that_is_empty_above_is_enhanced_at_its_own_rate(
    models: Path, folder: Path
) -> None:
    made = enhance_file(narrow_at_48k(folder), folder / "out.wav", rate=None)
    assert (made.model, made.rate, made.samples) == ("test", 48_000, 4 * 48_000)
    assert made.input_bandwidth_hz < 10_000


@pytest.mark.parametrize(("rate", "wanted"), [(48_000, 48_000), (48_000, 44_100), (44_100, 48_000)])
def test_a_full_band_recording_is_written_with_nothing_added(
    models: Path, folder: Path, rate: int, wanted: int
) -> None:
    path, out = recording(folder, rate), folder / "out.wav"
    made = enhance_file(path, out, rate=wanted)
    assert made.model is None
    assert "nothing was generated" in made.reason
    before, after = soundfile.read(path)[0], soundfile.read(out)[0]
    assert len(after) == made.samples == 3 * wanted
    if rate == wanted:
        np.testing.assert_array_equal(after, before)


@pytest.mark.parametrize(
    ("rate", "channels", "held", "wanted"),
    [
        (16_000, 1, False, 44_100),
        (16_000, 1, True, 48_000),
        (16_000, 2, False, 48_000),
        (44_100, 2, True, 44_100),
        (96_000, 1, False, 44_100),
    ],
)
def test_only_where_it_is_asked_for_the_rate_goes_by_what_is_heard(
    models: Path, folder: Path, command: Command, rate: int, channels: int, held: bool, wanted: int
) -> None:
    sound = hiss(3.0, rate, channels)
    if not held:
        sound *= (np.arange(len(sound)) * 8 // rate % 2)[:, None]
    soundfile.write(folder / "a.wav", sound, rate)
    for options, expected in (((), 44_100), (("--rate", "auto"), wanted), (("--rate", "24000"), 24_000)):
        status, printed, _ = command(folder / "a.wav", "-o", folder / "out.wav", "--json", *options)
        assert (status, json.loads(printed)["rate"]) == (0, expected)


def test_deep_recordings_stay_deep(models: Path, folder: Path) -> None:
    path = folder / "deep.wav"
    soundfile.write(path, hiss(1.0, 16_000), 16_000, subtype="PCM_24")
    enhance_file(path, folder / "out.wav")
    assert soundfile.info(folder / "out.wav").subtype == "PCM_24"
    enhance_file(path, folder / "out.wav", bits="float")
    assert soundfile.info(folder / "out.wav").subtype == "FLOAT"


@pytest.mark.parametrize("ending", ["flac", "mp3", "m4a", "opus"])
def test_the_ending_says_what_is_written(models: Path, folder: Path, ending: str) -> None:
    out = folder / f"out.{ending}"
    made = enhance_file(recording(folder), out, rate=44_100)
    assert made.rate == (48_000 if ending == "opus" else 44_100)
    assert made.samples == 3 * made.rate
    assert out.stat().st_size > 1000


@pytest.mark.parametrize("samples", [1, 2, 100])
def test_a_few_samples_are_a_recording_too(models: Path, folder: Path, samples: int) -> None:
    path = folder / "short.wav"
    soundfile.write(path, np.full(samples, 0.1), 16_000)
    assert enhance_file(path, folder / "out.wav", rate=48_000).samples == 3 * samples


def refused(folder: Path, *arguments: Any, error: type[Exception] = EnhancingError, **settings: Any) -> str:
    """The sentence; and nothing new lies in the folder."""
    before = sorted(folder.iterdir())
    with pytest.raises(error) as caught:
        enhance_file(*arguments, **settings)
    assert sorted(folder.iterdir()) == before
    return str(caught.value)


def test_a_rate_that_no_model_makes_is_a_sentence_that_says_how_to_get_one(
    models: Path, folder: Path
) -> None:
    sentence = refused(folder, recording(folder), folder / "out.wav", rate=96_000)
    assert "no model" in sentence
    assert "wordtape models train --rate 96000" in sentence


def test_training_is_not_offered_for_sound_of_less_than_a_model_takes(models: Path, folder: Path) -> None:
    sentence = refused(folder, recording(folder, 4000), folder / "out.wav")
    assert sentence == (
        "The recording reaches up to 2000 Hz, which is too little to make the rest of; "
        "it takes 3000 Hz or more."
    )


@pytest.mark.parametrize("recipe", ["clean", "restore", "studio"])
def test_recipes_without_a_model_are_a_sentence(models: Path, folder: Path, recipe: str) -> None:
    assert recipe in refused(folder, recording(folder), folder / "out.wav", recipe=recipe, error=Refusal)


def test_the_recording_itself_is_never_written_over(models: Path, folder: Path) -> None:
    path = recording(folder)
    (folder / "link.wav").symlink_to(path)
    before = path.read_bytes()
    assert "itself" in refused(folder, path, path)
    assert "itself" in refused(folder, path, folder / "link.wav")
    assert path.read_bytes() == before


def test_what_cannot_be_read_or_written_is_a_sentence(models: Path, folder: Path) -> None:
    path, out = recording(folder), folder / "out.wav"
    assert "nowhere" in refused(folder, path, folder / "nowhere" / "out.wav")
    assert "out.xyz" in refused(folder, path, folder / "out.xyz")
    assert "mp3 holds 2 channels" in refused(
        folder, recording(folder, channels=4), folder / "out.mp3", error=MediaError
    )
    refused(folder, folder / "none.wav", out, error=MediaError)
    (folder / "text.wav").write_text("no sound")
    refused(folder, folder / "text.wav", out, error=MediaError)


def test_a_model_that_was_tampered_with_is_a_sentence(models: Path, folder: Path) -> None:
    file = models / "test.onnx"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert "test cannot be used" in refused(folder, recording(folder), folder / "out.wav")


def test_a_model_whose_file_is_not_there_is_a_sentence(models: Path, folder: Path) -> None:
    (models / "test.onnx").unlink()
    assert "of the model test" in refused(folder, recording(folder), folder / "out.wav")


@pytest.mark.parametrize("quality", [None, 0.9])
@pytest.mark.parametrize("at", [0.05, 0.4, 0.9])
def test_stopping_leaves_nothing_behind(models: Path, folder: Path, at: float, quality: float | None) -> None:
    out = folder / "out.wav"
    out.write_text("what was there")

    def stop(fraction: float, note: str = "") -> None:
        if fraction >= at:
            raise Cancelled

    path = recording(folder, seconds=20.0)
    before = sorted(folder.iterdir())
    with pytest.raises(Cancelled):
        enhance_file(path, out, quality=quality, report=stop)
    assert sorted(folder.iterdir()) == before
    assert out.read_text() == "what was there"


def test_progress_rises_from_nothing_to_all_of_it(models: Path, folder: Path) -> None:
    seen: list[tuple[float, str]] = []
    enhance_file(
        recording(folder, seconds=20.0),
        folder / "out.wav",
        report=lambda fraction, note="": seen.append((fraction, note)),
    )
    fractions = [fraction for fraction, _ in seen]
    assert fractions == sorted(fractions)
    assert fractions[0] < 0.01
    assert fractions[-1] == 1.0
    assert {note for _, note in seen} == {"Finding out where the sound ends", "Generating"}


def test_the_command_prints_what_the_contract_says(models: Path, folder: Path, command: Command) -> None:
    out = folder / "out.flac"
    status, printed, said = command(
        recording(folder),
        "-o",
        out,
        "--rate",
        "48000",
        "--seed",
        "7",
        "--strength",
        "0.5",
        "--threads",
        "1",
        "--json",
    )
    assert (status, said) == (0, "")
    result = json.loads(printed)
    assert result["file"] == str(out)
    assert result["model"] == "test"
    assert result["recipe"] == "upsample"
    assert result["rate"] == 48_000
    assert result["duration_s"] == 3.0
    assert result["input_bandwidth_hz"] == pytest.approx(8000, rel=0.05)
    assert result["realtime_factor"] == pytest.approx(result["seconds"] / 3.0, rel=0.01)
    assert soundfile.info(out).frames == 3 * 48_000


def test_the_command_does_the_same_again_with_the_same_seed(
    models: Path, folder: Path, command: Command
) -> None:
    path = recording(folder)
    made = []
    for seed in (1, 1, 2):
        assert command(path, "-o", folder / "out.wav", "--seed", seed)[0] == 0
        made.append((folder / "out.wav").read_bytes())
    assert made[0] == made[1] != made[2]


def test_the_command_fails_in_one_line(models: Path, folder: Path, command: Command) -> None:
    status, printed, said = command(folder / "none.wav", "-o", folder / "out.wav")
    assert (status, printed) == (1, "")
    assert said.count("\n") == 1
    assert "none.wav" in said


@pytest.mark.parametrize(
    "wrong",
    [
        ("--strength", "2"),
        ("--rate", "10"),
        ("--seed", "-1"),
        ("--recipe", "magic"),
        ("--bits", "8"),
        ("--quality", "2"),
    ],
)
def test_wrong_usage_is_status_2(
    models: Path, folder: Path, command: Command, wrong: tuple[str, str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        command(recording(folder), "-o", folder / "out.wav", *wrong)
    assert caught.value.code == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_being_told_to_stop_is_one_line_and_leaves_nothing(
    models: Path, folder: Path, command: Command, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = recording(folder)
    monkeypatch.setattr(Output, "progress", lambda _self, fraction, _note: _kill_at(fraction, number))
    status, printed, said = command(path, "-o", folder / "out.wav")
    assert (status, printed) == (130, "")
    assert said.count("\n") == 1
    assert list(folder.iterdir()) == [path]


def _kill_at(fraction: float, number: int) -> None:
    if fraction > 0.5:
        os.kill(os.getpid(), number)


def test_an_output_has_to_be_named(models: Path, folder: Path, command: Command) -> None:
    assert command(recording(folder))[0] == 2


def test_no_more_is_generated_than_the_quality_that_is_asked_for_takes(
    example_audio: dict[str, Path],
    folder: Path,
    command: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WORDTAPE_DATA", str(tmp_path / "data"))
    path = folder / "narrator.wav"
    sound, rate = soundfile.read(example_audio["narrator"], frames=4 * 48_000)
    soundfile.write(path, sound, rate)

    def asked(quality: str, *options: str) -> tuple[Any, str, bytes]:
        arguments = (
            "-o",
            folder / "out.wav",
            "--json",
            *options,
            *(("--quality", quality) if quality else ()),
        )
        status, printed, said = command(path, *arguments)
        assert status == 0
        return json.loads(printed), said, (folder / "out.wav").read_bytes()

    plain, _, _ = asked("")
    assert (plain["strength"], plain["quality"]) == (1.0, None)

    none, said, _ = asked("0")
    assert (none["model"], none["strength"], none["quality"]["steps"], said) == (None, 0.0, [], "")

    most, said, _ = asked("1")
    steps = most["quality"]["steps"]
    assert [step["strength"] for step in steps] == [0.25, 0.5, 0.75, 1.0][: len(steps)]
    assert most["quality"]["after"] > most["quality"]["before"] + 0.2
    assert not most["quality"]["passed"]
    assert "not at the 1.00 that was asked for" in said

    wanted = steps[0]["quality"] + 0.001
    enough, said, made = asked(str(wanted))
    assert (enough["strength"], enough["quality"]["passed"], said) == (0.5, True, "")
    _, _, by_hand = asked("", "--strength", "0.5")
    assert made == by_hand

    half, _, _ = asked("1", "--strength", "0.5")
    assert half["quality"]["steps"][0]["strength"] == 0.125


def test_the_quality_of_what_is_measured_is_that_of_what_is_written(models: Path, folder: Path) -> None:
    path, out = recording(folder, seconds=10.0), folder / "out.wav"
    made = enhance_file(path, out, quality=1.0, bits="float")
    sound, rate = soundfile.read(out, dtype="float32", always_2d=True)
    probe = BandwidthProbe(rate, 1)
    probe.add(sound)
    assert made.quality is not None
    assert made.quality.after == pytest.approx(estimate_quality(probe, made.input_bandwidth_hz), abs=1e-4)


def test_silence_lacks_nothing(models: Path, folder: Path) -> None:
    path, out = folder / "silent.wav", folder / "out.wav"
    soundfile.write(path, np.zeros(16_000), 16_000)
    made = enhance_file(path, out)
    assert made.model is None
    assert "silent" in made.reason
    assert not soundfile.read(out)[0].any()


def test_nothing_is_generated_at_strength_0_whether_or_not_there_is_a_model(
    models: Path, folder: Path
) -> None:
    path, out = recording(folder), folder / "out.wav"
    for rate in (48_000, 96_000):
        made = enhance_file(path, out, rate=rate, strength=0.0)
        assert (made.model, made.samples) == (None, 3 * rate)
        assert "nothing was generated" in made.reason


def test_what_does_not_fit_into_the_file_is_clipped_and_said(
    models: Path, folder: Path, command: Command
) -> None:
    path = folder / "loud.wav"
    soundfile.write(path, 12 * hiss(1.0, 16_000), 16_000, subtype="FLOAT")
    status, printed, said = command(path, "-o", folder / "out.wav", "--bits", "float", "--json")
    assert (status, said, json.loads(printed)["clipped"]) == (0, "", 0)
    whole = soundfile.read(folder / "out.wav")[0]
    beyond = int(np.count_nonzero(np.abs(whole) > 1))
    assert beyond > 1000

    status, printed, said = command(path, "-o", folder / "out.flac", "--json")
    result = json.loads(printed)
    assert (status, result["clipped"]) == (0, beyond)
    assert result["peak_dbfs"] == pytest.approx(20 * np.log10(np.abs(whole).max()), abs=0.01)
    assert said.startswith(f"wordtape: {beyond} samples go beyond full scale")
    assert said.count("\n") == 1
    np.testing.assert_allclose(soundfile.read(folder / "out.flac")[0], np.clip(whole, -1, 1), atol=1e-6)


def test_a_recording_that_breaks_off_is_enhanced_and_said_to(
    models: Path, folder: Path, command: Command
) -> None:
    path = recording(folder)
    path.write_bytes(path.read_bytes()[:50_000])
    status, printed, said = command(path, "-o", folder / "out.wav", "--json")
    assert status == 0
    assert json.loads(printed)["truncated"] is True
    assert said == "wordtape: a.wav breaks off; out.wav holds what could be read of it.\n"


@pytest.mark.parametrize("option", [("--from", "1"), ("--to", "2"), ("--source", "x"), ("--off",)])
def test_what_is_for_projects_alone_is_refused_for_files(
    models: Path, folder: Path, command: Command, option: tuple[str, ...]
) -> None:
    status, _, said = command(recording(folder), "-o", folder / "out.wav", *option)
    assert status == 2
    assert option[0] in said
    assert not (folder / "out.wav").exists()


def test_a_depth_that_a_compressed_file_has_not_is_refused(
    models: Path, folder: Path, command: Command
) -> None:
    status, _, said = command(recording(folder), "-o", folder / "out.MP3", "--bits", "24")
    assert status == 2
    assert said == "wordtape: --bits is for wav and flac; out.MP3 is compressed.\n"
    assert not (folder / "out.MP3").exists()


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [("--rate", "high", "high is no whole number"), ("--strength", "much", "much is no number"),
     ("--recipe", "soup", "soup is no recipe; the recipes are upsample, clean, restore, studio")],
)  # fmt: skip
def test_values_of_no_sense_are_told_in_words(
    folder: Path, command: Command, capsys: pytest.CaptureFixture[str], option: str, value: str, sentence: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        command(recording(folder), "-o", folder / "out.wav", option, value)
    assert stopped.value.code == 2
    assert sentence in capsys.readouterr().err

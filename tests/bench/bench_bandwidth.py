"""The law of the bandwidth probe: cut-offs of known filters and codecs, and full-band speech left alone.

python -m tests.bench.bench_bandwidth [--data FOLDER] [--each N] [--seed S]

FOLDER holds recordings (`speech/`) of voices that the probe was not taught on, by default those of
`shared/data/eval`; the filters and codecs here are other code, at other settings, than those it was taught
with. Material whose MANIFEST.csv says up
to where it reaches is narrowed below that only.

For each of twelve kinds, N stretches of four seconds drawn at random are narrowed at a cut-off drawn at
random and saved in 16 bits, one in three with a floor of hiss at -85 dBFS behind. All twelve fall by 60 dB an
octave and more at the edge. Right is within 500 Hz or 5 % of the frequency of half amplitude, and for Opus of
its band's nominal edge, which white noise at 128 kbit/s confirms to 20 Hz. A case counts where the voice
stood 18 dB over the floor just below the cut-off; of the others (`buried`) only wrong answers given with a
confidence of 0.5 and more are counted. Gentler filters (below the line) are measured but no part of the law:
speech itself varies by 8 dB in half an octave. Then full-band speech, clean and with floors, of which nothing
may be called narrower than 16 kHz, and the cost.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from enhance.bandwidth import BandwidthProbe, effective_bandwidth
from tests.helpers import narrowing
from tests.helpers.narrowing import Narrowed, Signal, coded, hiss, rounded

SHARED = Path(__file__).resolve().parents[3] / "shared/data"
SECONDS = 4.0
Narrowing = Callable[[Signal, int, float], Narrowed]
Kind = list[tuple[Narrowing, float, float]]

# The kinds of the law: of each, its ways, which take turns, and the range of cut-offs in kHz.
LAW: dict[str, Kind] = {
    "Butterworth 12": [(narrowing.butterworth(12), 2, 19)],
    "Chebyshev 8": [(narrowing.chebyshev(), 2, 19)],
    "elliptic 8": [(narrowing.elliptic(), 2, 19)],
    "sinc, 255 taps": [(narrowing.windowed_sinc(255), 2, 19)],
    "brickwall": [(narrowing.brickwall, 2, 19)],
    "soxr down, up": [(narrowing.down_and_up, 2, 19)],
    "polyphase": [(narrowing.polyphase, 2, 13)],
    "MP3": [
        (coded("libmp3lame", "mp3", 64_000, highest=320_000), 4, 16),
        (coded("libmp3lame", "mp3", 24_000, 24_000, 160_000), 4, 9),
        (coded("libmp3lame", "mp3", 16_000, 16_000, 160_000), 3.5, 6.5),
    ],
    "AAC": [(coded("aac", "adts", 96_000, highest=256_000), 4, 18)],
    "Opus": [
        (coded("libopus", "ogg", 16_000, 48_000), 4, 4),
        (coded("libopus", "ogg", 24_000, 48_000), 8, 8),
        (coded("libopus", "ogg", 32_000, 48_000), 12, 12),
    ],
    "mu-law, 8 kHz": [(narrowing.mu_law, 3.4, 3.4)],
    "telephone band": [(narrowing.telephone, 3, 3.6)],
}
GENTLE: dict[str, Kind] = {
    "sinc, 63 taps": [(narrowing.windowed_sinc(63), 2, 19)],
    "Butterworth 8": [(narrowing.butterworth(8), 2, 19)],
    "Butterworth 4": [(narrowing.butterworth(4), 2, 19)],
}
LOUD_DB = 18.0
ROUNDING_DB = -101.0


def over_floor(sound: Signal, rate: int, cut: float, floor_db: float) -> float:
    """By how many decibels the loud frames stand over the floor in the 500 Hz under `cut`."""
    frames = np.lib.stride_tricks.sliding_window_view(sound, 2048)[::1024] * np.hanning(2048)
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2 / np.sum(np.hanning(2048) ** 2)
    hz = np.fft.rfftfreq(2048, 1 / rate)
    below = power[:, (hz > cut - 500) & (hz <= cut)].mean(axis=1)
    return float(10 * np.log10(np.quantile(below, 0.95) + 1e-12) - max(floor_db, ROUNDING_DB))


def reaches(folder: Path) -> dict[Path, float]:
    """The recordings of a folder, and up to where each has content, in Hz."""
    said: dict[str, float] = {}
    for manifest in (folder.parent / "MANIFEST.csv", folder / "MANIFEST.csv"):
        if manifest.is_file():
            with manifest.open(newline="") as rows:
                said |= {Path(row["path"]).name: float(row["bandwidth_hz"]) for row in csv.DictReader(rows)}
    files = sorted(file for kind in ("*.flac", "*.opus") for file in (folder / "speech").glob(kind))
    return {file: said.get(file.name, 20_000.0) for file in files}


def stretch(file: Path, at: float) -> tuple[Signal, int]:
    """Four seconds of the first channel, beginning at this share of what is there, and their rate."""
    sound, rate = soundfile.read(file, dtype="float32", always_2d=True)
    length = round(SECONDS * rate)
    start = round(at * max(len(sound) - length, 0))
    return np.ascontiguousarray(sound[start : start + length, 0]), rate


def measure(kinds: dict[str, Kind], files: dict[Path, float], each: int, seed: int) -> tuple[int, int]:
    """Prints a row for each kind; returns how many were right, of how many."""
    all_right = all_cases = 0
    for name, ways in kinds.items():
        draw = np.random.default_rng((seed, sum(map(ord, name))))
        right = cases = buried = misled = 0
        errors, wrong = [], []
        for number in range(each):
            narrow, low, high = ways[number % len(ways)]
            wide = [file for file, hz in files.items() if hz >= 1000 * low / 0.85]
            file = wide[draw.integers(len(wide))]
            mono, rate = stretch(file, draw.random())
            high = max(low, min(high, 0.85 * files[file] / 1000))
            cut = 1000 * float(np.exp(draw.uniform(np.log(low), np.log(high))))
            narrowed, rate_out, true = narrow(mono, rate, cut)
            floor_db = -85.0 if draw.random() < 1 / 3 else ROUNDING_DB
            if floor_db > ROUNDING_DB:
                narrowed = narrowed + hiss(len(narrowed), floor_db, number)
            found = effective_bandwidth(rounded(narrowed), rate_out)
            good = abs(found.hz - true) <= max(500, 0.05 * true)
            if over_floor(mono, rate, true, floor_db) < LOUD_DB:
                buried += 1
                misled += not good and found.confidence >= 0.5
                continue
            cases += 1
            right += good
            errors.append(abs(found.hz - true) / true)
            if not good:
                wrong.append(f"{true:.0f}: {found.hz:.0f}")
        all_right, all_cases = all_right + right, all_cases + cases
        middle = 100 * float(np.median(errors)) if errors else 0.0
        row = f"{name:18} {right:4}/{cases:<4} median error {middle:5.1f} %"
        print(f"{row}   buried {buried:2}, misled {misled}   {', '.join(wrong)}", flush=True)
    return all_right, all_cases


def full_band(files: dict[Path, float], each: int) -> None:
    """Prints how much full-band speech is called narrow, for each floor."""
    wide = [file for file, hz in files.items() if hz >= 18_000]
    wide = wide[:: max(1, len(wide) // (2 * each))]
    for floor_db in (None, -75, -65, -55):
        narrow = []
        for number, file in enumerate(wide):
            mono, rate = stretch(file, 0.3)
            if floor_db is not None:
                mono = rounded(mono + hiss(len(mono), floor_db, number))
            found = effective_bandwidth(mono, rate)
            if found.hz < 16_000:
                narrow.append((file.stem, round(found.hz), round(found.confidence, 2)))
        print(f"full-band speech, floor {floor_db}: {len(narrow)} of {len(wide)} called narrow {narrow}")


def cost() -> None:
    """Prints the share of real time on two minutes and on half an hour of one channel at 48 kHz."""
    block = np.random.default_rng(0).standard_normal((48_000, 1)).astype(np.float32) * np.float32(0.1)
    for minutes in (2, 30):
        began = time.perf_counter()
        probe = BandwidthProbe(48_000, 1)
        for _ in range(60 * minutes):
            probe.add(block)
        probe.result()
        taken = time.perf_counter() - began
        print(f"{minutes} minutes: {taken:.2f} s, {taken / (60 * minutes):.6f} of real time")


def main() -> None:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=SHARED / "eval")
    parser.add_argument("--each", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    files = reaches(options.data)
    if not files:
        raise SystemExit(f"There are no recordings in {options.data / 'speech'}.")
    right, cases = measure(LAW, files, options.each, options.seed)
    print(f"{'together':18} {right:4}/{cases:<4} {100 * right / cases:.1f} %")
    print("-" * 40)
    measure(GENTLE, files, options.each // 2, options.seed)
    full_band(files, options.each)
    cost()


if __name__ == "__main__":
    main()

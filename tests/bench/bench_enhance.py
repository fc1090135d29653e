"""What it costs to generate the missing band: a part of real time, beside what cannot be saved.

The goal: 0.08 of real time on one core for the whole chain, 250 MB for an hour. The floors, in the same run:
soxr alone bringing the same sound to the same rate, the network alone on as many frames, and only decoding
the file. With the shipped model where there is one, else a network of its shape with random weights, which is
as slow. Each takes turns with the others and the best counts, as other work on the machine only ever adds.
Then the peak memory of an hour from file to file, in a process of its own.
Run as `python -m tests.bench.bench_enhance [--seconds 60] [--rounds 3] [--memory-minutes 60] [--random]`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soxr

from editor.media.decode import blocks
from editor.media.encode import Encoder
from enhance.generation import noise
from enhance.modelfile import open_session
from enhance.registry import Model, Registry
from enhance.runtime import enhance_blocks
from tests.helpers.making_models import save
from tests.helpers.making_sound import voice
from tests.helpers.random_network import CONTEXT, NOISE, network_bytes

MEMORY = """
import re, sys, time
from pathlib import Path
from editor.app.enhancing_files import enhance_file
made = enhance_file(Path(sys.argv[1]), Path(sys.argv[2]), rate=44100, threads=1)
peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(made.duration_s, peak[1], made.seconds, time.process_time())
"""


def the_model(registry: Registry, folder: Path, random: bool) -> Model:
    """The shipped model for 16 kHz sound, or one with random weights, added to the registry."""
    shipped = None if random else registry.best("upsample", 7600.0, 48000)
    if shipped is not None:
        return shipped
    about = {"id": "random", "context": CONTEXT, "noise_channels": NOISE}
    path, card = save(folder / "made", network_bytes(), **about)
    return registry.add(path, card)


def best_of(rounds: int, works: list[Callable[[], object]]) -> list[tuple[float, float]]:
    """The least wall-clock and the least CPU seconds of each; they take turns."""
    found = [(float("inf"), float("inf"))] * len(works)
    for _ in range(rounds):
        for number, work in enumerate(works):
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            found[number] = min(found[number][0], wall), min(found[number][1], cpu)
    return found


def network_alone(model: Model, seconds: float, threads: int) -> Callable[[], object]:
    """The network on as many frames as the sound has, in one-second blocks without context."""
    session = open_session(model, threads)
    frames = model.rate // model.hop
    bins = model.bins
    inputs = {
        "spectrum": np.random.default_rng(0).standard_normal((1, frames, 3 * bins)).astype(np.float32),
        "cutoff": np.full((1, frames, 1), 0.3, np.float32),
        "noise": noise(0, 0, frames, model.noise_channels)[None],
    }

    def run() -> None:
        for _ in range(round(seconds)):
            session.run(None, inputs)

    return run


def chain(model: Model, sound: np.ndarray, rate_in: int, rate_out: int, threads: int) -> Callable[[], object]:
    def run() -> int:
        parts = np.array_split(sound, max(1, len(sound) // 65536))
        made = enhance_blocks(
            parts, rate_in=rate_in, rate_out=rate_out, model=model, cutoff_hz=0.475 * rate_in, threads=threads
        )
        return sum(len(block) for block in made)

    return run


def decode_only(path: Path) -> int:
    return sum(len(block) for block in blocks(path))


def longest_step(model: Model, sound: np.ndarray, rate: int) -> float:
    """CPU seconds between two blocks, which is how long a cancel waits where nothing else is running."""
    made = enhance_blocks(
        np.array_split(sound, len(sound) // 8192 + 1), rate_in=rate, rate_out=44100, model=model,
        cutoff_hz=0.475 * rate, threads=1,
    )  # fmt: skip
    longest, before = 0.0, time.process_time()
    for _ in made:
        now = time.process_time()
        longest, before = max(longest, now - before), now
    return longest


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory-minutes", type=int, default=60)
    parser.add_argument("--random", action="store_true", help="random weights even where a model is shipped")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Registry(folder / "models") as registry:
            model = the_model(registry, folder, asked.random)
        print(f"{asked.seconds} s of mono with {model.id} ({model.bytes / 1e6:.1f} MB), parts of real time")
        for rate_in, rate_out in ((16_000, 48_000), (8_000, 44_100), (24_000, 44_100)):
            compare(folder, model, asked.seconds, asked.rounds, rate_in, rate_out)
        stereo = voice(16_000 * 20, 2, 16_000)
        print(f"  longest step of stereo on one thread: {longest_step(model, stereo, 16_000):.2f} s")
        if asked.memory_minutes:
            memory(folder, asked.memory_minutes)


def compare(folder: Path, model: Model, seconds: int, rounds: int, rate_in: int, rate_out: int) -> None:
    """Print one row: the chain on one and two threads, and the floors."""
    sound = voice(rate_in * seconds, 1, rate_in)
    path = folder / f"{rate_in}.wav"
    with Encoder(path, rate=rate_in, channels=1) as out:
        out.write(sound)
    one, two, alone, resampled, decoded = best_of(
        rounds,
        [
            chain(model, sound, rate_in, rate_out, 1),
            chain(model, sound, rate_in, rate_out, 2),
            network_alone(model, seconds, 1),
            lambda: soxr.resample(sound, rate_in, rate_out, quality="HQ"),
            lambda: decode_only(path),
        ],
    )
    print(
        f"  {rate_in:5} -> {rate_out} Hz   1 thread {one[0] / seconds:.4f} (CPU {one[1] / seconds:.4f})   "
        f"2 threads {two[0] / seconds:.4f}   network alone {alone[0] / seconds:.4f} (CPU "
        f"{alone[1] / seconds:.4f}, ratio {one[1] / alone[1]:.2f})   "
        f"soxr alone {resampled[0] / seconds:.5f}   decode {decoded[0] / seconds:.5f}",
        flush=True,
    )
    path.unlink()


def memory(folder: Path, minutes: int) -> None:
    """Print the most memory that a long file takes, libraries and interpreter included."""
    if not Path("/proc/self/status").exists():
        print("  peak memory is not measured on this system")
        return
    path = folder / "long.wav"
    piece = voice(16_000 * 60, 1, 16_000)
    with Encoder(path, rate=16_000, channels=1) as out:
        for _ in range(minutes):
            out.write(piece)
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(path), str(folder / "made.wav")],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "WORDTAPE_DATA": str(folder)},
    )
    seconds, peak, took, cpu = map(float, done.stdout.split())
    print(
        f"  {seconds / 60:.0f} minutes from file to file, 1 thread: peak memory of the process "
        f"{peak / 1000:.0f} MB, {took / seconds:.4f} of real time (CPU {cpu / seconds:.4f}) with finding the "
        "bandwidth and writing"
    )


if __name__ == "__main__":
    main()

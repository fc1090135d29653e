"""What it costs to take a recording of an hour in, beside only decoding it.

The floor, in the same run: PyAV decoding every frame of the same file and doing nothing with it. The goal is
1.5 times its time. Beside it what the disk asks for: writing as many bytes as the import leaves.
The two take turns and the best of each counts, as other work on the machine only ever adds; CPU seconds are
shown because an import keeps two cores busy. Then the peak memory of a three-hour file, in its own process.
Run as `python -m tests.bench.bench_import [--minutes 60] [--rounds 3] [--memory-minutes 180] [--folder D]`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from editor.media.conform import conform
from editor.media.encode import Encoder
from tests.helpers.making_sound import voice

RATE = 44_100
PIECE_MINUTES = 5

# The kernel's own account of the process: what `getrusage` tells begins with the memory of its parent.
MEMORY = """
import re, sys
from editor.media.conform import conform
made = conform(sys.argv[1], sys.argv[2], sys.argv[3], 44100)
peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(made.samples / made.rate, peak[1])
"""


def a_long_file(folder: Path, name: str, rate: int, minutes: int) -> Path:
    """A stereo recording: a piece of `PIECE_MINUTES` is encoded once, and its packets repeated."""
    import av

    path = folder / f"{minutes} minutes {name}"
    piece = folder / f"piece {name}"
    pieces = max(1, minutes // PIECE_MINUTES)
    sound = voice(rate * PIECE_MINUTES * 60, 2, rate)
    if name.endswith("wav"):
        with Encoder(path, rate=rate, channels=2) as out:
            for _ in range(pieces):
                out.write(sound)
        return path
    with Encoder(piece, rate=rate, channels=2) as out:
        out.write(sound)
    with av.open(str(path), "w") as joined:
        stream, place = None, 0
        for _ in range(pieces):
            with av.open(str(piece)) as source:
                stream = stream or joined.add_stream_from_template(source.streams.audio[0])
                for packet in source.demux(source.streams.audio[0]):
                    if packet.dts is not None:
                        packet.pts = packet.dts = place
                        place += packet.duration or 0
                        packet.stream = stream
                        joined.mux(packet)
    piece.unlink()
    return path


def decode_only(path: Path) -> int:
    """The floor: every frame of the file, counted."""
    import av

    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        stream.thread_type = "AUTO"
        return sum(frame.samples for frame in container.decode(stream))


def write_only(path: Path, size: int) -> None:
    """`size` bytes to the disk, as an import writes them."""
    block = np.zeros(1 << 19, np.uint8)
    with open(path, "wb", buffering=0) as file:
        for _ in range(size >> 19):
            file.write(block.data)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall-clock and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory-minutes", type=int, default=180)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        folder = Path(name)
        print(f"import of {asked.minutes} minutes of stereo to {RATE} Hz, best of {asked.rounds}")
        for kind, rate in (("a.mp3", 44_100), ("b.m4a", 48_000), ("c.wav", 44_100), ("d 48 kHz.wav", 48_000)):
            compare(folder, a_long_file(folder, kind, rate, asked.minutes), rate, asked.rounds)
        if asked.memory_minutes:
            memory(folder, asked.memory_minutes)


def compare(folder: Path, path: Path, rate: int, rounds: int) -> None:
    """Print one row: the floor, the import, their ratio."""
    pcm, peaks = folder / "out.pcm", folder / "out.peaks"
    floors, imports, disks = [], [], []
    for _ in range(rounds):
        floors.append(timed(lambda: decode_only(path)))
        imports.append(timed(lambda: conform(path, pcm, peaks, RATE)))
        size = pcm.stat().st_size
        pcm.unlink()  # or the disk would be writing it back during the next
        disks.append(timed(partial(write_only, folder / "raw", size)))
        (folder / "raw").unlink()
    floor, made, disk = min(floors), min(imports), min(disks)
    print(
        f"  {path.suffix[1:]:4} {rate} Hz   decode only {floor[0]:5.2f} s (CPU {floor[1]:5.2f})   "
        f"import {made[0]:5.2f} s (CPU {made[1]:5.2f})   ratio {made[0] / floor[0]:5.2f}   "
        f"writing {size >> 20} MB alone {disk[0]:5.2f} s",
        flush=True,
    )
    peaks.unlink()
    path.unlink()


def memory(folder: Path, minutes: int) -> None:
    """Print the most memory that the import of a long m4a takes, libraries and interpreter included."""
    if not Path("/proc/self/status").exists():
        print("  peak memory is not measured on this system")
        return
    path = a_long_file(folder, "long.m4a", 48_000, minutes)
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(path), str(folder / "o.pcm"), str(folder / "o.peaks")],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, peak = map(float, done.stdout.split())
    print(f"  {seconds / 60:.0f} minutes of m4a: peak memory of the whole process {peak / 1000:.0f} MB")


if __name__ == "__main__":
    main()

"""How fast documents become sound, and how that compares: `python -m tests.bench.bench_render`.

1. An hour of stereo cut 10,000 times: rendered, streamed to 16-bit WAV, exported at -16 LUFS; with memory.
2. The same edit of 500 cuts by this renderer and by ffmpeg's concat demuxer: time, and how many samples the
   result is off the length it should have. Left out where there is no ffmpeg.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
import wave
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from editor.media.pcm import PcmWriter
from editor.model.document import Document, Paragraph, Piece
from editor.model.source import Recording, Source
from editor.render.export import export_audio
from editor.render.renderer import Renderer
from editor.render.source import SummedSound, open_source

RATE = 44100
BLOCK = 1 << 16


def main() -> None:
    """Print the figures."""
    with TemporaryDirectory() as folder:
        hour_of_10_000_cuts(Path(folder))
        edit_of_500_cuts(Path(folder))


def hour_of_10_000_cuts(folder: Path) -> None:
    seconds, cuts = 3600, 10_000
    source = make_source(folder / "hour.pcm", 2 * seconds)
    document = cut_document(2 * seconds * RATE, seconds * RATE, cuts, paragraphs=200)
    print(f"{cuts:,} cuts in {document.length / RATE / 60:.0f} minutes of stereo")
    figures = [
        ("rendered, block by block", lambda renderer: deque(blocks(renderer), maxlen=0)),
        ("streamed to 16-bit WAV", lambda renderer: write_wav(renderer, folder / "hour.wav")),
        ("exported as it is", lambda renderer: export_audio(renderer, folder / "a.wav", loudness=None)),
        ("exported at -16 LUFS", lambda renderer: export_audio(renderer, folder / "b.wav")),
    ]
    for name, work in figures:
        with opened(source, folder) as sounds:
            renderer = Renderer(document, lambda _: sounds, silence, RATE)
            report(name, seconds, lambda work=work, renderer=renderer: work(renderer))
    with opened(source, folder) as sounds:
        begun = time.perf_counter()
        for place in range(1, 101):
            fresh = Renderer(document, lambda _: sounds, silence, RATE)
            fresh.read(document.length * place // 102, document.length * place // 102 + 1024)
        print(f"  {'a new root, then 1,024 samples anywhere':42}{(time.perf_counter() - begun) * 10:8.2f} ms")


def edit_of_500_cuts(folder: Path) -> None:
    ffmpeg = shutil.which("ffmpeg")
    source = make_source(folder / "short.pcm", 1200)
    document = cut_document(1200 * RATE, 600 * RATE, 500, paragraphs=20)
    print(f"500 cuts in {document.length / RATE / 60:.0f} minutes of stereo, to 16-bit WAV")
    whole = folder / "short.wav"
    with opened(source, folder) as sounds:
        write_wav(Renderer(whole_document(1200 * RATE), lambda _: sounds, silence, RATE), whole)
        renderer = Renderer(document, lambda _: sounds, silence, RATE)
        report("this renderer", 600, lambda: write_wav(renderer, folder / "ours.wav"))
    off_by(folder / "ours.wav", document.length)
    if ffmpeg is None:
        print("  ffmpeg is not installed: nothing to compare with")
        return
    listing = folder / "list.txt"
    listing.write_text(
        "".join(
            f"file '{whole.name}'\ninpoint {piece.start / RATE:.9f}\noutpoint {piece.stop / RATE:.9f}\n"
            for piece in document.pieces()
        )
    )
    command = [ffmpeg, "-v", "error", "-y", "-f", "concat", "-i", str(listing)]
    report(
        "ffmpeg's concat demuxer", 600, lambda: subprocess.run([*command, folder / "theirs.wav"], check=True)
    )
    off_by(folder / "theirs.wav", document.length)


def silence(_: str) -> NDArray[np.float32]:
    return np.zeros((1, 2), np.float32)


def make_source(path: Path, seconds: int) -> Source:
    """Noise that swells and fades as speech does, 10 s over and over, as decoded sound of 16 bits."""
    rng = np.random.default_rng(1)
    swell = np.abs(np.sin(np.arange(10 * RATE) * (2 * np.pi * 1.3 / RATE)))[:, None]
    ten = (rng.standard_normal((10 * RATE, 2)) * swell * 2500).astype(np.int16)
    with PcmWriter(path, RATE, 2, "int16") as writer:
        for _ in range(seconds // 10):
            writer.write(ten)
    return Source("s", "s", (Recording(path.name, path.name, "Ann", seconds * RATE, RATE, 2),))


@contextmanager
def opened(source: Source, folder: Path) -> Iterator[SummedSound]:
    sound = open_source(source, lambda media: folder / media)
    try:
        yield sound
    finally:
        sound.close()


def cut_document(source_length: int, length: int, cuts: int, paragraphs: int) -> Document:
    """`cuts` + 1 stretches in order, `length` samples in all, evenly taken out of the source."""
    rng = np.random.default_rng(2)
    edges = np.linspace(0, length, cuts + 2).astype(int) + np.r_[0, rng.integers(-2000, 2000, cuts), 0]
    shift = np.linspace(0, source_length - length - 1, cuts + 1).astype(int)
    pieces = [
        Piece("s", int(a + s), int(b + s), "word")
        for a, b, s in zip(edges[:-1], edges[1:], shift, strict=True)
    ]
    each = -(-len(pieces) // paragraphs)
    return Document(tuple(Paragraph("Ann", tuple(pieces[n : n + each])) for n in range(0, len(pieces), each)))


def whole_document(length: int) -> Document:
    return Document((Paragraph("Ann", (Piece("s", 0, length, "word"),)),))


def blocks(renderer: Renderer) -> Iterator[NDArray[np.float32]]:
    for start in range(0, renderer.length, BLOCK):
        yield renderer.read(start, min(start + BLOCK, renderer.length))


def write_wav(renderer: Renderer, path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        for block in blocks(renderer):
            block *= 32768
            np.rint(block, out=block)
            np.clip(block, -32768, 32767, out=block)
            file.writeframesraw(block.astype("<i2"))


def off_by(path: Path, length: int) -> None:
    with wave.open(str(path)) as file:
        print(f"  {'':42}{file.getnframes() - length:+8,} samples off the length it should have")


def report(name: str, seconds: float, work: Callable[[], object]) -> None:
    """Print the time that `work` takes, how much faster than its sound that is, and what memory grew."""
    before, peak, over = memory_mib(), [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            peak[0] = max(peak[0], memory_mib())

    watcher = threading.Thread(target=watch)
    watcher.start()
    begun = time.perf_counter()
    try:
        work()
    finally:
        took = time.perf_counter() - begun
        over.set()
        watcher.join()
    growth = f"{max(peak[0] - before, 0):6.1f} MiB more memory" if before else ""
    print(f"  {name:42}{took:8.2f} s{seconds / took:10,.0f} x real time  {growth}")


def memory_mib() -> float:
    """Memory of this process now; 0 where the system does not say it in a file."""
    status = Path("/proc/self/status")
    if not sys.platform.startswith("linux"):
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()

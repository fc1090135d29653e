"""The recordings that a model is trained on, decoded once to one rate, mono, and kept as one flat file.

A folder of recordings may carry a `MANIFEST.csv` with a `path` column and, where known, `bandwidth_hz` (up to
where the recording has content) and `speaker`; a `faithful_hz.csv` (`path`, `faithful_hz`) narrows the
bandwidth further. Where nothing says it, the bandwidth is measured. Recordings under a folder named `noise`
serve as background only. A stored spectrogram is a recording too: an `.npz` with `spectrogram`, complex
(frames, 513), by the convention of `enhance.train.spectra`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from enhance.errors import EnhanceError

ENDINGS = frozenset(
    (".wav", ".flac", ".ogg", ".opus", ".mp3", ".m4a", ".mp4", ".aac", ".aif", ".aiff", ".webm", ".npz")
)
# A recording that is empty above this part of the band teaches too little about what was lost.
NARROWEST = 0.5
# Shorter than a training example, however it is cut.
SHORTEST_S = 1.0
# A small file can decode to any length; a longer one is cut here.
LONGEST_S = 4 * 3600
# A file in this many is never trained on: what tells whether a training still gains.
HELD_OUT = 25

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Take:
    """A recording's place in the flat file.

    start, samples: at the corpus's rate. bandwidth_hz: above it the recording is empty.
    """

    path: str
    speaker: str
    noise: bool
    held_out: bool
    bandwidth_hz: float
    start: int
    samples: int
    sha256: str


class Corpus:
    """What `prepare` left in a folder."""

    def __init__(self, folder: Path) -> None:
        """Raises EnhanceError where there is no prepared corpus."""
        try:
            listed = json.loads((folder / "takes.json").read_text("utf-8"))
            self.of = str(listed["of"])
            self.rate = int(listed["rate"])
            self.takes = tuple(Take(**entry) for entry in listed["takes"])
            self.left_out: dict[str, str] = listed["left_out"]
            self._sound = np.memmap(folder / "sound.i16", np.int16, "r")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EnhanceError(f"“{folder.name}” holds no prepared recordings.") from error

    def read(self, take: Take, start: int, samples: int) -> NDArray[np.float32]:
        """`samples` samples from `start` of the recording, float32, full scale 1.0; zeros beyond its end."""
        part = self._sound[take.start + start : take.start + min(start + samples, take.samples)]
        sound = np.zeros(samples, np.float32)
        np.multiply(part, np.float32(1 / 32768), out=sound[: len(part)])
        return sound

    def manifest(self) -> list[dict[str, object]]:
        """What the card of a model says of its data: path, hash and use of every recording."""
        return [
            {"path": take.path, "sha256": take.sha256, "seconds": round(take.samples / self.rate, 2)}
            for take in self.takes
            if not take.held_out
        ]


def prepare(paths: Sequence[Path], into: Path, rate: int, progress: Progress = lambda _: None) -> Corpus:
    """Decode every recording in `paths`, files and what is under folders, to `rate` into the folder `into`,
    unless that was done before.

    Raises EnhanceError where nothing usable is found. Whatever `progress` raises ends it; nothing is left.
    """
    # What is given twice would be heard twice as often.
    given = {path: path.parent for path in paths if path.is_file()}
    given |= {path: folder for folder in paths if folder not in given for path in recordings_under(folder)}
    files = [(folder, path) for path, folder in given.items()]
    of = _fingerprint([path for _, path in files], rate)
    if (into / "takes.json").exists() and (there := Corpus(into)).of == of:
        return there
    into.mkdir(parents=True, exist_ok=True)
    known = {folder: _listed(folder) for folder, _ in files}
    takes: list[Take] = []
    left_out: dict[str, str] = {}
    place = 0
    part = into / "sound.i16.part"
    try:
        with open(part, "wb") as out:
            for number, (folder, path) in enumerate(files):
                progress(number / len(files))
                name = path.relative_to(folder).as_posix()
                noise = "noise" in path.relative_to(folder).parts
                about = known[folder].get(name, {})
                try:
                    sound, bandwidth_hz = read_recording(path, about, rate)
                except EnhanceError as error:
                    left_out[name] = str(error)
                    continue
                if len(sound) < SHORTEST_S * rate:
                    left_out[name] = f"It is shorter than {SHORTEST_S:g} s."
                    continue
                if bandwidth_hz < NARROWEST * rate / 2 and not noise:
                    left_out[name] = f"It is empty above {bandwidth_hz:.0f} Hz."
                    continue
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                out.write(np.round(np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
                takes.append(
                    Take(
                        path=name,
                        speaker=about.get("speaker", ""),
                        noise=noise,
                        held_out=int(digest[:8], 16) % HELD_OUT == 0,
                        bandwidth_hz=float(bandwidth_hz),
                        start=place,
                        samples=len(sound),
                        sha256=digest,
                    )
                )
                place += len(sound)
        if not any(not take.noise and not take.held_out for take in takes):
            raise EnhanceError(_nothing(left_out))
        os.replace(part, into / "sound.i16")
        listed = {"of": of, "rate": rate, "takes": [asdict(take) for take in takes], "left_out": left_out}
        (into / "takes.json.part").write_text(json.dumps(listed), "utf-8")
        os.replace(into / "takes.json.part", into / "takes.json")
    finally:
        part.unlink(missing_ok=True)
    progress(1.0)
    return Corpus(into)


def recordings_under(folder: Path) -> list[Path]:
    """The files of known endings under a folder, in a fixed order. Raises EnhanceError for none."""
    if not folder.is_dir():
        raise EnhanceError(f"There is no folder “{folder.name}” to train on.")
    found = sorted(
        path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.resolve().is_file()
    )
    if not found:
        raise EnhanceError(f"There are no recordings in “{folder.name}”.")
    return found


def read_recording(path: Path, about: dict[str, str], rate: int) -> tuple[NDArray[np.float32], float]:
    """A file at `rate`, mono, float32 (samples,), and the frequency above which it is empty.

    Raises EnhanceError where it cannot be read.
    """
    import soxr

    if path.suffix == ".npz":
        return _from_spectrogram(path), rate / 2
    sound, own = _decoded(path)
    # A bandwidth is measured on the recording as it is: a change of rate would put an edge of its own there.
    stated = about.get("bandwidth_hz", "")
    bandwidth_hz = float(stated) if stated else _measured(sound, own)
    if own != rate:
        sound = soxr.resample(sound, own, rate)
    # A change of rate has taken the last of the band.
    return sound, min(bandwidth_hz, 0.98 * own / 2) if own < rate else min(bandwidth_hz, rate / 2)


def _measured(sound: NDArray[np.float32], rate: int) -> float:
    from enhance.bandwidth import effective_bandwidth

    return effective_bandwidth(sound, rate).hz


def _decoded(path: Path) -> tuple[NDArray[np.float32], int]:
    """A file's channels averaged, at its own rate."""
    import av

    blocks: list[NDArray[np.float32]] = []
    total = 0
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise EnhanceError(f"“{path.name}” has no sound.")
            stream = container.streams.audio[0]
            mono = av.AudioResampler(format="fltp", layout="mono")
            rate = int(stream.rate)
            for frame in container.decode(stream):
                for out in mono.resample(frame):
                    block = out.to_ndarray()[0]
                    blocks.append(block.astype(np.float32, copy=False))
                    total += len(block)
                if total > LONGEST_S * rate:
                    break
    except (av.FFmpegError, ValueError, OSError) as error:
        raise EnhanceError(f"“{path.name}” cannot be decoded.") from error
    if not total or rate < 8000:
        raise EnhanceError(f"“{path.name}” holds no usable sound.")
    return np.nan_to_num(np.concatenate(blocks)), rate


def _from_spectrogram(path: Path) -> NDArray[np.float32]:
    """The signal of a stored spectrogram."""
    import torch

    from enhance.net.generator import BINS
    from enhance.train.spectra import HOP, istft

    try:
        with np.load(path, allow_pickle=False) as stored:
            spectrum = np.asarray(stored["spectrogram"], np.complex64)
    except (OSError, ValueError, KeyError) as error:
        raise EnhanceError(f"“{path.name}” holds no spectrogram.") from error
    if spectrum.ndim != 2 or spectrum.shape[1] != BINS or len(spectrum) < 2:
        raise EnhanceError(f"The spectrogram in “{path.name}” is not of shape (frames, {BINS}).")
    whole = torch.from_numpy(np.nan_to_num(spectrum.T))[None]
    signal: NDArray[np.float32] = istft(whole, (len(spectrum) - 1) * HOP)[0].numpy()
    return signal


def _fingerprint(files: list[Path], rate: int) -> str:
    """Tells whether the files are those that were read before."""
    seen = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr((rate, seen)).encode()).hexdigest()


def _listed(folder: Path) -> dict[str, dict[str, str]]:
    """What the manifests in the folder, and in the one above, say of its files; the narrowest bandwidth."""
    about: dict[str, dict[str, str]] = {}
    here = folder.resolve()
    for lists, prefix in ((here, ""), (here.parent, here.name + "/")):
        for name, column in (("MANIFEST.csv", "bandwidth_hz"), ("faithful_hz.csv", "faithful_hz")):
            if not (lists / name).is_file():
                continue
            with open(lists / name, encoding="utf-8", errors="replace", newline="") as file:
                for row in csv.DictReader(file):
                    path = row.get("path") or ""
                    if path.startswith(prefix):
                        _note(about.setdefault(path.removeprefix(prefix), {}), row, column)
    return about


def _note(entry: dict[str, str], row: dict[str, str], column: str) -> None:
    """Add what one row of a manifest says of a file."""
    entry["speaker"] = entry.get("speaker") or row.get("speaker") or ""
    try:
        stated = float(row.get(column) or "nan")
    except ValueError:
        return
    if 0 < stated < float(entry.get("bandwidth_hz") or "inf"):
        entry["bandwidth_hz"] = str(stated)


def _nothing(left_out: dict[str, str]) -> str:
    """A sentence for a folder of which nothing could be used."""
    reason = next(iter(left_out.values()), "")
    return f"None of the recordings can be trained on. {reason}".strip()

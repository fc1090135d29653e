"""Work that tests of `editor.speech.child` do in a child process: it must be importable there."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np

from editor.media.pcm import PcmFile
from editor.speech import recognising
from editor.speech.child import Tell
from editor.speech.errors import SpeechError
from editor.speech.sound import chunks


def add(tell: Tell, first: int, second: int) -> int:
    tell.progress(0.5, "Adding")
    tell.part(first)
    tell.part(second)
    return first + second


def hang(tell: Tell) -> None:
    tell.part(os.getpid())
    while True:
        time.sleep(60)


def refuse(tell: Tell) -> None:
    raise SpeechError("There is nothing to hear.")


def fail(tell: Tell) -> None:
    raise KeyError("a mistake")


def recognise_plainly(tell: Tell, pcm_path: Path, folder: Path) -> str:
    """What the recogniser says by itself."""
    with PcmFile(pcm_path) as pcm:
        sound = np.concatenate([chunk.sound for chunk in chunks(pcm)])
    segments, _ = recognising.recognise(recognising.load(folder), sound, "en")
    return "".join(segment.text for segment in segments)


def die(tell: Tell) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    hang(tell)

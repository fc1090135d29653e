"""Projects with sound and words, made without a recogniser: bursts of noise stand for words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from editor.app.importing import Listening, import_source
from editor.app.session import Session
from editor.model.retranscribe import retranscribe
from editor.speech.fragment import transcript
from editor.speech.words import Speech, Word

RATE = 44100
SENTENCE = ["It", "was", "the", "best", "of", "times,", "it", "was", "the", "age", "of", "wisdom."]


def talk(path: Path, words: int = 18, rate: int = RATE, seed: int = 1) -> list[tuple[float, float]]:
    """Write a WAV whose `words` bursts stand for words; returns their (start, stop) in seconds."""
    chance = np.random.default_rng(seed)
    now = 0.5
    spans = []
    for number in range(words):
        length = chance.uniform(0.18, 0.4)
        spans.append((now, now + length))
        now += length + (0.0 if number % 3 == 1 else chance.uniform(0.1, 0.6))
    sound = 1e-3 * chance.standard_normal(round((now + 0.5) * rate))
    for start, stop in spans:
        a, b = round(start * rate), round(stop * rate)
        sound[a:b] += 0.08 * np.hanning(b - a) * chance.standard_normal(b - a)
    soundfile.write(path, np.clip(sound, -1, 1), rate, "PCM_16")
    return spans


def spoken(spans: list[tuple[float, float]], rate: int = RATE, words: list[str] | None = None) -> Speech:
    """What a recogniser would have said of `talk`."""
    texts = words or SENTENCE
    return Speech(
        tuple(
            Word(round(start * rate), round(stop * rate), texts[n % len(texts)], 0.9)
            for n, (start, stop) in enumerate(spans)
        ),
        (),
        "en",
        "by hand",
        True,
    )


def add_talk(session: Session, file: Path, words: int = 18, speaker: str = "Ann", seed: int = 1) -> str:
    """Import a made-up talk with its words into an open project; returns the source's id. Two undo steps."""
    spans = talk(file, words, seed=seed)
    imported = import_source(session, [file], speakers=[speaker], listening=Listening(transcribe=False))
    session.do(imported.edit)
    heard = transcript(imported.source, [spoken(spans, session.rate)], session.rate)
    session.do(lambda document: retranscribe(document, heard, imported.source.name))
    return imported.source.id

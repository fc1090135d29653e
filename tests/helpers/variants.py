"""Variants made without a model: any sound may stand in for an enhanced one."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import numpy as np

from editor.app.session import Session
from editor.media.pcm import PcmFile, PcmWriter
from editor.media.spectrogram import HEIGHT, WIDTH
from editor.model.source import Treatment, Variant, variant_id
from editor.model.spans import Spans
from editor.store import Rendered

Change = Callable[[np.ndarray], np.ndarray]


def brighter(sound: np.ndarray) -> np.ndarray:
    """The sound with something of its own at half the rate, which no low band has."""
    return sound + 0.05 * np.where(np.arange(len(sound)) % 2, 1, -1)[:, None]


def add_variant(
    session: Session,
    source: str,
    *,
    spans: Spans | None = None,
    mic: int = 0,
    strength: float = 1.0,
    change: Change = brighter,
) -> Variant:
    """Give a recording a variant that is `change` of it in `spans` (of the source's clock; all of it by
    default), and have it heard there."""
    recording = session.source(source).recordings[mic]
    spans = spans or ((recording.offset, recording.offset + recording.samples),)
    treatment = Treatment("upsample", ("by hand",), 4000.0, strength)
    variant = Variant(variant_id(source, mic, treatment), source, mic, treatment, "2026-11-21T10:00:00+00:00")
    room = session.project.variants.room()
    rendered = []
    with PcmFile(session.project.cache_path(recording.media, "pcm")) as original:
        for start, stop in spans:
            sound = change(original.read(start - recording.offset, stop - recording.offset))
            with PcmWriter(room / str(start), session.rate, original.channels) as pcm:
                pcm.write(sound.astype(np.float32))
            picture = bytes(WIDTH * HEIGHT)
            rendered.append(Rendered(start, stop, room / str(start), picture, picture))
    added = session.variants.add(variant, rendered, spans)
    shutil.rmtree(room)
    session.variants.refresh()
    return added

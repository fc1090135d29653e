"""What a file is, before it is imported."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from editor.app.choosing import auto_verdict
from editor.app.enhancing_files import USUAL_RATE
from editor.jobs import Report, silent


def probe_file(path: Path, report: Report = silent, *, threshold_hz: float | None = None) -> dict[str, Any]:
    """The facts that `wordtape probe` prints.

    Reads the whole file once, in flat memory, for its length, loudness and effective bandwidth; truncated is
    whether it breaks off. threshold_hz: what reaches less far up is to be enhanced; None is what a project
    has as long as nobody says otherwise. Whether it would be is said of a project at 44.1 kHz, where a model
    can do it. Raises `MediaError`, `Refusal`.
    """
    from editor.media.decode import blocks
    from editor.media.probe import probe
    from editor.render.loudness import SILENT, LoudnessMeter
    from enhance.bandwidth import BandwidthProbe
    from enhance.recipes import THRESHOLD_HZ

    info = probe(path)
    meter = LoudnessMeter(info.sample_rate_hz, info.channels)
    bandwidth = BandwidthProbe(info.sample_rate_hz, info.channels)
    samples = 0
    with closing(blocks(path, report)) as sound:
        for block in sound:
            meter.feed(block)
            bandwidth.add(block)
            samples += len(block)
    loudness = meter.integrated()
    band = bandwidth.result()
    below = threshold_hz or THRESHOLD_HZ
    said, _ = auto_verdict(band, info.sample_rate_hz, USUAL_RATE, threshold_hz=below)
    return {
        "sample_rate_hz": info.sample_rate_hz,
        "channels": info.channels,
        "duration_s": round(samples / info.sample_rate_hz, 6),
        "samples": samples,
        "codec": info.codec,
        "container": info.container,
        "effective_bandwidth_hz": round(band.hz, 1),
        "bandwidth_confidence": round(band.confidence, 3),
        "truncated": sound.truncated,
        "loudness_lufs": None if loudness == SILENT else round(loudness, 2),
        "auto_enhance": said.auto,
        "reason": said.reason,
    }
